package types_test

import (
	"crypto/rand"
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

func TestQuota(t *testing.T) {
	p := types.DefaultParams()
	p.Quota = 10
	for _, tc := range []struct {
		name       string
		used, more uint32
		left       uint32
		want       error
	}{
		{name: "first", more: 4, left: 6},
		{name: "to the last one", used: 4, more: 6},
		{name: "one too many", used: 4, more: 7, want: types.ErrQuotaExceeded},
		{name: "lowered since", used: 20, more: 1, want: types.ErrQuotaExceeded},
		{name: "no overflow", used: 9, more: 1<<32 - 1, want: types.ErrQuotaExceeded},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q, err := p.Use(types.Quota{Elements: tc.used}, tc.more)
			require.ErrorIs(t, err, tc.want)
			if tc.want == nil {
				require.Equal(t, tc.left, p.Left(q))
			}
		})
	}
	require.ErrorIs(t, p.CheckSize(0), types.ErrRequestSize)
	require.ErrorIs(t, p.CheckSize(257), types.ErrRequestSize)
	require.NoError(t, p.CheckSize(256))
}

func TestParams(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	for name, edit := range map[string]func(*types.Params){
		"no quota":           func(p *types.Params) { p.Quota = 0 },
		"endless quota":      func(p *types.Params) { p.Quota = types.MaxQuota + 1 },
		"no elements":        func(p *types.Params) { p.MaxElements = 0 },
		"too many elements":  func(p *types.Params) { p.MaxElements = oprf.MaxBatch + 1 },
		"no time to answer":  func(p *types.Params) { p.RequestBlocks = 0 },
		"endless phase":      func(p *types.Params) { p.PhaseBlocks = types.MaxBlocks + 1 },
		"no time for shares": func(p *types.Params) { p.ActivationBlocks = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			p := types.DefaultParams()
			edit(&p)
			require.ErrorIs(t, p.Validate(), types.ErrParamsInvalid)
		})
	}
}

// A trustee answers exactly what is recorded, and not for ever.
func TestAnswers(t *testing.T) {
	request, _, err := oprf.Blind(rand.Reader, 1, [][]byte{[]byte("a"), []byte("b")})
	require.NoError(t, err)
	blinded, hash, p := oprf.Encode(request.Blinded), request.Hash(), types.DefaultParams()
	recorded := types.Request{Id: 1, Organisation: 1, Epoch: 1, Hash: hash[:], Elements: 2, Height: 100}
	for _, tc := range []struct {
		name    string
		height  int64
		blinded [][]byte
		want    error
	}{
		{name: "at once", height: 100, blinded: blinded},
		{name: "at the last moment", height: 100 + p.RequestBlocks, blinded: blinded},
		{name: "too late", height: 101 + p.RequestBlocks, blinded: blinded, want: types.ErrRequestExpired},
		{name: "another order", height: 100, blinded: [][]byte{blinded[1], blinded[0]}, want: types.ErrRequestHash},
		{name: "one more", height: 100, blinded: append(blinded[:2:2], blinded[0]), want: types.ErrRequestHash},
		{name: "fewer", height: 100, blinded: blinded[:1], want: types.ErrRequestHash},
		{name: "cut", height: 100, blinded: [][]byte{blinded[0], blinded[1][:31]}, want: types.ErrRequestMalformed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, recorded.Answers(p, tc.height, tc.blinded), tc.want)
		})
	}
	recorded.Epoch = 2
	require.ErrorIs(t, recorded.Answers(p, 100, blinded), types.ErrRequestHash, "the hash binds the epoch")
}

// About one request in so many is drawn, evenly over the organisations, and only by the hash of a block.
func TestDraw(t *testing.T) {
	p := types.DefaultParams()
	p.SampleOneIn = 10
	const requests, last = 20_000, 8
	drawn, starts := 0, map[uint32]int{}
	for id := uint64(1); id <= requests; id++ {
		start, ok := types.Draw(p, []byte("a block"), id, last)
		again, _ := types.Draw(p, []byte("a block"), id, last)
		require.Equal(t, start, again)
		if ok {
			drawn++
			starts[start]++
		}
	}
	require.InDelta(t, requests/10, drawn, 200)
	require.Len(t, starts, last)
	for start, n := range starts {
		require.True(t, start >= 1 && start <= last)
		require.InDelta(t, drawn/last, n, 80)
	}
	p.SampleOneIn = 0
	_, ok := types.Draw(p, []byte("a block"), 1, last)
	require.False(t, ok)
	p.SampleOneIn = 1
	_, ok = types.Draw(p, []byte("a block"), 1, 0)
	require.False(t, ok, "there is no organisation")
}

func TestMayEvaluate(t *testing.T) {
	county := authoritytypes.Organisation{Id: 5, Kind: authoritytypes.ORGANISATION_KIND_COUNTY, Status: authoritytypes.ORGANISATION_STATUS_ACTIVE}
	suspended, township := county, county
	suspended.Status = authoritytypes.ORGANISATION_STATUS_SUSPENDED
	township.Kind = authoritytypes.ORGANISATION_KIND_TOWNSHIP
	require.True(t, types.MayEvaluate(county, 4))
	require.False(t, types.MayEvaluate(county, 5))
	require.False(t, types.MayEvaluate(suspended, 4))
	require.False(t, types.MayEvaluate(township, 4))
}

func TestSample(t *testing.T) {
	open := types.Sample{Request: 1, Organisation: 3, Assigned: 4, Status: types.SAMPLE_STATUS_OPEN}
	_, err := open.Repeat(5, 9)
	require.ErrorIs(t, err, types.ErrSampleForeign)
	_, err = open.Report(4, types.SAMPLE_STATUS_EQUAL)
	require.ErrorIs(t, err, types.ErrSampleStatus)
	repeated, err := open.Repeat(4, 9)
	require.NoError(t, err)
	require.NoError(t, repeated.Validate())
	repeated, err = repeated.Repeat(4, 10)
	require.NoError(t, err, "a request that got too old is made again")
	_, err = repeated.Report(3, types.SAMPLE_STATUS_EQUAL)
	require.ErrorIs(t, err, types.ErrSampleForeign)
	done, err := repeated.Report(4, types.SAMPLE_STATUS_DIFFERENT)
	require.NoError(t, err)
	_, err = done.Report(4, types.SAMPLE_STATUS_EQUAL)
	require.ErrorIs(t, err, types.ErrSampleStatus)
	_, err = done.Repeat(4, 11)
	require.ErrorIs(t, err, types.ErrSampleStatus)
}

func TestCheckPerson(t *testing.T) {
	for status, want := range map[beneficiarytypes.PersonStatus]error{
		beneficiarytypes.PERSON_STATUS_REGISTERED: nil,
		beneficiarytypes.PERSON_STATUS_VERIFIED:   nil,
		beneficiarytypes.PERSON_STATUS_DECEASED:   nil,
		beneficiarytypes.PERSON_STATUS_CLOSED:     types.ErrCaseClosed,
		beneficiarytypes.PERSON_STATUS_MERGED:     types.ErrCaseClosed,
		beneficiarytypes.PERSON_STATUS_ERASED:     types.ErrCaseClosed,
	} {
		require.ErrorIs(t, types.CheckPerson(beneficiarytypes.Person{Status: status}), want, "%s", status)
	}
}
