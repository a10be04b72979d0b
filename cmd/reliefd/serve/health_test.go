package serve_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	ctypes "github.com/cometbft/cometbft/rpc/core/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/serve"
)

// fakeNode answers what a test says.
type fakeNode struct {
	facts serve.Facts
	err   error
}

func (n *fakeNode) Status(context.Context) (*ctypes.ResultStatus, error) {
	return &ctypes.ResultStatus{SyncInfo: ctypes.SyncInfo{
		LatestBlockHeight: n.facts.Height, LatestBlockTime: n.facts.BlockTime, CatchingUp: n.facts.CatchingUp,
	}}, n.err
}

func (n *fakeNode) NetInfo(context.Context) (*ctypes.ResultNetInfo, error) {
	return &ctypes.ResultNetInfo{NPeers: n.facts.Peers}, nil
}

func TestReady(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	good := serve.Facts{Height: 9, BlockTime: now.Add(-2 * time.Second), Peers: 3}
	for _, tc := range []struct {
		name   string
		edit   func(*serve.Facts)
		peered bool
		errs   []error
	}{
		{name: "in step", peered: true},
		{name: "alone and meant to be", edit: func(f *serve.Facts) { f.Peers = 0 }},
		{name: "alone", edit: func(f *serve.Facts) { f.Peers = 0 }, peered: true, errs: []error{serve.ErrAlone}},
		{name: "catching up", edit: func(f *serve.Facts) { f.CatchingUp = true }, errs: []error{serve.ErrCatchingUp}},
		{name: "just young enough", edit: func(f *serve.Facts) { f.BlockTime = now.Add(-serve.MaxBlockAge) }},
		{name: "old", edit: func(f *serve.Facts) { f.BlockTime = now.Add(-serve.MaxBlockAge - 1) }, errs: []error{serve.ErrBlockOld}},
		{
			name: "nothing yet", peered: true, edit: func(f *serve.Facts) { *f = serve.Facts{CatchingUp: true} },
			errs: []error{serve.ErrCatchingUp, serve.ErrBlockOld, serve.ErrAlone},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			facts := good
			if tc.edit != nil {
				tc.edit(&facts)
			}
			err := facts.Ready(now, tc.peered)
			if tc.errs == nil {
				require.NoError(t, err)
			}
			for _, want := range tc.errs {
				require.ErrorIs(t, err, want)
			}
		})
	}
}

func TestHealthOverHTTP(t *testing.T) {
	dead := errors.New("consensus ended")
	good := serve.Facts{Height: 9, BlockTime: time.Now()}
	for _, tc := range []struct {
		name        string
		node        *fakeNode
		alive       error
		live, ready int
	}{
		{name: "not started", live: 200, ready: 503},
		{name: "in step", node: &fakeNode{facts: good}, live: 200, ready: 200},
		{name: "behind", node: &fakeNode{facts: serve.Facts{CatchingUp: true}}, live: 200, ready: 503},
		{name: "no answer", node: &fakeNode{err: dead}, live: 503, ready: 503},
		{name: "consensus ended", node: &fakeNode{facts: good}, alive: dead, live: 503, ready: 503},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := serve.New()
			if tc.node != nil {
				ctx, cancel := context.WithCancel(t.Context())
				cancel() // Run leaves the node known
				require.NoError(t, s.Run(ctx, serve.Deps{Node: tc.node, Alive: func() error { return tc.alive }, Logger: log.NewNopLogger()}))
			}
			for path, want := range map[string]int{"/livez": tc.live, "/readyz": tc.ready} {
				handler := map[string]http.HandlerFunc{"/livez": s.Livez, "/readyz": s.Readyz}[path]
				w := httptest.NewRecorder()
				handler(w, httptest.NewRequest(http.MethodGet, path, nil))
				require.Equal(t, want, w.Code, "%s: %s", path, w.Body)
			}
		})
	}
}
