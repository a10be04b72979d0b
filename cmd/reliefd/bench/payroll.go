package bench

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"time"

	"cosmossdk.io/log/v2"
	sdkmath "cosmossdk.io/math"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/client/flags"
	clienttx "github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/nodeprofile"
	"github.com/reliefchain/relief/app/receiptlog"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// The world that is paid in: one province with a county, its treasury, and a roll of grants of one minor unit a month. The first
// period warms the caches and doesn't count.
const (
	chainID     = "relief-bench"
	county      = "350526"
	approver    = "bench-approver"
	treasurer   = "bench-treasurer"
	periods     = 6
	roll        = 1
	each        = 1
	maxGas      = 600_000_000
	gasShape    = 1_000_000
	fee         = 1_000_000 // millionths of a yuan
	pocket      = 100 * fee
	mostBlocks  = 10_000
	coinPerUnit = 10_000 // millionths of a yuan in a fen
	firstPeriod = granttypes.Period(2024 * granttypes.MonthsPerYear)
	lastPeriod  = firstPeriod + granttypes.MonthsPerYear
)

// genesisTime is when the chain begins.
var genesisTime = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// errUnpaid says that a run didn't pay what it should have.
var errUnpaid = errors.New("a run of the benchmark went wrong")

// Pages are the pages of a roll with so many slots, from the first, by their number.
func Pages(slots uint32, record func(slot uint32) granttypes.Record) iter.Seq2[uint32, granttypes.Page] {
	return func(yield func(uint32, granttypes.Page) bool) {
		for start := uint32(0); start <= slots; start += granttypes.PageSlots {
			var page granttypes.Page
			for slot := max(start, granttypes.FirstSlot); slot <= min(slots, start+granttypes.PageSlots-1); slot++ {
				page = page.With(slot, record(slot))
			}
			if page != nil && !yield(start, page) {
				return
			}
		}
	}
}

// payroll is a chain of one node without consensus, whose grants are paid month by month.
type payroll struct {
	app    *app.App
	keys   keyring.Keyring
	grants uint32
	height int64
}

// payouts pays grants for several periods and gives the rates and the processor times of a payout.
func payouts(ctx context.Context, dir string, settings servertypes.AppOptions, grants uint32, step func()) (rates []float64, cpu []time.Duration, err error) {
	p := &payroll{grants: grants}
	if err := p.open(dir, settings); err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, p.app.Close()) }()
	if err := p.seed(); err != nil {
		return nil, nil, err
	}
	step()
	for n := range periods {
		used, start := CPUTime(), time.Now()
		if err := p.pay(ctx, uint64(n)+1, firstPeriod+granttypes.Period(n)); err != nil {
			return nil, nil, err
		}
		if n > 0 {
			rates = append(rates, float64(grants)/time.Since(start).Seconds())
			cpu = append(cpu, (CPUTime()-used)/time.Duration(grants))
		}
		step()
	}
	return rates, cpu, nil
}

// at is settings with a home of their own: the snapshots of a node are under its home, and under the working directory without one.
type at struct {
	servertypes.AppOptions
	home string
}

// Get is a setting.
func (o at) Get(key string) any {
	if key == flags.FlagHome {
		return o.home
	}
	return o.AppOptions.Get(key)
}

// open starts the chain in an empty directory.
func (p *payroll) open(dir string, settings servertypes.AppOptions) error {
	settings = at{settings, dir}
	data := filepath.Join(dir, "data")
	db, err := nodeprofile.OpenDB(dbm.GoLevelDBBackend, "application", data)
	if err != nil {
		return err
	}
	receipts, err := receiptlog.Open(data)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	if p.app, err = app.New(app.Config{
		Logger: log.NewNopLogger(), DB: db, Options: settings, Receipts: receipts, Base: server.DefaultBaseappOptions(settings),
	}); err != nil {
		return errors.Join(err, receipts.Close(), db.Close())
	}
	if err := p.begin(); err != nil {
		return errors.Join(err, p.app.Close())
	}
	return nil
}

