package keeper

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/validator/types"
)

// vote is the account in whose name votes are carried out.
const vote = "governance"

// The age beyond which evidence is dropped.
const (
	evidenceBlocks  = 5
	evidenceSeconds = 20
)

// chainID is the id of the chain under test.
const chainID = "relief-test"

// fakeSigning remembers the hooks that were called.
type fakeSigning struct {
	created, bonded, moved, removed []string
	err                             error
}

func (f *fakeSigning) AfterValidatorConsKeyUpdated(_ context.Context, before, after sdk.ConsAddress, _ sdk.ValAddress) error {
	f.moved = append(f.moved, string(before)+string(after))
	return f.err
}

func (f *fakeSigning) AfterValidatorRemoved(_ context.Context, consensus sdk.ConsAddress, _ sdk.ValAddress) error {
	f.removed = append(f.removed, string(consensus))
	return f.err
}

// fakeAuthority knows a province for each number from 1 to 199, except kind, and lets officers named here act.
type fakeAuthority struct {
	others   map[uint32]authoritytypes.Organisation
	officers map[string]authoritytypes.Officer
}

func (f *fakeAuthority) Organisation(_ context.Context, id uint32) (authoritytypes.Organisation, error) {
	if o, ok := f.others[id]; ok {
		return o, nil
	}
	if id == 0 || id > 199 {
		return authoritytypes.Organisation{}, authoritytypes.ErrOrganisationUnknown
	}
	return authoritytypes.Organisation{
		Id: id, Kind: authoritytypes.ORGANISATION_KIND_PROVINCE, Status: authoritytypes.ORGANISATION_STATUS_ACTIVE, Area: fmt.Sprint(id),
	}, nil
}

func (f *fakeAuthority) Authorize(_ context.Context, signer, _, _ string) (authoritytypes.Officer, error) {
	o, ok := f.officers[signer]
	if !ok {
		return authoritytypes.Officer{}, authoritytypes.ErrActionDenied
	}
	return o, nil
}

func (f *fakeSigning) AfterValidatorCreated(_ context.Context, operator sdk.ValAddress) error {
	f.created = append(f.created, string(operator))
	return f.err
}

func (f *fakeSigning) AfterValidatorBonded(_ context.Context, _ sdk.ConsAddress, operator sdk.ValAddress) error {
	f.bonded = append(f.bonded, string(operator))
	return f.err
}

type fixture struct {
	ctx       sdk.Context
	keeper    *Keeper
	signing   *fakeSigning
	authority *fakeAuthority
	cdc       codec.Codec
	seats     []types.Seat
	operators []sdk.ValAddress
	secrets   map[string]*ed25519.PrivKey // by consensus key
	keys      map[string]*storetypes.KVStoreKey
}

// newFixture builds a keeper over an empty store; genesis has not run.
func newFixture(t require.TestingT, seats int) *fixture {
	keys := map[string]*storetypes.KVStoreKey{}
	for _, name := range []string{types.StoreKey, slashingtypes.StoreKey, evidencetypes.StoreKey} {
		keys[name] = storetypes.NewKVStoreKey(name)
	}
	registry := codectypes.NewInterfaceRegistry()
	types.RegisterInterfaces(registry)
	evidencetypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	authority := &fakeAuthority{others: map[uint32]authoritytypes.Organisation{}, officers: map[string]authoritytypes.Officer{}}
	d := deps(cdc, keys[types.StoreKey])
	d.Authority = authority
	k, err := New(d)
	require.NoError(t, err)
	f := &fixture{
		ctx: testutil.DefaultContextWithKeys(keys, nil, nil).WithBlockHeight(1).WithBlockTime(time.Unix(1_700_000_000, 0).UTC()).WithChainID(chainID),
		cdc: cdc, keeper: k, signing: &fakeSigning{}, authority: authority, secrets: map[string]*ed25519.PrivKey{}, keys: keys,
	}
	for i := range seats {
		operator, text := f.operator(t, i)
		s, err := types.NewSeat(uint32(i+1), text, &ed25519.PubKey{Key: f.key(fmt.Sprint("seat", i))})
		require.NoError(t, err)
		f.seats, f.operators = append(f.seats, s), append(f.operators, operator)
	}
	return f
}

func (f *fixture) operator(t require.TestingT, i int) (sdk.ValAddress, string) {
	operator := sdk.ValAddress(fmt.Appendf(nil, "province-%011d", i))
	text, err := f.keeper.deps.Operator.BytesToString(operator)
	require.NoError(t, err)
	return operator, text
}

// key makes a consensus key whose secret the fixture keeps.
func (f *fixture) key(name string) []byte {
	secret := ed25519.GenPrivKeyFromSecret([]byte(name))
	f.secrets[string(secret.PubKey().Bytes())] = secret
	return secret.PubKey().Bytes()
}

// proof signs the block before this one with a key.
func (f *fixture) proof(t require.TestingT, operator string, key []byte) (int64, []byte) {
	height := f.ctx.BlockHeight() - 1
	signature, err := f.secrets[string(key)].Sign(types.PossessionBytes(chainID, operator, types.RecentBlock{Height: height, Hash: blockHash(height)}))
	require.NoError(t, err)
	return height, signature
}

func blockHash(height int64) []byte {
	h := sha256.Sum256(fmt.Append(nil, "block", height))
	return h[:]
}

