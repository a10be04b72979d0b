package preflight_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/preflight"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

const (
	january  = 2024 * 12
	class    = 1
	standard = 50_000
)

// chain answers the questions of a survey from a register that it holds and the imports that loaded it.
type chain struct {
	taken   map[string]bool                          // references, keys and tag values
	grants  map[string]granttypes.QueryGrantResponse // by payee
	imports map[uint64]granttypes.ImportStatus
	next    granttypes.Period // of every roll
	down    bool
	// discreet answers no lookups by tag.
	discreet bool
}

func (c *chain) Invoke(_ context.Context, _ string, args, reply any, _ ...grpc.CallOption) error {
	if c.down {
		return errDown
	}
	switch req := args.(type) {
	case *beneficiarytypes.QueryConflictsRequest:
		if c.discreet && beneficiarytypes.NamesTag(req) {
			return status.Error(codes.PermissionDenied, "no lookups by tag")
		}
		reply.(*beneficiarytypes.QueryConflictsResponse).Conflicts = c.conflicts(req.Households)
	case *granttypes.QueryGrantsByPayeeRequest:
		if on, ok := c.grants[string(req.Payee)]; ok {
			reply.(*granttypes.QueryGrantsByPayeeResponse).Grants = []granttypes.Grant{on.Grant}
		}
	case *granttypes.QueryImportRequest:
		reply.(*granttypes.QueryImportResponse).Import.Status = c.imports[req.Id]
	case *granttypes.QueryProgrammeRequest:
		reply.(*granttypes.QueryProgrammeResponse).Programme.ExclusivityClass = class
	case *granttypes.QueryRollRequest:
		reply.(*granttypes.QueryRollResponse).Roll.NextPeriod = uint32(c.next)
	case *granttypes.QueryStandardRequest:
		if req.Period < january+6 {
			return status.Error(codes.NotFound, "no standard holds here")
		}
		reply.(*granttypes.QueryStandardResponse).Standard.Amount = standard
	case *granttypes.QueryGrantRequest:
		for _, on := range c.grants {
			if on.Grant.Id == req.Id {
				*reply.(*granttypes.QueryGrantResponse) = on
			}
		}
	default:
		return status.Error(codes.Unimplemented, "not asked here")
	}
	return nil
}

func (c *chain) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, errDown
}

var errDown = errors.New("the node is down")

func (c *chain) conflicts(households []beneficiarytypes.HouseholdEnrolment) []beneficiarytypes.Conflict {
	var found []beneficiarytypes.Conflict
	note := func(key []byte, conflict beneficiarytypes.Conflict) {
		if c.taken[string(key)] {
			found = append(found, conflict)
		}
	}
	for i, h := range households {
		at := beneficiarytypes.Conflict{Household: uint32(i)}
		at.Kind = beneficiarytypes.CONFLICT_KIND_HOUSEHOLD
		note(h.Ref, at)
		for j, p := range h.Persons {
			at.Person, at.Kind = uint32(j), beneficiarytypes.CONFLICT_KIND_PERSON
			note(p.Ref, at)
			at.Kind = beneficiarytypes.CONFLICT_KIND_KEY
			note(p.HolderKey, at)
			at.Kind = beneficiarytypes.CONFLICT_KIND_TAG
			for k, tag := range p.Tags {
				at.Tag = uint32(k)
				note(tag.Value, at)
			}
		}
	}
	return found
}

// load registers a row and opens its grant, as an import does.
func (c *chain) load(t *testing.T, id uint64, n int, row granttypes.ImportRow) {
	t.Helper()
	c.taken[string(row.Household.Ref)] = true
	for _, p := range row.Household.Persons {
		c.taken[string(p.Ref)] = true
		for _, tag := range p.Tags {
			c.taken[string(tag.Value)] = true
		}
	}
	grant := granttypes.NewGrantID(1, uint32(n)+1)
	record, waiting := granttypes.NewPlan(row.Schedule).Settle(c.next).Split(granttypes.Record{Grant: grant})
	c.grants[string(row.Household.Persons[0].Ref)] = granttypes.QueryGrantResponse{
		Grant: granttypes.Grant{
			Id: uint64(grant), Programme: 1, Payee: row.Household.Persons[0].Ref, Household: row.Household.Ref,
			Persons: uint32(len(row.Household.Persons)), Roll: 1, Slot: uint32(n) + 1,
			FromPeriod: uint32(row.Schedule.First()), UntilPeriod: row.Schedule.UntilPeriod, Import: id,
		},
		Record: record.At(1, uint32(n)+1), Changes: waiting,
	}
}

