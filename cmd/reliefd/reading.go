package main

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
)

// readPage is how much one query of a list asks for.
const readPage = 100

// reading lets a command ask a node and write the table it finds, as people or programs want it.
func reading(a *app.App, cmd *cobra.Command, find func(ctx context.Context, d *desk, args []string) (table, error)) *cobra.Command {
	var (
		office officeFlags
		output outputFlag
	)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := output.check(); err != nil {
			return err
		}
		d, err := office.desk(cmd, a)
		if err != nil {
			return err
		}
		defer closeQuietly(d)
		if err := d.readCalendar(cmd.Context()); err != nil {
			return err
		}
		t, err := find(cmd.Context(), d, args)
		if err != nil {
			return err
		}
		return output.write(cmd.OutOrStdout(), t)
	}
	office.add(cmd, false)
	output.add(cmd)
	return cmd
}

// pages asks for a list page by page. The visitor returns no pagination once it has enough.
func pages(reverse bool, ask func(page *query.PageRequest) (*query.PageResponse, error)) error {
	for page := (&query.PageRequest{Limit: readPage, Reverse: reverse}); page != nil; {
		res, err := ask(page)
		if err != nil {
			return err
		}
		if page = nil; res != nil && len(res.NextKey) > 0 {
			page = &query.PageRequest{Key: res.NextKey, Limit: readPage, Reverse: reverse}
		}
	}
	return nil
}
