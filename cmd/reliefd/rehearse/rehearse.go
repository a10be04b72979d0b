// Package rehearse makes an upgrade on a copy of a node's state, with the program that runs: what the provinces will do at the height
// of the plan, on the data that they will do it on.
package rehearse

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"

	"github.com/reliefchain/relief/app"
)

// What a rehearsal finds wrong. An upgrade that fails gives app.ErrUpgradeFailed, a program that doesn't fit app.ErrWrongProgram.
var (
	ErrInvariant = errors.New("the state breaks an invariant after the upgrade")
	ErrReopen    = errors.New("the upgraded state can't be opened again")
	ErrExport    = errors.New("the upgraded state can't be exported")
)

// Program opens databases and builds the application over them.
type Program struct {
	// OpenDB opens the database of the copy.
	OpenDB func() (dbm.DB, error)
	// New builds the application over it.
	New func(dbm.DB) (*app.App, error)
	// Blocks are how many blocks to make after the upgrade.
	Blocks int
	// NoExport leaves the export out, which holds the whole state in memory.
	NoExport bool
}

// Module is a module whose state has another version than before; 0 for one that is new.
type Module struct {
	Name     string
	From, To uint64
}

// Result is what an upgrade did.
type Result struct {
	Name string
	// Height of the block that made it, and how long that block took.
	Height int64
	Took   time.Duration
	// AppHash after it.
	AppHash []byte
	// Added and Deleted are stores.
	Added, Deleted []string
	Modules        []Module
	// Invariants that hold some blocks later, and the size of the state as a genesis; 0 without an export.
	Invariants, Exported int
	// Last height of the rehearsal.
	Last int64
}

// Upgrade makes one upgrade and some blocks after it, checks every invariant, exports the state, and opens it once more.
func (p Program) Upgrade(ctx context.Context, name string) (r Result, err error) {
	r.Name = name
	db, err := p.OpenDB()
	if err != nil {
		return r, err
	}
	before, err := app.ReadStored(db)
	if err == nil {
		r.Height, err = Plan(db, name)
	}
	if err != nil {
		return r, errors.Join(err, db.Close())
	}
	a, err := p.New(db)
	if err != nil {
		return r, errors.Join(err, db.Close())
	}
	hash, err := p.blocks(ctx, a, before.Time, &r)
	if err == nil {
		err = p.check(a, &r)
	}
	if err = errors.Join(err, a.Close()); err != nil {
		return r, err
	}
	after, err := p.reopen(hash, r.Last)
	if err != nil {
		return r, err
	}
	r.compare(before, after)
	return r, nil
}

// blocks makes the block of the upgrade and those after it.
func (p Program) blocks(ctx context.Context, a *app.App, now time.Time, r *Result) (hash []byte, err error) {
	for n := range 1 + p.Blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		now = now.Add(time.Second)
		began := time.Now()
		if hash, err = next(a, now); err != nil {
			return nil, err
		}
		if n == 0 {
			r.AppHash, r.Took = hash, time.Since(began)
		}
	}
	r.Last = a.LastBlockHeight()
	return hash, nil
}

// next makes a block without transactions that every seat has signed.
func next(a *app.App, now time.Time) ([]byte, error) {
	height := a.LastBlockHeight() + 1
	seats, err := a.SigningKeys(a.NewContextLegacy(true, cmtproto.Header{Height: height - 1}))
	if err != nil {
		return nil, err
	}
	id := sha256.Sum256(fmt.Appendf(nil, "rehearsal %d", height))
	block := &abci.RequestFinalizeBlock{Height: height, Time: now, Hash: id[:]}
	for _, seat := range seats {
		block.DecidedLastCommit.Votes = append(block.DecidedLastCommit.Votes, abci.VoteInfo{
			Validator: abci.Validator{Address: seat.Address, Power: seat.Power}, BlockIdFlag: cmtproto.BlockIDFlagCommit,
		})
		block.ProposerAddress = seat.Address
	}
	res, err := a.FinalizeBlock(block)
	if err != nil {
		return nil, err
	}
	_, err = a.Commit()
	return res.AppHash, err
}

// check recomputes every invariant and exports the state.
func (p Program) check(a *app.App, r *Result) error {
	ctx := a.NewContextLegacy(true, cmtproto.Header{Height: a.LastBlockHeight()})
	var broken []error
	for _, i := range a.Invariants() {
		if err := i.Check(ctx); err != nil {
			broken = append(broken, fmt.Errorf("%w: %s: %w", ErrInvariant, i.Name, err))
			continue
		}
		r.Invariants++
	}
	if err := errors.Join(broken...); err != nil {
		return err
	}
	if p.NoExport {
		return nil
	}
	out, err := a.Export(nil)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrExport, err)
	}
	g, err := a.ReadGenesis(out.AppState)
	if err == nil {
		err = a.ValidateGenesis(g)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrExport, err)
	}
	r.Exported = len(out.AppState)
	return nil
}

// reopen asks that a node which starts on the upgraded state has it and goes on.
func (p Program) reopen(hash []byte, height int64) (s app.Stored, err error) {
	db, err := p.OpenDB()
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrReopen, err)
	}
	if s, err = app.ReadStored(db); err != nil {
		return s, fmt.Errorf("%w: %w", ErrReopen, errors.Join(err, db.Close()))
	}
	a, err := p.New(db)
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrReopen, errors.Join(err, db.Close()))
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if got := a.LastCommitID(); got.Version != height || !bytes.Equal(got.Hash, hash) {
		return s, fmt.Errorf("%w: it has app hash %X at height %d, before it was closed %X at %d", ErrReopen, got.Hash, got.Version, hash, height)
	}
	if _, err := next(a, s.Time.Add(time.Second)); err != nil {
		return s, fmt.Errorf("%w: %w", ErrReopen, err)
	}
	return s, nil
}

// compare says what is otherwise than before.
func (r *Result) compare(before, after app.Stored) {
	for _, store := range after.Stores {
		if !slices.Contains(before.Stores, store) {
			r.Added = append(r.Added, store)
		}
	}
	for _, store := range before.Stores {
		if !slices.Contains(after.Stores, store) {
			r.Deleted = append(r.Deleted, store)
		}
	}
	names := slices.Sorted(maps.Keys(after.Modules))
	for _, name := range names {
		if from, to := before.Modules[name], after.Modules[name]; from != to {
			r.Modules = append(r.Modules, Module{Name: name, From: from, To: to})
		}
	}
}
