package doctor

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// askTimeout bounds everything that one node is asked, seconds.
const askTimeout = 5

// nodeInfo is the query for the version of the program, over RPC.
const nodeInfo = "/cosmos.base.tendermint.v1beta1.Service/GetNodeInfo"

// currentPlan is the query for the planned upgrade.
const currentPlan = "/cosmos.upgrade.v1beta1.Query/CurrentPlan"

// remote is the RPC of a node.
type remote struct {
	name string
	rpc  *rpchttp.HTTP
	err  error
	id   string
}

func newRemote(address string) *remote {
	r := &remote{name: address}
	r.rpc, r.err = rpchttp.NewWithTimeout(address, "/websocket", askTimeout)
	return r
}

// ask asks a node for everything but the hash of a block.
func (r *remote) ask(ctx context.Context) Server {
	s := Server{Name: r.name, Err: r.err}
	if s.Err != nil {
		return s
	}
	status, err := r.rpc.Status(ctx)
	if err != nil {
		s.Err = err
		return s
	}
	r.id = string(status.NodeInfo.ID())
	s.ChainID, s.Height, s.Time = status.NodeInfo.Network, status.SyncInfo.LatestBlockHeight, status.SyncInfo.LatestBlockTime
	s.Power, s.CatchingUp = status.ValidatorInfo.VotingPower, status.SyncInfo.CatchingUp
	if s.Ahead, s.Within, err = readClock(ctx, r.name); err != nil {
		s.Err = err
		return s
	}
	var info cmtservice.GetNodeInfoResponse
	answer, err := r.rpc.ABCIQuery(ctx, nodeInfo, nil)
	if err == nil {
		err = info.Unmarshal(answer.Response.Value)
	}
	if err == nil && info.ApplicationVersion != nil {
		s.Version = info.ApplicationVersion.Version
	}
	return s
}

// plan is the upgrade that is planned; no name if there is none, or the node doesn't say.
func (r *remote) plan(ctx context.Context) (name string, height int64) {
	answer, err := r.rpc.ABCIQuery(ctx, currentPlan, nil)
	var res upgradetypes.QueryCurrentPlanResponse
	if err != nil || res.Unmarshal(answer.Response.Value) != nil || res.Plan == nil {
		return "", 0
	}
	return res.Plan.Name, res.Plan.Height
}

func (r *remote) peers(ctx context.Context) []string {
	info, err := r.rpc.NetInfo(ctx)
	if err != nil {
		return nil
	}
	ids := make([]string, len(info.Peers))
	for i, p := range info.Peers {
		ids[i] = string(p.NodeInfo.ID())
	}
	return ids
}

// hash of the block at a height, empty when the node doesn't say.
func (r *remote) hash(ctx context.Context, height int64) string {
	if height <= 0 {
		return ""
	}
	c, err := r.rpc.Commit(ctx, &height)
	if err != nil || c.Header == nil {
		return ""
	}
	return c.Header.Hash().String()
}

// readClock reads a node's clock from the date of an HTTP answer: how far it is ahead, and how wrong that may be.
func readClock(ctx context.Context, address string) (ahead, within time.Duration, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.Replace(address, "tcp://", "http://", 1)+"/health", nil)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	answer, err := (&http.Client{Timeout: askTimeout * time.Second}).Do(request)
	if err != nil {
		return 0, 0, err
	}
	_ = answer.Body.Close()
	took := time.Since(began)
	date, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return 0, 0, fmt.Errorf("read the date of the answer: %w", err)
	}
	const half = time.Second / 2 // dates have whole seconds
	return date.Add(half).Sub(began.Add(took / 2)), half + took/2, nil
}
