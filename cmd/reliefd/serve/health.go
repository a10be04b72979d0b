package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	ctypes "github.com/cometbft/cometbft/rpc/core/types"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

// MaxBlockAge is how old the last block of a ready node may be.
const MaxBlockAge = 30 * time.Second

// Liveness is the name under which gRPC health tells what /livez does; the empty name tells what /readyz does.
const Liveness = "liveness"

// Node is what health asks a node.
type Node interface {
	Status(context.Context) (*ctypes.ResultStatus, error)
	NetInfo(context.Context) (*ctypes.ResultNetInfo, error)
}

// Facts are what a node says of itself.
type Facts struct {
	// Height and time of the last block.
	Height    int64     `json:"height"`
	BlockTime time.Time `json:"block_time"`
	// CatchingUp while blocks or a snapshot are fetched from others.
	CatchingUp bool `json:"catching_up"`
	// Peers that are connected.
	Peers int `json:"peers"`
}

// Reasons why a node isn't ready.
var (
	ErrCatchingUp = errors.New("the node is catching up")
	ErrBlockOld   = errors.New("the last block is old")
	ErrAlone      = errors.New("no peer is connected")
)

// Ready says why a node shouldn't be asked, or nil.
func (f Facts) Ready(now time.Time, peered bool) error {
	var all []error
	if f.CatchingUp {
		all = append(all, ErrCatchingUp)
	}
	if age := now.Sub(f.BlockTime); age > MaxBlockAge {
		all = append(all, fmt.Errorf("%w: %s", ErrBlockOld, age.Round(time.Second)))
	}
	if peered && f.Peers == 0 {
		all = append(all, ErrAlone)
	}
	return errors.Join(all...)
}

// probe asks the node once it runs.
type probe struct {
	mu   sync.Mutex
	deps *Deps
}

func (p *probe) set(d *Deps) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deps = d
}

var errStarting = errors.New("the node is starting")

// look asks the node and says why it isn't alive, or isn't ready.
func (p *probe) look(ctx context.Context) (f Facts, live, ready error) {
	p.mu.Lock()
	d := p.deps
	p.mu.Unlock()
	if d == nil {
		return f, nil, errStarting
	}
	if d.Alive != nil {
		if err := d.Alive(); err != nil {
			return f, err, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	type answer struct {
		facts Facts
		err   error
	}
	answers := make(chan answer, 1)
	go func() { // the node's own client heeds no context
		facts, err := ask(ctx, d.Node)
		answers <- answer{facts, err}
	}()
	select {
	case a := <-answers:
		if a.err != nil {
			return f, a.err, a.err
		}
		return a.facts, nil, a.facts.Ready(time.Now(), d.Peered)
	case <-ctx.Done():
		err := fmt.Errorf("the node doesn't answer: %w", ctx.Err())
		return f, err, err
	}
}

func ask(ctx context.Context, n Node) (Facts, error) {
	s, err := n.Status(ctx)
	if err != nil {
		return Facts{}, err
	}
	net, err := n.NetInfo(ctx)
	if err != nil {
		return Facts{}, err
	}
	return Facts{
		Height: s.SyncInfo.LatestBlockHeight, BlockTime: s.SyncInfo.LatestBlockTime.UTC(),
		CatchingUp: s.SyncInfo.CatchingUp, Peers: net.NPeers,
	}, nil
}

// Livez answers whether the process should be left alone: 200, or 503 with the reason.
func (s *Services) Livez(w http.ResponseWriter, r *http.Request) {
	facts, live, _ := s.probe.look(r.Context())
	answer(w, facts, live)
}

// Readyz answers whether the node should be asked: 200, or 503 with the reasons.
func (s *Services) Readyz(w http.ResponseWriter, r *http.Request) {
	facts, _, ready := s.probe.look(r.Context())
	answer(w, facts, ready)
}

func answer(w http.ResponseWriter, f Facts, problem error) {
	body := struct {
		Status string `json:"status"`
		Reason string `json:"reason,omitempty"`
		Facts
	}{Status: "ok", Facts: f}
	code := http.StatusOK
	if problem != nil {
		body.Status, body.Reason, code = "unavailable", problem.Error(), http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body)
}

// tell keeps gRPC health up to date.
func (s *Services) tell(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		_, live, ready := s.probe.look(ctx)
		s.grpc.SetServingStatus(Liveness, serving(live))
		s.grpc.SetServingStatus("", serving(ready))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func serving(problem error) healthpb.HealthCheckResponse_ServingStatus {
	if problem != nil {
		return healthpb.HealthCheckResponse_NOT_SERVING
	}
	return healthpb.HealthCheckResponse_SERVING
}
