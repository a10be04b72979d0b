package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/x/authority/client/divisions"
	"github.com/reliefchain/relief/x/authority/types"
)

// areasPerMessage is how many codes one message registers; more would take the room of too many other messages in a block.
const areasPerMessage = 500

func areasCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "areas", Short: "Load the administrative divisions of a country", Annotations: map[string]string{offline: ""},
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(loadAreasCommand(a))
	return cmd
}

func loadAreasCommand(a *app.App) *cobra.Command {
	var (
		office officeFlags
		check  bool
	)
	cmd := &cobra.Command{
		Use: "load FILE...", Short: "Register every division of CSV files that isn't registered yet (admin)", Args: cobra.MinimumNArgs(1),
		Long: `Reads CSV files with a column "code" and registers the divisions that the chain doesn't have yet, parents before children; a parent that
no file names is added. Names stay in the files. Run it again after an interruption, or when there are new divisions: what is registered
is skipped. A division that was retired stays so.`,
		Example: `  reliefd areas load provinces.csv cities.csv areas.csv streets.csv --check
  reliefd areas load provinces.csv cities.csv areas.csv streets.csv --from admin`,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := office.dial(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			missing, total, err := missingAreas(cmd.Context(), c, args)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d divisions, %d of them not registered yet\n", total, len(missing))
			if check || len(missing) == 0 {
				return nil
			}
			began := time.Now()
			if err := registerAreas(cmd, c, office.key, missing); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Registered %d divisions in %s.\n", len(missing), time.Since(began).Round(time.Second/10))
			return nil
		},
	}
	office.add(cmd, true)
	cmd.Flags().BoolVar(&check, "check", false, "only say what would be registered")
	return cmd
}

// missingAreas gives the divisions of files that the chain doesn't have, and how many the files have in all.
func missingAreas(ctx context.Context, c *client.Client, files []string) (missing []string, total int, err error) {
	queries := types.NewQueryClient(c.Conn())
	params, err := queries.Params(ctx, &types.QueryParamsRequest{})
	if err != nil {
		return nil, 0, fmt.Errorf("ask for the levels of areas: %w", err)
	}
	var list divisions.List
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, 0, err
		}
		err = list.Read(name, f, params.Params)
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return nil, 0, err
		}
	}
	codes, err := list.Codes(params.Params)
	if err != nil {
		return nil, 0, err
	}
	known := map[string]bool{}
	page := &query.PageRequest{Limit: areasPage}
	for {
		res, err := queries.Areas(ctx, &types.QueryAreasRequest{Pagination: page})
		if err != nil {
			return nil, 0, fmt.Errorf("ask for the registered areas: %w", err)
		}
		for _, area := range res.Areas {
			known[area.Code] = true
		}
		if len(res.Pagination.GetNextKey()) == 0 {
			break
		}
		page.Key = res.Pagination.NextKey
	}
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return known[code] }), len(codes), nil
}

// areasPage is the longest page of areas that a node gives.
const areasPage = 200

// registerAreas sends the codes in their order, a few messages ahead of the chain.
func registerAreas(cmd *cobra.Command, c *client.Client, key string, codes []string) error {
	signer, err := c.Address(key)
	if err != nil {
		return err
	}
	bar := newProgress("areas", int64(len(codes)), progressbar.OptionShowCount(), progressbar.OptionShowIts())
	batches := slices.Collect(slices.Chunk(codes, areasPerMessage))
	_, err = sendAhead(cmd.Context(), c, key, len(batches), func(n int) sdk.Msg {
		return &types.MsgRegisterAreas{Signer: signer, Codes: batches[n]}
	}, func(n int, _ *sdk.TxResponse, refused error) error {
		return errors.Join(refused, bar.Add(len(batches[n])))
	})
	if err != nil {
		return fmt.Errorf("register areas (run the same command again to go on): %w", err)
	}
	return bar.Finish()
}
