package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/grant/types"
)

// exit is an exit code with a meaning of its own.
type exit struct {
	err  error
	code int
	says string
}

// Exit codes of a receipt that doesn't prove a payment. Scripts rely on them: codes are never given another meaning.
var receiptExits = []exit{
	{receipt.ErrMalformed, 10, "not a whole receipt"},
	{receipt.ErrWrongHash, 11, "not from the trusted header"},
	{receipt.ErrWrongChain, 12, "another chain"},
	{receipt.ErrExpired, 13, "trusted header too old"},
	{receipt.ErrPower, 14, "too little voting power"},
	{receipt.ErrTampered, 15, "altered"},
	{receipt.ErrWrongGrant, 16, "another grant"},
	{receipt.ErrWrongPeriod, 17, "another period"},
	{receipt.ErrNodesDisagree, 18, "the nodes asked disagree"},
	{receipt.ErrHeld, 19, "genuine, but the instalment was held, not paid"},
	{receipt.ErrClaimed, 20, "the tag is live: somebody else holds it"},
	{receipt.ErrWrongTag, 21, "another tag or person"},
	{receipt.ErrOldEpoch, 22, "the tag is of another epoch than the one that counts"},
	{receipt.ErrNotRecognised, 23, "nothing of that category is recognised about the person"},
	{receipt.ErrRecognitionOver, 24, "the recognition, or the holder's authorisation, is over"},
	{receipt.ErrNotAuthorised, 25, "the holder has not authorised this verifier"},
	{receipt.ErrStale, 26, "the proof of a recognition is too old"},
	{receipt.ErrTopUp, 27, "genuine, but of a top-up instead of the month's instalment, or the other way round"},
	{receipt.ErrReserveShort, 28, "genuine, but more coins are outstanding than the stated reserve"},
	{receipt.ErrReserveStale, 29, "genuine, but the statement of the reserve is stale or missing"},
	{receipt.ErrWrongIssuer, 32, "another issuer, or one that the chain doesn't know"},
}

// exitCode is the exit code of a failed command.
func exitCode(err error) int {
	for _, e := range slices.Concat(nodeExits, receiptExits, caseExits) {
		if errors.Is(err, e.err) {
			return e.code
		}
	}
	return 1
}

// exitHelp lists the exit codes for help texts.
func exitHelp() string {
	var b strings.Builder
	b.WriteString("Exit codes:\n   0  done; of verify: genuine, and the instalment was paid, nobody else holds the tag, the recognition holds, or the reserve suffices\n   1  anything else, such as a missing file or an unknown flag")
	for _, e := range receiptExits {
		fmt.Fprintf(&b, "\n  %d  %s", e.code, e.says)
	}
	return b.String()
}

func receiptCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "receipt", Short: "Fetch and renew receipts of payments, of the absence of another claim, of what is recognised and of reserves", Annotations: map[string]string{offline: ""},
		Long: `A receipt proves one instalment to anyone, or that nobody else was registered under a tag, or to one verifier what is recognised, or what an issuer has
outstanding and in reserve, offline, from one block header that the
reader trusts. It is fetched from one node and checked against at least one other. When nodes tell different stories no receipt is written.

` + exitHelp(),
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(receiptPaymentCommand(a), receiptAbsenceCommand(a), receiptRecognitionCommand(a), receiptReserveCommand(), receiptRenewCommand())
	return cmd
}

func receiptPaymentCommand(a *app.App) *cobra.Command {
	var (
		flags sourceFlags
		out   string
		topUp uint64
	)
	cmd := &cobra.Command{
		Use:   "payment GRANT PERIOD",
		Short: "Fetch the receipt of one instalment, proved against every node named",
		Long: `Fetches the receipt of one instalment, proved against every node named: one that answers and at least one witness. With --network
those are the provinces of the network; the ones that don't answer are left out and named.

` + exitHelp(),
		Example: `  reliefd receipt payment 1-17 2024-02 -o receipt.json --chain-id relief-1 \
    --rpc https://fujian.example:26657 --grpc fujian.example:9090 --witness https://hebei.example:26657`,
		Args: cobra.ExactArgs(2), Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, args []string) error {
			grant, err := types.ParseGrantID(args[0])
			if err != nil {
				return err
			}
			period, err := types.ParsePeriod(args[1])
			if err != nil {
				return err
			}
			source, err := flags.source(cmd)
			if err != nil {
				return err
			}
			conn, err := flags.dial(a)
			if err != nil {
				return err
			}
			defer closeQuietly(conn)
			r, trust, err := receipt.FetchTopUp(cmd.Context(), source, conn, grant, period, topUp)
			if err != nil {
				return err
			}
			return saveReceipt(cmd, r, trust, out)
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVarP(&out, "output-file", "o", "receipt.json", "file to write")
	cmd.Flags().Uint64Var(&topUp, "top-up", 0, "run of a top-up; without it the receipt is of the month's instalment")
	return cmd
}

func receiptRenewCommand() *cobra.Command {
	var (
		flags sourceFlags
		out   string
	)
	cmd := &cobra.Command{
		Use:     "renew FILE",
		Short:   "Prove the same payment against a later header",
		Long:    "Proves the payment of a receipt against a later header, from the nodes named.\n\n" + exitHelp(),
		Example: "  reliefd receipt renew receipt.json -o renewed.json --chain-id relief-1 --rpc ... --witness ...",
		Args:    cobra.ExactArgs(1), Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := receipt.Load(args[0])
			if err != nil {
				return err
			}
			if flags.chainID == "" {
				flags.chainID = r.ChainID
			}
			source, err := flags.source(cmd)
			if err != nil {
				return err
			}
			next, trust, err := r.Renew(cmd.Context(), source)
			if err != nil {
				return err
			}
			if out == "" {
				out = args[0]
			}
			return saveReceipt(cmd, next, trust, out)
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVarP(&out, "output-file", "o", "", "file to write; empty replaces the receipt")
	return cmd
}

func saveReceipt(cmd *cobra.Command, r interface{ Save(name string) error }, trust receipt.Trust, out string) error {
	if err := r.Save(out); err != nil {
		return err
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "Wrote %s. Check it with:\n  reliefd verify %s --trust %s\n", out, out, trust)
	return err
}
