package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/core/address"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/reliefchain/relief/x/validator/types"
)

var (
	_ slashingtypes.StakingKeeper = (*Keeper)(nil)
	_ evidencetypes.StakingKeeper = (*Keeper)(nil)
)

// ValidatorAddressCodec reads and writes operator addresses.
func (k *Keeper) ValidatorAddressCodec() address.Codec { return k.deps.Operator }

// ConsensusAddressCodec reads and writes consensus addresses.
func (k *Keeper) ConsensusAddressCodec() address.Codec { return k.deps.Consensus }

// IterateValidators calls fn for each seat by operator until fn returns true.
func (k *Keeper) IterateValidators(ctx context.Context, fn func(index int64, validator stakingtypes.ValidatorI) (stop bool)) error {
	all, err := k.GetAllValidators(ctx)
	if err != nil {
		return err
	}
	for i, v := range all {
		if fn(int64(i), v) {
			return nil
		}
	}
	return nil
}

// GetAllValidators gives each seat by operator, jailed and tombstoned ones included.
func (k *Keeper) GetAllValidators(ctx context.Context) ([]stakingtypes.Validator, error) {
	seats, err := k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]stakingtypes.Validator, 0, len(seats))
	for _, s := range seats {
		all = append(all, asValidator(s))
	}
	return all, nil
}

// Validator gives the seat of an operator, or the SDK's ErrNoValidatorFound.
func (k *Keeper) Validator(ctx context.Context, operator sdk.ValAddress) (stakingtypes.ValidatorI, error) {
	s, err := k.Seat(ctx, operator)
	if err != nil {
		return nil, asStakingError(err)
	}
	return asValidator(s), nil
}

// ValidatorByConsAddr gives the seat behind a consensus address, or the SDK's ErrNoValidatorFound, on which x/evidence
// drops the evidence.
func (k *Keeper) ValidatorByConsAddr(ctx context.Context, consensus sdk.ConsAddress) (stakingtypes.ValidatorI, error) {
	_, s, err := k.SeatByConsensus(ctx, consensus)
	if err != nil {
		return nil, asStakingError(err)
	}
	return asValidator(s), nil
}

// ValidatorByHistoricalConsAddr gives the seat that signed or will sign with the key in its present stint. A key of an earlier
// stint is judged already: the vote that accepted the seat again knew.
func (k *Keeper) ValidatorByHistoricalConsAddr(ctx context.Context, consensus sdk.ConsAddress) (stakingtypes.Validator, error) {
	_, s, key, err := k.seatOfKey(ctx, consensus)
	if err != nil {
		return stakingtypes.Validator{}, asStakingError(err)
	}
	if s.IsCandidate() || key.Stint != s.Stint {
		return stakingtypes.Validator{}, stakingtypes.ErrNoValidatorFound
	}
	return asValidator(s), nil
}

// Slash takes nothing: no seat has a stake.
func (k *Keeper) Slash(context.Context, sdk.ConsAddress, int64, int64, math.LegacyDec) (math.Int, error) {
	return math.ZeroInt(), nil
}

// SlashWithInfractionReason takes nothing. For a double sign it tombstones the seat, jailed or not, unless the set would
// become empty. An address without a seat changes nothing.
func (k *Keeper) SlashWithInfractionReason(ctx context.Context, consensus sdk.ConsAddress, _, _ int64, _ math.LegacyDec, reason stakingtypes.Infraction) (math.Int, error) {
	if reason != stakingtypes.Infraction_INFRACTION_DOUBLE_SIGN {
		return math.ZeroInt(), nil
	}
	operator, s, all, err := k.accused(ctx, consensus)
	if err != nil || s == nil {
		return math.ZeroInt(), err
	}
	if next, changed := s.Tombstone(types.CountActive(all)); changed {
		return math.ZeroInt(), k.changeStatus(ctx, operator, next)
	}
	return math.ZeroInt(), nil
}

// Jail takes out a seat that was down, unless too few would be left: then the seat stays active and an event alerts. A convicted
// seat stays too, until another is active. A seat that is out already and an address without a seat change nothing: this runs
// in BeginBlock, where an error stops the chain.
func (k *Keeper) Jail(ctx context.Context, consensus sdk.ConsAddress) error {
	operator, s, all, err := k.accused(ctx, consensus)
	if err != nil || s == nil || !s.IsActive() {
		return err
	}
	active, enrolled := types.CountActive(all), types.CountEnrolled(all)
	if next, changed := s.Jail(active, enrolled); changed {
		return k.changeStatus(ctx, operator, next)
	}
	return emit(ctx, types.NewEventFloorReached(*s, active, enrolled))
}

