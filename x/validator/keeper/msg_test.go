package keeper

import (
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/validator/types"
)

const longAfter = 15 * 24 * 3600 // seconds; longer than the trusting period

func (f *fixture) seat(t require.TestingT, i int) types.Seat {
	operator, _ := f.operator(t, i)
	s, err := f.keeper.Seat(f.ctx, operator)
	require.NoError(t, err)
	return s
}

func TestOnlyAVoteDecides(t *testing.T) {
	f := started(t, 7)
	operator, key := f.seats[0].Operator, f.key("new")
	server := f.server()
	for _, tc := range []struct {
		name string
		do   func(authority string) error
	}{
		{name: "enrol", do: func(a string) error {
			_, err := server.EnrolSeat(f.ctx, &types.MsgEnrolSeat{Authority: a, Organisation: 9, Operator: operator, ConsensusKey: key})
			return err
		}},
		{name: "suspend", do: func(a string) error {
			_, err := server.SuspendSeat(f.ctx, &types.MsgSuspendSeat{Authority: a, Operator: operator})
			return err
		}},
		{name: "resume", do: func(a string) error {
			_, err := server.ResumeSeat(f.ctx, &types.MsgResumeSeat{Authority: a, Operator: operator})
			return err
		}},
		{name: "remove", do: func(a string) error {
			_, err := server.RemoveSeat(f.ctx, &types.MsgRemoveSeat{Authority: a, Operator: operator, Emergency: true})
			return err
		}},
		{name: "params", do: func(a string) error {
			_, err := server.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: a, Params: types.DefaultParams()})
			return err
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, tc.do(""), types.ErrUnauthorised)
			require.ErrorIs(t, tc.do("relief1someone"), types.ErrUnauthorised)
		})
	}
}

func TestJoin(t *testing.T) {
	f := started(t, 4)
	_, operator := f.operator(t, 9)
	key := f.key("candidate")
	require.NoError(t, f.enrol(t, 9, key))
	require.Equal(t, types.SEAT_STATUS_PENDING, f.seat(t, 9).Status)
	require.False(t, f.seat(t, 9).IsEnrolled())
	require.ErrorIs(t, f.enrol(t, 8, key), types.ErrKeyUsed, "a key on its way is taken")
	require.ErrorIs(t, f.enrol(t, 9, f.key("other")), types.ErrSeatStatus)
	require.ErrorIs(t, f.rotate(t, 0, key), types.ErrKeyUsed)
	require.Empty(t, f.endBlock(t))

	f.next(t, 1)
	require.ErrorIs(t, f.activate(t, operator, f.key("other")), types.ErrPossessionUnproven)
	require.NoError(t, f.activate(t, operator, key))
	require.True(t, f.seat(t, 9).IsEnrolled())
	updates := f.endBlock(t)
	require.Len(t, updates, 1)
	require.Equal(t, key, updates[0].PubKey.GetEd25519())
	require.Equal(t, types.Power, updates[0].Power)
	keys, err := f.keeper.Keys(f.ctx, []byte("province-00000000009"))
	require.NoError(t, err)
	require.Equal(t, []types.Key{{ConsensusKey: key, Operator: operator, FromHeight: f.ctx.BlockHeight() + 2, Stint: 1}}, keys)
}

func TestEnrolNeedsAnActiveProvince(t *testing.T) {
	f := started(t, 4)
	f.authority.others[6] = authoritytypes.Organisation{Id: 6, Kind: authoritytypes.ORGANISATION_KIND_COUNTY, Status: authoritytypes.ORGANISATION_STATUS_ACTIVE}
	f.authority.others[7] = authoritytypes.Organisation{Id: 7, Kind: authoritytypes.ORGANISATION_KIND_PROVINCE, Status: authoritytypes.ORGANISATION_STATUS_SUSPENDED}
	require.ErrorIs(t, f.enrol(t, 5, f.key("a")), types.ErrOrganisationKind)
	require.ErrorIs(t, f.enrol(t, 6, f.key("a")), types.ErrOrganisationKind)
	require.ErrorIs(t, f.enrol(t, 399, f.key("a")), authoritytypes.ErrOrganisationUnknown)
}

