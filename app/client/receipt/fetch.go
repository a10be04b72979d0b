package receipt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	dbm "github.com/cometbft/cometbft-db"
	cmtlog "github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/light"
	"github.com/cometbft/cometbft/light/provider"
	lighthttp "github.com/cometbft/cometbft/light/provider/http"
	lightdb "github.com/cometbft/cometbft/light/store/db"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	cmttypes "github.com/cometbft/cometbft/types"
	"google.golang.org/grpc"

	"github.com/reliefchain/relief/x/grant/types"
)

// ErrNodesDisagree says that the nodes asked don't tell the same story: at least one of them lies or is on another chain.
var ErrNodesDisagree = errors.New("the nodes disagree")

// A witness may take this long to reach the height that the primary tells of.
const (
	catchUp      = 10 * time.Second
	pollInterval = 100 * time.Millisecond
)

// Source is where a receipt is fetched from: one node that answers, others that keep an eye on it.
type Source struct {
	// ChainID is the chain all of them must be on.
	ChainID string
	// Primary and Witnesses are RPC addresses, such as http://127.0.0.1:26657.
	Primary   string
	Witnesses []string
	// Trust is the header to start from; zero takes a recent one that all nodes agree on.
	Trust Trust
	// Period is how long a trusted header may lead to later ones.
	Period time.Duration
}

// connection is a verifying view of the chain.
type connection struct {
	source Source
	rpc    rpcclient.Client
	light  *light.Client
	store  interface {
		LightBlock(int64) (*cmttypes.LightBlock, error)
		LightBlockBefore(int64) (*cmttypes.LightBlock, error)
	}
	// trust is where the reader starts, agreed the recent header that all nodes have.
	trust, agreed Trust
}

func connect(ctx context.Context, s Source) (*connection, error) {
	if len(s.Witnesses) == 0 {
		return nil, errors.New("name at least one other node as a witness: one node alone could lie")
	}
	if s.Period == 0 {
		s.Period = DefaultTrustingPeriod
	}
	rpc, err := rpchttp.New(s.Primary, "/websocket")
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", s.Primary, err)
	}
	c := &connection{source: s, rpc: rpc, trust: s.Trust}
	if c.agreed, err = agree(ctx, s); err != nil {
		return nil, err
	}
	if c.trust.Height == 0 {
		c.trust = c.agreed
	} else if err := c.checkTrust(ctx); err != nil {
		return nil, err
	}
	primary, err := lighthttp.New(s.ChainID, s.Primary)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", s.Primary, err)
	}
	var witnesses []provider.Provider
	for _, address := range s.Witnesses {
		w, err := lighthttp.New(s.ChainID, address)
		if err != nil {
			return nil, fmt.Errorf("connect to %s: %w", address, err)
		}
		witnesses = append(witnesses, w)
	}
	store := lightdb.New(dbm.NewMemDB(), "receipt")
	c.store = store
	c.light, err = light.NewClient(ctx, s.ChainID, light.TrustOptions{Period: s.Period, Height: c.trust.Height, Hash: c.trust.Hash},
		primary, witnesses, store, light.Logger(cmtlog.NewNopLogger()), light.MaxClockDrift(maxClockDrift))
	if err != nil {
		return nil, fmt.Errorf("start from the trusted header %s: %w", c.trust, lightError(c.trust.Height, err))
	}
	return c, nil
}

// checkTrust tells a reader who trusts a header that the node doesn't have.
func (c *connection) checkTrust(ctx context.Context) error {
	res, err := c.rpc.Commit(ctx, &c.trust.Height)
	if err != nil {
		return fmt.Errorf("ask %s for the trusted header: %w", c.source.Primary, err)
	}
	if res.SignedHeader.IsEmpty() || !bytes.Equal(res.Header.Hash(), c.trust.Hash) {
		return fmt.Errorf("%w: you trust %s, %s has another header at that height", ErrWrongHash, c.trust, c.source.Primary)
	}
	return nil
}

// agree asks every node for the hash of one recent header. The primary names the height; the others may take a moment to get there.
func agree(ctx context.Context, s Source) (Trust, error) {
	var trust Trust
	for n, address := range append([]string{s.Primary}, s.Witnesses...) {
		rpc, err := rpchttp.New(address, "/websocket")
		if err != nil {
			return Trust{}, fmt.Errorf("connect to %s: %w", address, err)
		}
		height, err := reach(ctx, rpc, trust.Height)
		if err != nil {
			return Trust{}, fmt.Errorf("ask %s for its height: %w", address, err)
		}
		if n == 0 {
			trust.Height = max(height-1, 1) // the newest header may not have reached the others yet
		} else if height < trust.Height {
			return Trust{}, fmt.Errorf("%w about the height: %s tells of %d, %s is at %d; name another witness if it is only behind", ErrNodesDisagree,
				s.Primary, trust.Height, address, height)
		}
		res, err := rpc.Commit(ctx, &trust.Height)
		if err != nil {
			return Trust{}, fmt.Errorf("ask %s for the header of height %d: %w", address, trust.Height, err)
		}
		if res.SignedHeader.IsEmpty() {
			return Trust{}, fmt.Errorf("%w about height %d: %s has no header", ErrNodesDisagree, trust.Height, address)
		}
		if res.ChainID != s.ChainID {
			return Trust{}, fmt.Errorf("%w: %s is on %q, want %q", ErrWrongChain, address, res.ChainID, s.ChainID)
		}
		hash := res.Header.Hash()
		if n > 0 && !bytes.Equal(hash, trust.Hash) {
			return Trust{}, fmt.Errorf("%w about height %d: %s says %X, %s says %X", ErrNodesDisagree, trust.Height, s.Primary, trust.Hash, address, []byte(hash))
		}
		trust.Hash = hash
	}
	return trust, nil
}

