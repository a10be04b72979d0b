package types_test

import (
	"bytes"
	"crypto/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

func dealt(t *testing.T, epoch uint32) types.KeySet {
	t.Helper()
	set, _, err := oprf.Deal(rand.Reader, epoch, 3, []uint32{6, 7, 8, 9})
	require.NoError(t, err)
	return types.NewKeySet(set, types.KEY_SET_STATUS_ACTIVE, 10)
}

func TestKeySet(t *testing.T) {
	good := dealt(t, 1)
	require.NoError(t, good.Validate())
	parsed, err := good.Parse()
	require.NoError(t, err)
	require.Equal(t, good, types.NewKeySet(parsed, good.Status, good.FromHeight))
	for _, tc := range []struct {
		name  string
		spoil func(*types.KeySet)
	}{
		{name: "origin", spoil: func(k *types.KeySet) { k.Origin = 7 }},
		{name: "no origin", spoil: func(k *types.KeySet) { k.Origin = types.ORIGIN_UNSPECIFIED }},
		{name: "status", spoil: func(k *types.KeySet) { k.Status = types.KEY_SET_STATUS_UNSPECIFIED }},
		{name: "retired without a height", spoil: func(k *types.KeySet) { k.Status = types.KEY_SET_STATUS_RETIRED }},
		{name: "public key", spoil: func(k *types.KeySet) { k.PublicKey = k.Trustees[0].Commitment }},
		{name: "cut key", spoil: func(k *types.KeySet) { k.PublicKey = k.PublicKey[1:] }},
		{name: "two commitments swapped", spoil: func(k *types.KeySet) {
			k.Trustees[0].Commitment, k.Trustees[1].Commitment = k.Trustees[1].Commitment, k.Trustees[0].Commitment
		}},
		{name: "order", spoil: func(k *types.KeySet) { k.Trustees[0], k.Trustees[1] = k.Trustees[1], k.Trustees[0] }},
		{name: "threshold", spoil: func(k *types.KeySet) { k.Threshold = 2 }},
		{name: "all of them", spoil: func(k *types.KeySet) { k.Threshold = 4 }},
		{name: "nobody", spoil: func(k *types.KeySet) { k.Trustees = nil }},
		{name: "no epoch", spoil: func(k *types.KeySet) { k.Epoch = 0 }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			k := good
			k.Trustees = append([]types.PublicShare(nil), good.Trustees...)
			tc.spoil(&k)
			require.ErrorIs(t, k.Validate(), types.ErrKeySetInvalid)
		})
	}
	require.ErrorIs(t, good.CheckTrustees([]uint32{6, 7, 9}), types.ErrTrusteeSeatless)
	require.NoError(t, good.CheckTrustees([]uint32{5, 6, 7, 8, 9}))
}

func TestEpochs(t *testing.T) {
	one, two := dealt(t, 1), dealt(t, 2)
	require.NoError(t, types.NextEpoch(nil, 1))
	require.ErrorIs(t, types.NextEpoch(nil, 2), types.ErrEpochWrong)
	require.NoError(t, types.NextEpoch([]types.KeySet{one}, 2))
	require.ErrorIs(t, types.NextEpoch([]types.KeySet{one}, 1), types.ErrEpochWrong)
	require.ErrorIs(t, types.NextEpoch([]types.KeySet{one, two}, 3), types.ErrEpochsTooMany)
	require.NoError(t, types.NextEpoch([]types.KeySet{one.Retire(20), two}, 3))
	_, err := types.Active([]types.KeySet{one.Retire(20)}, 1)
	require.ErrorIs(t, err, types.ErrEpochInactive)
	require.NoError(t, one.Retire(20).Validate())
}

func TestEnrolled(t *testing.T) {
	seats := []validatortypes.Seat{{Organisation: 9, Enrolled: true}, {Organisation: 3}, {Organisation: 6, Enrolled: true}}
	require.Equal(t, []uint32{6, 9}, types.Enrolled(seats))
}

