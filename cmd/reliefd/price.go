package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdktx "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// feeDenomFlag names the coin that a signer who pays alone pays in.
const feeDenomFlag = "fee-denom"

// priceTimeout is how long a node may take to name a price.
const priceTimeout = 5 * time.Second

// addFeeDenom lets every transaction below a command name the coin of its fee.
func addFeeDenom(cmd *cobra.Command) {
	if set := cmd.Flags(); set.Lookup(flags.FlagFees) != nil && set.Lookup(feeDenomFlag) == nil {
		set.String(feeDenomFlag, "", "coin to pay the price in when no budget pays and --fees is absent (default: the one you hold most of)")
	}
	for _, c := range cmd.Commands() {
		addFeeDenom(c)
	}
}

// quotePrices lets a transaction that names no fee ask the node for its price, say it, and offer it.
func quotePrices(cmd *cobra.Command) error {
	if cmd.Flags().Lookup(feeDenomFlag) == nil {
		return nil
	}
	for _, name := range []string{flags.FlagOffline, flags.FlagGenerateOnly, flags.FlagDryRun} {
		if set, err := cmd.Flags().GetBool(name); err == nil && set {
			return nil
		}
	}
	ctx := client.GetClientContextFromCmd(cmd)
	q := &quote{cmd: cmd, encode: ctx.TxConfig.TxEncoder(), out: cmd.ErrOrStderr()}
	return client.SetCmdClientContext(cmd, ctx.WithTxConfig(pricedConfig{TxConfig: ctx.TxConfig, quote: q}))
}

// pricedConfig builds transactions that fill in their fee.
type pricedConfig struct {
	client.TxConfig
	quote *quote
}

// NewTxBuilder implements client.TxConfig.
func (c pricedConfig) NewTxBuilder() client.TxBuilder {
	return pricedBuilder{TxBuilder: c.TxConfig.NewTxBuilder(), quote: c.quote}
}

type pricedBuilder struct {
	client.TxBuilder
	quote *quote
}

// SetFeeAmount implements client.TxBuilder. The messages are set before.
func (b pricedBuilder) SetFeeAmount(fee sdk.Coins) {
	if fee.IsZero() {
		fee = b.quote.fee(b.TxBuilder, fee)
	}
	b.TxBuilder.SetFeeAmount(fee)
}

// quote asks for the price of a transaction, once.
type quote struct {
	cmd    *cobra.Command
	encode sdk.TxEncoder
	out    io.Writer

	asked bool
	price sdk.Coins
}

// fee is what to offer for the messages: what was given when the node names no price.
func (q *quote) fee(built client.TxBuilder, given sdk.Coins) sdk.Coins {
	if !q.asked {
		q.asked = true
		answer, err := q.ask(built)
		if err != nil {
			return given
		}
		maximum, ok := math.NewIntFromString(answer.Maximum)
		if !ok || maximum.IsNegative() {
			return given
		}
		fmt.Fprintln(q.out, priceLine(answer, maximum))
		if answer.Denom != "" && maximum.IsPositive() {
			q.price = sdk.NewCoins(sdk.NewCoin(answer.Denom, maximum))
		}
	}
	if q.price == nil {
		return given
	}
	return q.price
}

// ask sends the messages to the node. One that is older than the question doesn't answer.
func (q *quote) ask(built client.TxBuilder) (*feetypes.QueryEstimateFeeResponse, error) {
	signers, err := built.GetTx().GetSigners()
	if err != nil {
		return nil, err
	}
	if len(signers) != 1 {
		return nil, feetypes.ErrSeveralSigners
	}
	raw, err := q.encode(built.GetTx())
	if err != nil {
		return nil, err
	}
	var outer sdktx.TxRaw
	if err := outer.Unmarshal(raw); err != nil {
		return nil, err
	}
	var body sdktx.TxBody
	if err := body.Unmarshal(outer.BodyBytes); err != nil {
		return nil, err
	}
	ctx, err := client.ReadPersistentCommandFlags(client.GetClientContextFromCmd(q.cmd), q.cmd.Flags())
	if err != nil {
		return nil, err
	}
	denom, err := q.cmd.Flags().GetString(feeDenomFlag)
	if err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(q.cmd.Context(), priceTimeout)
	defer cancel()
	return feetypes.NewQueryClient(ctx).EstimateFee(limited, &feetypes.QueryEstimateFeeRequest{
		Messages: body.Messages, Signer: sdk.AccAddress(signers[0]).String(), Denom: denom,
	}, grpc.ForceCodec(codec.NewProtoCodec(ctx.InterfaceRegistry).GRPCCodec())) // a connection named by --grpc-addr knows no other
}

// priceLine says what a transaction costs and who pays.
func priceLine(answer *feetypes.QueryEstimateFeeResponse, maximum math.Int) string {
	if answer.Denom == "" {
		return "fee: none, or the signer holds no coin that pays it"
	}
	if maximum.IsZero() {
		return "fee: none"
	}
	payer := "the signer"
	if answer.Organisation != 0 {
		payer = fmt.Sprintf("the budget of organisation %d", answer.Organisation)
	}
	return fmt.Sprintf("fee: at most %s %s (%s%s), paid by %s",
		inUnits(maximum), strings.ToUpper(answer.Currency), maximum, answer.Denom, payer)
}

// inUnits writes base units, which are millionths, with two decimals or as many as it takes.
func inUnits(amount math.Int) string {
	whole, decimals, _ := strings.Cut(math.LegacyNewDecFromIntWithPrec(amount, 6).String(), ".")
	decimals = strings.TrimRight(decimals, "0")
	for len(decimals) < 2 {
		decimals += "0"
	}
	return whole + "." + decimals
}
