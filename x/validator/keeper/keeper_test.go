package keeper

import (
	"testing"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator/types"
)

func TestNewNeedsEveryDependency(t *testing.T) {
	f := newFixture(t, 1)
	for _, tc := range []struct {
		name   string
		change func(*Deps)
	}{
		{name: "store", change: func(d *Deps) { d.Store = nil }},
		{name: "codec", change: func(d *Deps) { d.Codec = nil }},
		{name: "address", change: func(d *Deps) { d.Address = nil }},
		{name: "operator", change: func(d *Deps) { d.Operator = nil }},
		{name: "authority", change: func(d *Deps) { d.Authority = nil }},
		{name: "governance", change: func(d *Deps) { d.Governance = "" }},
		{name: "consensus", change: func(d *Deps) { d.Consensus = nil }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := deps(f.cdc, f.keys[types.StoreKey])
			tc.change(&d)
			_, err := New(d)
			require.ErrorIs(t, err, types.ErrDepsInvalid)
		})
	}
}

func TestSetHooksOnce(t *testing.T) {
	f := newFixture(t, 1)
	require.ErrorIs(t, f.keeper.SetHooks(nil), types.ErrHooksUnset)
	require.NoError(t, f.keeper.SetHooks(f.signing))
	require.ErrorIs(t, f.keeper.SetHooks(f.signing), types.ErrHooksSet)
}

func TestJailAndUnjail(t *testing.T) {
	f := started(t, 7)
	require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, 2)))
	require.Equal(t, types.SEAT_STATUS_JAILED, f.status(t, 2))
	require.Equal(t, []*types.EventSeatStatusChanged{
		{Organisation: 3, Operator: f.seats[2].Operator, Status: types.SEAT_STATUS_JAILED},
	}, f.statusEvents(t))
	require.Equal(t, f.update(t, 2, 0), f.endBlock(t)[0])

	f.fresh()
	require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, 2)))
	require.Empty(t, f.statusEvents(t))
	require.Empty(t, f.endBlock(t))

	f.signing.bonded = nil
	require.NoError(t, f.keeper.Unjail(f.ctx, f.consensus(t, 2)))
	require.Equal(t, []string{string(f.operators[2])}, f.signing.bonded)
	require.Equal(t, types.SEAT_STATUS_ACTIVE, f.statusEvents(t)[0].Status)
	require.Equal(t, f.update(t, 2, 1), f.endBlock(t)[0])
	require.ErrorIs(t, f.keeper.Unjail(f.ctx, f.consensus(t, 2)), types.ErrSeatActive)
}

func TestJailAndUnjailInOneBlockTellsNothing(t *testing.T) {
	f := started(t, 7)
	require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, 0)))
	require.NoError(t, f.keeper.Unjail(f.ctx, f.consensus(t, 0)))
	require.Empty(t, f.endBlock(t))
}

func TestDowntimeKeepsTheFloor(t *testing.T) {
	for _, tc := range []struct {
		name         string
		seats, stays int
	}{
		{name: "one", seats: 1, stays: 1},
		{name: "four", seats: 4, stays: 4},
		{name: "five", seats: 5, stays: 4},
		{name: "seven", seats: 7, stays: 5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := started(t, tc.seats)
			for i := range f.seats {
				require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, i)))
				f.endBlock(t)
			}
			told, err := f.keeper.Told(f.ctx)
			require.NoError(t, err)
			require.Len(t, told, tc.stays)
		})
	}
}

func slashDouble(f *fixture, consensus sdk.ConsAddress) (math.Int, error) {
	return f.keeper.SlashWithInfractionReason(f.ctx, consensus, 1, 1, math.LegacyOneDec(), stakingtypes.Infraction_INFRACTION_DOUBLE_SIGN)
}

func TestDoubleSignGoesBelowTheFloorButNeverToZero(t *testing.T) {
	f := started(t, 3)
	for i := range f.seats {
		burned, err := slashDouble(f, f.consensus(t, i))
		require.NoError(t, err)
		require.True(t, burned.IsZero())
		require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, i)))
		f.endBlock(t)
	}
	require.Equal(t, types.SEAT_STATUS_TOMBSTONED, f.status(t, 0))
	require.Equal(t, types.SEAT_STATUS_TOMBSTONED, f.status(t, 1))
	require.Equal(t, types.SEAT_STATUS_ACTIVE, f.status(t, 2))
	require.ErrorIs(t, f.keeper.Unjail(f.ctx, f.consensus(t, 0)), types.ErrSeatTombstoned)
}

func TestDoubleSignOfAJailedSeat(t *testing.T) {
	f := started(t, 7)
	require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, 1)))
	f.endBlock(t)
	f.fresh()
	_, err := slashDouble(f, f.consensus(t, 1))
	require.NoError(t, err)
	require.Equal(t, types.SEAT_STATUS_TOMBSTONED, f.status(t, 1))
	require.Equal(t, types.SEAT_STATUS_TOMBSTONED, f.statusEvents(t)[0].Status)
	require.Empty(t, f.endBlock(t))
}

func TestSlashForDowntimeChangesNothing(t *testing.T) {
	f := started(t, 4)
	burned, err := f.keeper.SlashWithInfractionReason(f.ctx, f.consensus(t, 1), 1, 1, math.LegacyOneDec(), stakingtypes.Infraction_INFRACTION_DOWNTIME)
	require.NoError(t, err)
	require.True(t, burned.IsZero())
	burned, err = f.keeper.Slash(f.ctx, f.consensus(t, 1), 1, 1, math.LegacyOneDec())
	require.NoError(t, err)
	require.True(t, burned.IsZero())
	require.Equal(t, types.SEAT_STATUS_ACTIVE, f.status(t, 1))
}

