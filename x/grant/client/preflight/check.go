package preflight

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Check lists the rows that the chain would refuse, as register.Problems of the file, and the rows that a closed import has loaded
// with another grant than they hold now. The roll takes grants from the period next on; 0 means that no roll is known.
func (s *Survey) Check(ctx context.Context, conn grpc.ClientConnInterface, file string, next granttypes.Period) error {
	var problems register.Problems
	err := s.each(ctx, conn, next, func(row int, faults []register.Problem) bool {
		for _, f := range faults {
			f.File, f.Line = file, s.register.Line(row)
			if problems = append(problems, &f); len(problems) == register.MaxProblems {
				return false
			}
		}
		return true
	})
	if err == nil && len(problems) > 0 {
		return problems
	}
	return err
}

// Split cuts a register into the rows that the chain would take, or has loaded, and those that it would refuse, and counts the rules that
// refuse them.
func (s *Survey) Split(ctx context.Context, conn grpc.ClientConnInterface, next granttypes.Period) (rest, aside *register.Register, rules map[register.Rule]int, err error) {
	refused := map[int]bool{}
	rules = map[register.Rule]int{}
	err = s.each(ctx, conn, next, func(row int, faults []register.Problem) bool {
		for _, f := range faults {
			refused[row] = true
			rules[f.Rule]++
		}
		return true
	})
	if err != nil {
		return nil, nil, nil, err
	}
	return s.register.Without(func(row int) bool { return refused[row] }), s.register.Without(func(row int) bool { return !refused[row] }), rules, nil
}

// Claimed is a tag of the register that somebody else's registration holds.
type Claimed struct {
	// Line is the row's line in the file, Tag the tag.
	Line int
	Tag  beneficiarytypes.Tag
}

// Claims lists the tags of the register that are live already, by row. Rows that the chain has are left out.
func (s *Survey) Claims() []Claimed {
	var claims []Claimed
	for i, row := range s.register.Rows {
		conflicts := s.conflicts[i]
		if slices.ContainsFunc(conflicts, func(c beneficiarytypes.Conflict) bool { return c.Kind == beneficiarytypes.CONFLICT_KIND_HOUSEHOLD }) {
			continue
		}
		for _, c := range conflicts {
			if c.Kind != beneficiarytypes.CONFLICT_KIND_TAG || int(c.Person) >= len(row.Household.Persons) || int(c.Tag) >= len(row.Household.Persons[c.Person].Tags) {
				continue
			}
			claims = append(claims, Claimed{Line: s.register.Line(i), Tag: row.Household.Persons[c.Person].Tags[c.Tag]})
		}
	}
	return claims
}

// each tells what is wrong with each row, until told to stop.
func (s *Survey) each(ctx context.Context, conn grpc.ClientConnInterface, next granttypes.Period, found func(row int, faults []register.Problem) bool) error {
	queries := granttypes.NewQueryClient(conn)
	programme, err := queries.Programme(ctx, &granttypes.QueryProgrammeRequest{Id: s.register.Programme})
	if err != nil {
		return fmt.Errorf("look programme %d up: %w", s.register.Programme, err)
	}
	changed, err := s.changed(ctx, queries)
	if err != nil {
		return err
	}
	limits := limits{queries: queries, register: s.register, known: map[uint32]*granttypes.QueryStandardResponse{}}
	for i, row := range s.register.Rows {
		var faults []register.Problem
		if _, done := s.loaded[i]; done {
			if changed[i] {
				faults = []register.Problem{{Rule: register.LoadedOtherwise, Detail: "household"}}
			}
		} else {
			faults = registered(s.conflicts[i])
			if faults == nil {
				faults = payable(row, programme.Programme.ExclusivityClass, next)
				above, err := limits.above(ctx, row)
				if err != nil {
					return err
				}
				faults = append(faults, above...)
			}
		}
		if !found(i, faults) {
			return nil
		}
	}
	return nil
}

// registered says what the register has already. A household that it has is not looked into further.
func registered(conflicts []beneficiarytypes.Conflict) []register.Problem {
	var faults []register.Problem
	for _, c := range conflicts {
		switch c.Kind {
		case beneficiarytypes.CONFLICT_KIND_HOUSEHOLD:
			return []register.Problem{{Rule: register.HouseholdRegistered, Detail: "household"}}
		case beneficiarytypes.CONFLICT_KIND_PERSON:
			faults = append(faults, register.Problem{Rule: register.PersonRegistered, Detail: fmt.Sprintf("persons[%d].ref", c.Person)})
		case beneficiarytypes.CONFLICT_KIND_KEY:
			faults = append(faults, register.Problem{Rule: register.KeyUsed, Detail: fmt.Sprintf("persons[%d].holder_key", c.Person)})
		case beneficiarytypes.CONFLICT_KIND_TAG:
			faults = append(faults, register.Problem{Rule: register.TagLive, Detail: fmt.Sprintf("persons[%d].tags[%d]", c.Person, c.Tag)})
		default:
			faults = append(faults, register.Problem{Rule: register.PersonRegistered, Detail: fmt.Sprintf("persons[%d]", c.Person)})
		}
	}
	return faults
}

