package keeper_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	moduletestutil "github.com/cosmos/cosmos-sdk/types/module/testutil"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/pseudonym/keeper"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

const (
	vote    = "governance"
	chainID = "test-chain"
)

var (
	provinces = []uint32{6, 7, 8, 9}
	operators = addresscodec.NewBech32Codec("reliefvaloper")
)

// fakeAuthority lets officers act in the area of their organisation.
type fakeAuthority struct {
	officers      map[string]authoritytypes.Officer
	organisations map[uint32]authoritytypes.Organisation
	day           authoritytypes.Day
}

func (f *fakeAuthority) Authorize(_ context.Context, signer, action, area string) (authoritytypes.Officer, error) {
	officer, known := f.officers[signer]
	if !known {
		return officer, authoritytypes.ErrOfficerUnknown
	}
	if !authoritytypes.Contains(f.organisations[officer.Organisation].Area, area) {
		return authoritytypes.Officer{}, authoritytypes.ErrAreaOutside
	}
	return officer, nil
}

func (f *fakeAuthority) Membership(_ context.Context, signer string) (authoritytypes.Officer, bool, error) {
	officer, known := f.officers[signer]
	return officer, known, nil
}

func (f *fakeAuthority) Organisation(_ context.Context, id uint32) (authoritytypes.Organisation, error) {
	o, known := f.organisations[id]
	if !known {
		return o, authoritytypes.ErrOrganisationUnknown
	}
	return o, nil
}

func (f *fakeAuthority) LastOrganisation(context.Context) (uint32, error) {
	var last uint32
	for id := range f.organisations {
		last = max(last, id)
	}
	return last, nil
}

func (f *fakeAuthority) Today(context.Context) (authoritytypes.Day, error) { return f.day, nil }

// fakeSeats has a seat for each province.
type fakeSeats map[string]validatortypes.Seat

func (f fakeSeats) Seat(_ context.Context, operator []byte) (validatortypes.Seat, error) {
	seat, known := f[string(operator)]
	if !known {
		return seat, validatortypes.ErrSeatUnknown
	}
	return seat, nil
}

func (f fakeSeats) Seats(context.Context) ([]validatortypes.Seat, error) {
	var all []validatortypes.Seat
	for _, seat := range f {
		all = append(all, seat)
	}
	return all, nil
}

// fakeRegister has the person "person" and the household "household" in area 3505.
type fakeRegister struct {
	closed bool
	epoch  uint32 // whose tags it takes
}

func (f *fakeRegister) RequireUnusedEpoch(_ context.Context, epoch uint32) error {
	if epoch == f.epoch {
		return beneficiarytypes.ErrEpochOpen
	}
	return nil
}

func (f *fakeRegister) Person(_ context.Context, ref []byte) (beneficiarytypes.Person, error) {
	if string(ref) != string(refOf("person")) {
		return beneficiarytypes.Person{}, beneficiarytypes.ErrPersonUnknown
	}
	status := beneficiarytypes.PERSON_STATUS_REGISTERED
	if f.closed {
		status = beneficiarytypes.PERSON_STATUS_CLOSED
	}
	return beneficiarytypes.Person{Ref: ref, HomeArea: "3505", Status: status}, nil
}

func (f *fakeRegister) Household(_ context.Context, ref []byte) (beneficiarytypes.Household, error) {
	if string(ref) != string(refOf("household")) {
		return beneficiarytypes.Household{}, beneficiarytypes.ErrHouseholdUnknown
	}
	return beneficiarytypes.Household{Ref: ref, HomeArea: "3505"}, nil
}

func hashOf(name string) []byte {
	h := sha256.Sum256([]byte(name))
	return h[:]
}

func refOf(name string) []byte { return hashOf(name)[:types.RefLength] }

func operatorRaw(province uint32) []byte { return hashOf(fmt.Sprint("operator ", province))[:20] }

func operatorOf(t *testing.T, province uint32) string {
	t.Helper()
	text, err := operators.BytesToString(operatorRaw(province))
	require.NoError(t, err)
	return text
}

