package trustee

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"cosmossdk.io/log/v2"
	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/cmd/reliefd/tagkey"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// Times of the services.
const (
	// recordPatience is how long a node waits for a request that it doesn't know yet: it may be a block behind the asking one.
	recordPatience = 5 * time.Second
	recordPoll     = 100 * time.Millisecond
	// maxWaiting bounds how many requests are waited for; what comes on top is unknown at once.
	maxWaiting = 64
	// peerTimeout is how long another trustee may take.
	peerTimeout = 10 * time.Second
	// grace is how long the relay waits for more once there are enough, so that the office hears of wrong answers too.
	grace = 300 * time.Millisecond
)

// Recorded is what committed state says about a request.
type Recorded struct {
	Request types.Request
	Params  types.Params
	KeySet  types.KeySet // active one of the request's epoch
	Height  int64        // last committed block
}

// Chain reads the node's committed state.
type Chain interface {
	// Recorded gives a request, or an error that wraps types.ErrRequestUnknown or types.ErrEpochInactive.
	Recorded(ctx context.Context, request uint64) (Recorded, error)
}

// Peer is another province's node.
type Peer struct {
	Address string
	Conn    grpc.ClientConnInterface
}

// Options are what the services need.
type Options struct {
	Chain Chain
	// Shares of this node; nil if it has no key for them.
	Shares *tagkey.Store
	// Peers that the relay asks.
	Peers []Peer
	// ElementsPerSecond bounds the multiplications.
	ElementsPerSecond int
	Logger            log.Logger
}

// Service is Trustee and Relay of one node.
type Service struct {
	Options
	budget *budget

	waiting chan struct{} // who waits for a record

	mu     sync.Mutex
	shares map[tagkey.Name]oprf.Share
}

// ErrNoShare says that the node can't answer.
var ErrNoShare = status.Error(codes.FailedPrecondition, "this node has no share of the key: restore it with \"reliefd tag-key import\", or take part in the next resharing")

// New makes the services.
func New(o Options) *Service {
	return &Service{Options: o, budget: newBudget(o.ElementsPerSecond, time.Now), shares: map[tagkey.Name]oprf.Share{}, waiting: make(chan struct{}, maxWaiting)}
}

// Register adds the services to a gRPC server: Trustee if the node can open shares, Relay if it has anybody to ask.
func (s *Service) Register(server gogogrpc.Server) {
	if s.Shares != nil {
		types.RegisterTrusteeServer(server, trusteeServer{s})
	}
	if s.Shares != nil || len(s.Peers) > 0 {
		types.RegisterRelayServer(server, s.Relay())
	}
}

// Relay gives the server of the relay.
func (s *Service) Relay() types.RelayServer { return relayServer{s} }

type trusteeServer struct{ *Service }

// Evaluate implements types.TrusteeServer.
func (s trusteeServer) Evaluate(ctx context.Context, req *types.TrusteeEvaluateRequest) (*types.TrusteeEvaluateResponse, error) {
	recorded, request, err := s.check(ctx, req.GetRequest(), req.GetBlinded())
	if err != nil {
		return nil, answer(err)
	}
	partial, err := s.evaluate(recorded, request)
	if err != nil {
		return nil, answer(err)
	}
	return &types.TrusteeEvaluateResponse{Partial: partial}, nil
}

// check waits for the record of a request and compares the elements with it.
func (s *Service) check(ctx context.Context, id uint64, blinded [][]byte) (Recorded, oprf.Request, error) {
	if id == 0 || len(blinded) == 0 || len(blinded) > oprf.MaxBatch {
		return Recorded{}, oprf.Request{}, types.ErrRequestMalformed
	}
	recorded, err := s.waitFor(ctx, id)
	if err != nil {
		return Recorded{}, oprf.Request{}, err
	}
	if err := recorded.Request.Answers(recorded.Params, recorded.Height, blinded); err != nil {
		return Recorded{}, oprf.Request{}, err
	}
	request, err := oprf.ParseRequest(recorded.Request.Epoch, blinded)
	if err != nil {
		return Recorded{}, oprf.Request{}, status.Error(codes.InvalidArgument, err.Error())
	}
	return recorded, request, nil
}

func (s *Service) waitFor(ctx context.Context, id uint64) (Recorded, error) {
	recorded, err := s.Chain.Recorded(ctx, id)
	if !errors.Is(err, types.ErrRequestUnknown) {
		return recorded, err
	}
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
	default:
		return Recorded{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, recordPatience)
	defer cancel()
	for {
		recorded, err := s.Chain.Recorded(ctx, id)
		if !errors.Is(err, types.ErrRequestUnknown) {
			return recorded, err
		}
		select {
		case <-ctx.Done():
			return Recorded{}, err
		case <-time.After(recordPoll):
		}
	}
}

// evaluate answers with the share of the active key set.
func (s *Service) evaluate(recorded Recorded, request oprf.Request) (types.Partial, error) {
	if !s.budget.take(len(request.Blinded)) {
		return types.Partial{}, status.Error(codes.ResourceExhausted, "this trustee has enough to do: try again in a few seconds")
	}
	share, err := s.share(recorded.KeySet)
	if err != nil {
		return types.Partial{}, err
	}
	partial, err := oprf.Evaluate(rand.Reader, share, request)
	if err != nil {
		return types.Partial{}, status.Error(codes.Internal, err.Error())
	}
	s.Logger.Debug("evaluated a request for tags", "request", recorded.Request.Id, "elements", len(request.Blinded))
	return types.Partial{
		Organisation: partial.Index, Generation: share.Generation, Evaluated: oprf.Encode(partial.Evaluated), Proof: partial.Proof[:],
	}, nil
}

// share gives the node's share of a key set, which it opens once. Another generation's share, or one that doesn't fit, is none.
func (s *Service) share(set types.KeySet) (oprf.Share, error) {
	if s.Shares == nil {
		return oprf.Share{}, ErrNoShare
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	names, err := s.Shares.List()
	if err != nil {
		return oprf.Share{}, fmt.Errorf("list the shares: %w", err)
	}
	parsed, err := set.Parse()
	if err != nil {
		return oprf.Share{}, err
	}
	for _, name := range names {
		if name.Epoch != set.Epoch || name.Generation != set.Generation {
			continue
		}
		if share, known := s.shares[name]; known {
			return share, nil
		}
		share, err := s.Shares.Load(name)
		if err == nil {
			err = share.Belongs(parsed)
		}
		if err != nil {
			s.Logger.Error("a share of the tag key can't be used; check it with \"reliefd tag-key check\"", "share", name.String(), "reason", err)
			continue
		}
		s.shares[name] = share
		return share, nil
	}
	return oprf.Share{}, ErrNoShare
}

// answer gives an error the code that its kind has.
func answer(err error) error {
	if _, ok := status.FromError(err); ok {
		return err
	}
	return status.Error(codes.Internal, err.Error())
}
