// Package preflight holds a register against the chain before it is sealed: the rows that the chain would refuse, and those that an
// import has loaded that was closed before its end. What it finds holds for the moment: only the load itself is final.
//
// This is office-side code; nothing here runs in the state machine.
package preflight

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/cosmos/cosmos-sdk/types/query"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// A question is about so many rows, and so many questions are asked at a time. Rows of the most persons fit the chain's bound.
const (
	rowsPerQuestion = 50
	questions       = 8
)

// Survey is what the chain says about the rows of one register.
type Survey struct {
	register  *register.Register
	conflicts map[int][]beneficiarytypes.Conflict // by row; of rows without one nothing
	loaded    map[int]granttypes.Grant            // by row: what a closed import opened for it
	untagged  bool
}

// Untagged tells whether the node answers no lookups by tag, so that nobody knows of persons who are registered elsewhere until the rows are
// loaded.
func (s *Survey) Untagged() bool { return s.untagged }

// Loaded is how many rows of a register one closed import has loaded.
type Loaded struct {
	Import uint64
	Rows   int
}

// Look asks about every row of a register. It tells step of each row that is done; step may be called from several goroutines.
func Look(ctx context.Context, conn grpc.ClientConnInterface, r *register.Register, step func(rows int)) (*Survey, error) {
	s := &Survey{register: r, conflicts: map[int][]beneficiarytypes.Conflict{}, loaded: map[int]granttypes.Grant{}}
	l := &looker{survey: s, conn: conn, imports: map[uint64]granttypes.ImportStatus{}}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(questions)
	for from := 0; from < len(r.Rows); from += rowsPerQuestion {
		to := min(from+rowsPerQuestion, len(r.Rows))
		g.Go(func() error {
			err := l.look(ctx, from, to)
			step(to - from)
			return err
		})
	}
	return s, g.Wait()
}

// Loaded lists the closed imports that have loaded rows of the register, by number.
func (s *Survey) Loaded() []Loaded {
	rows := map[uint64]int{}
	for _, grant := range s.loaded {
		rows[grant.Import]++
	}
	var list []Loaded
	for id, n := range rows {
		list = append(list, Loaded{Import: id, Rows: n})
	}
	slices.SortFunc(list, func(a, b Loaded) int { return int(a.Import) - int(b.Import) })
	return list
}

// Rest is the register without the rows that closed imports have loaded; it is the register itself when they loaded none.
func (s *Survey) Rest() *register.Register {
	if len(s.loaded) == 0 {
		return s.register
	}
	return s.register.Without(func(row int) bool {
		_, done := s.loaded[row]
		return done
	})
}

// looker fills a survey from several goroutines.
type looker struct {
	conn grpc.ClientConnInterface

	mu      sync.Mutex
	survey  *Survey
	imports map[uint64]granttypes.ImportStatus
}

// withoutTags asks the same about references and keys alone.
func withoutTags(req *beneficiarytypes.QueryConflictsRequest) *beneficiarytypes.QueryConflictsRequest {
	bare := &beneficiarytypes.QueryConflictsRequest{Households: slices.Clone(req.Households)}
	for i, household := range bare.Households {
		persons := slices.Clone(household.Persons)
		for n := range persons {
			persons[n].Tags = nil
		}
		bare.Households[i].Persons = persons
	}
	return bare
}

func (l *looker) look(ctx context.Context, from, to int) error {
	req := &beneficiarytypes.QueryConflictsRequest{}
	for _, row := range l.survey.register.Rows[from:to] {
		req.Households = append(req.Households, row.Household)
	}
	res, err := beneficiarytypes.NewQueryClient(l.conn).Conflicts(ctx, req)
	if status.Code(err) == codes.PermissionDenied {
		l.mu.Lock()
		l.survey.untagged = true
		l.mu.Unlock()
		res, err = beneficiarytypes.NewQueryClient(l.conn).Conflicts(ctx, withoutTags(req))
	}
	if err != nil {
		return fmt.Errorf("ask what is registered already: %w", err)
	}
	for _, c := range res.Conflicts {
		row := from + int(c.Household)
		if row >= to {
			return fmt.Errorf("ask what is registered already: the answer names household %d of %d", c.Household, to-from)
		}
		l.mu.Lock()
		l.survey.conflicts[row] = append(l.survey.conflicts[row], c)
		l.mu.Unlock()
		if c.Kind != beneficiarytypes.CONFLICT_KIND_HOUSEHOLD {
			continue
		}
		grant, err := l.loadedBefore(ctx, l.survey.register.Rows[row])
		if err != nil {
			return err
		}
		if grant != nil {
			l.mu.Lock()
			l.survey.loaded[row] = *grant
			l.mu.Unlock()
		}
	}
	return nil
}

// loadedBefore gives the grant that a closed import opened for a household and its payee; nil when there is none.
func (l *looker) loadedBefore(ctx context.Context, row granttypes.ImportRow) (*granttypes.Grant, error) {
	var page query.PageRequest
	for {
		res, err := granttypes.NewQueryClient(l.conn).GrantsByPayee(ctx, &granttypes.QueryGrantsByPayeeRequest{
			Payee: row.Household.Persons[0].Ref, Pagination: &page,
		})
		if err != nil {
			return nil, fmt.Errorf("list the grants of a payee: %w", err)
		}
		for _, grant := range res.Grants {
			if grant.Import == 0 || grant.Programme != l.survey.register.Programme || !bytes.Equal(grant.Household, row.Household.Ref) {
				continue
			}
			status, err := l.importStatus(ctx, grant.Import)
			if err != nil {
				return nil, err
			}
			if status == granttypes.IMPORT_STATUS_CLOSED {
				return &grant, nil
			}
		}
		if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
			return nil, nil
		}
		page = query.PageRequest{Key: res.Pagination.NextKey}
	}
}

func (l *looker) importStatus(ctx context.Context, id uint64) (granttypes.ImportStatus, error) {
	l.mu.Lock()
	status, asked := l.imports[id]
	l.mu.Unlock()
	if asked {
		return status, nil
	}
	res, err := granttypes.NewQueryClient(l.conn).Import(ctx, &granttypes.QueryImportRequest{Id: id})
	if err != nil {
		return 0, fmt.Errorf("look import %d up: %w", id, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.imports[id] = res.Import.Status
	return res.Import.Status, nil
}
