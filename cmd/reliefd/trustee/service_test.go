package trustee

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/cmd/reliefd/tagkey"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// fakeChain knows the requests of a map.
type fakeChain struct {
	set      types.KeySet
	requests map[uint64]types.Request
	height   int64
}

func (c *fakeChain) Recorded(_ context.Context, id uint64) (Recorded, error) {
	r, known := c.requests[id]
	if !known {
		return Recorded{}, types.ErrRequestUnknown
	}
	return Recorded{Request: r, Params: types.DefaultParams(), KeySet: c.set, Height: c.height}, nil
}

// world is a chain with a dealt key, and a service for each of four trustees.
type world struct {
	chain    *fakeChain
	set      oprf.KeySet
	services []*Service
	request  oprf.Request
	secrets  oprf.Secrets
}

func newWorld(t *testing.T) *world {
	t.Helper()
	set, shares, err := oprf.Deal(rand.Reader, 1, 3, []uint32{6, 7, 8, 9})
	require.NoError(t, err)
	w := &world{set: set, chain: &fakeChain{set: types.NewKeySet(set, types.KEY_SET_STATUS_ACTIVE, 1), requests: map[uint64]types.Request{}, height: 10}}
	for _, share := range shares {
		dir := t.TempDir()
		require.NoError(t, tagkey.NewKeyFile(rand.Reader, filepath.Join(dir, "key")))
		secret, err := tagkey.KeyFile(filepath.Join(dir, "key"))
		require.NoError(t, err)
		store, err := tagkey.Open(filepath.Join(dir, "shares"), secret)
		require.NoError(t, err)
		require.NoError(t, store.Save(rand.Reader, share))
		w.services = append(w.services, New(Options{Chain: w.chain, Shares: &store, ElementsPerSecond: 100, Logger: log.NewNopLogger()}))
	}
	w.request, w.secrets, err = oprf.Blind(rand.Reader, 1, [][]byte{[]byte("a"), []byte("b")})
	require.NoError(t, err)
	hash := w.request.Hash()
	w.chain.requests[1] = types.Request{Id: 1, Organisation: 4, Epoch: 1, Hash: hash[:], Elements: 2, Height: 10}
	return w
}

func (w *world) ask(t *testing.T, s *Service, id uint64, blinded [][]byte) (types.Partial, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	res, err := trusteeServer{s}.Evaluate(ctx, &types.TrusteeEvaluateRequest{Request: id, Blinded: blinded})
	if err != nil {
		return types.Partial{}, err
	}
	return res.Partial, nil
}

func TestTrusteeAnswersWhatIsRecorded(t *testing.T) {
	w := newWorld(t)
	s, blinded := w.services[0], oprf.Encode(w.request.Blinded)
	p, err := w.ask(t, s, 1, blinded)
	require.NoError(t, err)
	require.NoError(t, verify(w.set, w.request, p))
	for _, tc := range []struct {
		name    string
		id      uint64
		blinded [][]byte
		edit    func()
		want    codes.Code
	}{
		{name: "nothing recorded", id: 2, blinded: blinded, want: codes.NotFound},
		{name: "no number", blinded: blinded, want: codes.InvalidArgument},
		{name: "no elements", id: 1, want: codes.InvalidArgument},
		{name: "other elements", id: 1, blinded: [][]byte{blinded[1], blinded[0]}, want: codes.InvalidArgument},
		{name: "fewer elements", id: 1, blinded: blinded[:1], want: codes.InvalidArgument},
		{name: "a share of another generation", id: 1, blinded: blinded, edit: func() { w.chain.set.Generation = 1 }, want: codes.FailedPrecondition},
		{name: "too old", id: 1, blinded: blinded, edit: func() { w.chain.height = 5_000 }, want: codes.FailedPrecondition},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := *w.chain
			defer func() { *w.chain = before }()
			if tc.edit != nil {
				tc.edit()
			}
			_, err := w.ask(t, s, tc.id, tc.blinded)
			require.Equal(t, tc.want, status.Code(err), "%v", err)
		})
	}
}

// A node that is a block behind waits for the record.
func TestTrusteeWaitsForTheRecord(t *testing.T) {
	w := newWorld(t)
	late := &lateChain{fakeChain: w.chain, after: time.Now().Add(150 * time.Millisecond)}
	w.services[0].Chain = late
	_, err := w.ask(t, w.services[0], 1, oprf.Encode(w.request.Blinded))
	require.NoError(t, err)
}

type lateChain struct {
	*fakeChain
	after time.Time
}

func (c *lateChain) Recorded(ctx context.Context, id uint64) (Recorded, error) {
	if time.Now().Before(c.after) {
		return Recorded{}, types.ErrRequestUnknown
	}
	return c.fakeChain.Recorded(ctx, id)
}

func TestBudget(t *testing.T) {
	now := time.Unix(0, 0)
	b := newBudget(100, func() time.Time { return now })
	require.True(t, b.take(500), "a burst")
	require.False(t, b.take(1))
	now = now.Add(time.Second)
	require.True(t, b.take(100))
	require.False(t, b.take(1))
	now = now.Add(time.Hour)
	require.False(t, b.take(501), "what wasn't used doesn't add up for ever")
	require.True(t, b.take(500))
}

