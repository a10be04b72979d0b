package main

import (
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

func receiptAbsenceCommand(a *app.App) *cobra.Command {
	var (
		flags       sourceFlags
		out, person string
		epoch       uint32
	)
	cmd := &cobra.Command{
		Use:   "absence CLASS TAG",
		Short: "Prove that nobody else is registered under a tag in an exclusivity class",
		Long: `Proves that nobody is registered under a tag in an exclusivity class; with --person that nobody but that person is. As a tag is live once
in its class across all provinces, no second claim of the same human being was live in the class at that height, as far as the tag was made
from the right document.

The node that answers has to answer lookups by tag: your office's own does (tag-lookups in its app.toml). Witnesses needn't.

` + exitHelp(),
		Example: `  reliefd receipt absence 1 5f0c7a5a6c5f4a0f8e6f5b7c1d2e3f405162738495a6b7c8d9e0f10213243546 -o absence.json --chain-id relief-1 \
    --witness https://hebei.example:26657
  reliefd receipt absence 1 5f0c... --person 00112233445566778899aabbccddeeff --network ~/.relief-dev`,
		Args: cobra.ExactArgs(2), Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, args []string) error {
			class, err := strconv.ParseUint(args[0], 10, 32)
			if err != nil {
				return fmt.Errorf("class %q: want a number, such as 1", args[0])
			}
			tag := types.Tag{Class: uint32(class), Epoch: epoch}
			if tag.Value, err = hex.DecodeString(args[1]); err != nil {
				return fmt.Errorf("tag: want 64 hexadecimal digits: %w", err)
			}
			if err := tag.ValidateBasic(); err != nil {
				return err
			}
			ref, err := hex.DecodeString(person)
			if err != nil {
				return fmt.Errorf("--person: want 32 hexadecimal digits: %w", err)
			}
			if person != "" {
				if err := types.CheckRef(ref); err != nil {
					return err
				}
			}
			source, err := flags.source(cmd)
			if err != nil {
				return err
			}
			if epoch == 0 {
				if tag.Epoch, err = currentEpoch(cmd, a, &flags); err != nil {
					return err
				}
			}
			r, trust, err := receipt.FetchAbsence(cmd.Context(), source, tag, ref)
			if err != nil {
				return err
			}
			return saveReceipt(cmd, r, trust, out)
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVarP(&out, "output-file", "o", "absence.json", "file to write")
	cmd.Flags().StringVar(&person, "person", "", "reference of the only person who may hold the tag; empty means that nobody does")
	cmd.Flags().Uint32Var(&epoch, "epoch", 0, "epoch of the tag key that made the tag; 0 is the one that counts")
	return cmd
}

// currentEpoch asks which epoch's tags count. The proof says it again.
func currentEpoch(cmd *cobra.Command, a *app.App, flags *sourceFlags) (uint32, error) {
	conn, err := flags.dial(a)
	if err != nil {
		return 0, err
	}
	defer closeQuietly(conn)
	res, err := types.NewQueryClient(conn).TagEpochs(cmd.Context(), &types.QueryTagEpochsRequest{})
	if err != nil {
		return 0, fmt.Errorf("ask which epoch of tags counts: %w", err)
	}
	return res.Epochs.Current, nil
}