func (p *payroll) begin() error {
	p.keys = keyring.NewInMemory(p.app.Encoding().Codec)
	g, err := p.app.NewGenesis()
	if err != nil {
		return err
	}
	if err := p.world(g); err != nil {
		return err
	}
	if err := p.app.ValidateGenesis(g); err != nil {
		return err
	}
	state, err := g.JSON()
	if err != nil {
		return err
	}
	params := cmttypes.DefaultConsensusParams().ToProto()
	params.Block.MaxGas = maxGas
	if _, err := p.app.InitChain(&abci.RequestInitChain{
		ChainId: chainID, InitialHeight: 1, Time: genesisTime, ConsensusParams: &params, AppStateBytes: state,
	}); err != nil {
		return fmt.Errorf("start the chain: %w", err)
	}
	return p.block()
}

// world is a development network with one province, to which a county and its treasury are added.
func (p *payroll) world(g *app.Genesis) error {
	seat := devnet.Seat{Place: devnet.Places[slices.IndexFunc(devnet.Places, func(at devnet.Place) bool { return county[:2] == at.Area })]}
	seat.ConsensusKey = ed25519.GenPrivKey().PubKey()
	accounts, err := devnet.Seed(g, p.keys, []devnet.Seat{seat}, genesisTime)
	if err != nil {
		return err
	}
	admin := slices.IndexFunc(accounts, func(a devnet.Account) bool { return a.Name == seat.Name+"-admin" })
	if err := g.AddAreas(county[:4], county); err != nil {
		return err
	}
	office, err := g.AddOrganisation(authoritytypes.ORGANISATION_KIND_COUNTY, county, accounts[admin].Organisation)
	if err != nil {
		return err
	}
	purse, err := g.AddOrganisation(authoritytypes.ORGANISATION_KIND_TREASURY, county, accounts[admin].Organisation)
	if err != nil {
		return err
	}
	if err := errors.Join(p.appoint(g, approver, office, authoritytypes.ROLE_APPROVER), p.appoint(g, treasurer, purse, authoritytypes.ROLE_TREASURER)); err != nil {
		return err
	}
	need := sdkmath.NewInt(int64(p.grants) * each * coinPerUnit * periods)
	if err := g.AddBalance(granttypes.TreasuryAddress(office).String(), sdk.NewCoin(devnet.Denom(), need)); err != nil {
		return err
	}
	need = need.AddRaw(2 * pocket)
	if err := g.EditStablecoins(func(s *stablecointypes.GenesisState) error {
		s.Issuers[0].Minted, s.Issuers[0].Allowance = s.Issuers[0].Minted.Add(need), s.Issuers[0].Allowance.Add(need)
		s.Attestations[0].Reserve = s.Attestations[0].Reserve.Add(need)
		return nil
	}); err != nil {
		return err
	}
	return g.EditGrants(func(s *granttypes.GenesisState) error {
		reserved := uint64(p.grants) * each * granttypes.MonthsPerYear
		s.Params.MinPayoutsPerBlock = s.Params.MaxPayoutsPerBlock // as a network in the middle of a national run
		s.BudgetNodes = []granttypes.BudgetNode{{Id: 1, Organisation: office, Programme: 1}}
		s.Ledgers = []granttypes.Ledger{{Node: 1, Year: firstPeriod.Year(), Own: reserved, Reserved: reserved}}
		s.Rolls = []granttypes.Roll{{
			Id: roll, Programme: 1, Area: county, BudgetNode: 1, NextSlot: p.grants + granttypes.FirstSlot, NextPeriod: uint32(firstPeriod),
			ReservedYear: firstPeriod.Year(),
		}}
		n := int64(p.grants)
		s.Deltas = []granttypes.Delta{
			{Roll: roll, Period: uint32(firstPeriod), Count: n, Amount: n * each, Persons: n},
			{Roll: roll, Period: uint32(lastPeriod), Count: -n, Amount: -n * each, Persons: -n},
		}
		return nil
	})
}

// appoint makes an officer with a key, and with coins to pay fees, since the office has no budget for them.
func (p *payroll) appoint(g *app.Genesis, name string, organisation uint32, role authoritytypes.Role) error {
	record, _, err := p.keys.NewMnemonic(name, keyring.English, sdk.FullFundraiserPath, keyring.DefaultBIP39Passphrase, hd.Secp256k1)
	if err != nil {
		return err
	}
	address, err := record.GetAddress()
	if err != nil {
		return err
	}
	if err := g.AddBalance(address.String(), sdk.NewInt64Coin(devnet.Denom(), pocket)); err != nil {
		return err
	}
	credential := sha256.Sum256(address)
	return g.AddOfficer(authoritytypes.Officer{
		Address: address.String(), Organisation: organisation, Roles: []authoritytypes.Role{role}, Credential: credential[:],
		ValidFrom: genesisTime.Add(-time.Hour).Unix(), ValidUntil: genesisTime.AddDate(1, 0, 0).Unix(),
	})
}