// next begins the next block, some seconds later.
func (f *fixture) next(t require.TestingT, seconds int64) {
	height := f.ctx.BlockHeight() + 1
	params := cmttypes.DefaultConsensusParams().ToProto()
	params.Evidence.MaxAgeNumBlocks, params.Evidence.MaxAgeDuration = evidenceBlocks, evidenceSeconds*time.Second
	f.ctx = f.ctx.WithBlockHeight(height).WithBlockTime(f.ctx.BlockTime().Add(time.Duration(seconds) * time.Second)).WithHeaderHash(blockHash(height)).
		WithConsensusParams(params)
	f.fresh()
	require.NoError(t, f.keeper.BeginBlock(f.ctx))
}

// blocks ends this block and makes more.
func (f *fixture) blocks(t require.TestingT, n int, seconds int64) {
	for range n {
		f.endBlock(t)
		f.next(t, seconds)
	}
}

func (f *fixture) server() types.MsgServer { return NewMsgServer(f.keeper) }

func (f *fixture) rotate(t require.TestingT, i int, key []byte) error {
	height, signature := f.proof(t, f.seats[i].Operator, key)
	_, err := f.server().RotateKey(f.ctx, &types.MsgRotateKey{Operator: f.seats[i].Operator, NewKey: key, Height: height, Signature: signature})
	return err
}

func (f *fixture) activate(t require.TestingT, operator string, key []byte) error {
	height, signature := f.proof(t, operator, key)
	_, err := f.server().ActivateSeat(f.ctx, &types.MsgActivateSeat{Operator: operator, Height: height, Signature: signature})
	return err
}

func (f *fixture) enrol(t require.TestingT, i int, key []byte) error {
	_, operator := f.operator(t, i)
	_, err := f.server().EnrolSeat(f.ctx, &types.MsgEnrolSeat{Authority: vote, Organisation: uint32(i + 1), Operator: operator, ConsensusKey: key})
	return err
}

func (f *fixture) suspend(t require.TestingT, i int) error {
	_, operator := f.operator(t, i)
	_, err := f.server().SuspendSeat(f.ctx, &types.MsgSuspendSeat{Authority: vote, Operator: operator})
	return err
}

func (f *fixture) resume(t require.TestingT, i int) error {
	_, operator := f.operator(t, i)
	_, err := f.server().ResumeSeat(f.ctx, &types.MsgResumeSeat{Authority: vote, Operator: operator})
	return err
}

func (f *fixture) remove(t require.TestingT, i int, emergency bool) error {
	_, operator := f.operator(t, i)
	_, err := f.server().RemoveSeat(f.ctx, &types.MsgRemoveSeat{Authority: vote, Operator: operator, Emergency: emergency})
	return err
}

func (f *fixture) retire(t require.TestingT, i int) error {
	_, operator := f.operator(t, i)
	_, err := f.server().RetireSeat(f.ctx, &types.MsgRetireSeat{Operator: operator})
	return err
}

func deps(cdc codec.BinaryCodec, key *storetypes.KVStoreKey) Deps {
	return Deps{
		Store: runtime.NewKVStoreService(key), Codec: cdc, Address: addresscodec.NewBech32Codec("relief"),
		Operator: addresscodec.NewBech32Codec("reliefvaloper"), Consensus: addresscodec.NewBech32Codec("reliefvalcons"),
		Authority: &fakeAuthority{}, Governance: vote,
	}
}

// started runs genesis with a fake signing record.
func started(t require.TestingT, seats int) *fixture {
	f := newFixture(t, seats)
	require.NoError(t, f.keeper.SetHooks(f.signing))
	_, err := f.keeper.InitGenesis(f.ctx, *types.NewGenesisState(f.seats...))
	require.NoError(t, err)
	f.next(t, 1)
	f.next(t, 1) // so that there is a block to sign
	return f
}

// fresh forgets the events so far.
func (f *fixture) fresh() { f.ctx = f.ctx.WithEventManager(sdk.NewEventManager()) }

func (f *fixture) consensus(t require.TestingT, i int) sdk.ConsAddress {
	a, err := f.seats[i].ConsensusAddress()
	require.NoError(t, err)
	return a
}

func (f *fixture) status(t require.TestingT, i int) types.SeatStatus {
	s, err := f.keeper.Seat(f.ctx, f.operators[i])
	require.NoError(t, err)
	return s.Status
}

// endBlock ends the block and checks every invariant.
func (f *fixture) endBlock(t require.TestingT) []abci.ValidatorUpdate {
	updates, err := f.keeper.EndBlock(f.ctx)
	require.NoError(t, err)
	for _, inv := range Invariants() {
		require.NoError(t, inv.Check(f.ctx, f.keeper), inv.Name)
	}
	return updates
}

// update is what CometBFT should be told about seat i.
func (f *fixture) update(t require.TestingT, i int, power int64) abci.ValidatorUpdate {
	key, err := f.seats[i].PubKey()
	require.NoError(t, err)
	return abci.Ed25519ValidatorUpdate(key.Key, power)
}

// statusEvents decodes the status changes emitted since fresh.
func (f *fixture) statusEvents(t require.TestingT) []*types.EventSeatStatusChanged {
	var out []*types.EventSeatStatusChanged
	for _, e := range f.ctx.EventManager().ABCIEvents() {
		if e.Type != "relief.validator.v1.EventSeatStatusChanged" {
			continue
		}
		msg, err := sdk.ParseTypedEvent(e)
		require.NoError(t, err)
		out = append(out, msg.(*types.EventSeatStatusChanged))
	}
	return out
}
