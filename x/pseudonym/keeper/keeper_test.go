package keeper_test

import (
	"crypto/rand"
	"testing"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/pseudonym/keeper"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

func TestOnlyAVoteDecides(t *testing.T) {
	f := setup(t)
	for _, signer := range []string{"", "intake", "relief1someone"} {
		_, err := f.msg.SetKeySet(f.ctx, &types.MsgSetKeySet{Authority: signer})
		require.ErrorIs(t, err, types.ErrUnauthorised)
		_, err = f.msg.OpenCeremony(f.ctx, &types.MsgOpenCeremony{Authority: signer})
		require.ErrorIs(t, err, types.ErrUnauthorised)
		_, err = f.msg.RetireEpoch(f.ctx, &types.MsgRetireEpoch{Authority: signer})
		require.ErrorIs(t, err, types.ErrUnauthorised)
		_, err = f.msg.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: signer})
		require.ErrorIs(t, err, types.ErrUnauthorised)
	}
}

func TestRequestTags(t *testing.T) {
	good := types.MsgRequestTags{Signer: "intake", Epoch: 1, Kind: types.CASE_KIND_PERSON, Ref: refOf("person"), Hash: hashOf("r"), Elements: 4}
	for _, tc := range []struct {
		name string
		edit func(*fixture, *types.MsgRequestTags)
		want error
	}{
		{name: "a person"},
		{name: "a household", edit: func(_ *fixture, m *types.MsgRequestTags) {
			m.Kind, m.Ref = types.CASE_KIND_HOUSEHOLD, refOf("household")
		}},
		{name: "an intake", edit: func(_ *fixture, m *types.MsgRequestTags) { m.Kind, m.Ref = types.CASE_KIND_INTAKE, refOf("new") }},
		{name: "an intake of a registered household", want: types.ErrCaseClosed, edit: func(_ *fixture, m *types.MsgRequestTags) {
			m.Kind, m.Ref = types.CASE_KIND_INTAKE, refOf("household")
		}},
		{name: "an unknown person", want: beneficiarytypes.ErrPersonUnknown, edit: func(_ *fixture, m *types.MsgRequestTags) { m.Ref = refOf("nobody") }},
		{name: "a closed person", want: types.ErrCaseClosed, edit: func(f *fixture, _ *types.MsgRequestTags) { f.register.closed = true }},
		{name: "another county", want: authoritytypes.ErrAreaOutside, edit: func(_ *fixture, m *types.MsgRequestTags) { m.Signer = "reviewer" }},
		{name: "a stranger's intake", want: authoritytypes.ErrOfficerUnknown, edit: func(_ *fixture, m *types.MsgRequestTags) {
			m.Signer, m.Kind, m.Ref = "stranger", types.CASE_KIND_INTAKE, refOf("new")
		}},
		{name: "another epoch", want: types.ErrEpochInactive, edit: func(_ *fixture, m *types.MsgRequestTags) { m.Epoch = 2 }},
		{name: "over the quota", want: types.ErrQuotaExceeded, edit: func(f *fixture, _ *types.MsgRequestTags) {
			f.params(func(p *types.Params) { p.Quota = 3 })
		}},
		{name: "too many at once", want: types.ErrRequestSize, edit: func(f *fixture, _ *types.MsgRequestTags) {
			f.params(func(p *types.Params) { p.MaxElements = 3 })
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, msg := setup(t), good
			if tc.edit != nil {
				tc.edit(f, &msg)
			}
			res, err := f.msg.RequestTags(f.ctx, &msg)
			require.ErrorIs(t, err, tc.want)
			quota, queryErr := f.query.Quota(f.ctx, &types.QueryQuotaRequest{Organisation: 11})
			require.NoError(t, queryErr)
			if tc.want != nil {
				require.Zero(t, quota.Used.Elements)
				return
			}
			require.EqualValues(t, 1, res.Request)
			require.EqualValues(t, 4, quota.Used.Elements)
			r, err := f.k.Request(f.ctx, 1)
			require.NoError(t, err)
			require.Equal(t, types.Request{
				Id: 1, Organisation: 11, Epoch: 1, Kind: msg.Kind, Ref: msg.Ref, Hash: msg.Hash, Elements: 4, Height: 10, Day: 100,
			}, r)
			f.block()
		})
	}
}

