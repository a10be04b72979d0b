package faults

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	sdkmath "cosmossdk.io/math"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/proto"
	"golang.org/x/sync/errgroup"

	"github.com/reliefchain/relief/testutil/network"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// What a check finds broken.
var (
	ErrStuck     = errors.New("a node answers and doesn't follow")
	ErrFork      = errors.New("nodes disagree")
	ErrLost      = errors.New("an acknowledged transaction is lost")
	ErrTwice     = errors.New("something ran twice")
	ErrForeign   = errors.New("a transaction is in a block that must not be")
	ErrEvidence  = errors.New("unexpected evidence")
	ErrInvariant = errors.New("a node's state breaks an invariant")
)

// stuckAfter is how long a node may take to make the next block once its network is whole.
const stuckAfter = 45 * time.Second

// audited is on how many nodes a check recomputes every invariant.
const audited = 2

// Checker compares the nodes of a network and remembers what it has seen.
type Checker struct {
	net    *network.Network
	load   *Load
	random *rand.Rand

	// Expected lets one check accept evidence; it is counted in Evidence.
	Expected bool
	// Evidence seen so far, by the height of its block.
	Evidence map[int64]cmttypes.EvidenceList

	height int64 // checked so far
	placed map[[sha256.Size]byte]int64
	done   map[unique]bool
	paid   int64
	begin  sdkmath.Int // the sink's balance before the load
}

// unique names a message of the load.
type unique struct {
	stream string
	id     int64
}

// NewChecker reads what the sink has. Start the load afterwards.
func NewChecker(ctx context.Context, n *network.Network, l *Load, seed uint64) (*Checker, error) {
	c := &Checker{
		net: n, load: l, random: rand.New(rand.NewPCG(seed, 0)), Evidence: map[int64]cmttypes.EvidenceList{},
		placed: map[[sha256.Size]byte]int64{}, done: map[unique]bool{},
	}
	var err error
	c.begin, err = c.balance(ctx, n.Seated()[0], 0)
	return c, err
}

// All checks every node that runs: all of them make the next block, agree on every block and every result since the last check,
// hold what was acknowledged exactly once, and keep every invariant.
func (c *Checker) All(ctx context.Context) error {
	nodes := c.net.Running()
	if len(nodes) == 0 {
		return errors.New("no node runs")
	}
	target, err := c.together(ctx, nodes)
	if err != nil {
		return err
	}
	acks := c.load.Acks()
	for h := c.height + 1; h < target; h++ {
		if err := c.block(ctx, nodes, h); err != nil {
			return fmt.Errorf("height %d: %w", h, err)
		}
		c.height = h
	}
	if err := errors.Join(c.acknowledged(acks), c.effects(ctx, nodes)); err != nil {
		return err
	}
	return c.invariants(ctx, nodes)
}

// together waits until every node has made a block that none had, and compares the state hash each serves.
func (c *Checker) together(ctx context.Context, nodes []*network.Node) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, stuckAfter)
	defer cancel()
	target, err := c.top(ctx, nodes)
	if err != nil {
		return 0, err
	}
	target += 2
	g, reaching := errgroup.WithContext(ctx)
	for _, node := range nodes {
		g.Go(func() error { return node.Reach(reaching, target) })
	}
	if err := g.Wait(); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrStuck, err)
	}
	for _, node := range nodes {
		info, err := node.RPC().ABCIInfo(ctx)
		if err != nil {
			return 0, fmt.Errorf("ask %s for its state: %w", node.Name, err)
		}
		after := info.Response.LastBlockHeight + 1
		if err := nodes[0].Reach(ctx, after); err != nil {
			return 0, err
		}
		header, err := nodes[0].RPC().Commit(ctx, &after)
		if err != nil {
			return 0, fmt.Errorf("header %d of %s: %w", after, nodes[0].Name, err)
		}
		if !bytes.Equal(header.AppHash, info.Response.LastBlockAppHash) {
			return 0, fmt.Errorf("%w: %s serves state %X at height %d, the chain has %X", ErrFork, node.Name, info.Response.LastBlockAppHash, after-1, header.AppHash)
		}
	}
	return target, nil
}

// top is the greatest height of the nodes that answer.
func (c *Checker) top(ctx context.Context, nodes []*network.Node) (int64, error) {
	var top int64
	var errs []error
	for _, node := range nodes {
		h, err := node.Height(ctx)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", node.Name, err))
		}
		top = max(top, h)
	}
	if top == 0 {
		return 0, errors.Join(errs...)
	}
	return top, nil
}