// reach waits until a node is at a height, but not for long, and returns where it is.
func reach(ctx context.Context, rpc *rpchttp.HTTP, height int64) (int64, error) {
	for deadline := time.Now().Add(catchUp); ; {
		status, err := rpc.Status(ctx)
		if err != nil {
			return 0, err
		}
		if h := status.SyncInfo.LatestBlockHeight; h >= height || time.Now().After(deadline) {
			return h, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(pollInterval):
		}
	}
}

// Fetch fetches the receipt of one instalment. conn is a gRPC connection to a node that keeps a receipt log; nothing it says is
// believed without proof.
func Fetch(ctx context.Context, s Source, conn grpc.ClientConnInterface, grant types.GrantID, period types.Period) (*Receipt, Trust, error) {
	return FetchTopUp(ctx, s, conn, grant, period, 0)
}

// FetchTopUp is Fetch for what a top-up paid, by the number of its run; 0 means the month's instalment.
func FetchTopUp(
	ctx context.Context, s Source, conn grpc.ClientConnInterface, grant types.GrantID, period types.Period, run uint64,
) (*Receipt, Trust, error) {
	payment, err := types.NewQueryClient(conn).Payment(ctx, &types.QueryPaymentRequest{Grant: uint64(grant), Period: uint32(period), Run: run})
	if err != nil {
		return nil, Trust{}, fmt.Errorf("look the payment up: %w", err)
	}
	r := &Receipt{
		Headers: Headers{ChainID: s.ChainID}, Grant: grant, Period: period, Leaf: payment.Leaf, Index: payment.Index, Path: payment.Path,
		ChunkKey: types.ChunkKey(payment.Chunk.Run, payment.Chunk.Roll, payment.Chunk.FirstSlot),
	}
	trust, err := r.prove(ctx, s)
	return r, trust, err
}

// Renew proves the same chunk root against a later header.
func (r *Receipt) Renew(ctx context.Context, s Source) (*Receipt, Trust, error) {
	next := *r
	trust, err := next.prove(ctx, s)
	if err == nil && !bytes.Equal(next.ChunkValue, r.ChunkValue) {
		return nil, trust, fmt.Errorf("%w: the chain holds another chunk", ErrTampered)
	}
	return &next, trust, err
}

// prove fills in the chunk, its proof and the headers that lead to it, and checks the whole receipt. A payment of this moment is
// proved as soon as all nodes have the header that commits to it.
func (r *Receipt) prove(ctx context.Context, s Source) (Trust, error) {
	return prove(ctx, s, "payment", func(ctx context.Context, c *connection, height int64) (bool, error) {
		chunk, err := c.entry(ctx, types.StoreKey, r.ChunkKey, height)
		if err != nil || len(chunk.Value) == 0 {
			return false, err
		}
		r.ChunkValue, r.Proof = chunk.Value, chunk.Proof
		if r.Blocks, err = c.lead(ctx, height); err != nil {
			return false, err
		}
		_, err = r.Verify(c.trust, c.source.Period, time.Now(), Expect{})
		return err == nil, err
	})
}

// prove looks at the state that the newest header all nodes have commits to, until what is to be proved is there.
func prove(ctx context.Context, s Source, what string, at func(ctx context.Context, c *connection, height int64) (bool, error)) (Trust, error) {
	for deadline := time.Now().Add(catchUp); ; {
		c, err := connect(ctx, s)
		if err != nil {
			return Trust{}, err
		}
		found, err := at(ctx, c, max(c.agreed.Height, c.trust.Height))
		switch {
		case found || err != nil:
			return c.trust, err
		case time.Now().After(deadline):
			return Trust{}, fmt.Errorf("%w: %s shows no such %s in the state that the header of height %d commits to", ErrNodesDisagree, s.Primary, what, c.agreed.Height)
		}
		select {
		case <-ctx.Done():
			return Trust{}, ctx.Err()
		case <-time.After(pollInterval):
		}
	}
}

// lead verifies the header of a height and returns the blocks that lead to it.
func (c *connection) lead(ctx context.Context, height int64) ([]*cmttypes.LightBlock, error) {
	if _, err := c.light.VerifyLightBlockAtHeight(ctx, height, time.Now()); err != nil {
		return nil, lightError(height, err)
	}
	return c.trace(height)
}

// lightError names what the light client found wrong with the nodes or with a header they gave.
func lightError(height int64, err error) error {
	var (
		failed      light.ErrVerificationFailed
		conflicting light.ErrConflictingHeaders
		priorities  light.ErrProposerPrioritiesDiverge
	)
	switch {
	case errors.As(err, &failed):
		return commitError(height, failed.Reason)
	case errors.As(err, &conflicting), errors.As(err, &priorities), errors.Is(err, light.ErrLightClientAttack),
		errors.Is(err, light.ErrNoWitnesses), errors.Is(err, light.ErrFailedHeaderCrossReferencing):
		return fmt.Errorf("%w about height %d: %w", ErrNodesDisagree, height, err)
	}
	return fmt.Errorf("the header of height %d: %w", height, err)
}

// trace lists the verified blocks from the trusted one to a height, ascending.
func (c *connection) trace(height int64) ([]*cmttypes.LightBlock, error) {
	b, err := c.store.LightBlock(height)
	if err != nil {
		return nil, fmt.Errorf("read the verified header of height %d: %w", height, err)
	}
	blocks := []*cmttypes.LightBlock{b}
	for b.Height > c.trust.Height {
		if b, err = c.store.LightBlockBefore(b.Height); err != nil {
			return nil, fmt.Errorf("read the verified headers: %w", err)
		}
		blocks = append(blocks, b)
	}
	slices.Reverse(blocks)
	return blocks, nil
}