func TestOpenCeremony(t *testing.T) {
	enrolled, set := []uint32{6, 7, 8, 9}, dealt(t, 1)
	prepared := set
	prepared.Generation, prepared.Status = 1, types.KEY_SET_STATUS_PREPARED
	for _, tc := range []struct {
		name     string
		msg      types.MsgOpenCeremony
		sets     []types.KeySet
		enrolled []uint32
		dealers  []uint32
		want     error
	}{
		{name: "a new key", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_DKG, Epoch: 1}, enrolled: enrolled, dealers: enrolled},
		{name: "the key of an epoch that is there", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_DKG, Epoch: 1}, sets: []types.KeySet{set}, enrolled: enrolled, want: types.ErrEpochWrong},
		{name: "too low a threshold", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_DKG, Epoch: 1, Threshold: 2}, enrolled: enrolled, want: types.ErrCeremonyInvalid},
		{name: "nobody", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_DKG, Epoch: 1}, want: types.ErrCeremonyInvalid},
		{name: "a province joins", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_RESHARE, Epoch: 1}, sets: []types.KeySet{set}, enrolled: []uint32{6, 7, 8, 9, 12}, dealers: enrolled},
		{name: "a province left", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_RESHARE, Epoch: 1}, sets: []types.KeySet{set}, enrolled: []uint32{6, 7, 8, 12}, dealers: []uint32{6, 7, 8}},
		{name: "a share is lost", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_RESHARE, Epoch: 1, Lost: []uint32{7}}, sets: []types.KeySet{set}, enrolled: enrolled, dealers: []uint32{6, 8, 9}},
		{name: "too many are lost", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_RESHARE, Epoch: 1, Lost: []uint32{7, 8}}, sets: []types.KeySet{set}, enrolled: enrolled, want: types.ErrCeremonyInvalid},
		{name: "no key to share", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_RESHARE, Epoch: 1}, enrolled: enrolled, want: types.ErrEpochInactive},
		{name: "the last resharing waits", msg: types.MsgOpenCeremony{Kind: types.CEREMONY_KIND_RESHARE, Epoch: 1}, sets: []types.KeySet{set, prepared}, enrolled: enrolled, want: types.ErrCeremonyOpen},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := types.OpenCeremony(&tc.msg, 1, tc.sets, tc.enrolled)
			require.ErrorIs(t, err, tc.want)
			if tc.want == nil {
				require.Equal(t, tc.dealers, c.Dealers)
				require.Equal(t, tc.enrolled, c.Receivers)
				require.NoError(t, c.Validate())
			}
		})
	}
}

func TestGenesis(t *testing.T) {
	hash := bytes.Repeat([]byte{1}, types.HashLength)
	request := func(id uint64) types.Request {
		return types.Request{Id: id, Organisation: 4, Epoch: 1, Kind: types.CASE_KIND_INTAKE, Ref: hash[:16], Hash: hash, Elements: 3, Day: 7}
	}
	good := func() types.GenesisState {
		return types.GenesisState{
			Params: types.DefaultParams(), KeySets: []types.KeySet{dealt(t, 1)}, Requests: []types.Request{request(1), request(2)}, Undrawn: []uint64{2},
			Quotas:  []types.Quota{{Day: 7, Organisation: 4, Elements: 6}},
			Samples: []types.Sample{{Request: 1, Organisation: 4, Assigned: 5, Status: types.SAMPLE_STATUS_OPEN}},
		}
	}
	require.NoError(t, good().Validate())
	require.NoError(t, types.DefaultGenesis().Validate())
	for _, tc := range []struct {
		name  string
		spoil func(*types.GenesisState)
		want  error
	}{
		{name: "a gap", spoil: func(g *types.GenesisState) { g.Requests[1].Id = 3 }, want: types.ErrGenesisInvalid},
		{name: "a quota that isn't the sum", spoil: func(g *types.GenesisState) { g.Quotas[0].Elements = 5 }, want: types.ErrGenesisInvalid},
		{name: "an unknown request to draw for", spoil: func(g *types.GenesisState) { g.Undrawn[0] = 3 }, want: types.ErrGenesisInvalid},
		{name: "a sample of nothing", spoil: func(g *types.GenesisState) { g.Samples[0].Request = 9 }, want: types.ErrGenesisInvalid},
		{name: "a sample for the asking county", spoil: func(g *types.GenesisState) { g.Samples[0].Assigned = 4 }, want: types.ErrSampleUnknown},
		{name: "one epoch twice", spoil: func(g *types.GenesisState) { g.KeySets = append(g.KeySets, g.KeySets[0]) }, want: types.ErrGenesisInvalid},
		{name: "three live epochs", spoil: func(g *types.GenesisState) { g.KeySets = append(g.KeySets, dealt(t, 2), dealt(t, 3)) }, want: types.ErrGenesisInvalid},
		{name: "offers of no ceremony", spoil: func(g *types.GenesisState) { g.Offers = []types.Offer{{Organisation: 6}} }, want: types.ErrGenesisInvalid},
		{name: "a ceremony without parts", spoil: func(g *types.GenesisState) { g.Ceremony = &types.Ceremony{} }, want: types.ErrCeremonyInvalid},
		{name: "no params", spoil: func(g *types.GenesisState) { g.Params = types.Params{} }, want: types.ErrParamsInvalid},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := good()
			tc.spoil(&g)
			require.ErrorIs(t, g.Validate(), tc.want)
		})
	}
}
