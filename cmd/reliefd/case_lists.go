package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

func emergencyListCommand(a *app.App) *cobra.Command {
	var (
		roll     uint32
		standing string
	)
	cmd := &cobra.Command{
		Use: "list", Short: "List the emergencies of a roll that wait: for their paperwork, or as --status says", Args: cobra.NoArgs,
		Example: "  reliefd case emergency list --roll 4\n  reliefd case emergency list --roll 4 --status reported --output csv",
	}
	cmd.Flags().Uint32Var(&roll, "roll", 0, "roll at the place of the emergency")
	cmd.Flags().StringVar(&standing, "status", "paid-first", "where they stand, such as reported, paid-first or not-supplemented")
	_ = cmd.MarkFlagRequired("roll")
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		want, err := casework.ParseEmergencyStatus(standing)
		if err != nil {
			return table{}, fmt.Errorf("--status: %w", err)
		}
		var list []*item
		if err := pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.Emergencies(ctx, &types.QueryEmergenciesRequest{Roll: roll, Status: want, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("list the emergencies of roll %d: %w", roll, err)
			}
			for _, e := range res.Emergencies {
				list = append(list, &item{id: e.Id, kind: emergencies})
			}
			return res.Pagination, nil
		}); err != nil {
			return table{}, err
		}
		return d.caseTable(ctx, list, "No emergency stands there.")
	})
}

func floatCommand(a *app.App) *cobra.Command {
	var organisation, programme uint32
	cmd := &cobra.Command{
		Use: "float", Short: "Show what an office may pay first, and what locks it", Args: cobra.NoArgs,
		Example: "  reliefd case emergency float --organisation 8 --programme 2",
	}
	cmd.Flags().Uint32Var(&organisation, "organisation", 0, "office that pays first")
	cmd.Flags().Uint32Var(&programme, "programme", 0, "programme that pays first")
	for _, name := range []string{"organisation", "programme"} {
		_ = cmd.MarkFlagRequired(name)
	}
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		t := table{columns: []string{"organisation", "programme", "funded", "returned", "paid", "left", "locks"}}
		money, err := d.money(ctx, programme)
		if err != nil {
			return t, err
		}
		res, err := d.float(ctx, organisation, programme)
		if err != nil {
			return t, err
		}
		row := []string{number(organisation), number(programme)}
		for _, amount := range []uint64{res.Float.Funded, res.Float.Returned, res.Float.Paid, res.Left} {
			row = append(row, casework.FormatAmount(amount, money.Decimals))
		}
		t.rows = append(t.rows, append(row, strconv.FormatUint(uint64(res.Float.Locks), 10)))
		return t, nil
	})
}

func lotListCommand(a *app.App) *cobra.Command {
	var (
		programme uint32
		standing  string
	)
	cmd := &cobra.Command{
		Use: "list", Short: "List the lots of a programme that stand in one state", Args: cobra.NoArgs,
		Example: "  reliefd case lot list --programme 3\n  reliefd case lot list --programme 3 --status stored --output csv",
	}
	cmd.Flags().Uint32Var(&programme, "programme", 0, "programme that gives them")
	cmd.Flags().StringVar(&standing, "status", "at-point", "where they stand, such as received, stored, dispatched, at-point or handed-over")
	_ = cmd.MarkFlagRequired("programme")
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		want, err := casework.ParseLotStatus(standing)
		if err != nil {
			return table{}, fmt.Errorf("--status: %w", err)
		}
		var list []*item
		if err := pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.Lots(ctx, &types.QueryLotsRequest{Programme: programme, Status: want, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("list the lots of programme %d: %w", programme, err)
			}
			for _, l := range res.Lots {
				list = append(list, &item{id: l.Id, kind: lots})
			}
			return res.Pagination, nil
		}); err != nil {
			return table{}, err
		}
		return d.caseTable(ctx, list, "No lot stands there.")
	})
}

func handoversCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "handovers LOT", Short: "List who got what out of a lot, and whether the second signature is there", Args: cobra.ExactArgs(1),
		Example: "  reliefd case lot handovers 3 --output csv",
	}
	return reading(a, cmd, func(ctx context.Context, d *desk, args []string) (table, error) {
		t := table{columns: []string{"lot", "payee", "quantity", "handed over", "signed"}, none: "Nothing was handed over."}
		id, err := lots.parse(args[0])
		if err != nil {
			return t, &usageError{err, cmd.CommandPath()}
		}
		err = pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.Handovers(ctx, &types.QueryHandoversRequest{Lot: id, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("list the handovers of lot %d: %w", id, err)
			}
			for _, h := range res.Handovers {
				signed := ""
				if h.Signed {
					signed = d.day(h.SignedAt).String()
				}
				t.rows = append(t.rows, []string{args[0], hex.EncodeToString(h.Payee), strconv.FormatUint(h.Quantity, 10), d.day(h.HandedAt).String(), signed})
			}
			return res.Pagination, nil
		})
		return t, err
	})
}
