package app

import (
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"

	"github.com/reliefchain/relief/x/fee"
)

// maxMessages bounds the messages of one transaction.
const maxMessages = 16

// anteHandler is the chain of checks before a transaction's messages run. Nothing it reads changes in BeginBlock, so that
// ProcessProposal, which runs it on the last commit, decides as FinalizeBlock does.
func (a *App) anteHandler() sdk.AnteHandler {
	return sdk.ChainAnteDecorators(
		ante.NewSetUpContextDecorator(),        // recovers from out of gas: outermost
		ante.NewExtensionOptionsDecorator(nil), // unknown critical options
		plainDecorator{},                       // nothing but messages: memo, options, unordered, count
		ante.NewValidateBasicDecorator(),       // shape
		ante.NewTxTimeoutHeightDecorator(),     // too late
		fee.NewFeeDecorator(a.Fee),             // gas ceiling, payer, base price; before signatures, whose cost it covers
		placeDecorator{a.pool},                 // room at this node
		ante.NewConsumeGasForTxSizeDecorator(a.Account),
		ante.NewSetPubKeyDecorator(a.Account), // before all signature checks
		ante.NewValidateSigCountDecorator(a.Account),
		ante.NewSigGasConsumeDecorator(a.Account, ante.DefaultSigVerificationGasConsumer),
		newSignatureDecorator(a.Account, ante.NewSigVerificationDecorator(a.Account, a.encoding.Tx.SignModeHandler())),
		ante.NewIncrementSequenceDecorator(a.Account), // last: a refused transaction keeps the sequence
	)
}

// plainDecorator closes the doors of a transaction that could carry free text or skip the order of sequences.
type plainDecorator struct{}

// AnteHandle implements sdk.AnteDecorator.
func (plainDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	if memo, ok := tx.(sdk.TxWithMemo); ok && memo.GetMemo() != "" {
		return ctx, errorsmod.Wrap(sdkerrors.ErrMemoTooLarge, "it must be empty: no text is kept on the chain")
	}
	if ext, ok := tx.(ante.HasExtensionOptionsTx); ok && len(ext.GetNonCriticalExtensionOptions()) > 0 {
		return ctx, sdkerrors.ErrUnknownExtensionOptions
	}
	if unordered, ok := tx.(sdk.TxWithUnordered); ok && unordered.GetUnordered() {
		return ctx, errorsmod.Wrap(sdkerrors.ErrNotSupported, "unordered transactions")
	}
	if n := len(tx.GetMsgs()); n > maxMessages {
		return ctx, errorsmod.Wrapf(sdkerrors.ErrTxTooLarge, "%d messages in one transaction, at most %d", n, maxMessages)
	}
	return next(ctx, tx, simulate)
}
