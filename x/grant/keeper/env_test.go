package keeper_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"testing"
	"time"

	"cosmossdk.io/core/store"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/keeper"
	"github.com/reliefchain/relief/x/grant/types"
)

// testingT is what both testing and rapid offer.
type testingT interface {
	require.TestingT
	Helper()
}

const (
	jan   = types.Period(2024 * 12) // 2024-01
	denom = "ucny/alpha"
	class = uint32(1)
)

// env is the module over two real stores with fakes around it.
type env struct {
	t         testingT
	ctx       sdk.Context
	keeper    *keeper.Keeper
	msg       types.MsgServer
	query     types.QueryServer
	rolls     store.KVStoreService
	cold      store.KVStoreService
	deps      keeper.Deps
	authority *authority
	register  *register
	bank      *bank
	receipts  *receipts

	provinces, programmer, treasurer, approver, intake, reviewer string
}

func newEnv(t testingT) *env {
	keys := map[string]*storetypes.KVStoreKey{
		types.StoreKey: storetypes.NewKVStoreKey(types.StoreKey), types.RollStoreKey: storetypes.NewKVStoreKey(types.RollStoreKey),
	}
	e := newEnvOn(t, runtime.NewKVStoreService(keys[types.StoreKey]), runtime.NewKVStoreService(keys[types.RollStoreKey]))
	e.ctx = testutil.DefaultContextWithKeys(keys, nil, nil).WithBlockHeight(7).WithBlockTime(time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC))
	gs := types.DefaultGenesis()
	gs.Params = types.Params{MaxPayoutsPerBlock: 8, ChunkSlots: 3}
	require.NoError(e.t, e.keeper.InitGenesis(e.ctx, *gs))
	return e
}

// newEnvOn builds the module and the fakes over two stores, without a genesis.
func newEnvOn(t testingT, cold, rolls store.KVStoreService) *env {
	e := &env{t: t, cold: cold, rolls: rolls}
	e.authority = &authority{officers: map[string]authoritytypes.Officer{}, organisations: map[uint32]authoritytypes.Organisation{
		1: {Id: 1, Area: "0"}, 2: {Id: 2, Parent: 1, Area: "35"}, 3: {Id: 3, Parent: 2, Area: "350526"}, 4: {Id: 4, Parent: 1, Area: "44"},
	}}
	e.register = &register{persons: map[string]beneficiarytypes.Person{}, tags: map[string]bool{}, holders: map[string][]byte{}}
	e.bank = &bank{balances: map[string]sdk.Coins{}}
	e.receipts = &receipts{chunks: map[string][]byte{}}
	e.deps = keeper.Deps{
		Store: e.cold, Rolls: e.rolls, Codec: codec.NewProtoCodec(codectypes.NewInterfaceRegistry()),
		Address: addresscodec.NewBech32Codec("relief"), Authority: e.authority, Register: e.register,
		Coins: coins{}, Bank: e.bank, Receipts: e.receipts,
	}
	var err error
	e.keeper, err = keeper.New(e.deps)
	require.NoError(t, err)
	e.msg, e.query = keeper.NewMsgServer(e.keeper), keeper.NewQueryServer(e.keeper)
	e.provinces = e.officer(9, 1, authoritytypes.ROLE_PROVINCES)
	e.programmer = e.officer(1, 1, authoritytypes.ROLE_PROGRAMME)
	e.treasurer = e.officer(2, 2, authoritytypes.ROLE_TREASURER)
	e.approver = e.officer(3, 2, authoritytypes.ROLE_APPROVER)
	e.intake = e.officer(4, 3, authoritytypes.ROLE_INTAKE)
	e.reviewer = e.officer(8, 3, authoritytypes.ROLE_REVIEWER)
	return e
}

// officer appoints a person, known by a number, with one role.
func (e *env) officer(person byte, organisation uint32, role authoritytypes.Role) string {
	address := e.address(person, byte(role))
	e.authority.officers[address] = authoritytypes.Officer{
		Address: address, Organisation: organisation, Roles: []authoritytypes.Role{role}, Credential: bytes.Repeat([]byte{person}, 32),
	}
	return address
}

// office lets an account with a role act for an office: these persons are behind what it does from now on.
func (e *env) office(organisation uint32, role authoritytypes.Role, persons ...byte) string {
	address := e.address(200, byte(organisation))
	e.authority.officers[address] = authoritytypes.Officer{Address: address, Organisation: organisation, Roles: []authoritytypes.Role{role}}
	e.authority.persons = nil
	for _, person := range persons {
		e.authority.persons = append(e.authority.persons, bytes.Repeat([]byte{person}, 32))
	}
	return address
}

