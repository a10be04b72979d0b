package fee

import (
	errorsmod "cosmossdk.io/errors"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/reliefchain/relief/x/fee/keeper"
	"github.com/reliefchain/relief/x/fee/types"
)

// signedTx is what the fee step reads of a transaction.
type signedTx interface {
	sdk.FeeTx
	GetSigners() ([][]byte, error)
}

// FeeDecorator prices a transaction, sets its gas ceiling, finds who pays, and charges the base price. Everything it reads is state
// that no BeginBlock changes, at the height of the block.
//
// It stands right after SetUpContextDecorator, whose gas limit it replaces, and before the checks of signatures: a transaction that
// fails one of those isn't charged, because the whole ante step is undone.
type FeeDecorator struct{ keeper *keeper.Keeper }

// NewFeeDecorator returns the fee step over a keeper.
func NewFeeDecorator(k *keeper.Keeper) FeeDecorator { return FeeDecorator{keeper: k} }

// AnteHandle implements sdk.AnteDecorator. Genesis transactions are free.
func (d FeeDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	if ctx.BlockHeight() == 0 {
		return next(ctx, tx, simulate)
	}
	req, err := request(ctx, tx, simulate)
	if err != nil {
		return ctx, err
	}
	// The look-ups are the same few for every transaction of a type, so its ceiling needn't count them.
	plan, err := d.keeper.Plan(ctx.WithGasMeter(storetypes.NewInfiniteGasMeter()), req)
	if err != nil {
		return ctx, err
	}
	if ctx, err = withCeiling(ctx, plan.Gas, simulate); err != nil {
		return ctx, err
	}
	ctx = ctx.WithValue(weightKey{}, Weight{Class: plan.Class, Gas: plan.Gas, Organisation: plan.Organisation})
	proposed := isProposed(ctx, simulate)
	// Nor need it count through how many shares of a budget the coins come.
	if err := d.keeper.Admit(ctx.WithGasMeter(storetypes.NewInfiniteGasMeter()), plan, proposed); err != nil {
		return ctx, err
	}
	if !proposed {
		ctx = ctx.WithValue(planKey{}, plan)
	}
	ctx = ctx.WithPriority(int64(types.SERVICE_CLASS_OTHER - plan.Class))
	return next(ctx, tx, simulate)
}

// Weight is what a transaction takes of a block, and whose budget pays it.
type Weight struct {
	// Class is the least urgent class among the messages.
	Class types.ServiceClass
	// Gas is the ceiling.
	Gas uint64
	// Organisation is the one whose budget pays; 0 when none does.
	Organisation uint32
}

// weightKey finds the weight that the fee step left in the context.
type weightKey struct{}

// WeightOf returns what the fee step found about the transaction of a context; false before it.
func WeightOf(ctx sdk.Context) (Weight, bool) {
	weight, ok := ctx.Value(weightKey{}).(Weight)
	return weight, ok
}

// request reads the transaction and refuses one with several signers or a fee granter.
func request(ctx sdk.Context, tx sdk.Tx, simulate bool) (keeper.Request, error) {
	signed, ok := tx.(signedTx)
	if !ok {
		return keeper.Request{}, errorsmod.Wrap(sdkerrors.ErrTxDecode, "transaction has no fee or signers")
	}
	signers, err := signed.GetSigners()
	if err != nil {
		return keeper.Request{}, err
	}
	if len(signers) != 1 {
		return keeper.Request{}, errorsmod.Wrapf(types.ErrSeveralSigners, "%d signers", len(signers))
	}
	if len(signed.FeeGranter()) != 0 {
		return keeper.Request{}, types.ErrGranterRefused
	}
	return keeper.Request{
		Messages: tx.GetMsgs(), Signer: signers[0], Fee: signed.GetFee(), Heights: heights(ctx, simulate), Estimate: simulate,
	}, nil
}

// heights are those a price must be met at. The state for CheckTx stands at the last block, so the transaction can be in the next one
// at the earliest.
func heights(ctx sdk.Context, simulate bool) []int64 {
	if simulate || ctx.IsCheckTx() || ctx.IsReCheckTx() {
		return []int64{ctx.BlockHeight(), ctx.BlockHeight() + 1}
	}
	return []int64{ctx.BlockHeight()}
}

// isProposed tells that the messages won't run here: then the total is charged at once, so that a payer whose coins cover the bases
// of several transactions but not their totals doesn't get them all into a block.
func isProposed(ctx sdk.Context, simulate bool) bool {
	if simulate {
		return false
	}
	mode := ctx.ExecMode()
	return ctx.IsCheckTx() || ctx.IsReCheckTx() || mode == sdk.ExecModePrepareProposal || mode == sdk.ExecModeProcessProposal
}

// withCeiling replaces the gas limit that the transaction asked for. A simulation keeps its unlimited meter.
func withCeiling(ctx sdk.Context, gas uint64, simulate bool) (sdk.Context, error) {
	if block := ctx.ConsensusParams().Block; block != nil && block.MaxGas > 0 && gas > uint64(block.MaxGas) {
		return ctx, errorsmod.Wrapf(sdkerrors.ErrInvalidGasLimit, "gas ceiling %d exceeds the block's %d", gas, block.MaxGas)
	}
	if simulate {
		return ctx, nil
	}
	used := ctx.GasMeter().GasConsumed()
	ctx = ctx.WithGasMeter(storetypes.NewGasMeter(gas))
	ctx.GasMeter().ConsumeGas(used, "before the fee step")
	return ctx, nil
}
