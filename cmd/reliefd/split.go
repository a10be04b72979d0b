package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
)

func importSplitCommand(a *app.App) *cobra.Command {
	var (
		office      officeFlags
		rest, aside string
	)
	cmd := &cobra.Command{
		Use: "split FILE", Short: "Set the rows aside that the chain would refuse", Args: cobra.ExactArgs(1),
		Long: `Asks a node about every row of a register, as "reliefd import check --against-chain" does, and writes two registers: one with the rows
that the chain would take, one with the others. Seal and load the first; nobody in it waits for the people in the second. For persons in
the second who are registered elsewhere, "reliefd import match" asks the other office.`,
		Example: "  reliefd import split longxun.jsonl --rest longxun-rest.jsonl --aside longxun-aside.jsonl --grpc fujian.example:9090",
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, file := range []string{rest, aside} {
				if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
					return fmt.Errorf("%s exists: name another file, or move it away", file)
				}
			}
			c, st, err := standOf(cmd, a, &office, args[0], true)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			if st.settled(cmd) {
				return nil
			}
			next, err := nextPeriod(cmd.Context(), c, st.rest.Header)
			if err != nil {
				return err
			}
			taken, refused, rules, err := st.survey.Split(cmd.Context(), c.Conn(), next)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if len(refused.Rows) == 0 {
				_, err := fmt.Fprintf(out, "The chain would take all %d households. Next, as approver: reliefd import seal %s ROLL\n", len(st.rest.Rows), args[0])
				return err
			}
			fmt.Fprintf(out, "%d of %d households are set aside: %s.\n", len(refused.Rows), len(taken.Rows)+len(refused.Rows), counted(rules))
			if err := writeRegisterFile(aside, refused); err != nil {
				return err
			}
			fmt.Fprintf(out, "Wrote %s. Next, as intake officer: reliefd import match %s\n", aside, aside)
			if len(taken.Rows) == 0 {
				return nil
			}
			if err := writeRegisterFile(rest, taken); err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "Wrote %s. Next, as approver: reliefd import seal %s ROLL\n", rest, rest)
			return err
		},
	}
	office.add(cmd, false)
	cmd.Flags().StringVar(&rest, "rest", "", "file to write the rows to that the chain would take")
	cmd.Flags().StringVar(&aside, "aside", "", "file to write the other rows to")
	_ = cmd.MarkFlagRequired("rest")
	_ = cmd.MarkFlagRequired("aside")
	return cmd
}

// counted lists how often each rule refuses, most often first.
func counted(rules map[register.Rule]int) string {
	var list []register.Rule
	for rule := range rules {
		list = append(list, rule)
	}
	slices.SortFunc(list, func(a, b register.Rule) int {
		if rules[a] != rules[b] {
			return rules[b] - rules[a]
		}
		return strings.Compare(string(a), string(b))
	})
	var texts []string
	for _, rule := range list {
		texts = append(texts, fmt.Sprintf("%s %d", rule, rules[rule]))
	}
	return strings.Join(texts, ", ")
}

// writeRegisterFile writes a register to a new file.
func writeRegisterFile(name string, r *register.Register) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return errors.Join(register.Write(f, r), f.Sync())
}

func importMatchCommand(a *app.App) *cobra.Command {
	var office officeFlags
	cmd := &cobra.Command{
		Use: "match FILE", Short: "Open a match for each person of a register who is registered elsewhere (intake)", Args: cobra.ExactArgs(1),
		Long: `Asks a node which tags of a register are live already, and opens a match about each: the office that registered the person answers within
its days. Nobody's money stops for it. A match that the own organisation has open already is left as it is, so the command can be run again.`,
		Example: "  reliefd import match longxun-aside.jsonl --from intake",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, st, err := standOf(cmd, a, &office, args[0], false)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			if st.settled(cmd) {
				return nil
			}
			if st.survey.Untagged() {
				return errors.New("this node answers no lookups by tag: ask your office's own node")
			}
			return openMatches(cmd, c, office.key, args[0], st.rest.Area, st)
		},
	}
	office.add(cmd, true)
	return cmd
}

// openMatches opens a match for each tag that is live already.
func openMatches(cmd *cobra.Command, c *client.Client, key, file, area string, st *standing) error {
	signer, err := c.Address(key)
	if err != nil {
		return err
	}
	claims := st.survey.Claims()
	bar := newProgress("matches", int64(len(claims)), progressbar.OptionShowCount(), progressbar.OptionShowIts())
	var said strings.Builder
	opened, known := 0, 0
	for _, claim := range claims {
		res, err := c.Send(cmd.Context(), key, &beneficiarytypes.MsgOpenMatch{
			Signer: signer, Area: area, Class: claim.Tag.Class, Value: claim.Tag.Value, Epoch: claim.Tag.Epoch,
		})
		switch {
		case errors.Is(err, beneficiarytypes.ErrMatchOpen):
			known++
		case err != nil:
			return fmt.Errorf("%s:%d (%d matches are open; run the same command again to go on): %w", file, claim.Line, opened+known, err)
		default:
			var answer beneficiarytypes.MsgOpenMatchResponse
			if err := client.Response(res, &answer); err != nil {
				return err
			}
			opened++
			fmt.Fprintf(&said, "%s:%d: match %d\n", file, claim.Line, answer.Id)
		}
		_ = bar.Add(1)
	}
	_ = bar.Finish()
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s%d matches opened, %d were open already. See them with \"reliefd query beneficiary matches %s\".\n", said.String(), opened, known, area)
	return err
}
