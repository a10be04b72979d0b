package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	"github.com/reliefchain/relief/x/grant/types"
)

// chunksInFlight is how many chunks are sent before the first has to be in a block.
const chunksInFlight = 8

func importCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Load a register file: check it, seal it, load it in chunks", Annotations: map[string]string{offline: ""},
		Long: `A register file holds the households of one paying office and what each is paid. Loading takes two people:
an approver seals the file's root and totals, which reserves the money, and an intake officer loads the chunks.
A load that was interrupted goes on where it stopped when it is run again; nobody is entered twice.`,
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(importCheckCommand(a), importSealCommand(a), importLoadCommand(a), importStatusCommand(a))
	return cmd
}

func importCheckCommand(a *app.App) *cobra.Command {
	var (
		office officeFlags
		areas  bool
	)
	cmd := &cobra.Command{
		Use: "check FILE", Short: "Check a register file and show what it would load", Args: cobra.ExactArgs(1),
		Long: `Checks every row of a register file and shows what it would load. A file that breaks a rule is refused whole: each line printed
names the file, the line, the rule and the field, never what stands there.`,
		Example: "  reliefd import check longxun.jsonl\n  reliefd import check longxun.jsonl --areas --grpc fujian.example:9090",
		RunE: func(cmd *cobra.Command, args []string) error {
			var options []register.Option
			if areas {
				c, err := office.dial(cmd, a)
				if err != nil {
					return err
				}
				defer closeQuietly(c)
				known, err := knownAreas(cmd.Context(), c)
				if err != nil {
					return err
				}
				options = append(options, register.KnownAreas(known))
			}
			_, plan, err := readRegister(args[0], options...)
			if err != nil {
				return err
			}
			printPlan(cmd, plan)
			return nil
		},
	}
	office.add(cmd, false)
	cmd.Flags().BoolVar(&areas, "areas", false, "also ask a node which areas are registered")
	return cmd
}

func importSealCommand(a *app.App) *cobra.Command {
	var office officeFlags
	cmd := &cobra.Command{
		Use: "seal FILE ROLL", Short: "Seal a register's root and totals and reserve its money (approver)", Args: cobra.ExactArgs(2),
		Example: "  reliefd import seal longxun.jsonl 1 --from approver",
		RunE: func(cmd *cobra.Command, args []string) error {
			roll, err := strconv.ParseUint(args[1], 10, 32)
			if err != nil {
				return fmt.Errorf("roll %q: want its number", args[1])
			}
			c, err := office.dial(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			reg, plan, err := checkedPlan(cmd, c, args[0])
			if err != nil {
				return err
			}
			if i, err := findImport(cmd.Context(), c, plan); err != nil || i != nil {
				if i != nil {
					printStatus(cmd, *i, args[0])
				}
				return err
			}
			if err := matchRoll(cmd.Context(), c, reg.Header, uint32(roll)); err != nil {
				return err
			}
			signer, err := c.Address(office.key)
			if err != nil {
				return err
			}
			printPlan(cmd, plan)
			if _, err := c.Send(cmd.Context(), office.key, &types.MsgOpenImport{
				Signer: signer, Roll: uint32(roll), Root: plan.Root, Chunks: uint32(len(plan.Chunks)), Totals: plan.Totals,
			}); err != nil {
				return err
			}
			i, err := findImport(cmd.Context(), c, plan)
			if err != nil {
				return err
			}
			if i == nil {
				return errors.New("the chain took the seal but doesn't know the import yet: ask \"reliefd import status\" in a moment")
			}
			printStatus(cmd, *i, args[0])
			return nil
		},
	}
	office.add(cmd, true)
	return cmd
}

func importLoadCommand(a *app.App) *cobra.Command {
	var office officeFlags
	cmd := &cobra.Command{
		Use: "load FILE", Short: "Load the chunks of a sealed register, from where it stands (intake)", Args: cobra.ExactArgs(1),
		Example: "  reliefd import load longxun.jsonl --from intake",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := office.dial(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			_, plan, err := checkedPlan(cmd, c, args[0])
			if err != nil {
				return err
			}
			i, err := findImport(cmd.Context(), c, plan)
			if err != nil {
				return err
			}
			if i == nil {
				return errors.New("this register isn't sealed yet: an approver runs \"reliefd import seal\" first")
			}
			if i.Status != types.IMPORT_STATUS_OPEN {
				printStatus(cmd, *i, args[0])
				return nil
			}
			return loadChunks(cmd, c, office.key, plan, i)
		},
	}
	office.add(cmd, true)
	return cmd
}

func importStatusCommand(a *app.App) *cobra.Command {
	var office officeFlags
	cmd := &cobra.Command{
		Use: "status FILE", Short: "Show how far the load of a register is, and what comes next", Args: cobra.ExactArgs(1),
		Example: "  reliefd import status longxun.jsonl",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := office.dial(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			_, plan, err := readRegister(args[0])
			if err != nil {
				return err
			}
			i, err := findImport(cmd.Context(), c, plan)
			if err != nil {
				return err
			}
			if i == nil {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "Not sealed. Next, as approver: reliefd import seal %s ROLL\n", args[0])
				return err
			}
			printStatus(cmd, *i, args[0])
			return nil
		},
	}
	office.add(cmd, false)
	return cmd
}