func (e *env) address(parts ...byte) string {
	text, err := e.deps.Address.BytesToString(append(bytes.Repeat([]byte{9}, 20-len(parts)), parts...))
	require.NoError(e.t, err)
	return text
}

// do runs a message the way a transaction does: an error leaves nothing behind.
func do[Req, Res any](e *env, call func(context.Context, Req) (Res, error), req Req) (Res, error) {
	ctx, write := e.ctx.CacheContext()
	res, err := call(ctx, req)
	if err == nil {
		write()
	}
	return res, err
}

// ok runs a message that must succeed.
func ok[Req, Res any](e *env, call func(context.Context, Req) (Res, error), req Req) Res {
	e.t.Helper()
	res, err := do(e, call, req)
	require.NoError(e.t, err)
	return res
}

// fails runs a message that must be refused with the error and leave no answer.
func fails[Req, Res any](e *env, call func(context.Context, Req) (Res, error), req Req, want error) {
	e.t.Helper()
	res, err := do(e, call, req)
	require.ErrorIs(e.t, err, want)
	require.Nil(e.t, res)
}

// lastEvent decodes the newest event.
func (e *env) lastEvent() proto.Message {
	e.t.Helper()
	events := e.ctx.EventManager().ABCIEvents()
	require.NotEmpty(e.t, events)
	event, err := sdk.ParseTypedEvent(events[len(events)-1])
	require.NoError(e.t, err)
	return event
}

// broken is what one invariant says.
func (e *env) broken(name string) error {
	e.t.Helper()
	for _, invariant := range keeper.Invariants() {
		if invariant.Name == name {
			return invariant.Check(e.ctx, e.keeper)
		}
	}
	require.FailNow(e.t, "no such invariant", name)
	return nil
}

func (e *env) invariants() {
	e.t.Helper()
	for _, invariant := range keeper.Invariants() {
		require.NoError(e.t, invariant.Check(e.ctx, e.keeper), invariant.Name)
	}
}

// world opens a programme, a budget of two levels and a roll that starts in January 2024.
func (e *env) world() uint32 {
	e.t.Helper()
	ok(e, e.msg.CreateProgramme, &types.MsgCreateProgramme{
		Signer: e.provinces, Category: types.CATEGORY_BASIC, Area: "35", Currency: "cny", ExclusivityClass: class,
		LegalBasisHash: make([]byte, 32),
	})
	ok(e, e.msg.OpenBudgetNode, &types.MsgOpenBudgetNode{Signer: e.treasurer, Organisation: 2, Programme: 1})
	ok(e, e.msg.OpenBudgetNode, &types.MsgOpenBudgetNode{Signer: e.treasurer, Parent: 1, Organisation: 2, Programme: 1})
	for year := uint32(2024); year < 2030; year++ {
		ok(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: 1, Year: year, Amount: 2_000_000})
		ok(e, e.msg.Allocate, &types.MsgAllocate{Signer: e.treasurer, FromNode: 1, ToNode: 2, Year: year, Amount: 1_000_000})
	}
	e.bank.mint(types.TreasuryAddress(2), 1_000_000)
	return e.openRoll("350526")
}

func (e *env) openRoll(area string) uint32 {
	e.t.Helper()
	return ok(e, e.msg.OpenRoll, &types.MsgOpenRoll{
		Signer: e.approver, Programme: 1, Area: area, BudgetNode: 2, FirstPeriod: uint32(jan),
	}).Roll
}

// person registers a person with a live tag and a holder key.
func (e *env) person(n uint32) (ref []byte, holder string) {
	ref = binary.BigEndian.AppendUint32(make([]byte, 12), n)
	holder = e.address(binary.BigEndian.AppendUint32([]byte{7}, n)...)
	e.register.add(ref, class)
	e.register.holders[holder] = ref
	return ref, holder
}

// schedule pays the amounts from the periods on, until the end.
func schedule(until types.Period, changes ...types.Change) types.Schedule {
	return types.Schedule{Changes: changes, UntilPeriod: uint32(until)}
}

func from(period types.Period, amount uint64) types.Change {
	return types.Change{Period: uint32(period), Amount: amount}
}

// grantOf is what an application asks for: a message in the words of what is decided.
type grantOf struct {
	signer    string
	roll      uint32
	payee     []byte
	household []byte
	persons   uint32
	schedule  types.Schedule
}

