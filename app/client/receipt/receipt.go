// Package receipt proves one payment to anyone: the instalment's leaf, its path to the chunk root, the ICS-23 proof of that root
// in the chain's state, and the headers, commits and validator sets that lead from a header the reader trusts to the one that
// commits to the state. Checking needs no network and no trust in whoever hands the receipt over.
package receipt

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	cmtcrypto "github.com/cometbft/cometbft/proto/tendermint/crypto"
	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/x/grant/types"
)

// Format and Version name the file format. Public: receipts are kept for years.
const (
	Format  = "relief-receipt"
	Version = 1
)

// What a receipt can be wrong in. Each has its own exit code in the command.
var (
	// ErrMalformed says that the file isn't a receipt or was cut or changed in its shape.
	ErrMalformed = errors.New("the file isn't a whole receipt")
	// ErrWrongHash says that the first header isn't the one the reader trusts.
	ErrWrongHash = errors.New("the receipt doesn't start from the trusted header")
	// ErrWrongChain says that the receipt is of another chain.
	ErrWrongChain = errors.New("the receipt is of another chain")
	// ErrExpired says that the trusted header is too old to lead to a later one.
	ErrExpired = errors.New("the trusted header is too old")
	// ErrPower says that too few validators signed.
	ErrPower = errors.New("too little voting power signed the header")
	// ErrTampered says that something in the receipt doesn't fit the header.
	ErrTampered = errors.New("the receipt was altered")
	// ErrWrongGrant says that the payment is another grant's.
	ErrWrongGrant = errors.New("the receipt is of another grant")
	// ErrWrongPeriod says that the payment is another period's.
	ErrWrongPeriod = errors.New("the receipt is of another period")
	// ErrHeld says that a genuine receipt is of an instalment that was held: nobody was paid when it was due.
	ErrHeld = errors.New("the receipt is genuine, but the instalment was held, not paid")
	// ErrTopUp says that a genuine receipt is of a top-up where the month's instalment was meant, or the other way round.
	ErrTopUp = errors.New("the receipt is genuine, but one is of a top-up and the other of the month's instalment")
)

// Receipt is the proof of one instalment.
type Receipt struct {
	// Headers lead to the state it is proved in.
	Headers
	// Grant and Period are what the receipt claims to be about.
	Grant  types.GrantID
	Period types.Period
	// Leaf is the instalment, 36 bytes; Index its position in the chunk; Path the hashes to the chunk root, bottom up.
	Leaf  []byte
	Index uint32
	Path  [][]byte
	// ChunkKey and ChunkValue are the chunk as the store "grant" keeps it.
	ChunkKey, ChunkValue []byte
	// Proof leads from the chunk to the app hash of the last header.
	Proof cmtcrypto.ProofOps
}

// file is the receipt as JSON.
type file struct {
	kind
	ChainID    string   `json:"chain_id"`
	Grant      string   `json:"grant"`
	Period     string   `json:"period"`
	Leaf       string   `json:"leaf"`
	Index      uint32   `json:"index"`
	Path       []string `json:"path"`
	ChunkKey   string   `json:"chunk_key"`
	ChunkValue string   `json:"chunk_value"`
	Proof      string   `json:"proof"`
	Blocks     []string `json:"light_blocks"`
}

// Write writes the receipt as JSON: hashes and records in hexadecimal, Protobuf messages in base64.
func (r *Receipt) Write(w io.Writer) error {
	proof, err := proto.Marshal(&r.Proof)
	if err != nil {
		return fmt.Errorf("write the proof: %w", err)
	}
	f := file{
		kind: kind{Format, Version}, ChainID: r.ChainID, Grant: r.Grant.String(), Period: r.Period.String(),
		Leaf: hex.EncodeToString(r.Leaf), Index: r.Index, Path: []string{},
		ChunkKey: hex.EncodeToString(r.ChunkKey), ChunkValue: hex.EncodeToString(r.ChunkValue),
		Proof: base64.StdEncoding.EncodeToString(proof),
	}
	for _, h := range r.Path {
		f.Path = append(f.Path, hex.EncodeToString(h))
	}
	if f.Blocks, err = r.encode(); err != nil {
		return err
	}
	return encode(w, f)
}

// Save writes the receipt to a file, whole or not at all.
func (r *Receipt) Save(name string) error { return save(name, r.Write) }

// Load reads a receipt from a file.
func Load(name string) (*Receipt, error) {
	return load(name, Read)
}

// Read reads a receipt. It checks the shape alone.
func Read(r io.Reader) (*Receipt, error) {
	var f file
	if err := decode(r, &f); err != nil {
		return nil, err
	}
	if err := f.check(kind{Format, Version}); err != nil {
		return nil, err
	}
	rec := &Receipt{Headers: Headers{ChainID: f.ChainID}, Index: f.Index}
	var err error
	if rec.Grant, err = types.ParseGrantID(f.Grant); err != nil {
		return nil, fmt.Errorf("%w: grant: %w", ErrMalformed, err)
	}
	if rec.Period, err = types.ParsePeriod(f.Period); err != nil {
		return nil, fmt.Errorf("%w: period: %w", ErrMalformed, err)
	}
	for _, h := range f.Path {
		raw, err := hex.DecodeString(h)
		if err != nil {
			return nil, fmt.Errorf("%w: path: %w", ErrMalformed, err)
		}
		rec.Path = append(rec.Path, raw)
	}
	for _, field := range []struct {
		name string
		text string
		into *[]byte
	}{{"leaf", f.Leaf, &rec.Leaf}, {"chunk_key", f.ChunkKey, &rec.ChunkKey}, {"chunk_value", f.ChunkValue, &rec.ChunkValue}} {
		if *field.into, err = hex.DecodeString(field.text); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, field.name, err)
		}
	}
	if err := unmarshal(f.Proof, &rec.Proof); err != nil {
		return nil, fmt.Errorf("%w: proof: %w", ErrMalformed, err)
	}
	if err := rec.decode(f.Blocks); err != nil {
		return nil, err
	}
	return rec, nil
}