// printStatus says where an import stands and what comes next.
func printStatus(cmd *cobra.Command, i types.Import, file string) {
	out := cmd.OutOrStdout()
	switch i.Status {
	case types.IMPORT_STATUS_OPEN:
		fmt.Fprintf(out, "Import %d into roll %d: %d of %d chunks, %d of %d households. Next, as intake officer: reliefd import load %s\n",
			i.Id, i.Roll, i.NextChunk, i.Chunks, i.Loaded.Rows, i.Sealed.Rows, file)
	case types.IMPORT_STATUS_DONE:
		fmt.Fprintf(out, "Import %d is complete: %d grants, %d persons in roll %d.\n", i.Id, i.Loaded.Rows, i.Loaded.Persons, i.Roll)
	default:
		fmt.Fprintf(out, "Import %d was closed after %d of %d households. The rest needs a register of its own.\n", i.Id, i.Loaded.Rows, i.Sealed.Rows)
	}
}

// matchRoll refuses a register that isn't for the roll it is to be loaded into.
func matchRoll(ctx context.Context, c *client.Client, h register.Header, id uint32) error {
	queries := types.NewQueryClient(c.Conn())
	roll, err := queries.Roll(ctx, &types.QueryRollRequest{Id: id})
	if err != nil {
		return fmt.Errorf("look roll %d up: %w", id, err)
	}
	programme, err := queries.Programme(ctx, &types.QueryProgrammeRequest{Id: roll.Roll.Programme})
	if err != nil {
		return fmt.Errorf("look programme %d up: %w", roll.Roll.Programme, err)
	}
	return sameRoll(h, roll.Roll, programme.Programme)
}

// errOtherRoll says that a register is for another roll.
var errOtherRoll = errors.New("this register is for another roll")

func sameRoll(h register.Header, roll types.Roll, programme types.Programme) error {
	const advice = "list rolls with \"reliefd query grant rolls PROGRAMME\""
	switch {
	case h.Programme != roll.Programme:
		return fmt.Errorf("%w: it is of programme %d, roll %d of programme %d; %s", errOtherRoll, h.Programme, roll.Id, roll.Programme, advice)
	case h.Area != roll.Area:
		return fmt.Errorf("%w: it is of area %s, roll %d of area %s; %s", errOtherRoll, h.Area, roll.Id, roll.Area, advice)
	case h.Currency != programme.Currency:
		return fmt.Errorf("%w: it is in %s, programme %d in %s; %s", errOtherRoll, h.Currency, programme.Id, programme.Currency, advice)
	}
	return nil
}

