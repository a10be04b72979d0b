package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

func receiptReserveCommand() *cobra.Command {
	var (
		flags sourceFlags
		out   string
	)
	cmd := &cobra.Command{
		Use:   "reserve ISSUER",
		Short: "Prove what an issuer has outstanding and what its reserve was stated to be",
		Long: `Proves in one state of the chain what an issuer has outstanding, its last accepted statement of the reserve and how old that is, and the
bounds within which it mints. Anyone can check it offline with "reliefd verify", without trust in the issuer or in the node that answered.

` + exitHelp(),
		Example: `  reliefd receipt reserve anxin -o reserve.json --chain-id relief-1 --witness https://hebei.example:26657
  reliefd receipt reserve demo --network ~/.relief-dev`,
		Args: cobra.ExactArgs(1), Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := types.ValidateIssuerID(args[0]); err != nil {
				return err
			}
			source, err := flags.source(cmd)
			if err != nil {
				return err
			}
			r, trust, err := receipt.FetchReserve(cmd.Context(), source, args[0])
			if err != nil {
				return err
			}
			return saveReceipt(cmd, r, trust, out)
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVarP(&out, "output-file", "o", "reserve.json", "file to write")
	return cmd
}

// reserve checks a proof of reserve.
func (v *verification) reserve(cmd *cobra.Command, file string) error {
	r, err := receipt.LoadReserve(file)
	if err != nil {
		return err
	}
	p, err := r.Verify(v.trusted, v.trusting, v.now, v.chainID, v.issuer)
	if err != nil {
		return err
	}
	statement := "no statement was ever accepted"
	if p.Statement.Id > 0 {
		statement = fmt.Sprintf("statement %d of %s: %s", p.Statement.Id, time.Unix(p.Statement.AsOf, 0).UTC().Format(time.RFC3339), p.Statement.Reserve)
	}
	if _, err := fmt.Fprintf(cmd.OutOrStdout(), "Verified: %s is %s and has %s%s outstanding\n  reserve: %s, at most %d days old, exceeding the coins by %d basis points for more to be minted\n"+
		"  chain %s, state of height %d, header of %s\n",
		p.Issuer.Id, strings.ToLower(strings.TrimPrefix(p.Issuer.Status.String(), "ISSUER_STATUS_")), p.Supply, p.Issuer.Denom(), statement,
		p.Params.MaxAttestationAgeDays, p.Params.ReserveMarginBasisPoints, p.ChainID, p.Height, p.Time.UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	return p.Covered()
}