type fixture struct {
	*testing.T
	ctx       sdk.Context
	k         *keeper.Keeper
	msg       types.MsgServer
	query     types.QueryServer
	authority *fakeAuthority
	seats     fakeSeats
	register  *fakeRegister
	shares    []oprf.Share
	set       oprf.KeySet
}

// setup makes a chain whose counties are organisations 11 (Fujian's) and 12 (Beijing's), with a dealt key of epoch 1.
func setup(t *testing.T) *fixture {
	t.Helper()
	key := storetypes.NewKVStoreKey(types.StoreKey)
	tc := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient"))
	county := func(id uint32, area string) authoritytypes.Organisation {
		return authoritytypes.Organisation{Id: id, Kind: authoritytypes.ORGANISATION_KIND_COUNTY, Area: area, Status: authoritytypes.ORGANISATION_STATUS_ACTIVE}
	}
	f := &fixture{
		T: t, seats: fakeSeats{}, register: &fakeRegister{},
		authority: &fakeAuthority{
			day: 100, officers: map[string]authoritytypes.Officer{"intake": {Organisation: 11}, "reviewer": {Organisation: 12}, "colleague": {Organisation: 11}},
			organisations: map[uint32]authoritytypes.Organisation{11: county(11, "3505"), 12: county(12, "1101")},
		},
	}
	for _, p := range provinces {
		f.seats[string(operatorRaw(p))] = validatortypes.Seat{Organisation: p, Enrolled: true}
	}
	var err error
	f.k, err = keeper.New(keeper.Deps{
		Store: runtime.NewKVStoreService(key), Codec: moduletestutil.MakeTestEncodingConfig().Codec, Operator: operators,
		Authority: f.authority, Seats: f.seats, Register: f.register, Governance: vote,
	})
	require.NoError(t, err)
	f.ctx = tc.Ctx.WithBlockTime(time.Unix(1_772_323_200, 0)).WithBlockHeight(10).WithChainID(chainID).WithHeaderHash(hashOf("block 10"))
	f.msg, f.query = keeper.NewMsgServer(f.k), keeper.NewQueryServer(f.k)
	f.set, f.shares, err = oprf.Deal(rand.Reader, 1, 3, provinces)
	require.NoError(t, err)
	gs := types.DefaultGenesis()
	gs.Params.PhaseBlocks, gs.Params.ActivationBlocks = 5, 2
	gs.KeySets = []types.KeySet{types.NewKeySet(f.set, types.KEY_SET_STATUS_ACTIVE, 1)}
	require.NoError(t, f.k.InitGenesis(f.ctx, *gs))
	return f
}

// block ends the block and begins the next one.
func (f *fixture) block() {
	f.Helper()
	require.NoError(f, f.k.EndBlock(f.ctx))
	for _, i := range keeper.Invariants() {
		require.NoError(f, i.Check(f.ctx, f.k), i.Name)
	}
	h := f.ctx.BlockHeight() + 1
	f.ctx = f.ctx.WithBlockHeight(h).WithHeaderHash(hashOf(fmt.Sprint("block ", h)))
}

func (f *fixture) params(edit func(*types.Params)) {
	f.Helper()
	p, err := f.k.Params(f.ctx)
	require.NoError(f, err)
	edit(&p)
	_, err = f.msg.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: vote, Params: p})
	require.NoError(f, err)
}

func (f *fixture) request(elements uint32) (uint64, error) {
	res, err := f.msg.RequestTags(f.ctx, &types.MsgRequestTags{
		Signer: "intake", Epoch: 1, Kind: types.CASE_KIND_INTAKE, Ref: refOf("new"), Hash: hashOf("request"), Elements: elements,
	})
	if err != nil {
		return 0, err
	}
	return res.Request, nil
}

func (f *fixture) samples(county uint32) []types.Sample {
	f.Helper()
	res, err := f.query.Samples(f.ctx, &types.QuerySamplesRequest{Organisation: county})
	require.NoError(f, err)
	return slices.Clone(res.Samples)
}