// loadChunks sends the chunks that aren't in yet, in order.
func loadChunks(cmd *cobra.Command, c *client.Client, key string, plan *register.Plan, i *types.Import) error {
	signer, err := c.Address(key)
	if err != nil {
		return err
	}
	bar := newProgress("chunks", int64(len(plan.Chunks)), progressbar.OptionShowCount(), progressbar.OptionShowIts())
	_ = bar.Set(int(i.NextChunk))
	var sent []string
	settle := func() error {
		if _, err := c.Wait(cmd.Context(), sent[0]); err != nil {
			return err
		}
		sent = sent[1:]
		return bar.Add(1)
	}
	for n := int(i.NextChunk); n < len(plan.Chunks); n++ {
		if len(sent) == chunksInFlight {
			if err := settle(); err != nil {
				return fmt.Errorf("load chunk %d (run the same command again to go on): %w", n-len(sent), err)
			}
		}
		hash, err := c.Broadcast(cmd.Context(), key, nil, &types.MsgLoadChunk{Signer: signer, Import: i.Id, Chunk: plan.Chunks[n], Path: plan.Path(n)})
		if err != nil {
			return fmt.Errorf("send chunk %d (run the same command again to go on): %w", n, err)
		}
		sent = append(sent, hash)
	}
	for len(sent) > 0 {
		if err := settle(); err != nil {
			return fmt.Errorf("load chunk %d (run the same command again to go on): %w", len(plan.Chunks)-len(sent), err)
		}
	}
	_ = bar.Finish()
	done, err := findImport(cmd.Context(), c, plan)
	if err != nil {
		return err
	}
	if done == nil || done.Status != types.IMPORT_STATUS_DONE {
		return errors.New("the import isn't complete yet: run the same command again")
	}
	printStatus(cmd, *done, "")
	return nil
}

// readRegister reads a register file, showing how far it is, and cuts it into chunks.
func readRegister(file string, options ...register.Option) (*register.Register, *register.Plan, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, fmt.Errorf("open the register: %w", err)
	}
	defer closeQuietly(f)
	info, err := f.Stat()
	if err != nil {
		return nil, nil, fmt.Errorf("open the register: %w", err)
	}
	bar := newProgress("reading", info.Size(), progressbar.OptionShowBytes(true))
	r, err := register.ReadFrom(file, io.TeeReader(f, bar), options...)
	_ = bar.Finish()
	if err != nil {
		return nil, nil, err
	}
	plan, err := register.NewPlan(r, register.DefaultChunkRows)
	return r, plan, err
}

// checkedPlan reads a register file and checks it against the areas that the chain knows.
func checkedPlan(cmd *cobra.Command, c *client.Client, file string) (*register.Register, *register.Plan, error) {
	known, err := knownAreas(cmd.Context(), c)
	if err != nil {
		return nil, nil, err
	}
	return readRegister(file, register.KnownAreas(known))
}

// knownAreas lists every registered area.
func knownAreas(ctx context.Context, c *client.Client) ([]string, error) {
	var (
		codes []string
		page  query.PageRequest
	)
	for {
		res, err := authoritytypes.NewQueryClient(c.Conn()).Areas(ctx, &authoritytypes.QueryAreasRequest{Pagination: &page})
		if err != nil {
			return nil, fmt.Errorf("list the registered areas: %w", err)
		}
		for _, area := range res.Areas {
			codes = append(codes, area.Code)
		}
		if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
			return codes, nil
		}
		page = query.PageRequest{Key: res.Pagination.NextKey}
	}
}

// findImport looks an import up by its root; nil when it isn't sealed.
func findImport(ctx context.Context, c *client.Client, plan *register.Plan) (*types.Import, error) {
	res, err := types.NewQueryClient(c.Conn()).Import(ctx, &types.QueryImportRequest{Root: plan.Root})
	if status.Code(err) == codes.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look the import up: %w", err)
	}
	return &res.Import, nil
}

func printPlan(cmd *cobra.Command, plan *register.Plan) {
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "%d households, %d persons in %d chunks\n", plan.Totals.Rows, plan.Totals.Persons, len(plan.Chunks))
	for _, y := range plan.Totals.Amounts {
		fmt.Fprintf(out, "fiscal year %d: %d.%02d\n", y.Year, y.Amount/100, y.Amount%100)
	}
	fmt.Fprintf(out, "root %X\n", plan.Root)
}
