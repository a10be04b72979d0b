package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// errOneOrFile says that an application is named by its flags or in a file.
var errOneOrFile = errors.New("name the applicant with --payee and --document, or a file with --from-file")

func caseSubmitCommand(a *app.App) *cobra.Command {
	var (
		flags                                  actFlags
		roll                                   uint32
		payee, household, coverage, documented string
	)
	cmd := &cobra.Command{
		Use: "submit", Short: "Hand in one application, or a file of them (applicant, intake)", Args: cobra.NoArgs,
		Long: `Hands in applications at the roll of a paying office. A payee is a registered person with a tag of the programme's class.

A file is csv with a header line, one application a line. References have 32 hexadecimal digits, hashes 64:

  payee,household,coverage,file_hash,programme,amount

household, coverage (household or single), programme and amount may be left out or empty. Anything else is refused, and a file with a
problem is refused whole: each line printed names the file, the line and the rule. "reliefd case intake" writes such files.

A run that was interrupted goes on when it is run again: an application that is in already is skipped, and nobody is entered twice.

` + caseExitHelp(),
		Example: `  reliefd case submit --roll 1 --payee 0123456789abcdef0123456789abcdef ` + exampleHash + ` --from intake
  reliefd case submit --roll 1 --from-file applications.csv --from intake --dry-run`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (flags.file == "") == (payee == "") {
				return &usageError{errOneOrFile, cmd.CommandPath()}
			}
			name := flags.file
			var source io.Reader
			if flags.file == "" {
				name = "command line"
				source = bytes.NewReader([]byte("payee,household,coverage,file_hash\n" + payee + "," + household + "," + coverage + "," + documented + "\n"))
			} else {
				f, err := os.Open(flags.file)
				if err != nil {
					return err
				}
				defer f.Close()
				source = f
			}
			requests, err := casework.ReadApplications(name, source)
			if err != nil {
				return err
			}
			d, err := flags.office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			return d.submit(cmd, name, requests, roll, flags)
		},
	}
	flags.add(cmd, "csv file of applications")
	cmd.Flags().Uint32Var(&roll, "roll", 0, "roll of the paying office")
	cmd.Flags().StringVar(&payee, "payee", "", "reference of the applicant, 32 hexadecimal digits")
	cmd.Flags().StringVar(&household, "household", "", "reference of the household, 32 hexadecimal digits, or empty")
	cmd.Flags().StringVar(&coverage, "coverage", "", "household, or single for one member of it; empty means household")
	cmd.Flags().StringVar(&documented, "document", "", "SHA-256 of the salted file that the office keeps, 64 hexadecimal digits")
	_ = cmd.MarkFlagRequired("roll")
	return cmd
}

// submit hands in what isn't in yet.
func (d *desk) submit(cmd *cobra.Command, file string, requests []casework.Request, roll uint32, flags actFlags) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	at, err := d.roll(ctx, roll)
	if err != nil {
		return err
	}
	var problems casework.Problems
	for _, r := range requests {
		if r.Programme != 0 && r.Programme != at.Programme {
			problems = append(problems, &casework.Problem{File: file, Line: r.Line, Rule: casework.OtherProgramme, Detail: fmt.Sprintf("roll %d is of programme %d", roll, at.Programme)})
		}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	rest, skipped, err := d.notIn(ctx, out, requests, roll)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		fmt.Fprintf(out, "All %d applications are in already.\n", skipped)
		return nil
	}
	money, err := d.money(ctx, at.Programme)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Hand in %d applications at roll %d of programme %d, area %s", len(rest), roll, at.Programme, at.Area)
	if sum, all := askedFor(rest, money); all {
		fmt.Fprintf(out, ", who ask for %s a month together", money.Say(sum))
	}
	fmt.Fprintln(out, ".")
	message := func(r casework.Request) sdk.Msg {
		return &types.MsgSubmitApplication{Signer: d.signer, Roll: roll, Payee: r.Payee, Household: r.Household, Coverage: r.Coverage, FileHash: r.FileHash}
	}
	if flags.dry {
		return d.trySubmit(ctx, out, flags.office.key, rest, message)
	}
	if err := agree(cmd, flags); err != nil {
		return err
	}
	return d.handIn(ctx, out, flags.office.key, rest, roll, message)
}

