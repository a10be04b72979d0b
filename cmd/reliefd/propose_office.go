package main

import (
	"errors"
	"fmt"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/x/authority/types"
)

const proposeOfficeHelp = `Puts messages before the officers of the signer's organisation. Once as many have approved them as the policy table asks for, and its
delay is over, any officer of the organisation has them carried out in the name of its office account: all of them or none.

A file holds one message as JSON with its "@type", a list of them, or a transaction as --generate-only writes it. Their signer becomes the
office account. Who got the files from elsewhere than the node sees with --hash whether a proposal has just this content.`

// extendProposeOffice makes "tx authority propose FILE..." read messages from files.
func extendProposeOffice(cmd *cobra.Command) {
	organisation := cmd.Flags().Uint32("organisation", 0, "organisation of the signer (asked of the node unless given)")
	onlyHash := cmd.Flags().Bool("hash", false, "only print the hash of the content, to compare with that of a proposal before it is approved")
	cmd.Long, cmd.Args = proposeOfficeHelp, cobra.MinimumNArgs(1)
	cmd.RunE = func(cmd *cobra.Command, files []string) error {
		if *onlyHash {
			if *organisation == 0 {
				return &usageError{errors.New("name the organisation with --organisation"), cmd.CommandPath()}
			}
			propose, err := readProposal(client.GetClientContextFromCmd(cmd).Codec, "", *organisation, files)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%x\n", types.ContentHash(propose.Messages))
			return nil
		}
		ctx, err := client.GetClientTxContext(cmd)
		if err != nil {
			return err
		}
		signer, of := ctx.GetFromAddress().String(), *organisation
		if of == 0 {
			answer, err := types.NewQueryClient(ctx).Officer(cmd.Context(), &types.QueryOfficerRequest{Address: signer})
			if err != nil {
				return fmt.Errorf("ask for the organisation of %s (or name it with --organisation): %w", signer, err)
			}
			of = answer.Officer.Organisation
		}
		propose, err := readProposal(ctx.Codec, signer, of, files)
		if err != nil {
			return err
		}
		return tx.GenerateOrBroadcastTxCLI(ctx, cmd.Flags(), propose)
	}
}

// readProposal reads what the office account of an organisation is to do, refusing at once what the chain would refuse whatever its state.
func readProposal(cdc codec.Codec, signer string, organisation uint32, files []string) (*types.MsgPropose, error) {
	var msgs []sdk.Msg
	for _, file := range files {
		all, err := readMessages(file)
		if err != nil {
			return nil, err
		}
		for _, fields := range all {
			msg, err := signedBy(cdc, file, fields, types.OfficeAccount(organisation).String())
			if err != nil {
				return nil, err
			}
			msgs = append(msgs, msg)
		}
	}
	propose, err := types.NewMsgPropose(signer, msgs...)
	if err != nil {
		return nil, err
	}
	_, err = types.CheckContent(propose.Messages)
	return propose, err
}