// payable checks what the programme and the roll ask of a row.
func payable(row granttypes.ImportRow, class uint32, next granttypes.Period) []register.Problem {
	var faults []register.Problem
	if !slices.ContainsFunc(row.Household.Persons[0].Tags, func(t beneficiarytypes.Tag) bool { return t.Class == class }) {
		faults = append(faults, register.Problem{Rule: register.TagMissing, Detail: fmt.Sprintf("persons[0].tags, class %d", class)})
	}
	if row.Schedule.First() < next {
		faults = append(faults, register.Problem{Rule: register.PeriodSealed, Detail: fmt.Sprintf("schedule[0].from, the roll takes %s", next)})
	}
	return faults
}

// limits asks once for the standard of each period.
type limits struct {
	queries  granttypes.QueryClient
	register *register.Register
	known    map[uint32]*granttypes.QueryStandardResponse // nil: no standard
}

// above lists the changes of a row that are above the standard.
func (l *limits) above(ctx context.Context, row granttypes.ImportRow) ([]register.Problem, error) {
	var faults []register.Problem
	for i, change := range row.Schedule.Changes {
		most, err := l.of(ctx, change.Period)
		if err != nil {
			return nil, err
		}
		if most != nil && most.Calculation.CheckAmount(change.Amount, most.Standard, uint32(len(row.Household.Persons))) != nil {
			faults = append(faults, register.Problem{Rule: register.AboveStandard, Detail: fmt.Sprintf("schedule[%d].amount", i)})
		}
	}
	return faults, nil
}

func (l *limits) of(ctx context.Context, period uint32) (*granttypes.QueryStandardResponse, error) {
	if most, asked := l.known[period]; asked {
		return most, nil
	}
	res, err := l.queries.Standard(ctx, &granttypes.QueryStandardRequest{Programme: l.register.Programme, Area: l.register.Area, Period: period})
	switch {
	case status.Code(err) == codes.NotFound:
		l.known[period] = nil
	case err != nil:
		return nil, fmt.Errorf("look the standard of %s up: %w", granttypes.Period(period), err)
	default:
		l.known[period] = res
	}
	return l.known[period], nil
}

// changed tells which of the loaded rows hold another grant than was loaded, or one that was changed since.
func (s *Survey) changed(ctx context.Context, queries granttypes.QueryClient) (map[int]bool, error) {
	var (
		mu      sync.Mutex
		changed = map[int]bool{}
		rolls   = map[uint32]granttypes.Period{}
	)
	for _, grant := range s.loaded {
		if _, asked := rolls[grant.Roll]; asked {
			continue
		}
		res, err := queries.Roll(ctx, &granttypes.QueryRollRequest{Id: grant.Roll})
		if err != nil {
			return nil, fmt.Errorf("look roll %d up: %w", grant.Roll, err)
		}
		rolls[grant.Roll] = granttypes.Period(res.Roll.NextPeriod)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(questions)
	for i, grant := range s.loaded {
		g.Go(func() error {
			res, err := queries.Grant(ctx, &granttypes.QueryGrantRequest{Id: grant.Id})
			if err != nil {
				return fmt.Errorf("look grant %s up: %w", granttypes.GrantID(grant.Id), err)
			}
			same, err := same(s.register.Rows[i], s.conflicts[i], res, rolls[grant.Roll])
			if err != nil {
				return fmt.Errorf("read grant %s: %w", granttypes.GrantID(grant.Id), err)
			}
			if !same {
				mu.Lock()
				changed[i] = true
				mu.Unlock()
			}
			return nil
		})
	}
	return changed, g.Wait()
}

// same tells whether a grant is what its row would open now: the same persons, months and amounts from the roll's next period on.
func same(row granttypes.ImportRow, conflicts []beneficiarytypes.Conflict, on *granttypes.QueryGrantResponse, next granttypes.Period) (bool, error) {
	persons := 0
	for _, c := range conflicts {
		if c.Kind == beneficiarytypes.CONFLICT_KIND_PERSON {
			persons++
		}
	}
	record, err := on.Record.Record()
	if err != nil {
		return false, err
	}
	want, have := granttypes.NewPlan(row.Schedule).Settle(next), granttypes.PlanOf(record, on.Changes).Settle(next)
	return persons == len(row.Household.Persons) && persons == int(on.Grant.Persons) &&
		on.Grant.FromPeriod == uint32(row.Schedule.First()) && on.Grant.UntilPeriod == row.Schedule.UntilPeriod &&
		want.Amount == have.Amount && slices.Equal(want.Changes, have.Changes), nil
}
