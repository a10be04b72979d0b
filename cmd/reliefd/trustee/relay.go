package trustee

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

type relayServer struct{ *Service }

// reply is what one trustee said.
type reply struct {
	from    string
	partial types.Partial
	err     error
}

// Evaluate implements types.RelayServer.
func (s relayServer) Evaluate(ctx context.Context, req *types.RelayEvaluateRequest) (*types.RelayEvaluateResponse, error) {
	recorded, request, err := s.check(ctx, req.GetRequest(), req.GetBlinded())
	if err != nil {
		return nil, answer(err)
	}
	set, err := recorded.KeySet.Parse()
	if err != nil {
		return nil, answer(err)
	}
	ctx, cancel := context.WithTimeout(ctx, peerTimeout)
	defer cancel()
	replies := make(chan reply, len(s.Peers)+1)
	asked := len(s.Peers)
	for _, peer := range s.Peers {
		go func() {
			r := reply{from: peer.Address}
			answer, err := types.NewTrusteeClient(peer.Conn).Evaluate(ctx, &types.TrusteeEvaluateRequest{Request: req.Request, Blinded: req.Blinded})
			if r.err = err; err == nil {
				r.partial = answer.Partial
			}
			replies <- r
		}()
	}
	if s.Shares != nil {
		asked++
		go func() {
			r := reply{from: "own share"}
			r.partial, r.err = s.evaluate(recorded, request)
			replies <- r
		}()
	}
	partials := s.gather(ctx, replies, asked, set, request)
	if len(partials) == 0 {
		return nil, status.Error(codes.Unavailable, "no trustee answered: this node's operator finds the reasons in its log")
	}
	return &types.RelayEvaluateResponse{Partials: partials, Asked: uint32(asked)}, nil
}

// gather collects answers until all are there, the time is up, or a moment after enough of them hold.
func (s relayServer) gather(ctx context.Context, replies <-chan reply, asked int, set oprf.KeySet, request oprf.Request) []types.Partial {
	var (
		partials []types.Partial
		enough   <-chan time.Time
		good     = map[uint32]bool{}
	)
	for range asked {
		select {
		case r := <-replies:
			if r.err != nil {
				s.Logger.Info("a trustee didn't answer", "trustee", r.from, "reason", r.err)
				continue
			}
			partials = append(partials, r.partial)
			if err := verify(set, request, r.partial); err != nil {
				s.Logger.Error("a trustee answered wrongly", "trustee", r.from, "organisation", r.partial.Organisation, "reason", err)
				continue
			}
			good[r.partial.Organisation] = true
			if enough == nil && uint32(len(good)) >= set.Threshold {
				enough = time.After(grace)
			}
		case <-enough:
			return partials
		case <-ctx.Done():
			return partials
		}
	}
	return partials
}

func verify(set oprf.KeySet, request oprf.Request, p types.Partial) error {
	if p.Generation != set.Generation {
		return fmt.Errorf("%w: share of generation %d", oprf.ErrEpochWrong, p.Generation)
	}
	partial, err := oprf.ParsePartial(p.Organisation, p.Evaluated, p.Proof)
	if err != nil {
		return err
	}
	return oprf.VerifyPartial(set, request, partial)
}
