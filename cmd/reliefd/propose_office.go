package main

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/x/authority/types"
)

const proposeOfficeHelp = `Puts messages before the officers of the signer's organisation. Once as many have approved them as the policy table asks for, and its
delay is over, any officer of the organisation has them carried out in the name of its office account: all of them or none.

A file holds one message as JSON with its "@type", a list of them, or a transaction as --generate-only writes it. Their signer becomes the
office account.`

// extendProposeOffice makes "tx authority propose FILE..." read messages from files.
func extendProposeOffice(cmd *cobra.Command) {
	organisation := cmd.Flags().Uint32("organisation", 0, "organisation of the signer (asked of the node unless given)")
	cmd.Long, cmd.Args = proposeOfficeHelp, cobra.MinimumNArgs(1)
	cmd.RunE = func(cmd *cobra.Command, files []string) error {
		ctx, err := client.GetClientTxContext(cmd)
		if err != nil {
			return err
		}
		signer := ctx.GetFromAddress().String()
		of := *organisation
		if of == 0 {
			answer, err := types.NewQueryClient(ctx).Officer(cmd.Context(), &types.QueryOfficerRequest{Address: signer})
			if err != nil {
				return fmt.Errorf("ask for the organisation of %s (or name it with --organisation): %w", signer, err)
			}
			of = answer.Officer.Organisation
		}
		var msgs []sdk.Msg
		for _, file := range files {
			all, err := readMessages(file)
			if err != nil {
				return err
			}
			for _, fields := range all {
				msg, err := signedBy(ctx.Codec, file, fields, types.OfficeAccount(of).String())
				if err != nil {
					return err
				}
				msgs = append(msgs, msg)
			}
		}
		propose, err := types.NewMsgPropose(signer, msgs...)
		if err != nil {
			return err
		}
		if err := propose.ValidateBasic(); err != nil { // at once, instead of after the fee
			return err
		}
		return tx.GenerateOrBroadcastTxCLI(ctx, cmd.Flags(), propose)
	}
}