func name(kind string, n int) []byte { return []byte(kind + strings.Repeat(".", n+1)) }

// sample is a register of households of two persons, with an amount that changes after half a year.
func sample(rows int) *register.Register {
	r := &register.Register{Header: register.Header{Programme: 1, Area: "350526101", Currency: "cny"}}
	for n := range rows {
		h := beneficiarytypes.HouseholdEnrolment{Ref: name("household", n), Area: r.Area}
		for i := 2 * n; i < 2*n+2; i++ {
			h.Persons = append(h.Persons, beneficiarytypes.Enrolment{
				Ref: name("person", i), HolderKey: name("key", i), Tags: []beneficiarytypes.Tag{{Class: class, Value: name("tag", i)}},
			})
		}
		r.Rows = append(r.Rows, granttypes.ImportRow{Household: h, Schedule: granttypes.Schedule{
			Changes:     []granttypes.Change{{Period: january, Amount: 3 * standard}, {Period: january + 6, Amount: 2 * standard}},
			UntilPeriod: january + 12,
		}})
	}
	return r
}

func newChain() *chain {
	return &chain{
		taken: map[string]bool{}, grants: map[string]granttypes.QueryGrantResponse{}, next: january,
		imports: map[uint64]granttypes.ImportStatus{1: granttypes.IMPORT_STATUS_CLOSED, 2: granttypes.IMPORT_STATUS_OPEN, 3: granttypes.IMPORT_STATUS_DONE},
	}
}

func look(t *testing.T, c *chain, r *register.Register) *preflight.Survey {
	t.Helper()
	var asked atomic.Int64
	s, err := preflight.Look(t.Context(), c, r, func(rows int) { asked.Add(int64(rows)) })
	require.NoError(t, err)
	require.Equal(t, int64(len(r.Rows)), asked.Load())
	return s
}

func TestCheckNamesEachRowTheChainWouldRefuse(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*chain, *granttypes.ImportRow)
		want   register.Rule
		detail string
	}{
		{name: "household", want: register.HouseholdRegistered, detail: "household", change: func(c *chain, r *granttypes.ImportRow) {
			c.load(t, 3, 0, *r)
		}},
		{name: "household of an open import", want: register.HouseholdRegistered, detail: "household", change: func(c *chain, r *granttypes.ImportRow) {
			c.load(t, 2, 0, *r)
		}},
		{name: "person", want: register.PersonRegistered, detail: "persons[1].ref", change: func(c *chain, r *granttypes.ImportRow) {
			c.taken[string(r.Household.Persons[1].Ref)] = true
		}},
		{name: "key", want: register.KeyUsed, detail: "persons[1].holder_key", change: func(c *chain, r *granttypes.ImportRow) {
			c.taken[string(r.Household.Persons[1].HolderKey)] = true
		}},
		{name: "tag", want: register.TagLive, detail: "persons[0].tags[0]", change: func(c *chain, r *granttypes.ImportRow) {
			c.taken[string(r.Household.Persons[0].Tags[0].Value)] = true
		}},
		{name: "no tag of the class", want: register.TagMissing, detail: "persons[0].tags, class 1", change: func(_ *chain, r *granttypes.ImportRow) {
			r.Household.Persons[0].Tags[0].Class = 2
		}},
		{name: "sealed month", want: register.PeriodSealed, detail: "schedule[0].from, the roll takes 2024-01", change: func(_ *chain, r *granttypes.ImportRow) {
			r.Schedule.Changes[0].Period--
		}},
		{name: "above the standard", want: register.AboveStandard, detail: "schedule[1].amount", change: func(_ *chain, r *granttypes.ImportRow) {
			r.Schedule.Changes[1].Amount++
		}},
		{name: "loaded with another amount", want: register.LoadedOtherwise, detail: "household", change: func(c *chain, r *granttypes.ImportRow) {
			c.load(t, 1, 0, *r)
			r.Schedule.Changes[1].Amount--
		}},
		{name: "loaded with other persons", want: register.LoadedOtherwise, detail: "household", change: func(c *chain, r *granttypes.ImportRow) {
			c.load(t, 1, 0, *r)
			r.Household.Persons[1].Ref = name("person", 999)
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, r := newChain(), sample(120)
			require.NoError(t, look(t, c, r).Check(t.Context(), c, "b.jsonl", january))
			tc.change(c, &r.Rows[110])
			err := look(t, c, r).Check(t.Context(), c, "b.jsonl", january)
			require.Equal(t, register.Problems{{File: "b.jsonl", Line: 112, Rule: tc.want, Detail: tc.detail}}, err)
		})
	}
}

