// Package keeper holds the state of the grant module and runs its messages and block work.
package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/x/grant/types"
)

// Deps is what the keeper needs; only Receipts may be nil, for a node without a receipt log.
type Deps struct {
	Store     store.KVStoreService // cold store
	Rolls     store.KVStoreService // hot store: records alone
	Codec     codec.BinaryCodec
	Address   address.Codec
	Authority types.Authority
	Register  types.Register
	Coins     types.Coins
	Bank      types.Bank
	Receipts  types.Receipts
}

// Keeper reads and writes programmes, budgets, rolls, grants and runs.
type Keeper struct {
	Schema collections.Schema

	params       collections.Item[types.Params]
	pace         collections.Item[types.Pace]
	programmeSeq collections.Sequence // last number given, as in every sequence here
	nodeSeq      collections.Sequence
	rollSeq      collections.Sequence
	importSeq    collections.Sequence
	runSeq       collections.Sequence

	programmes  collections.Map[uint32, types.Programme]                                    // programme; never deleted
	standards   collections.Map[collections.Triple[uint32, string, uint32], types.Standard] // programme, area, period; never deleted
	nodes       collections.Map[uint32, types.BudgetNode]                                   // node; never deleted
	ledgers     collections.Map[collections.Pair[uint32, uint32], types.Ledger]             // node, year; never deleted
	rolls       collections.Map[uint32, types.Roll]                                         // roll; never deleted
	rollsOf     collections.KeySet[collections.Pair[uint32, uint32]]                        // programme, roll; never deleted
	deltas      collections.Map[collections.Pair[uint32, uint32], types.Delta]              // roll, period; deleted when empty or its run is done
	grants      collections.Map[uint64, types.Grant]                                        // grant; never deleted
	grantsOf    collections.KeySet[collections.Pair[[]byte, uint64]]                        // payee, grant; never deleted
	latest      collections.Map[collections.Pair[uint32, []byte], uint64]                   // class, payee → latest grant; replaced by the next one
	waiting     collections.Map[uint64, []byte]                                             // grant → changes after the head; deleted when the last is taken up
	imports     collections.Map[uint64, types.Import]                                       // import; never deleted
	importRoots collections.Map[[]byte, uint64]                                             // root → import; never deleted
	runs        collections.Map[uint64, types.Run]                                          // run; never deleted
	runPeriods  collections.Map[collections.Pair[uint32, uint32], uint64]                   // roll, period → run; deleted when the run is cancelled
	executing   collections.KeySet[uint64]                                                  // run; deleted when the run is done
	chunks      collections.Map[collections.Triple[uint64, uint32, uint32], types.Chunk]    // run, roll, first slot; never deleted
	held        collections.Map[collections.Pair[uint64, uint32], types.HeldPayment]        // grant, period; never deleted
	deciders    collections.KeySet[collections.Pair[uint32, []byte]]                        // roll, credential of who shaped a grant of it; never deleted
	transfers   collections.Map[uint64, types.Transfer]                                     // grant → offer; deleted when accepted or taken back
	transfersTo collections.KeySet[collections.Pair[string, uint64]]                        // area, grant; deleted with the offer

	clocks clocks
	acts   acts
	cases  cases

	indexes indexes
	budget  budgetTables
	topUps  topUpTables

	reservations reservations

	changes     changes
	emergencies emergencies
	lots        lots

	deps Deps
}