// seed writes the records of the roll straight into the store, without case files, which no run reads.
func (p *payroll) seed() error {
	hot := p.app.CommitMultiStore().GetKVStore(p.app.Key(granttypes.RollStoreKey))
	for start, page := range Pages(p.grants, func(slot uint32) granttypes.Record {
		return granttypes.Record{Grant: granttypes.NewGrantID(roll, slot), Amount: each, NextPeriod: lastPeriod}
	}) {
		hot.Set(granttypes.PageKey(roll, start), page)
	}
	return p.block()
}

// pay opens, seals and authorises a run of a period, a block each, and makes blocks until all are paid.
func (p *payroll) pay(ctx context.Context, id uint64, period granttypes.Period) error {
	for _, step := range []struct {
		by  string
		msg func(signer string) sdk.Msg
	}{
		{approver, func(by string) sdk.Msg {
			return &granttypes.MsgOpenRun{Signer: by, Rolls: []uint32{roll}, Period: uint32(period)}
		}},
		{approver, func(by string) sdk.Msg { return &granttypes.MsgSealRun{Signer: by, Run: id} }},
		{treasurer, func(by string) sdk.Msg {
			return &granttypes.MsgAuthoriseRun{Signer: by, Run: id, Denom: devnet.Denom(), Count: uint64(p.grants), Amount: uint64(p.grants) * each}
		}},
	} {
		tx, err := p.sign(ctx, step.by, step.msg)
		if err != nil {
			return err
		}
		if err := p.block(tx); err != nil {
			return err
		}
	}
	for range mostBlocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		res, err := grantkeeper.NewQueryServer(p.app.Grant).Run(p.context(), &granttypes.QueryRunRequest{Id: id})
		if err != nil {
			return err
		}
		if run := res.Run; run.Status == granttypes.RUN_STATUS_DONE {
			if run.PaidCount != uint64(p.grants) {
				return fmt.Errorf("%w: it paid %d grants of %d", errUnpaid, run.PaidCount, p.grants)
			}
			return nil
		}
		if err := p.block(); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: it isn't done after %d blocks", errUnpaid, mostBlocks)
}

func (p *payroll) context() sdk.Context {
	return p.app.NewContextLegacy(true, cmtproto.Header{ChainID: chainID, Height: p.height, Time: p.now()})
}

func (p *payroll) now() time.Time { return genesisTime.Add(time.Duration(p.height) * time.Second) }

// sign makes a transaction of one officer.
func (p *payroll) sign(ctx context.Context, by string, msg func(signer string) sdk.Msg) ([]byte, error) {
	record, err := p.keys.Key(by)
	if err != nil {
		return nil, err
	}
	address, err := record.GetAddress()
	if err != nil {
		return nil, err
	}
	account := p.app.Account.GetAccount(p.context(), address)
	if account == nil {
		return nil, fmt.Errorf("%s has no account", by)
	}
	config := p.app.Encoding().Tx
	factory := clienttx.Factory{}.WithTxConfig(config).WithKeybase(p.keys).WithChainID(chainID).WithGas(gasShape).WithFees(sdk.NewInt64Coin(devnet.Denom(), fee).String()).
		WithAccountNumber(account.GetAccountNumber()).WithSequence(account.GetSequence())
	b, err := factory.BuildUnsignedTx(msg(address.String()))
	if err != nil {
		return nil, err
	}
	if err := clienttx.Sign(ctx, factory, by, b, true); err != nil {
		return nil, fmt.Errorf("sign for %s: %w", by, err)
	}
	return config.TxEncoder()(b.GetTx())
}

// block executes and commits a block, of which no transaction may fail.
func (p *payroll) block(txs ...[]byte) error {
	p.height++
	res, err := p.app.FinalizeBlock(&abci.RequestFinalizeBlock{Height: p.height, Time: p.now(), Txs: txs})
	if err != nil {
		return fmt.Errorf("height %d: %w", p.height, err)
	}
	if _, err := p.app.Commit(); err != nil {
		return fmt.Errorf("commit height %d: %w", p.height, err)
	}
	for _, r := range res.TxResults {
		if !r.IsOK() {
			return fmt.Errorf("%w: %s", errUnpaid, r.Log)
		}
	}
	return nil
}
