package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/mempool"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/network"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

const (
	// blockPause is the pause between blocks, as reliefd init sets it. The SDK's own five seconds would make the peers five times as slow.
	blockPause = time.Second
	// lookEvery is how often the client looks for a new block.
	lookEvery = 20 * time.Millisecond
	// seedPatience is how long nodes may take to seed.
	seedPatience = 10 * time.Minute
	// standstill is how long no block may come.
	standstill = 2 * time.Minute
	// officerTerm is how long the officers of a network serve.
	officerTerm = 2 * 365 * 24 * time.Hour
)

// fleet is a network of nodes on this machine, and a client who signs for its accounts.
type fleet struct {
	*network.Network
	signer
}

// startFleet starts a network of so many validators and waits until they have seeded.
func startFleet(ctx context.Context, validators int, what spec) (_ *fleet, err error) {
	dir, err := os.MkdirTemp("", "relief-bench-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	program := filepath.Join(dir, nodeName)
	if err := copyProgram(program); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(what)
	if err != nil {
		return nil, err
	}
	if err := os.Setenv(specVariable, string(raw)); err != nil {
		return nil, err
	}
	o := network.Options{
		Binary: "build/reliefd", Dir: dir, ChainID: chainID, Seats: validators, BlockTime: blockPause, Loopback: true, Patience: time.Minute,
		Genesis: genesisOf(what), Settings: map[string]string{"api.enable": "false"},
	}
	if what.Stock != nil {
		for key, value := range stockSettings {
			o.Settings[key] = value
		}
	}
	n, err := network.New(o)
	if err != nil {
		return nil, fmt.Errorf("%w (the homes of nodes are made by build/reliefd: run \"make build\" first)", err)
	}
	f := &fleet{Network: n, signer: newSigner(n.Encoding.Tx)}
	for _, node := range f.Nodes {
		node.Binary = program
		if err := node.Start(); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	ctx, cancel := context.WithTimeout(ctx, seedPatience)
	defer cancel()
	const seededAt = 3
	for _, node := range f.Nodes {
		if err := node.Reach(ctx, seededAt); err != nil {
			return nil, errors.Join(err, tail(node.Log()), f.Close())
		}
	}
	return f, nil
}

// stop ends the network and removes its files.
func (f *fleet) stop() error { return errors.Join(f.Close(), os.RemoveAll(f.Dir)) }

// tail is the end of a log as an error.
func tail(path string) error {
	const most = 2_000
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return errors.New(string(raw[max(0, len(raw)-most):]))
}

// copyProgram copies this command: the SDK reads settings from the environment by the name of the program.
func copyProgram(to string) (err error) {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	from, err := os.Open(self)
	if err != nil {
		return err
	}
	defer from.Close()
	file, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Close())
}

// stockSettings are the SDK's own where those of reliefd init differ.
var stockSettings = map[string]string{
	"pruning": "default", "iavl-disable-fastnode": "false", "inter-block-cache": "true", "index-events": "", "state-sync.snapshot-interval": "0",
	"minimum-gas-prices": "0" + stockDenom,
}

// genesisOf makes the genesis of a network.
func genesisOf(what spec) func(string, []cryptotypes.PubKey) (*genutiltypes.AppGenesis, error) {
	return func(chain string, keys []cryptotypes.PubKey) (*genutiltypes.AppGenesis, error) {
		params := cmttypes.DefaultConsensusParams()
		doc := &genutiltypes.AppGenesis{
			AppName: "stock", GenesisTime: time.Now().UTC(), ChainID: chain, InitialHeight: 1, AppState: json.RawMessage("{}"),
			Consensus: &genutiltypes.ConsensusGenesis{Params: params},
		}
		if what.Stock != nil {
			for i, key := range keys {
				public, err := cryptocodec.ToCmtPubKeyInterface(key)
				if err != nil {
					return nil, err
				}
				doc.Consensus.Validators = append(doc.Consensus.Validators, cmttypes.GenesisValidator{
					Address: public.Address(), PubKey: public, Power: 1, Name: fmt.Sprint(i),
				})
			}
			return doc, nil
		}
		params.Block.MaxGas = maxGas
		doc.AppName = app.Name
		var err error
		doc.AppState, err = what.Relief.networkGenesis(doc.GenesisTime, keys)
		return doc, err
	}
}

// networkGenesis is that of a replica, for nodes with keys of their own and officers who serve now.
func (s setup) networkGenesis(now time.Time, keys []cryptotypes.PubKey) (json.RawMessage, error) {
	a, err := app.New(app.Config{Logger: log.NewNopLogger(), DB: dbm.NewMemDB(), Options: options{}})
	if err != nil {
		return nil, err
	}
	n := &node{setup: s, app: a}
	if n.seeded, err = s.plan(); err != nil {
		return nil, err
	}
	g, err := a.NewGenesis()
	if err != nil {
		return nil, err
	}
	if err := n.genesis(g); err != nil {
		return nil, err
	}
	if err := g.EditAuthority(func(gs *authoritytypes.GenesisState) error {
		for i := range gs.Officers {
			gs.Officers[i].ValidFrom, gs.Officers[i].ValidUntil = now.Unix()-1, now.Add(officerTerm).Unix()-1
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if err := g.EditSeats(func(gs *validatortypes.GenesisState) (err error) {
		gs.Seats = gs.Seats[:len(keys)]
		for i := range gs.Seats {
			if gs.Seats[i].ConsensusKey, err = codectypes.NewAnyWithValue(keys[i]); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if err := a.ValidateGenesis(g); err != nil {
		return nil, err
	}
	return g.JSON()
}

// learnAccount asks the network for number and sequence of a key's account.
func (f *fleet) learnAccount(ctx context.Context, name string, key *secp256k1.PrivKey) error {
	var res authtypes.QueryAccountInfoResponse
	if err := f.ask(ctx, "/cosmos.auth.v1beta1.Query/AccountInfo", &authtypes.QueryAccountInfoRequest{Address: addressOf(key).String()}, &res); err != nil {
		return err
	}
	f.accounts[name] = &account{key: key, number: res.Info.AccountNumber, sequence: res.Info.Sequence}
	return nil
}

// ask queries the first node.
func (f *fleet) ask(ctx context.Context, path string, request, response proto.Message) error {
	raw, err := proto.Marshal(request)
	if err != nil {
		return err
	}
	res, err := f.Nodes[0].RPC().ABCIQuery(ctx, path, raw)
	if err != nil {
		return fmt.Errorf("ask %s: %w", path, err)
	}
	if res.Response.Code != 0 {
		return fmt.Errorf("ask %s: %s", path, res.Response.Log)
	}
	return proto.Unmarshal(res.Response.Value, response)
}

// send gives a transaction to a node. A node that has it already, from a call whose answer was lost, is fine.
func (f *fleet) send(ctx context.Context, node *network.Node, tx []byte) error {
	res, err := node.RPC().BroadcastTxSync(ctx, tx)
	if err != nil {
		if strings.Contains(err.Error(), mempool.ErrTxInCache.Error()) {
			return nil
		}
		return fmt.Errorf("send to %s: %w", node.Name, err)
	}
	if res.Code != 0 {
		return fmt.Errorf("%s refuses: %s %d: %s", node.Name, res.Codespace, res.Code, res.Log)
	}
	return nil
}

// height of the last block that a node has executed. Its status gives the last one it has stored, which may still be in execution.
func (f *fleet) height(ctx context.Context, node *network.Node) (int64, error) {
	info, err := node.RPC().ABCIInfo(ctx)
	if err != nil {
		return 0, err
	}
	return info.Response.LastBlockHeight, nil
}

// next waits until a node has executed a block above a height, and returns its height.
func (f *fleet) next(ctx context.Context, node *network.Node, above int64) (int64, error) {
	for end := time.Now().Add(standstill); time.Now().Before(end); {
		height, err := f.height(ctx, node)
		if err == nil && height > above {
			return height, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(lookEvery):
		}
	}
	return 0, fmt.Errorf("%s made no block in %s: %w", node.Name, standstill, tail(node.Log()))
}

// has tells which of some transactions, by hash, are in the blocks above one height up to another.
func (f *fleet) has(ctx context.Context, node *network.Node, above, upTo int64, found func(height int64, hash [sha256.Size]byte)) error {
	for height := above + 1; height <= upTo; height++ {
		block, err := node.RPC().Block(ctx, &height)
		if err != nil {
			return fmt.Errorf("read block %d: %w", height, err)
		}
		for _, tx := range block.Block.Txs {
			found(height, sha256.Sum256(tx))
		}
	}
	return nil
}

// usage is what the nodes have used so far.
type usage struct {
	cpu    time.Duration // of all of them
	memory int64         // bytes, of the largest
}

func (f *fleet) usage() (u usage, err error) {
	for _, node := range f.Nodes {
		cpu, err := node.CPU()
		if err != nil {
			return u, err
		}
		memory, err := node.Resident()
		if err != nil {
			return u, err
		}
		u.cpu, u.memory = u.cpu+cpu, max(u.memory, memory)
	}
	return u, nil
}

// window is a stretch of a measurement.
type window struct {
	began        time.Time
	units        uint64
	wall         time.Duration
	before, used usage
}

func (w window) took() time.Duration {
	if w.began.IsZero() {
		return 0
	}
	return time.Since(w.began)
}

// open begins a window at a count of units.
func (f *fleet) open(units uint64) (w window, err error) {
	w.began, w.units = time.Now(), units
	w.before, err = f.usage()
	return w, err
}

// close ends a window at a count of units.
func (f *fleet) close(w window, units uint64) (window, error) {
	after, err := f.usage()
	w.wall, w.units = time.Since(w.began), units-w.units
	w.used = usage{cpu: after.cpu - w.before.cpu, memory: after.memory}
	return w, err
}
