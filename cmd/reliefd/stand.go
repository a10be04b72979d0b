package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/x/grant/client/preflight"
	"github.com/reliefchain/relief/x/grant/client/register"
	"github.com/reliefchain/relief/x/grant/types"
)

// leastChunkRows ends the search for a chunk size whose root no closed import has: a root is sealed once.
const leastChunkRows = register.DefaultChunkRows - 20

// standing is how a register stands against the chain.
type standing struct {
	file string
	// rest is the register without the rows that closed imports have loaded; plan cuts it, nil when nothing is left.
	rest *register.Register
	plan *register.Plan
	// load is the plan's import, nil while it isn't sealed; closed the one of the whole register, if it was closed.
	load, closed *types.Import
	// survey is nil for a register that is sealed as a whole.
	survey *preflight.Survey
}

// stand finds the import of a register, or what of it is still to be sealed. Only rows of closed imports are left out, so it finds the
// same rest again while its import is loading and after it.
func stand(ctx context.Context, c *client.Client, file string, reg *register.Register, plan *register.Plan) (*standing, error) {
	st := &standing{file: file, rest: reg, plan: plan}
	var err error
	if st.load, err = findImport(ctx, c, plan); err != nil || st.load != nil && st.load.Status != types.IMPORT_STATUS_CLOSED {
		return st, err
	}
	st.closed, st.load = st.load, nil
	bar := newProgress("asking the chain", int64(len(reg.Rows)), progressbar.OptionShowCount(), progressbar.OptionShowIts())
	st.survey, err = preflight.Look(ctx, c.Conn(), reg, func(rows int) { _ = bar.Add(rows) })
	_ = bar.Finish()
	if err != nil {
		return nil, err
	}
	if st.survey.Untagged() {
		fmt.Fprintln(os.Stderr, "This node answers no lookups by tag: a person who is registered elsewhere is found only when the row is loaded. Your office's own node tells before.")
	}
	if st.rest = st.survey.Rest(); len(st.rest.Rows) == 0 {
		st.plan = nil
		return st, nil
	}
	if st.rest == reg && st.closed == nil {
		return st, nil
	}
	for rows := register.DefaultChunkRows; rows > leastChunkRows; rows-- {
		if st.plan, err = register.NewPlan(st.rest, rows); err != nil {
			return nil, err
		}
		if st.load, err = findImport(ctx, c, st.plan); err != nil || st.load == nil || st.load.Status != types.IMPORT_STATUS_CLOSED {
			return st, err
		}
	}
	return nil, errors.New("the rest of this register was sealed and closed too often: put its rows into another order")
}

// standOf dials the office's node and finds how a register file stands; with areas it is checked against those that the chain knows first.
func standOf(cmd *cobra.Command, a *app.App, office *officeFlags, file string, areas bool) (*client.Client, *standing, error) {
	c, err := office.dial(cmd, a)
	if err != nil {
		return nil, nil, err
	}
	read := func() (*register.Register, *register.Plan, error) { return readRegister(file) }
	if areas {
		read = func() (*register.Register, *register.Plan, error) { return checkedPlan(cmd, c, file) }
	}
	reg, plan, err := read()
	if err != nil {
		return nil, nil, errors.Join(err, c.Close())
	}
	st, err := stand(cmd.Context(), c, file, reg, plan)
	if err != nil {
		return nil, nil, errors.Join(err, c.Close())
	}
	return c, st, nil
}

// settled prints how a register stands and tells whether nothing of it is left to be sealed.
func (st *standing) settled(cmd *cobra.Command) bool {
	if st.closed != nil {
		printStatus(cmd, *st.closed, st.file)
	}
	st.printLoaded(cmd)
	switch {
	case st.load != nil:
		printStatus(cmd, *st.load, st.file)
	case st.plan == nil:
		fmt.Fprintf(cmd.OutOrStdout(), "Every household of %s is loaded.\n", st.file)
	default:
		return false
	}
	return true
}

// printLoaded says what is left out.
func (st *standing) printLoaded(cmd *cobra.Command) {
	if st.survey == nil {
		return
	}
	for _, l := range st.survey.Loaded() {
		fmt.Fprintf(cmd.OutOrStdout(), "%d households are loaded already, by import %d, and left out.\n", l.Rows, l.Import)
	}
}

// checkAgainstChain checks a register as sealing would, for any roll of its programme and area.
func checkAgainstChain(cmd *cobra.Command, c *client.Client, file string, reg *register.Register, plan *register.Plan) error {
	st, err := stand(cmd.Context(), c, file, reg, plan)
	if err != nil || st.settled(cmd) {
		return err
	}
	next, err := nextPeriod(cmd.Context(), c, reg.Header)
	if err != nil {
		return err
	}
	if err := st.survey.Check(cmd.Context(), c.Conn(), file, next); err != nil {
		return err
	}
	printPlan(cmd, st.plan)
	return nil
}

// nextPeriod is the earliest month that a roll of a programme and area still takes; 0 without a roll.
func nextPeriod(ctx context.Context, c *client.Client, h register.Header) (types.Period, error) {
	var (
		next types.Period
		page query.PageRequest
	)
	for {
		res, err := types.NewQueryClient(c.Conn()).Rolls(ctx, &types.QueryRollsRequest{Programme: h.Programme, Pagination: &page})
		if err != nil {
			return 0, fmt.Errorf("list the rolls of programme %d: %w", h.Programme, err)
		}
		for _, roll := range res.Rolls {
			if p := types.Period(roll.NextPeriod); roll.Area == h.Area && (next == 0 || p < next) {
				next = p
			}
		}
		if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
			return next, nil
		}
		page = query.PageRequest{Key: res.Pagination.NextKey}
	}
}
