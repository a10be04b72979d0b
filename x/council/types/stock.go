package types

import (
	"slices"
	"strings"
	"time"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	cmttypes "github.com/cometbft/cometbft/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// Bounds that no vote may leave, because nobody could vote again; changing these forks the chain.
const (
	// MinBlockBytes and MaxBlockBytes bound a block.
	MinBlockBytes = 1 << 20
	MaxBlockBytes = 100 << 20
	// MinBlockGas holds the dearest message several times.
	MinBlockGas = 100_000_000
	// MinEvidenceAge and MinEvidenceBlocks are the least time in which a double sign must stay provable.
	MinEvidenceAge    = time.Hour
	MinEvidenceBlocks = 1_000
	// MaxTxByteCost and MaxSignatureCost keep a vote below its gas ceiling.
	MaxTxByteCost    = 50
	MaxSignatureCost = 10_000
	// MinSigningWindow and MaxSigningWindow bound the blocks over which downtime is judged.
	MinSigningWindow = 10
	MaxSigningWindow = 100_000
	// MaxJail is the longest wait of a jailed seat.
	MaxJail = 30 * 24 * time.Hour
	// MaxPlanName is the longest name of an upgrade.
	MaxPlanName = 32
)

// stockRules are the messages of stock modules that the provinces decide, each with what it must keep.
var stockRules = map[string]func(sdk.Msg) error{
	sdk.MsgTypeURL(&authtypes.MsgUpdateParams{}):       checkAuth,
	sdk.MsgTypeURL(&banktypes.MsgUpdateParams{}):       checkBank,
	sdk.MsgTypeURL(&consensustypes.MsgUpdateParams{}):  checkConsensus,
	sdk.MsgTypeURL(&govv1.MsgUpdateParams{}):           checkGovernance,
	sdk.MsgTypeURL(&slashingtypes.MsgUpdateParams{}):   checkSlashing,
	sdk.MsgTypeURL(&upgradetypes.MsgSoftwareUpgrade{}): checkUpgrade,
	sdk.MsgTypeURL(&upgradetypes.MsgCancelUpgrade{}):   func(sdk.Msg) error { return nil },
}

// as reads a message of the type that stands beside its rule in stockRules.
func as[M sdk.Msg](msg sdk.Msg) (M, error) {
	m, ok := msg.(M)
	if !ok {
		return m, errorsmod.Wrap(ErrContentInvalid, sdk.MsgTypeURL(msg))
	}
	return m, nil
}

func checkAuth(msg sdk.Msg) error {
	m, err := as[*authtypes.MsgUpdateParams](msg)
	if err != nil {
		return err
	}
	if err := m.Params.Validate(); err != nil {
		return errorsmod.Wrap(ErrContentInvalid, err.Error())
	}
	p := m.Params
	if p.TxSizeCostPerByte > MaxTxByteCost || max(p.SigVerifyCostED25519, p.SigVerifyCostSecp256k1, p.SigVerifyCostMlDsa65) > MaxSignatureCost {
		return errorsmod.Wrapf(ErrContentInvalid, "at most %d gas per byte and %d per signature", MaxTxByteCost, MaxSignatureCost)
	}
	return nil
}

func checkBank(msg sdk.Msg) error {
	m, err := as[*banktypes.MsgUpdateParams](msg)
	if err != nil {
		return err
	}
	if len(m.Params.SendEnabled) != 0 { //nolint:staticcheck // the field is there, so it must be kept empty
		return errorsmod.Wrap(ErrContentInvalid, "send_enabled: leave it empty")
	}
	return nil
}

func checkConsensus(msg sdk.Msg) error {
	m, err := as[*consensustypes.MsgUpdateParams](msg)
	if err != nil {
		return err
	}
	if m.Block == nil || m.Evidence == nil || m.Validator == nil {
		return errorsmod.Wrap(ErrContentInvalid, "give all params of block, evidence and validator")
	}
	if m.Block.MaxBytes < MinBlockBytes || m.Block.MaxBytes > MaxBlockBytes || m.Block.MaxGas < MinBlockGas {
		return errorsmod.Wrapf(ErrContentInvalid, "a block has %d to %d bytes and at least %d gas", MinBlockBytes, MaxBlockBytes, MinBlockGas)
	}
	if m.Evidence.MaxAgeNumBlocks < MinEvidenceBlocks || m.Evidence.MaxAgeDuration < MinEvidenceAge || m.Evidence.MaxBytes <= 0 {
		return errorsmod.Wrapf(ErrContentInvalid, "evidence counts for at least %s and %d blocks", MinEvidenceAge, MinEvidenceBlocks)
	}
	if !slices.Equal(m.Validator.PubKeyTypes, []string{cmttypes.ABCIPubKeyTypeEd25519}) {
		return errorsmod.Wrap(ErrContentInvalid, "consensus keys are ed25519")
	}
	if m.Abci != nil && m.Abci.VoteExtensionsEnableHeight != 0 {
		return errorsmod.Wrap(ErrContentInvalid, "vote extensions stay off")
	}
	if m.Auth != nil {
		return errorsmod.Wrap(ErrContentInvalid, "the authority stays with governance: leave auth out")
	}
	return nil
}

func checkGovernance(msg sdk.Msg) error {
	m, err := as[*govv1.MsgUpdateParams](msg)
	if err != nil {
		return err
	}
	return CheckGovernanceParams(m.Params)
}

func checkSlashing(msg sdk.Msg) error {
	m, err := as[*slashingtypes.MsgUpdateParams](msg)
	if err != nil {
		return err
	}
	p := m.Params
	if p.MinSignedPerWindow.IsNil() || p.SlashFractionDoubleSign.IsNil() || p.SlashFractionDowntime.IsNil() {
		return errorsmod.Wrap(ErrContentInvalid, "give all params")
	}
	if err := p.Validate(); err != nil {
		return errorsmod.Wrap(ErrContentInvalid, err.Error())
	}
	if p.SignedBlocksWindow < MinSigningWindow || p.SignedBlocksWindow > MaxSigningWindow {
		return errorsmod.Wrapf(ErrContentInvalid, "signed_blocks_window is not in %d to %d", MinSigningWindow, MaxSigningWindow)
	}
	if p.MinSignedPerWindow.GT(math.LegacyNewDecWithPrec(9, 1)) || p.DowntimeJailDuration > MaxJail {
		return errorsmod.Wrapf(ErrContentInvalid, "min_signed_per_window is at most 0.9 and a jailed seat waits at most %s", MaxJail)
	}
	if !p.SlashFractionDoubleSign.IsZero() || !p.SlashFractionDowntime.IsZero() {
		return errorsmod.Wrap(ErrContentInvalid, "a seat has no stake: slash fractions stay 0")
	}
	return nil
}

func checkUpgrade(msg sdk.Msg) error {
	m, err := as[*upgradetypes.MsgSoftwareUpgrade](msg)
	if err != nil {
		return err
	}
	if err := m.Plan.ValidateBasic(); err != nil {
		return errorsmod.Wrap(ErrContentInvalid, err.Error())
	}
	strange := func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' }
	if len(m.Plan.Name) > MaxPlanName || strings.ContainsFunc(m.Plan.Name, strange) {
		return errorsmod.Wrapf(ErrContentInvalid, "an upgrade is named by 1 to %d lower-case letters, digits and dashes", MaxPlanName)
	}
	return CheckOptionalHash("info", m.Plan.Info)
}