// peerConn is a connection to a service in this process; it may be down, or change what comes back.
type peerConn struct {
	grpc.ClientConnInterface
	service *Service
	down    bool
	spoil   func(*types.Partial)
}

func (c peerConn) Invoke(ctx context.Context, _ string, in, out any, _ ...grpc.CallOption) error {
	if c.down {
		return status.Error(codes.Unavailable, "down")
	}
	res, err := trusteeServer{c.service}.Evaluate(ctx, in.(*types.TrusteeEvaluateRequest))
	if err != nil {
		return err
	}
	if c.spoil != nil {
		c.spoil(&res.Partial)
	}
	*out.(*types.TrusteeEvaluateResponse) = *res
	return nil
}

func TestRelay(t *testing.T) {
	swap := func(p *types.Partial) { p.Evaluated[0], p.Evaluated[1] = p.Evaluated[1], p.Evaluated[0] }
	for _, tc := range []struct {
		name     string
		peers    [3]peerConn
		partials int
		blamed   int
		want     error
	}{
		{name: "all of them", partials: 4},
		{name: "one down", peers: [3]peerConn{{down: true}}, partials: 3},
		{name: "one lies", peers: [3]peerConn{{spoil: swap}}, partials: 4, blamed: 1},
		{name: "one claims to be another", peers: [3]peerConn{{spoil: func(p *types.Partial) { p.Organisation = 8 }}}, partials: 4, blamed: 1},
		{name: "one answers rubbish", peers: [3]peerConn{{spoil: func(p *types.Partial) { p.Proof = p.Proof[:3] }}}, partials: 4, blamed: 1},
		{name: "two down", peers: [3]peerConn{{down: true}, {down: true}}, partials: 2, want: oprf.ErrTooFew},
		{name: "one down and one lies", peers: [3]peerConn{{down: true}, {spoil: swap}}, partials: 3, blamed: 1, want: oprf.ErrTooFew},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			s := w.services[3]
			for i, peer := range tc.peers {
				peer.service = w.services[i]
				s.Peers = append(s.Peers, Peer{Address: "peer", Conn: peer})
			}
			res, err := s.Relay().Evaluate(t.Context(), &types.RelayEvaluateRequest{Request: 1, Blinded: oprf.Encode(w.request.Blinded)})
			require.NoError(t, err)
			require.EqualValues(t, 4, res.Asked)
			require.Len(t, res.Partials, tc.partials)
			var partials []oprf.Partial
			blamed := 0
			for _, p := range res.Partials {
				if verify(w.set, w.request, p) != nil {
					blamed++
				}
				if partial, err := oprf.ParsePartial(p.Organisation, p.Evaluated, p.Proof); err == nil {
					partials = append(partials, partial)
				}
			}
			require.Equal(t, tc.blamed, blamed)
			combined, err := oprf.Combine(w.set, w.request, partials)
			require.ErrorIs(t, err, tc.want)
			if tc.want == nil {
				_, err = w.secrets.Finalize(combined.Evaluated)
				require.NoError(t, err)
			}
		})
	}
	t.Run("nobody answers", func(t *testing.T) {
		w := newWorld(t)
		s := New(Options{Chain: w.chain, Logger: log.NewNopLogger(), Peers: []Peer{{Conn: peerConn{down: true}}}})
		_, err := s.Relay().Evaluate(t.Context(), &types.RelayEvaluateRequest{Request: 1, Blinded: oprf.Encode(w.request.Blinded)})
		require.Equal(t, codes.Unavailable, status.Code(err))
	})
}

// One answer of a node to a full batch: what a core manages, records and shares included.
func BenchmarkTrustee(b *testing.B) {
	set, shares, err := oprf.Deal(rand.Reader, 1, 3, []uint32{6, 7, 8, 9})
	require.NoError(b, err)
	dir := b.TempDir()
	require.NoError(b, tagkey.NewKeyFile(rand.Reader, filepath.Join(dir, "key")))
	secret, err := tagkey.KeyFile(filepath.Join(dir, "key"))
	require.NoError(b, err)
	store, err := tagkey.Open(filepath.Join(dir, "shares"), secret)
	require.NoError(b, err)
	require.NoError(b, store.Save(rand.Reader, shares[0]))
	inputs := make([][]byte, oprf.MaxBatch)
	for i := range inputs {
		inputs[i] = []byte{byte(i), 1}
	}
	request, _, err := oprf.Blind(rand.Reader, 1, inputs)
	require.NoError(b, err)
	hash, blinded := request.Hash(), oprf.Encode(request.Blinded)
	chain := &fakeChain{set: types.NewKeySet(set, types.KEY_SET_STATUS_ACTIVE, 1), height: 10, requests: map[uint64]types.Request{
		1: {Id: 1, Organisation: 4, Epoch: 1, Hash: hash[:], Elements: oprf.MaxBatch, Height: 10},
	}}
	s := New(Options{Chain: chain, Shares: &store, ElementsPerSecond: 1 << 30, Logger: log.NewNopLogger()})
	for b.Loop() {
		_, err := trusteeServer{s}.Evaluate(b.Context(), &types.TrusteeEvaluateRequest{Request: 1, Blinded: blinded})
		require.NoError(b, err)
	}
	b.ReportMetric(float64(b.N*oprf.MaxBatch)/b.Elapsed().Seconds(), "elements/s")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N*oprf.MaxBatch)*1000, "s/1000-tags")
}
