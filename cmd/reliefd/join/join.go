// Package join sets a new node up from a snapshot: it agrees on genesis and a trusted header with two servers, which have to say
// the same, and writes what the node needs to fetch the state from its peers.
package join

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	cmtjson "github.com/cometbft/cometbft/libs/json"
	cmttypes "github.com/cometbft/cometbft/types"
)

// TrustPeriod is how old a trusted header may be.
const TrustPeriod = 168 * time.Hour

// Errors of a join.
var (
	ErrServers    = errors.New("two different servers are needed")
	ErrNoPin      = errors.New("nothing to trust")
	ErrDisagree   = errors.New("the servers disagree")
	ErrPin        = errors.New("the servers contradict what you trust")
	ErrTrustOld   = errors.New("the trusted header is too old")
	ErrNoHeight   = errors.New("the servers have no block yet")
	ErrHomeInUse  = errors.New("the home directory holds a node's data")
	ErrNoSnapshot = errors.New("the node didn't get a snapshot")
)

// Trust is a header that the operator got from somewhere else than the servers.
type Trust struct {
	Height int64
	Hash   []byte
}

// String is HEIGHT:HASH.
func (t Trust) String() string { return fmt.Sprintf("%d:%X", t.Height, t.Hash) }

// ParseTrust reads HEIGHT:HASH.
func ParseTrust(text string) (Trust, error) {
	height, hash, _ := strings.Cut(text, ":")
	h, err := strconv.ParseInt(height, 10, 64)
	raw, hexErr := hex.DecodeString(hash)
	if err != nil || hexErr != nil || h <= 0 || len(raw) != sha256.Size {
		return Trust{}, fmt.Errorf("trusted header %q: want HEIGHT:HASH, the hash in 64 hexadecimal digits", text)
	}
	return Trust{Height: h, Hash: raw}, nil
}

// Status is what a server says of itself.
type Status struct {
	ChainID string
	Height  int64
	// Peer is ID@HOST:PORT.
	Peer string
}

// Header is a block's header by its hash.
type Header struct {
	Hash []byte
	Time time.Time
}

// Server is a node that a new one joins with.
type Server interface {
	Name() string
	Status(context.Context) (Status, error)
	// Genesis returns the whole genesis document.
	Genesis(context.Context) ([]byte, error)
	Header(ctx context.Context, height int64) (Header, error)
}

// Pins are what the operator trusts; at least one is needed.
type Pins struct {
	// GenesisHash is what "reliefd genesis hash" prints.
	GenesisHash []byte
	Trust       *Trust
}

// Plan is what the servers agree on.
type Plan struct {
	ChainID     string
	Genesis     []byte
	GenesisHash []byte
	Trust       Trust
	// Peers to fetch from, ID@HOST:PORT.
	Peers []string
	// Height of the servers.
	Height int64
}

// GenesisHash is the hash of what a genesis document says, whatever the layout of its file.
func GenesisHash(doc *cmttypes.GenesisDoc) ([]byte, error) {
	if err := doc.ValidateAndComplete(); err != nil {
		return nil, fmt.Errorf("check the genesis: %w", err)
	}
	raw, err := cmtjson.Marshal(doc)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	return sum[:], nil
}

// Agree asks both servers for everything and refuses when they differ from each other or from the pins.
func Agree(ctx context.Context, a, b Server, p Pins, now time.Time) (Plan, error) {
	if p.GenesisHash == nil && p.Trust == nil {
		return Plan{}, fmt.Errorf("%w: name --genesis-hash or --trust; another province can tell you over the telephone", ErrNoPin)
	}
	var plan Plan
	statuses := make([]Status, 2)
	for i, s := range []Server{a, b} {
		status, err := s.Status(ctx)
		if err != nil {
			return Plan{}, fmt.Errorf("ask %s for its status: %w", s.Name(), err)
		}
		if status.Height < 1 {
			return Plan{}, fmt.Errorf("%w: %s", ErrNoHeight, s.Name())
		}
		statuses[i] = status
		plan.Peers = append(plan.Peers, status.Peer)
	}
	first, _, _ := strings.Cut(statuses[0].Peer, "@")
	second, _, _ := strings.Cut(statuses[1].Peer, "@")
	if first == second {
		return Plan{}, fmt.Errorf("%w: %s and %s are the same node", ErrServers, a.Name(), b.Name())
	}
	if statuses[0].ChainID != statuses[1].ChainID {
		return Plan{}, fmt.Errorf("%w: %s is on chain %s, %s on %s", ErrDisagree, a.Name(), statuses[0].ChainID, b.Name(), statuses[1].ChainID)
	}
	plan.ChainID, plan.Height = statuses[0].ChainID, min(statuses[0].Height, statuses[1].Height)
	if err := plan.agreeOnGenesis(ctx, a, b, p); err != nil {
		return Plan{}, err
	}
	return plan, plan.agreeOnHeader(ctx, a, b, p, now)
}

func (plan *Plan) agreeOnGenesis(ctx context.Context, a, b Server, p Pins) error {
	for _, s := range []Server{a, b} {
		raw, err := s.Genesis(ctx)
		if err != nil {
			return fmt.Errorf("ask %s for the genesis: %w", s.Name(), err)
		}
		doc, err := cmttypes.GenesisDocFromJSON(raw)
		if err != nil {
			return fmt.Errorf("read the genesis of %s: %w", s.Name(), err)
		}
		hash, err := GenesisHash(doc)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name(), err)
		}
		switch {
		case p.GenesisHash != nil && !bytes.Equal(hash, p.GenesisHash):
			return fmt.Errorf("%w: the genesis of %s has the hash %X, you trust %X; don't use this server", ErrPin, s.Name(), hash, p.GenesisHash)
		case doc.ChainID != plan.ChainID:
			return fmt.Errorf("%w: %s is on chain %s but its genesis is of %s", ErrDisagree, s.Name(), plan.ChainID, doc.ChainID)
		case plan.Genesis != nil && !bytes.Equal(hash, plan.GenesisHash):
			return fmt.Errorf("%w: the genesis of %s has the hash %X, that of %s %X; ask another province which one is right",
				ErrDisagree, a.Name(), plan.GenesisHash, s.Name(), hash)
		}
		plan.Genesis, plan.GenesisHash = raw, hash
	}
	return nil
}

func (plan *Plan) agreeOnHeader(ctx context.Context, a, b Server, p Pins, now time.Time) error {
	height := plan.Height
	if p.Trust != nil {
		height = p.Trust.Height
	}
	for _, s := range []Server{a, b} {
		h, err := s.Header(ctx, height)
		if err != nil {
			return fmt.Errorf("ask %s for the header at %d: %w", s.Name(), height, err)
		}
		switch {
		case p.Trust != nil && !bytes.Equal(h.Hash, p.Trust.Hash):
			return fmt.Errorf("%w: %s has the header %X at %d, you trust %X; don't use this server", ErrPin, s.Name(), h.Hash, height, p.Trust.Hash)
		case plan.Trust.Hash != nil && !bytes.Equal(h.Hash, plan.Trust.Hash):
			return fmt.Errorf("%w: at %d %s has the header %X, %s has %X; ask another province which one is right",
				ErrDisagree, height, a.Name(), plan.Trust.Hash, s.Name(), h.Hash)
		case now.Sub(h.Time) > TrustPeriod:
			return fmt.Errorf("%w: %s, at most %s; take a newer one", ErrTrustOld, now.Sub(h.Time).Round(time.Hour), TrustPeriod)
		}
		plan.Trust = Trust{Height: height, Hash: h.Hash}
	}
	return nil
}
