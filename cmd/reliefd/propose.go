package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	counciltypes "github.com/reliefchain/relief/x/council/types"
)

// proposeCommand makes "tx council propose CONTENT.json".
func proposeCommand() *cobra.Command {
	var title, summary, document string
	cmd := &cobra.Command{
		Use:   "propose CONTENT.json",
		Short: "Propose an act to the provinces (operator of a province's seat)",
		Long: `Puts a message to the vote of the provinces. When two thirds of all enrolled provinces say yes, it is carried out after the delay.

The file holds the message as JSON with its "@type", or a transaction with one message as --generate-only writes it. Its signer becomes
governance. Title, summary and document stay
off the chain: only their SHA-256 hashes are kept, so publish the texts where the other provinces read them.`,
		Example: `  reliefd tx council propose content.json --title 'Price of a vote' --summary summary.txt --from operator
  reliefd tx stablecoin revoke-issuer anxin --generate-only --from operator > act.json
  # or {"@type":"/relief.fee.v1.MsgSetPrices","prices":[{"message":"/cosmos.gov.v1.MsgVote","base":15000,"gas_base":300000,"class":"SERVICE_CLASS_PAYMENT"}]}`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			act, err := readAct(ctx.Codec, args[0])
			if err != nil {
				return err
			}
			msg, err := proposal(ctx.GetFromAddress().String(), act)
			if err != nil {
				return err
			}
			if title == "" {
				return &usageError{errors.New("name the proposal with --title"), cmd.CommandPath()}
			}
			msg.Title = hash([]byte(title))
			if msg.Summary, err = hashFile(summary); err != nil {
				return fmt.Errorf("--summary: %w", err)
			}
			if document != "" {
				if msg.Metadata, err = hashFile(document); err != nil {
					return fmt.Errorf("--document: %w", err)
				}
			}
			return tx.GenerateOrBroadcastTxCLI(ctx, cmd.Flags(), msg)
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "title; only its hash goes to the chain")
	cmd.Flags().StringVar(&summary, "summary", "", "file with the summary; only its hash goes to the chain")
	cmd.Flags().StringVar(&document, "document", "", "file with the full text; only its hash goes to the chain")
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// proposal wraps an act, refusing at once what the chain would refuse whatever its state.
func proposal(proposer string, act sdk.Msg) (*govv1.MsgSubmitProposal, error) {
	if err := counciltypes.CheckContent(act); err != nil {
		return nil, err
	}
	schedule, err := counciltypes.NewMsgSchedule(app.Governance(), act)
	if err != nil {
		return nil, err
	}
	packed, err := codectypes.NewAnyWithValue(schedule)
	if err != nil {
		return nil, err
	}
	return &govv1.MsgSubmitProposal{Messages: []*codectypes.Any{packed}, InitialDeposit: sdk.NewCoins(counciltypes.SeatToken()), Proposer: proposer}, nil
}

// readAct reads a message from a file and lets governance sign it.
func readAct(cdc codec.Codec, file string) (sdk.Msg, error) {
	all, err := readMessages(file)
	if err != nil {
		return nil, err
	}
	if len(all) != 1 {
		return nil, fmt.Errorf("%s holds %d messages: a proposal to the provinces is one", file, len(all))
	}
	return signedBy(cdc, file, all[0], app.Governance())
}

// fieldsOf are the fields of a message as JSON.
type fieldsOf map[string]json.RawMessage

// readMessages reads the messages of a file: one message with its "@type", a list of them, or a transaction.
func readMessages(file string) ([]fieldsOf, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the content: %w", err)
	}
	var list []fieldsOf
	if json.Unmarshal(raw, &list) == nil {
		return list, nil
	}
	var fields fieldsOf
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, fmt.Errorf("read %s as JSON: %w", file, err)
	}
	body, ok := fields["body"]
	if !ok {
		return []fieldsOf{fields}, nil
	}
	var tx struct {
		Messages []fieldsOf `json:"messages"`
	}
	if err := json.Unmarshal(body, &tx); err != nil || len(tx.Messages) == 0 {
		return nil, fmt.Errorf("%s holds no transaction with a message", file)
	}
	return tx.Messages, nil
}

// signedBy decodes a message and lets an account sign it.
func signedBy(cdc codec.Codec, file string, fields fieldsOf, account string) (sdk.Msg, error) {
	signer, err := json.Marshal(account)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, field := range []string{"signer", "authority", ""} { // ours, those of stock modules, and those that name their signer otherwise
		delete(fields, "signer")
		delete(fields, "authority")
		if field != "" {
			fields[field] = signer
		}
		raw, err := json.Marshal(fields)
		if err != nil {
			return nil, err
		}
		var act sdk.Msg
		err = cdc.UnmarshalInterfaceJSON(raw, &act)
		if err == nil {
			return act, nil
		}
		failed = errors.Join(failed, err)
	}
	return nil, fmt.Errorf("%s is no message of this chain (give \"@type\" and its fields): %w", file, failed)
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func hashFile(file string) (string, error) {
	if file == "" {
		return "", errors.New("name a file")
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	return hash(raw), nil
}