// A request of a block is drawn for by the next one, at most so many at a time, and one of a sample isn't drawn again.
func TestDrawsAreBoundedAndLater(t *testing.T) {
	f := setup(t)
	f.params(func(p *types.Params) { p.SampleOneIn, p.Quota = 1, 10_000 })
	for range types.MaxDrawsPerBlock + 5 {
		_, err := f.request(1)
		require.NoError(t, err)
	}
	f.block()
	require.Empty(t, f.samples(12))
	f.block()
	gs, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Len(t, gs.Undrawn, 5)
	f.block()
	gs, err = f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Empty(t, gs.Undrawn)
	require.NotEmpty(t, gs.Samples)
	for _, s := range gs.Samples {
		require.EqualValues(t, 12, s.Assigned, "the only other county")
	}

	sample := gs.Samples[0].Request
	_, err = f.msg.RepeatRequest(f.ctx, &types.MsgRepeatRequest{Signer: "colleague", Sample: sample, Hash: hashOf("again")})
	require.ErrorIs(t, err, types.ErrSampleForeign)
	_, err = f.msg.RepeatRequest(f.ctx, &types.MsgRepeatRequest{Signer: "reviewer", Sample: 99_999, Hash: hashOf("again")})
	require.ErrorIs(t, err, types.ErrSampleUnknown)
	res, err := f.msg.RepeatRequest(f.ctx, &types.MsgRepeatRequest{Signer: "reviewer", Sample: sample, Hash: hashOf("again")})
	require.NoError(t, err)
	f.block()
	f.block()
	_, err = f.k.Sample(f.ctx, res.Request)
	require.ErrorIs(t, err, types.ErrSampleUnknown)
	_, err = f.msg.ReportSample(f.ctx, &types.MsgReportSample{Signer: "reviewer", Sample: sample, Verdict: types.SAMPLE_STATUS_EQUAL})
	require.NoError(t, err)
}

// Without another county nothing is drawn.
func TestNobodyEvaluatesItself(t *testing.T) {
	f := setup(t)
	delete(f.authority.organisations, 12)
	f.params(func(p *types.Params) { p.SampleOneIn = 1 })
	_, err := f.request(1)
	require.NoError(t, err)
	f.block()
	f.block()
	gs, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Empty(t, gs.Samples)
	require.Empty(t, gs.Undrawn)
}

func TestQuotasOfPastDaysGo(t *testing.T) {
	f := setup(t)
	for range 4 {
		_, err := f.request(500)
		require.ErrorIs(t, err, types.ErrRequestSize)
		_, err = f.request(256)
		require.NoError(t, err)
		f.block()
		f.authority.day++
	}
	f.block()
	gs, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.Equal(t, []types.Quota{{Day: 103, Organisation: 11, Elements: 256}}, gs.Quotas)
}

func TestKeySets(t *testing.T) {
	f := setup(t)
	propose := func(epoch uint32, trustees ...uint32) error {
		set, _, err := oprf.Deal(rand.Reader, epoch, oprf.MinThreshold(len(trustees)), trustees)
		require.NoError(t, err)
		k := types.NewKeySet(set, types.KEY_SET_STATUS_ACTIVE, 0)
		_, err = f.msg.SetKeySet(f.ctx, &types.MsgSetKeySet{Authority: vote, Epoch: epoch, Threshold: k.Threshold, PublicKey: k.PublicKey, Trustees: k.Trustees})
		return err
	}
	require.ErrorIs(t, propose(1, provinces...), types.ErrEpochWrong)
	require.ErrorIs(t, propose(2, 6, 7, 8, 10), types.ErrTrusteeSeatless)
	require.NoError(t, propose(2, provinces...))
	require.ErrorIs(t, propose(3, provinces...), types.ErrEpochsTooMany)
	_, err := f.msg.RetireEpoch(f.ctx, &types.MsgRetireEpoch{Authority: vote, Epoch: 1})
	require.NoError(t, err)
	_, err = f.msg.RetireEpoch(f.ctx, &types.MsgRetireEpoch{Authority: vote, Epoch: 1})
	require.ErrorIs(t, err, types.ErrEpochInactive)
	require.NoError(t, propose(3, provinces...))
	res, err := f.query.KeySets(f.ctx, &types.QueryKeySetsRequest{})
	require.NoError(t, err)
	require.Len(t, res.KeySets, 3)
	_, err = f.query.KeySets(f.ctx, &types.QueryKeySetsRequest{Pagination: &query.PageRequest{Offset: 1}})
	require.ErrorIs(t, err, types.ErrPageInvalid)
	f.block()
}