// decide takes an application the whole way. The refusal of whichever step comes first is the answer, and leaves nothing behind.
func (e *env) decide(ctx context.Context, g *grantOf) (*types.MsgDecideApplicationsResponse, error) {
	submitted, err := e.msg.SubmitApplication(ctx, &types.MsgSubmitApplication{
		Signer: e.intake, Roll: g.roll, Payee: g.payee, Household: g.household, Coverage: types.COVERAGE_HOUSEHOLD, FileHash: make([]byte, 32),
	})
	if err != nil {
		return nil, err
	}
	id := submitted.Application
	if _, err := e.msg.TriageApplications(ctx, &types.MsgTriageApplications{Signer: e.intake, Triages: []types.Triage{{Application: id, Act: types.ACT_KIND_ACCEPT}}}); err != nil {
		return nil, err
	}
	if _, err := e.msg.CheckApplications(ctx, &types.MsgCheckApplications{Signer: e.reviewer, Applications: []uint64{id}}); err != nil {
		return nil, err
	}
	if _, err := e.msg.ReviewApplications(ctx, &types.MsgReviewApplications{Signer: e.reviewer, Reviews: []types.Review{
		{Application: id, Opinion: types.Opinion{Approve: true, Persons: g.persons, Schedule: &g.schedule}, DocumentHash: make([]byte, 32)},
	}}); err != nil {
		return nil, err
	}
	return e.msg.DecideApplications(ctx, &types.MsgDecideApplications{Signer: g.signer, Verdicts: []types.Verdict{{Application: id, Act: types.ACT_KIND_APPROVE}}})
}

// adjustment is a change of a grant in the words of what is decided.
type adjustment struct {
	signer   string
	grant    types.GrantID
	schedule types.Schedule
	reason   types.Reason
}

// adjust proposes a change and approves it. The refusal of whichever step comes first is the answer, and leaves nothing behind.
func (e *env) adjust(ctx context.Context, a *adjustment) (*types.MsgDecideChangesResponse, error) {
	if a.reason == 0 {
		a.reason = types.REASON_CIRCUMSTANCES
	}
	proposed, err := e.msg.ProposeChange(ctx, &types.MsgProposeChange{
		Signer: e.reviewer, Grant: uint64(a.grant), Schedule: &a.schedule, Reason: a.reason, DocumentHash: make([]byte, 32),
	})
	if err != nil {
		return nil, err
	}
	return e.msg.DecideChanges(ctx, &types.MsgDecideChanges{
		Signer: a.signer, Verdicts: []types.ChangeVerdict{{Change: proposed.Change, Act: types.ACT_KIND_APPROVE}},
	})
}

func (e *env) award(roll, person uint32, s types.Schedule) types.GrantID {
	e.t.Helper()
	ref, _ := e.person(person)
	return types.GrantID(ok(e, e.decide, &grantOf{signer: e.approver, roll: roll, payee: ref, persons: 1, schedule: s}).Results[0].Grant)
}

// sealed opens and seals a run.
func (e *env) sealed(period types.Period, rolls ...uint32) (uint64, *types.MsgSealRunResponse) {
	e.t.Helper()
	id := ok(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: rolls, Period: uint32(period)}).Run
	return id, ok(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: id})
}

// authorised opens, seals and funds a run.
func (e *env) authorised(period types.Period, rolls ...uint32) uint64 {
	e.t.Helper()
	id, sealed := e.sealed(period, rolls...)
	ok(e, e.msg.AuthoriseRun, &types.MsgAuthoriseRun{Signer: e.treasurer, Run: id, Denom: denom, Count: sealed.Count, Amount: sealed.Amount})
	return id
}

// paid runs a period to its end.
func (e *env) paid(period types.Period, rolls ...uint32) types.Run {
	e.t.Helper()
	id := e.authorised(period, rolls...)
	for range 100 {
		require.NoError(e.t, e.keeper.EndBlock(e.ctx))
		if run := e.run(id); run.Status == types.RUN_STATUS_DONE {
			return run
		}
	}
	require.FailNow(e.t, "run never ends")
	return types.Run{}
}

func (e *env) run(id uint64) types.Run {
	e.t.Helper()
	res, err := e.query.Run(e.ctx, &types.QueryRunRequest{Id: id})
	require.NoError(e.t, err)
	return res.Run
}

func (e *env) roll(id uint32) types.Roll {
	e.t.Helper()
	res, err := e.query.Roll(e.ctx, &types.QueryRollRequest{Id: id})
	require.NoError(e.t, err)
	return res.Roll
}

func (e *env) grant(id types.GrantID) *types.QueryGrantResponse {
	e.t.Helper()
	res, err := e.query.Grant(e.ctx, &types.QueryGrantRequest{Id: uint64(id)})
	require.NoError(e.t, err)
	return res
}

func (e *env) ledger(node, year uint32) types.Ledger {
	e.t.Helper()
	res, err := e.query.Budget(e.ctx, &types.QueryBudgetRequest{Node: node, Year: year})
	require.NoError(e.t, err)
	return res.Ledger
}

// world starts an env with a roll.
func world(t *testing.T) (*env, uint32) {
	t.Helper()
	e := newEnv(t)
	return e, e.world()
}