func TestUnknownAddress(t *testing.T) {
	f := started(t, 4)
	unknown := make([]byte, types.AddressLength)

	jailed, err := f.keeper.IsValidatorJailed(f.ctx, unknown)
	require.NoError(t, err)
	require.True(t, jailed)
	require.NoError(t, f.keeper.Jail(f.ctx, unknown))
	_, err = slashDouble(f, unknown)
	require.NoError(t, err)
	require.ErrorIs(t, f.keeper.Unjail(f.ctx, unknown), types.ErrSeatUnknown)

	v, err := f.keeper.Validator(f.ctx, unknown)
	require.ErrorIs(t, err, stakingtypes.ErrNoValidatorFound)
	require.Nil(t, v)
	v, err = f.keeper.ValidatorByConsAddr(f.ctx, unknown)
	require.ErrorIs(t, err, stakingtypes.ErrNoValidatorFound)
	require.Nil(t, v)
	_, err = f.keeper.ValidatorByHistoricalConsAddr(f.ctx, unknown)
	require.ErrorIs(t, err, stakingtypes.ErrNoValidatorFound)
	require.Empty(t, f.endBlock(t))
}

func TestValidatorView(t *testing.T) {
	f := started(t, 7)
	require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, 1)))

	v, err := f.keeper.Validator(f.ctx, f.operators[0])
	require.NoError(t, err)
	require.True(t, v.IsBonded())
	require.Equal(t, types.Power, v.GetConsensusPower(sdk.DefaultPowerReduction))
	address, err := v.GetConsAddr()
	require.NoError(t, err)
	require.Equal(t, []byte(f.consensus(t, 0)), address)

	v, err = f.keeper.ValidatorByConsAddr(f.ctx, f.consensus(t, 1))
	require.NoError(t, err)
	require.True(t, v.IsJailed())
	require.False(t, v.IsUnbonded())

	var seen []string
	require.NoError(t, f.keeper.IterateValidators(f.ctx, func(i int64, v stakingtypes.ValidatorI) bool {
		seen = append(seen, v.GetOperator())
		return i == 2
	}))
	require.Equal(t, []string{f.seats[0].Operator, f.seats[1].Operator, f.seats[2].Operator}, seen)
}

func TestDelegationIsTheOperatorsOwn(t *testing.T) {
	f := started(t, 2)
	d, err := f.keeper.Delegation(f.ctx, sdk.AccAddress(f.operators[0]), f.operators[0])
	require.NoError(t, err)
	require.Equal(t, f.seats[0].Operator, d.GetValidatorAddr())
	require.True(t, d.GetShares().IsPositive())
	_, err = f.keeper.Delegation(f.ctx, sdk.AccAddress(f.operators[1]), f.operators[0])
	require.ErrorIs(t, err, stakingtypes.ErrNoDelegation)
}

func TestEndBlockKeepsTheSetWhenNoSeatIsActive(t *testing.T) {
	f := started(t, 2)
	for i, s := range f.seats {
		s.Status = types.SEAT_STATUS_JAILED
		require.NoError(t, f.keeper.seats.Set(f.ctx, f.operators[i], s))
	}
	updates, err := f.keeper.EndBlock(f.ctx)
	require.NoError(t, err)
	require.Empty(t, updates)
	told, err := f.keeper.Told(f.ctx)
	require.NoError(t, err)
	require.Len(t, told, 2)
}

func TestInvariantsSeeDamage(t *testing.T) {
	for _, tc := range []struct {
		name   string
		broken string
		damage func(*fixture) error
	}{
		{name: "no active seat", broken: "validator/set-nonempty", damage: func(f *fixture) error {
			s := f.seats[0]
			s.Status = types.SEAT_STATUS_JAILED
			return f.keeper.seats.Set(f.ctx, f.operators[0], s)
		}},
		{name: "key lost", broken: "validator/keys-unique", damage: func(f *fixture) error {
			return f.keeper.keys.Clear(f.ctx, nil)
		}},
		{name: "key of another seat", broken: "validator/keys-unique", damage: func(f *fixture) error {
			_, other := f.operator(t, 9)
			key, err := f.seats[0].PubKey()
			if err != nil {
				return err
			}
			return f.keeper.saveKey(f.ctx, types.Key{ConsensusKey: key.Key, Operator: other, FromHeight: 1, Stint: 1})
		}},
		{name: "place lost", broken: "validator/history", damage: func(f *fixture) error {
			return f.keeper.history.Clear(f.ctx, nil)
		}},
		{name: "told forgotten", broken: "validator/told-matches", damage: func(f *fixture) error {
			return f.keeper.told.Clear(f.ctx, nil)
		}},
		{name: "power doubled", broken: "validator/equal-power", damage: func(f *fixture) error {
			key, err := f.seats[0].PubKey()
			if err != nil {
				return err
			}
			return f.keeper.told.Set(f.ctx, key.Key, types.Told{ConsensusKey: key.Key, Power: 2})
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := started(t, 1)
			require.NoError(t, tc.damage(f))
			for _, inv := range Invariants() {
				if inv.Name == tc.broken {
					require.ErrorIs(t, inv.Check(f.ctx, f.keeper), types.ErrInvariantBroken)
				}
			}
		})
	}
}