// askedFor sums up what a file asks for, if every line says.
func askedFor(requests []casework.Request, money casework.Currency) (sum uint64, all bool) {
	for _, r := range requests {
		amount, err := casework.ParseAmount(r.Amount, money.Decimals)
		if err != nil {
			return 0, false
		}
		sum += amount
	}
	return sum, true
}

// notIn leaves out the applications that are in already, and says so.
func (d *desk) notIn(ctx context.Context, out io.Writer, requests []casework.Request, roll uint32) (rest []casework.Request, skipped int, err error) {
	bar := newProgress("looking", int64(len(requests)), progressbar.OptionShowCount())
	for _, r := range requests {
		in, err := d.inAlready(ctx, r, roll)
		if err != nil {
			return nil, 0, err
		}
		if in != 0 {
			fmt.Fprintf(out, "line %d  in already: case %d\n", r.Line, in)
			skipped++
		} else {
			rest = append(rest, r)
		}
		_ = bar.Add(1)
	}
	return rest, skipped, bar.Finish()
}

// inAlready is the case that an application became; 0 when it isn't in.
func (d *desk) inAlready(ctx context.Context, r casework.Request, roll uint32) (in uint64, err error) {
	err = pages(true, func(page *query.PageRequest) (*query.PageResponse, error) {
		res, err := d.grants.ApplicationsByPayee(ctx, &types.QueryApplicationsByPayeeRequest{Payee: r.Payee, Pagination: page})
		if err != nil {
			return nil, fmt.Errorf("look for applications of line %d: %w", r.Line, err)
		}
		for _, a := range res.Applications {
			if a.Roll == roll && bytes.Equal(a.FileHash, r.FileHash) {
				in = a.Id
				return nil, nil
			}
		}
		return res.Pagination, nil
	})
	return in, err
}

// handIn sends the applications, a few ahead of the chain. One that is refused leaves the others alone; one that an interrupted run had sent
// and that came into a block meanwhile isn't refused but in.
func (d *desk) handIn(ctx context.Context, out io.Writer, key string, requests []casework.Request, roll uint32, message func(casework.Request) sdk.Msg) error {
	bar := newProgress("applications", int64(len(requests)), progressbar.OptionShowCount(), progressbar.OptionShowIts())
	done, refused := 0, 0
	n, err := sendAhead(ctx, d.Client, key, len(requests), func(n int) sdk.Msg { return message(requests[n]) }, func(n int, res *sdk.TxResponse, err error) error {
		line := requests[n].Line
		var rule *client.Refused
		if errors.As(err, &rule) {
			in, err := d.inAlready(ctx, requests[n], roll)
			if err != nil {
				return err
			}
			if in != 0 {
				fmt.Fprintf(out, "line %d  in already: case %d\n", line, in)
			} else {
				refused++
				fmt.Fprintf(out, "line %d  refused: %s\n", line, ruleOf(rule))
			}
			return bar.Add(1)
		}
		var answer types.MsgSubmitApplicationResponse
		if err := client.Response(res, &answer); err != nil {
			return err
		}
		done++
		fmt.Fprintf(out, "line %d  done: case %d\n", line, answer.Application)
		return bar.Add(1)
	})
	if err != nil {
		return fmt.Errorf("line %d (%d are in; run the same command again to go on): %w", requests[n].Line, done, err)
	}
	_ = bar.Finish()
	fmt.Fprintf(out, "%d handed in, %d refused.\n", done, refused)
	return ended(refused, len(requests))
}

// trySubmit asks the chain what would become of each application.
func (d *desk) trySubmit(ctx context.Context, out io.Writer, key string, requests []casework.Request, message func(casework.Request) sdk.Msg) error {
	fmt.Fprintln(out, "Nothing was signed. The chain would answer:")
	refused := 0
	for _, r := range requests {
		_, err := d.Simulate(ctx, key, message(r))
		var doubt *client.Doubt
		switch {
		case errors.As(err, &doubt):
			refused++
			fmt.Fprintf(out, "line %d  refused: %s\n", r.Line, plain(doubt.Log))
		case err != nil:
			return err
		default:
			fmt.Fprintf(out, "line %d  done\n", r.Line)
		}
	}
	return ended(refused, len(requests))
}