func TestOldBlocksProveNothing(t *testing.T) {
	f := started(t, 4)
	_, operator := f.operator(t, 9)
	key := f.key("candidate")
	require.NoError(t, f.enrol(t, 9, key))
	height, signature := f.proof(t, operator, key)
	activate := func(height int64) error {
		_, err := f.server().ActivateSeat(f.ctx, &types.MsgActivateSeat{Operator: operator, Height: height, Signature: signature})
		return err
	}
	require.ErrorIs(t, activate(f.ctx.BlockHeight()), types.ErrBlockUnknown, "the block that is being made")
	require.ErrorIs(t, activate(f.ctx.BlockHeight()+1), types.ErrBlockUnknown)
	f.blocks(t, types.RecentBlocks-1, 1)
	require.Equal(t, int64(types.RecentBlocks), f.ctx.BlockHeight()-height)
	f.endBlock(t)
	f.next(t, 1)
	require.ErrorIs(t, activate(height), types.ErrBlockUnknown)
	require.NoError(t, f.activate(t, operator, key))
}

func TestAcceptedSeatExpires(t *testing.T) {
	f := started(t, 5)
	key := f.key("late")
	require.NoError(t, f.enrol(t, 9, key))
	f.endBlock(t)
	f.next(t, types.DefaultParams().ActivationSeconds)
	f.endBlock(t)
	_, err := f.keeper.Seat(f.ctx, []byte("province-00000000009"))
	require.ErrorIs(t, err, types.ErrSeatUnknown)
	require.NoError(t, f.enrol(t, 8, key), "a key that never proved itself may be named again")
	require.NoError(t, f.retire(t, 8), "a candidate may give up")
	_, err = f.keeper.Seat(f.ctx, []byte("province-00000000008"))
	require.ErrorIs(t, err, types.ErrSeatUnknown)
	f.endBlock(t)
}

func TestSuspendAndResume(t *testing.T) {
	f := started(t, 5)
	require.NoError(t, f.suspend(t, 1))
	require.Equal(t, types.SEAT_STATUS_SUSPENDED, f.status(t, 1))
	require.True(t, f.seat(t, 1).IsEnrolled(), "it keeps its vote")
	require.ErrorIs(t, f.suspend(t, 2), types.ErrFloorReached)
	require.Len(t, f.endBlock(t), 1)
	require.ErrorIs(t, f.keeper.Unjail(f.ctx, f.consensus(t, 1)), types.ErrSeatStatus, "only a vote brings it back")
	f.next(t, 1)
	require.ErrorIs(t, f.resume(t, 1), types.ErrChangeInFlight)
	f.blocks(t, 1, 1)
	require.NoError(t, f.resume(t, 1))
	require.Len(t, f.endBlock(t), 1)
	changes, err := f.keeper.Changes(f.ctx)
	require.NoError(t, err)
	require.Len(t, changes, 1, "both are one change")
	f.blocks(t, 2, 1)
	require.ErrorIs(t, f.rotate(t, 0, f.key("x")), types.ErrTurnoverExceeded)
	f.blocks(t, 1, longAfter)
	require.NoError(t, f.rotate(t, 0, f.key("x")))
}

func TestRemovalKeepsTheFloorEvenInAnEmergency(t *testing.T) {
	f := started(t, 6)
	require.NoError(t, f.remove(t, 0, false))
	require.ErrorIs(t, f.remove(t, 1, false), types.ErrChangeInFlight)
	require.NoError(t, f.remove(t, 1, true), "an emergency waits for nothing")
	require.ErrorIs(t, f.remove(t, 2, true), types.ErrFloorReached)
	require.ErrorIs(t, f.retire(t, 2), types.ErrFloorReached)
	require.ErrorIs(t, f.remove(t, 1, true), types.ErrSeatStatus)
	require.Len(t, f.endBlock(t), 2)
	require.False(t, f.seat(t, 0).IsEnrolled())
}