// The state in the middle of a ceremony is written and read.
func TestGenesisInTheMiddleOfACeremony(t *testing.T) {
	f := setup(t)
	open := &types.MsgOpenCeremony{Authority: vote, Kind: types.CEREMONY_KIND_RESHARE, Epoch: 1}
	res, err := f.msg.OpenCeremony(f.ctx, open)
	require.NoError(t, err)
	_, err = f.msg.OpenCeremony(f.ctx, open)
	require.ErrorIs(t, err, types.ErrCeremonyOpen)
	_, err = f.msg.RetireEpoch(f.ctx, &types.MsgRetireEpoch{Authority: vote, Epoch: 1})
	require.ErrorIs(t, err, types.ErrCeremonyOpen)

	c, err := f.k.LastCeremony(f.ctx)
	require.NoError(t, err)
	protocol, err := c.Protocol(chainID, nil, nil)
	require.NoError(t, err)
	member, err := oprf.NewMember([32]byte{1}, protocol, 6, &f.shares[0])
	require.NoError(t, err)
	o, err := member.Offer(rand.Reader, protocol)
	require.NoError(t, err)
	msg := types.MsgOffer{
		Operator: operatorOf(t, 6), Ceremony: res.Ceremony, Encryption: o.Encryption.Bytes(), EncryptionProof: o.EncryptionProof[:],
		Commitments: oprf.Encode(o.Commitments), KeyProof: o.KeyProof[:],
	}
	for _, tc := range []struct {
		name string
		edit func(*types.MsgOffer)
		want error
	}{
		{name: "another province's", edit: func(m *types.MsgOffer) { m.Operator = operatorOf(t, 7) }, want: types.ErrCeremonyMessage},
		{name: "an operator without a seat", edit: func(m *types.MsgOffer) { m.Operator = operatorOf(t, 10) }, want: types.ErrOperatorUnknown},
		{name: "no operator", edit: func(m *types.MsgOffer) { m.Operator = "relief1" }, want: types.ErrAddressMalformed},
		{name: "of another ceremony", edit: func(m *types.MsgOffer) { m.Ceremony = 2 }, want: types.ErrCeremonyUnknown},
		{name: "with another key", edit: func(m *types.MsgOffer) { m.Encryption = m.Commitments[1] }, want: types.ErrCeremonyMessage},
		{name: "good"},
		{name: "twice", want: types.ErrCeremonyPart},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := msg
			if tc.edit != nil {
				tc.edit(&m)
			}
			_, err := f.msg.Offer(f.ctx, &m)
			require.ErrorIs(t, err, tc.want)
		})
	}
	_, err = f.msg.Deal(f.ctx, &types.MsgDeal{Operator: operatorOf(t, 6), Ceremony: 1, Sealed: [][]byte{hashOf("share")}})
	require.ErrorIs(t, err, types.ErrCeremonyPhase)
	_, err = f.msg.Complain(f.ctx, &types.MsgComplain{Operator: operatorOf(t, 6), Ceremony: 1, Dealer: 7, Secret: o.Encryption.Bytes(), Proof: o.KeyProof[:]})
	require.ErrorIs(t, err, types.ErrCeremonyPart)

	out, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	again := setup(t)
	fresh, err := keeper.New(keeper.Deps{})
	require.ErrorIs(t, err, types.ErrDependencyMissing)
	require.Nil(t, fresh)
	require.NoError(t, again.k.InitGenesis(again.ctx, *out))
	second, err := again.k.ExportGenesis(again.ctx)
	require.NoError(t, err)
	require.Equal(t, out, second)
	for range 6 {
		f.block()
	}
	c, err = f.k.LastCeremony(f.ctx)
	require.NoError(t, err)
	require.Equal(t, types.CEREMONY_PHASE_FAILED, c.Phase)
	require.Len(t, c.Faults, 3)
}