// accused loads the seat behind a consensus address, nil if there is none, and all seats.
func (k *Keeper) accused(ctx context.Context, consensus sdk.ConsAddress) ([]byte, *types.Seat, []types.Seat, error) {
	operator, s, err := k.SeatByConsensus(ctx, consensus)
	if errors.Is(err, types.ErrSeatUnknown) {
		return nil, nil, nil, nil
	}
	if err != nil {
		return nil, nil, nil, err
	}
	all, err := k.Seats(ctx)
	return operator, &s, all, err
}

// Unjail brings a jailed seat back with a fresh signing window; a tombstoned seat stays out. x/slashing calls it for
// MsgUnjail, once the jail time is over.
func (k *Keeper) Unjail(ctx context.Context, consensus sdk.ConsAddress) error {
	if k.hooks == nil {
		return types.ErrHooksUnset
	}
	operator, s, err := k.SeatByConsensus(ctx, consensus)
	if err != nil {
		return err
	}
	next, err := s.Unjail()
	if err != nil {
		return err
	}
	if err := k.hooks.AfterValidatorBonded(ctx, consensus, operator); err != nil {
		return err
	}
	return k.changeStatus(ctx, operator, next)
}

// Delegation gives the operator's own delegation, which x/slashing asks for before it unjails; there are no others.
func (k *Keeper) Delegation(ctx context.Context, delegator sdk.AccAddress, operator sdk.ValAddress) (stakingtypes.DelegationI, error) {
	if !delegator.Equals(sdk.AccAddress(operator)) {
		return nil, stakingtypes.ErrNoDelegation
	}
	s, err := k.Seat(ctx, operator)
	if err != nil {
		return nil, asStakingError(err)
	}
	account, err := k.deps.Address.BytesToString(delegator)
	if err != nil {
		return nil, err
	}
	return stakingtypes.NewDelegation(account, s.Operator, math.LegacyNewDecFromInt(tokens())), nil
}

// MaxValidators is the most seats a network has.
func (k *Keeper) MaxValidators(context.Context) (uint32, error) { return types.MaxSeats, nil }

// IsValidatorJailed tells whether x/slashing must not count missed blocks. It is true for an address without a seat: a
// removed key stands in LastCommit for two more heights, and an error here would stop the chain.
func (k *Keeper) IsValidatorJailed(ctx context.Context, consensus sdk.ConsAddress) (bool, error) {
	_, s, err := k.SeatByConsensus(ctx, consensus)
	if errors.Is(err, types.ErrSeatUnknown) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return !s.IsActive(), nil
}

// GetParams gives the SDK's default staking parameters with our bound on seats; nothing here depends on them.
func (k *Keeper) GetParams(context.Context) (stakingtypes.Params, error) {
	p := stakingtypes.DefaultParams()
	p.MaxValidators = types.MaxSeats
	return p, nil
}

// tokens is the stake that stands for a seat's power.
func tokens() math.Int { return sdk.TokensFromConsensusPower(types.Power, sdk.DefaultPowerReduction) }

// asValidator dresses a seat as the SDK expects it: one token unit per power, all of it the operator's own. A seat out of
// the set is unbonding, so that evidence against it still counts, until it has retired.
func asValidator(s types.Seat) stakingtypes.Validator {
	status := stakingtypes.Bonded
	switch {
	case s.Status == types.SEAT_STATUS_RETIRED:
		status = stakingtypes.Unbonded
	case !s.IsActive():
		status = stakingtypes.Unbonding
	}
	return stakingtypes.Validator{
		OperatorAddress:   s.Operator,
		ConsensusPubkey:   s.ConsensusKey,
		Jailed:            !s.IsActive(),
		Status:            status,
		Tokens:            tokens(),
		DelegatorShares:   math.LegacyNewDecFromInt(tokens()),
		Commission:        stakingtypes.NewCommission(math.LegacyZeroDec(), math.LegacyZeroDec(), math.LegacyZeroDec()),
		MinSelfDelegation: math.OneInt(),
	}
}

func asStakingError(err error) error {
	if errors.Is(err, types.ErrSeatUnknown) {
		return stakingtypes.ErrNoValidatorFound
	}
	return err
}