func TestSeatThatLeftComesBackByAVote(t *testing.T) {
	f := started(t, 6)
	require.NoError(t, f.retire(t, 0))
	require.Equal(t, types.SEAT_STATUS_RETIRING, f.status(t, 0))
	require.ErrorIs(t, f.enrol(t, 0, f.key("again")), types.ErrSeatStatus, "evidence can still reach it")
	f.blocks(t, evidenceBlocks+4, longAfter)
	require.Equal(t, types.SEAT_STATUS_RETIRED, f.status(t, 0))
	require.Equal(t, []string{string(f.consensus(t, 0))}, f.signing.removed)
	old, err := f.seats[0].PubKey()
	require.NoError(t, err)
	require.ErrorIs(t, f.enrol(t, 0, old.Key), types.ErrKeyUsed)

	key := f.key("again")
	require.NoError(t, f.enrol(t, 0, key))
	require.False(t, f.seat(t, 0).IsEnrolled())
	require.NoError(t, f.activate(t, f.seats[0].Operator, key))
	f.endBlock(t)
	keys, err := f.keeper.Keys(f.ctx, f.operators[0])
	require.NoError(t, err)
	require.Len(t, keys, 2)
	require.Equal(t, []uint32{2, 1}, []uint32{keys[0].Stint, keys[1].Stint})
	require.Equal(t, int64(4), keys[1].UntilHeight)
}

func TestRetiredProvinceMayChangeItsOperator(t *testing.T) {
	f := started(t, 6)
	require.NoError(t, f.retire(t, 0))
	f.blocks(t, evidenceBlocks+4, longAfter)
	_, operator := f.operator(t, 20)
	_, err := f.server().EnrolSeat(f.ctx, &types.MsgEnrolSeat{Authority: vote, Organisation: 1, Operator: operator, ConsensusKey: f.key("new")})
	require.NoError(t, err)
	_, err = f.keeper.Seat(f.ctx, f.operators[0])
	require.ErrorIs(t, err, types.ErrSeatUnknown)
	jailed, err := f.keeper.IsValidatorJailed(f.ctx, f.consensus(t, 0))
	require.NoError(t, err)
	require.True(t, jailed)
	f.endBlock(t)
}

func TestTurnover(t *testing.T) {
	f := started(t, 7)
	require.NoError(t, f.rotate(t, 0, f.key("a")))
	f.blocks(t, 1, 1)
	require.ErrorIs(t, f.retire(t, 1), types.ErrChangeInFlight)
	f.blocks(t, 1, 1)
	require.NoError(t, f.retire(t, 1))
	f.blocks(t, 2, 1)
	require.ErrorIs(t, f.rotate(t, 2, f.key("b")), types.ErrTurnoverExceeded)
	res, err := NewQueryServer(f.keeper).Changes(f.ctx, &types.QueryChangesRequest{})
	require.NoError(t, err)
	require.Equal(t, [2]uint32{2, 2}, [2]uint32{res.Counted, res.Limit})
	f.blocks(t, 1, longAfter)
	require.NoError(t, f.rotate(t, 2, f.key("b")))
	f.endBlock(t)
	changes, err := f.keeper.Changes(f.ctx)
	require.NoError(t, err)
	require.Len(t, changes, 1, "changes of old are forgotten")
}

func TestRotationLimits(t *testing.T) {
	f := started(t, 7)
	own, err := f.seats[0].PubKey()
	require.NoError(t, err)
	require.ErrorIs(t, f.rotate(t, 0, own.Key), types.ErrKeyUsed)
	require.NoError(t, f.rotate(t, 0, f.key("a")))
	require.ErrorIs(t, f.rotate(t, 0, f.key("b")), types.ErrRotationTooSoon)
	f.blocks(t, 3, 1)
	require.ErrorIs(t, f.rotate(t, 0, f.key("b")), types.ErrRotationTooSoon)
	require.ErrorIs(t, f.rotate(t, 0, own.Key), types.ErrRotationTooSoon)
	f.blocks(t, 1, types.DefaultParams().RotationIntervalSeconds)
	require.ErrorIs(t, f.rotate(t, 0, own.Key), types.ErrKeyUsed, "no key ever returns")
	require.NoError(t, f.rotate(t, 0, f.key("b")))
}