func TestRowsOfClosedImportsAreLeftOut(t *testing.T) {
	c, r := newChain(), sample(120)
	require.Same(t, r, look(t, c, r).Rest())
	for n := range 100 {
		c.load(t, 1, n, r.Rows[n])
	}
	c.taken[string(r.Rows[110].Household.Persons[0].Ref)] = true
	s := look(t, c, r)
	require.Equal(t, []preflight.Loaded{{Import: 1, Rows: 100}}, s.Loaded())
	rest := s.Rest()
	require.Equal(t, r.Rows[100:], rest.Rows)
	require.Equal(t, 102, rest.Line(0))
	require.ErrorIs(t, s.Check(t.Context(), c, "b.jsonl", january), register.PersonRegistered)

	// Months that were paid since don't make a loaded row another one, but the rest comes too late for them.
	c.next = january + 7
	err := s.Check(t.Context(), c, "b.jsonl", c.next)
	require.ErrorIs(t, err, register.PeriodSealed)
	require.NotErrorIs(t, err, register.LoadedOtherwise)

	// While the rest is loading it stays the rest.
	c.load(t, 2, 100, r.Rows[100])
	require.Equal(t, rest.Rows, look(t, c, r).Rest().Rows)
}

func TestCheckStopsAfterSomeProblems(t *testing.T) {
	c, r := newChain(), sample(60)
	for _, row := range r.Rows {
		c.taken[string(row.Household.Ref)] = true
	}
	var problems register.Problems
	require.ErrorAs(t, look(t, c, r).Check(t.Context(), c, "b.jsonl", january), &problems)
	require.Len(t, problems, register.MaxProblems)
}

func TestWithoutLookupsByTagTheRestIsFound(t *testing.T) {
	c, r := newChain(), sample(120)
	require.False(t, look(t, c, r).Untagged())
	c.discreet = true
	tag, ref := r.Rows[3].Household.Persons[0].Tags[0].Value, r.Rows[60].Household.Persons[1].Ref
	c.taken[string(tag)], c.taken[string(ref)] = true, true
	s := look(t, c, r)
	require.True(t, s.Untagged())
	err := s.Check(t.Context(), c, "b.jsonl", january)
	require.ErrorIs(t, err, register.PersonRegistered)
	require.NotErrorIs(t, err, register.TagLive)
	require.NotErrorIs(t, err, register.TagMissing)
	require.NotEmpty(t, r.Rows[3].Household.Persons[0].Tags)
}

func TestAnUnreachableNodeIsNoAnswer(t *testing.T) {
	c, r := newChain(), sample(3)
	s := look(t, c, r)
	c.down = true
	require.ErrorIs(t, s.Check(t.Context(), c, "b.jsonl", january), errDown)
	_, err := preflight.Look(t.Context(), c, r, func(int) {})
	require.ErrorIs(t, err, errDown)
}