// block compares one height on all nodes that have it, and records what is in it.
func (c *Checker) block(ctx context.Context, nodes []*network.Node, height int64) error {
	var block *cmttypes.Block
	var results cmttypes.ABCIResults
	var first *network.Node
	for _, node := range nodes {
		status, err := node.RPC().Status(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", node.Name, err)
		}
		if status.SyncInfo.EarliestBlockHeight > height {
			continue // it joined later
		}
		b, err := node.RPC().Block(ctx, &height)
		if err != nil {
			return fmt.Errorf("block of %s: %w", node.Name, err)
		}
		r, err := node.RPC().BlockResults(ctx, &height)
		if err != nil {
			return fmt.Errorf("results of %s: %w", node.Name, err)
		}
		got := cmttypes.NewResults(r.TxsResults)
		if block == nil {
			block, results, first = b.Block, got, node
			for i, raw := range b.Block.Txs {
				if err := c.place(sha256.Sum256(raw), height, r.TxsResults[i].Code == 0); err != nil {
					return err
				}
			}
			continue
		}
		if !bytes.Equal(b.Block.Hash(), block.Hash()) || !bytes.Equal(b.Block.AppHash, block.AppHash) {
			return fmt.Errorf("%w: block %X of %s, %X of %s", ErrFork, block.Hash(), first.Name, b.Block.Hash(), node.Name)
		}
		if !bytes.Equal(got.Hash(), results.Hash()) {
			return fmt.Errorf("%w: results of %s and %s", ErrFork, first.Name, node.Name)
		}
	}
	if block == nil {
		return errors.New("no node has the block")
	}
	if len(block.Evidence.Evidence) > 0 {
		c.Evidence[height] = block.Evidence.Evidence
		if !c.Expected {
			return fmt.Errorf("%w: %s", ErrEvidence, block.Evidence.Evidence)
		}
	}
	return nil
}

// place records a transaction of a block.
func (c *Checker) place(hash [sha256.Size]byte, height int64, succeeded bool) error {
	if before, ok := c.placed[hash]; ok {
		return fmt.Errorf("%w: transaction %X is in blocks %d and %d", ErrTwice, hash, before, height)
	}
	c.placed[hash] = height
	sent, ok := c.load.Sent(hash)
	if !ok {
		return fmt.Errorf("%w: %X", ErrForeign, hash)
	}
	if !succeeded {
		return nil
	}
	u := unique{sent.Stream, sent.ID}
	if c.done[u] {
		return fmt.Errorf("%w: message %d of %s", ErrTwice, sent.ID, sent.Stream)
	}
	c.done[u] = true
	c.paid += sent.Paid
	return nil
}

// acknowledged asks that every acknowledgement is true.
func (c *Checker) acknowledged(acks []Acknowledged) error {
	for _, a := range acks {
		if a.Height > c.height {
			continue // after what was compared
		}
		if c.placed[a.Hash] != a.Height {
			return fmt.Errorf("%w: %X was acknowledged in block %d, is in %d", ErrLost, a.Hash, a.Height, c.placed[a.Hash])
		}
		if a.Result.Code != 0 {
			return fmt.Errorf("message of the load refused in block %d: %s", a.Height, a.Result.Log)
		}
	}
	return nil
}

// effects asks every node whether the sink got each payment once.
func (c *Checker) effects(ctx context.Context, nodes []*network.Node) error {
	want := c.begin.AddRaw(c.paid)
	for _, node := range nodes {
		got, err := c.balance(ctx, node, c.height)
		if err != nil {
			return fmt.Errorf("balance at %s: %w", node.Name, err)
		}
		if !got.Equal(want) {
			return fmt.Errorf("%w: the sink has %s at height %d of %s, the blocks pay %s", ErrTwice, got, c.height, node.Name, want)
		}
	}
	return nil
}

func (c *Checker) balance(ctx context.Context, node *network.Node, height int64) (sdkmath.Int, error) {
	var res feetypes.QueryBudgetResponse
	if err := ask(ctx, node, height, "/relief.fee.v1.Query/Budget", &feetypes.QueryBudgetRequest{Organisation: sink}, &res); err != nil {
		return sdkmath.Int{}, err
	}
	return res.Left.Amount, nil
}

// invariants recomputes every invariant on the state of two nodes.
func (c *Checker) invariants(ctx context.Context, nodes []*network.Node) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, i := range c.random.Perm(len(nodes))[:min(audited, len(nodes))] {
		g.Go(func() error { return audit(ctx, c.net.Binary, nodes[i]) })
	}
	return g.Wait()
}

// audit copies the state of a node, which stands still meanwhile, and has reliefd check the copy.
func audit(ctx context.Context, binary string, node *network.Node) error {
	home, err := os.MkdirTemp("", "relief-audit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	if err := snapshot(node, home, "config", "data/application.db", "data/receipts.db"); err != nil {
		return fmt.Errorf("copy the state of %s: %w", node.Name, err)
	}
	out, err := exec.CommandContext(ctx, binary, "audit", "--home", home).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s: %w\n%s", ErrInvariant, node.Name, err, out)
	}
	return nil
}

// snapshot copies parts of a node's home at one instant.
func snapshot(node *network.Node, home string, parts ...string) error {
	if node.Running() && !node.Frozen() {
		if err := node.Freeze(); err != nil {
			return err
		}
		defer node.Thaw() //nolint:errcheck // it may have been killed meanwhile
	}
	for _, part := range parts {
		if err := network.CopyTree(filepath.Join(node.Home, part), filepath.Join(home, part)); err != nil {
			return err
		}
	}
	return nil
}

// ask queries the state of a node; height 0 is the latest.
func ask(ctx context.Context, node *network.Node, height int64, path string, request, response proto.Message) error {
	raw, err := proto.Marshal(request)
	if err != nil {
		return err
	}
	res, err := node.RPC().ABCIQueryWithOptions(ctx, path, raw, rpcclient.ABCIQueryOptions{Height: height})
	if err != nil {
		return err
	}
	if res.Response.Code != 0 {
		return fmt.Errorf("%s: %s", path, res.Response.Log)
	}
	return proto.Unmarshal(res.Response.Value, response)
}