func TestOverride(t *testing.T) {
	f := started(t, 7)
	f.authority.officers["province"] = authoritytypes.Officer{Organisation: 1, Credential: blockHash(1)}
	f.authority.officers["colleague"] = authoritytypes.Officer{Organisation: 1, Credential: blockHash(2)}
	f.authority.officers["nation"] = authoritytypes.Officer{Organisation: 50, Credential: blockHash(3)}
	override := func(signer string, key []byte) (int64, error) {
		height, signature := f.proof(t, f.seats[0].Operator, key)
		res, err := f.server().OverrideRotation(f.ctx, &types.MsgOverrideRotation{
			Signer: signer, Operator: f.seats[0].Operator, NewKey: key, Height: height, Signature: signature,
		})
		if err != nil {
			return 0, err
		}
		return res.FromHeight, nil
	}
	require.NoError(t, f.rotate(t, 0, f.key("a")))
	f.blocks(t, 3, 1)
	key := f.key("b")
	_, err := override("stranger", key)
	require.ErrorIs(t, err, authoritytypes.ErrActionDenied)
	_, err = override("province", f.key("a"))
	require.ErrorIs(t, err, types.ErrKeyUsed)
	from, err := override("province", key)
	require.NoError(t, err)
	require.Zero(t, from)
	_, err = override("colleague", key)
	require.ErrorIs(t, err, types.ErrApprovalSame)
	f.blocks(t, 1, 1) // each approval may prove the key with a block of its own
	from, err = override("nation", key)
	require.NoError(t, err)
	require.Equal(t, f.ctx.BlockHeight()+2, from, "the operator's interval does not bind")
	has, err := f.keeper.approvals.Has(f.ctx, f.operators[0])
	require.NoError(t, err)
	require.False(t, has)
	require.Len(t, f.endBlock(t), 2)
}

func TestApprovalLapses(t *testing.T) {
	f := started(t, 7)
	f.authority.officers["province"] = authoritytypes.Officer{Organisation: 1, Credential: blockHash(1)}
	f.authority.officers["nation"] = authoritytypes.Officer{Organisation: 50, Credential: blockHash(3)}
	key := f.key("b")
	for _, signer := range []string{"province", "nation"} {
		height, signature := f.proof(t, f.seats[0].Operator, key)
		res, err := f.server().OverrideRotation(f.ctx, &types.MsgOverrideRotation{
			Signer: signer, Operator: f.seats[0].Operator, NewKey: key, Height: height, Signature: signature,
		})
		require.NoError(t, err)
		require.Zero(t, res.FromHeight)
		f.blocks(t, 1, types.DefaultParams().ApprovalSeconds)
	}
}

func TestUpdateParams(t *testing.T) {
	f := started(t, 4)
	p := types.Params{TrustingPeriodSeconds: 60, RotationIntervalSeconds: 1, ActivationSeconds: 90, ApprovalSeconds: 60}
	_, err := f.server().UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: vote, Params: p})
	require.NoError(t, err)
	res, err := NewQueryServer(f.keeper).Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, p, res.Params)
	p.ActivationSeconds = 60
	_, err = f.server().UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: vote, Params: p})
	require.ErrorIs(t, err, types.ErrParamsInvalid)
}

func TestQueryRecentBlock(t *testing.T) {
	f := started(t, 4)
	f.blocks(t, types.RecentBlocks+5, 1)
	server := NewQueryServer(f.keeper)
	now := f.ctx.BlockHeight()
	for _, tc := range []struct {
		name        string
		height, got int64
		want        error
	}{
		{name: "newest", height: 0, got: now},
		{name: "this", height: now, got: now},
		{name: "oldest", height: now - types.RecentBlocks + 1, got: now - types.RecentBlocks + 1},
		{name: "overwritten", height: now - types.RecentBlocks, want: types.ErrBlockUnknown},
		{name: "to come", height: now + 1, want: types.ErrBlockUnknown},
		{name: "negative", height: -1, want: types.ErrBlockUnknown},
	} {
		t.Run(tc.name, func(t *testing.T) {
			res, err := server.RecentBlock(f.ctx, &types.QueryRecentBlockRequest{Height: tc.height})
			require.ErrorIs(t, err, tc.want)
			if tc.want == nil {
				require.Equal(t, types.RecentBlock{Height: tc.got, Hash: blockHash(tc.got)}, res.Block)
			}
		})
	}
}