// New builds the keeper and refuses missing needs.
func New(d Deps) (*Keeper, error) {
	switch {
	case d.Store == nil, d.Rolls == nil, d.Codec == nil, d.Address == nil:
		return nil, errors.New("grant: store, rolls, codec and address are needed")
	case d.Authority == nil, d.Register == nil, d.Coins == nil, d.Bank == nil:
		return nil, errors.New("grant: authority, register, coins and bank are needed")
	}
	u32, u64 := collections.Uint32Key, collections.Uint64Key
	pair := collections.PairKeyCodec(u32, u32)
	sb := collections.NewSchemaBuilder(d.Store)
	k := &Keeper{
		deps:         d,
		params:       collections.NewItem(sb, types.ParamsPrefix, "params", codec.CollValue[types.Params](d.Codec)),
		pace:         collections.NewItem(sb, types.PacePrefix, "pace", codec.CollValue[types.Pace](d.Codec)),
		programmeSeq: collections.NewSequence(sb, types.ProgrammeSeqPrefix, "programme_seq"),
		nodeSeq:      collections.NewSequence(sb, types.NodeSeqPrefix, "node_seq"),
		rollSeq:      collections.NewSequence(sb, types.RollSeqPrefix, "roll_seq"),
		importSeq:    collections.NewSequence(sb, types.ImportSeqPrefix, "import_seq"),
		runSeq:       collections.NewSequence(sb, types.RunSeqPrefix, "run_seq"),
		programmes:   collections.NewMap(sb, types.ProgrammePrefix, "programmes", u32, codec.CollValue[types.Programme](d.Codec)),
		standards: collections.NewMap(sb, types.StandardPrefix, "standards",
			collections.TripleKeyCodec(u32, collections.StringKey, u32), codec.CollValue[types.Standard](d.Codec)),
		nodes:    collections.NewMap(sb, types.NodePrefix, "nodes", u32, codec.CollValue[types.BudgetNode](d.Codec)),
		ledgers:  collections.NewMap(sb, types.LedgerPrefix, "ledgers", pair, codec.CollValue[types.Ledger](d.Codec)),
		rolls:    collections.NewMap(sb, types.RollPrefix, "rolls", u32, codec.CollValue[types.Roll](d.Codec)),
		rollsOf:  collections.NewKeySet(sb, types.RollsPrefix, "rolls_of", pair),
		deltas:   collections.NewMap(sb, types.DeltaPrefix, "deltas", pair, codec.CollValue[types.Delta](d.Codec)),
		grants:   collections.NewMap(sb, types.GrantPrefix, "grants", u64, codec.CollValue[types.Grant](d.Codec)),
		grantsOf: collections.NewKeySet(sb, types.GrantsByPayeePrefix, "grants_of", collections.PairKeyCodec(collections.BytesKey, u64)),
		latest: collections.NewMap(sb, types.LatestGrantPrefix, "latest",
			collections.PairKeyCodec(u32, collections.BytesKey), collections.Uint64Value),
		waiting:     collections.NewMap(sb, types.WaitingPrefix, "waiting", u64, collections.BytesValue),
		imports:     collections.NewMap(sb, types.ImportPrefix, "imports", u64, codec.CollValue[types.Import](d.Codec)),
		importRoots: collections.NewMap(sb, types.ImportRootPrefix, "import_roots", collections.BytesKey, collections.Uint64Value),
		runs:        collections.NewMap(sb, types.RunPrefix, "runs", u64, codec.CollValue[types.Run](d.Codec)),
		runPeriods:  collections.NewMap(sb, types.RunPeriodPrefix, "run_periods", pair, collections.Uint64Value),
		executing:   collections.NewKeySet(sb, types.ExecutingPrefix, "executing", u64),
		chunks: collections.NewMap(sb, types.ChunkPrefix, "chunks",
			collections.TripleKeyCodec(u64, u32, u32), codec.CollValue[types.Chunk](d.Codec)),
		held: collections.NewMap(sb, types.HeldPrefix, "held",
			collections.PairKeyCodec(u64, u32), codec.CollValue[types.HeldPayment](d.Codec)),
		transfers:   collections.NewMap(sb, types.TransferPrefix, "transfers", u64, codec.CollValue[types.Transfer](d.Codec)),
		transfersTo: collections.NewKeySet(sb, types.TransferAreaPrefix, "transfers_to", collections.PairKeyCodec(collections.StringKey, u64)),
		deciders:    collections.NewKeySet(sb, types.DeciderPrefix, "deciders", collections.PairKeyCodec(u32, collections.BytesKey)),

		budget: newBudgetTables(sb, d.Codec),
		topUps: newTopUpTables(sb, d.Codec),

		reservations: newReservations(sb),
	}
	k.clocks, k.acts, k.cases = newClocks(sb, d.Codec), newActs(sb, d.Codec), newCases(sb, d.Codec)
	k.changes = newChanges(sb, d.Codec)
	k.indexes = newIndexes(sb)
	k.emergencies, k.lots = newEmergencies(sb, d.Codec), newLots(sb, d.Codec)
	schema, err := sb.Build()
	k.Schema = schema
	return k, err
}

// next gives the next number of a sequence, from 1.
func next(ctx context.Context, seq collections.Sequence) (uint64, error) {
	last, err := seq.Peek(ctx)
	if err != nil {
		return 0, err
	}
	return last + 1, seq.Set(ctx, last+1)
}

// found gives a missing entry the module's own error.
func found[V any](v V, err error, missing *errorsmod.Error, id any) (V, error) {
	if errors.Is(err, collections.ErrNotFound) {
		return v, errorsmod.Wrapf(missing, "%v", id)
	}
	return v, err
}

func (k *Keeper) programme(ctx context.Context, id uint32) (types.Programme, error) {
	v, err := k.programmes.Get(ctx, id)
	return found(v, err, types.ErrProgrammeUnknown, id)
}

