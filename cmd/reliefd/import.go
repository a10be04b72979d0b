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

func importCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Load a register file: check it, seal it, load it in chunks", Annotations: map[string]string{offline: ""},
		Long: `A register file holds the households of one paying office and what each is paid. Loading takes two people:
an approver seals the file's root and totals, which reserves the money, and an intake officer loads the chunks.
Rows that the chain would refuse are set aside with split, so that the others don't wait.
A load that was interrupted goes on where it stopped when it is run again; nobody is entered twice.
When the chain refuses a row, an approver closes the import, the register is corrected and sealed again; what is loaded stays.`,
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(importCheckCommand(a), importSealCommand(a), importLoadCommand(a), importStatusCommand(a), importSplitCommand(a), importMatchCommand(a))
	return cmd
}

func importCheckCommand(a *app.App) *cobra.Command {
	var (
		office       officeFlags
		areas, chain bool
	)
	cmd := &cobra.Command{
		Use: "check FILE", Short: "Check a register file and show what it would load", Args: cobra.ExactArgs(1),
		Long: `Checks every row of a register file and shows what it would load. A file that breaks a rule is refused whole: each line printed
names the file, the line, the rule and the field, never what stands there.

With --against-chain a node is asked as well whether the chain would take each row: areas are registered, households, persons,
holder keys and tags aren't yet, the payee has a tag of the programme, months are open and amounts within the standard.
Sealing always asks this.`,
		Example: "  reliefd import check longxun.jsonl\n  reliefd import check longxun.jsonl --against-chain --grpc fujian.example:9090",
		RunE: func(cmd *cobra.Command, args []string) error {
			if !areas && !chain {
				_, plan, err := readRegister(args[0])
				if err != nil {
					return err
				}
				printPlan(cmd, plan)
				return nil
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
			if chain {
				return checkAgainstChain(cmd, c, args[0], reg, plan)
			}
			printPlan(cmd, plan)
			return nil
		},
	}
	office.add(cmd, false)
	cmd.Flags().BoolVar(&areas, "areas", false, "also ask a node which areas are registered")
	cmd.Flags().BoolVar(&chain, "against-chain", false, "also ask a node whether the chain would take each row")
	return cmd
}

func importSealCommand(a *app.App) *cobra.Command {
	var office officeFlags
	cmd := &cobra.Command{
		Use: "seal FILE ROLL", Short: "Seal a register's root and totals and reserve its money (approver)", Args: cobra.ExactArgs(2),
		Long: `As an approver, seals a register for a roll: its root, its totals and the money of it. Before that a node is asked whether the
chain would take each row, and a register with one that it wouldn't is refused whole, with file, line and rule. Households that
an import of the same register has loaded before it was closed are left out, so the corrected register is sealed as it is.`,
		Example: "  reliefd import seal longxun.jsonl 1 --from approver",
		RunE: func(cmd *cobra.Command, args []string) error {
			roll, err := strconv.ParseUint(args[1], 10, 32)
			if err != nil {
				return fmt.Errorf("roll %q: want its number", args[1])
			}
			c, st, err := standOf(cmd, a, &office, args[0], true)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			if st.settled(cmd) {
				return nil
			}
			target, err := matchRoll(cmd.Context(), c, st.rest.Header, uint32(roll))
			if err != nil {
				return err
			}
			if target.OpenImport != 0 {
				return fmt.Errorf("roll %d takes no other register while import %d is open: load that one to its end, or close it with \"reliefd tx grant close-import %d\"",
					target.Id, target.OpenImport, target.OpenImport)
			}
			if err := st.survey.Check(cmd.Context(), c.Conn(), args[0], types.Period(target.NextPeriod)); err != nil {
				return err
			}
			plan := st.plan
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
			c, st, err := standOf(cmd, a, &office, args[0], true)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			if st.load != nil && st.load.Status == types.IMPORT_STATUS_OPEN {
				st.printLoaded(cmd)
				return loadChunks(cmd, c, office.key, st)
			}
			if st.settled(cmd) {
				return nil
			}
			return errors.New("this register isn't sealed yet: an approver runs \"reliefd import seal\" first")
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
			c, st, err := standOf(cmd, a, &office, args[0], false)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			if st.settled(cmd) {
				return nil
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Not sealed. Next, as approver: reliefd import seal %s ROLL\n", args[0])
			return err
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
		fmt.Fprintf(out, "Import %d was closed after %d of %d households.\n", i.Id, i.Loaded.Rows, i.Sealed.Rows)
	}
}

// matchRoll gives the roll that a register is to be loaded into, or refuses a register that isn't for it.
func matchRoll(ctx context.Context, c *client.Client, h register.Header, id uint32) (types.Roll, error) {
	queries := types.NewQueryClient(c.Conn())
	roll, err := queries.Roll(ctx, &types.QueryRollRequest{Id: id})
	if err != nil {
		return types.Roll{}, fmt.Errorf("look roll %d up: %w", id, err)
	}
	programme, err := queries.Programme(ctx, &types.QueryProgrammeRequest{Id: roll.Roll.Programme})
	if err != nil {
		return types.Roll{}, fmt.Errorf("look programme %d up: %w", roll.Roll.Programme, err)
	}
	return roll.Roll, sameRoll(h, roll.Roll, programme.Programme)
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
