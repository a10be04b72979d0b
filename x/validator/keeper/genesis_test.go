package keeper

import (
	"slices"
	"strings"
	"testing"

	"github.com/cosmos/cosmos-sdk/types/bech32"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/validator/types"
)

func TestInitGenesisTellsTheWholeSet(t *testing.T) {
	f := newFixture(t, 5)
	f.seats[1].Status = types.SEAT_STATUS_JAILED
	f.seats[2].Status = types.SEAT_STATUS_TOMBSTONED
	require.NoError(t, f.keeper.SetHooks(f.signing))

	updates, err := f.keeper.InitGenesis(f.ctx, *types.NewGenesisState(f.seats...))
	require.NoError(t, err)
	require.Len(t, updates, 3)
	for _, i := range []int{0, 3, 4} {
		require.Contains(t, updates, f.update(t, i, types.Power))
	}
	require.Len(t, f.signing.created, 5)
	require.Equal(t, f.signing.created, f.signing.bonded)
	require.Empty(t, f.endBlock(t))
}

func TestInitGenesisRefuses(t *testing.T) {
	for _, tc := range []struct {
		name   string
		hooks  bool
		change func([]types.Seat) []types.Seat
		want   error
	}{
		{name: "no hooks", want: types.ErrHooksUnset},
		{name: "no seats", hooks: true, change: func([]types.Seat) []types.Seat { return nil }, want: types.ErrSetEmpty},
		{name: "operator of another chain", hooks: true, want: types.ErrAddressInvalid, change: func(s []types.Seat) []types.Seat {
			text, err := bech32.ConvertAndEncode("cosmosvaloper", make([]byte, types.AddressLength))
			require.NoError(t, err)
			s[0].Operator = text
			return s
		}},
		{name: "operator in capitals", hooks: true, want: types.ErrAddressInvalid, change: func(s []types.Seat) []types.Seat {
			s[0].Operator = strings.ToUpper(s[0].Operator)
			return s
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t, 2)
			if tc.hooks {
				require.NoError(t, f.keeper.SetHooks(f.signing))
			}
			if tc.change != nil {
				f.seats = tc.change(f.seats)
			}
			updates, err := f.keeper.InitGenesis(f.ctx, *types.NewGenesisState(f.seats...))
			require.ErrorIs(t, err, tc.want)
			require.Nil(t, updates)
		})
	}
}

func TestExportImportExport(t *testing.T) {
	f := newFixture(t, 7)
	slices.Reverse(f.seats)
	slices.Reverse(f.operators)
	require.NoError(t, f.keeper.SetHooks(f.signing))
	_, err := f.keeper.InitGenesis(f.ctx, *types.NewGenesisState(f.seats...))
	require.NoError(t, err)
	require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, 1)))
	_, err = slashDouble(f, f.consensus(t, 2))
	require.NoError(t, err)
	f.endBlock(t)
	f.next(t, 1)
	f.next(t, 1)
	f.authority.officers["province"] = authoritytypes.Officer{Organisation: 99, Credential: blockHash(1)}
	require.NoError(t, f.rotate(t, 3, f.key("rotated"))) // exported while it is under way
	require.NoError(t, f.enrol(t, 4, f.key("accepted again")))
	require.NoError(t, f.enrol(t, 9, f.key("candidate")))
	override := f.key("override")
	height, signature := f.proof(t, f.seats[4].Operator, override)
	_, err = f.server().OverrideRotation(f.ctx, &types.MsgOverrideRotation{
		Signer: "province", Operator: f.seats[4].Operator, NewKey: override, Height: height, Signature: signature,
	})
	require.NoError(t, err)
	f.endBlock(t)

	first, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	text := f.cdc.MustMarshalJSON(first)

	var read types.GenesisState
	f.cdc.MustUnmarshalJSON(text, &read)
	again := newFixture(t, 0)
	again.ctx = again.ctx.WithBlockHeight(f.ctx.BlockHeight()).WithBlockTime(f.ctx.BlockTime())
	require.NoError(t, again.keeper.SetHooks(again.signing))
	updates, err := again.keeper.InitGenesis(again.ctx, read)
	require.NoError(t, err)
	require.Len(t, updates, 5)
	require.Len(t, read.Keys, 10)
	require.Len(t, read.Blocks, 2)
	require.Len(t, read.Changes, 1)
	require.Len(t, read.Approvals, 1)
	require.Empty(t, again.endBlock(t))
	second, err := again.keeper.ExportGenesis(again.ctx)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(again.cdc.MustMarshalJSON(second)))

	wasTold, err := f.keeper.Told(f.ctx)
	require.NoError(t, err)
	isTold, err := again.keeper.Told(again.ctx)
	require.NoError(t, err)
	require.Equal(t, wasTold, isTold)
}