func (k *Keeper) node(ctx context.Context, id uint32) (types.BudgetNode, error) {
	v, err := k.nodes.Get(ctx, id)
	return found(v, err, types.ErrNodeUnknown, id)
}

func (k *Keeper) roll(ctx context.Context, id uint32) (types.Roll, error) {
	v, err := k.rolls.Get(ctx, id)
	return found(v, err, types.ErrRollUnknown, id)
}

func (k *Keeper) grant(ctx context.Context, id types.GrantID) (types.Grant, error) {
	v, err := k.grants.Get(ctx, uint64(id))
	return found(v, err, types.ErrGrantUnknown, id)
}

func (k *Keeper) importOf(ctx context.Context, id uint64) (types.Import, error) {
	v, err := k.imports.Get(ctx, id)
	return found(v, err, types.ErrImportUnknown, id)
}

func (k *Keeper) run(ctx context.Context, id uint64) (types.Run, error) {
	v, err := k.runs.Get(ctx, id)
	return found(v, err, types.ErrRunUnknown, id)
}

func (k *Keeper) heldPayment(ctx context.Context, grant types.GrantID, period uint32) (types.HeldPayment, error) {
	v, err := k.held.Get(ctx, collections.Join(uint64(grant), period))
	return found(v, err, types.ErrHeldUnknown, types.Period(period))
}

// ledger is the ledger of a node and a fiscal year, empty before its first use.
func (k *Keeper) ledger(ctx context.Context, node, year uint32) (types.Ledger, error) {
	l, err := k.ledgers.Get(ctx, collections.Join(node, year))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Ledger{Node: node, Year: year}, nil
	}
	return l, err
}

func (k *Keeper) setLedger(ctx context.Context, l types.Ledger) error {
	return k.ledgers.Set(ctx, collections.Join(l.Node, l.Year), l)
}

// record reads the payable part of a grant from the hot store.
func (k *Keeper) record(ctx context.Context, roll, slot uint32) (types.Record, error) {
	page, err := k.page(ctx, roll, slot)
	if err != nil {
		return types.Record{}, err
	}
	record, found, err := page.Record(slot)
	if err == nil && !found {
		err = errorsmod.Wrapf(types.ErrGrantUnknown, "roll %d, slot %d", roll, slot)
	}
	return record, err
}

// setRecord writes the payable part of a grant into the hot store.
func (k *Keeper) setRecord(ctx context.Context, roll, slot uint32, record types.Record) error {
	if err := record.Validate(); err != nil {
		return err
	}
	page, err := k.page(ctx, roll, slot)
	if err != nil {
		return err
	}
	return k.deps.Rolls.OpenKVStore(ctx).Set(types.PageKey(roll, slot), page.With(slot, record))
}

// page reads the page of a slot, empty when there is none yet.
func (k *Keeper) page(ctx context.Context, roll, slot uint32) (types.Page, error) {
	value, err := k.deps.Rolls.OpenKVStore(ctx).Get(types.PageKey(roll, slot))
	if err != nil || value == nil {
		return nil, err
	}
	return types.DecodePage(value)
}

// waitingChanges are the changes of a grant after its head, none when there is no entry.
func (k *Keeper) waitingChanges(ctx context.Context, grant types.GrantID) ([]types.Change, error) {
	value, err := k.waiting.Get(ctx, uint64(grant))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return types.DecodeChanges(value)
}

func (k *Keeper) setWaitingChanges(ctx context.Context, grant types.GrantID, changes []types.Change) error {
	if len(changes) == 0 {
		return k.waiting.Remove(ctx, uint64(grant))
	}
	return k.waiting.Set(ctx, uint64(grant), types.EncodeChanges(changes))
}

// delta is the change of a roll's aggregate that starts in the period, empty when there is no entry.
func (k *Keeper) delta(ctx context.Context, roll, period uint32) (types.Delta, error) {
	d, err := k.deltas.Get(ctx, collections.Join(roll, period))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Delta{Roll: roll, Period: period}, nil
	}
	return d, err
}

// addDeltas adds differences to a roll's aggregate.
func (k *Keeper) addDeltas(ctx context.Context, roll uint32, deltas types.Deltas) error {
	for _, change := range deltas {
		d, err := k.delta(ctx, roll, change.Period)
		if err != nil {
			return err
		}
		if d, err = d.Plus(change); err != nil {
			return err
		}
		key := collections.Join(roll, change.Period)
		if d.Empty() {
			err = k.deltas.Remove(ctx, key)
		} else {
			err = k.deltas.Set(ctx, key, d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
