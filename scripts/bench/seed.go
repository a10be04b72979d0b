package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"

	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/bench"
	"github.com/reliefchain/relief/testutil/chaintest"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Who acts in the world of testutil/chaintest.
const (
	approver  = "dehua-approver"
	treasurer = "dehua-treasury-treasurer"
	intake    = "dehua-intake"
	office    = "dehua"
	area      = "350526"
)

// What is paid: from January 2024 for ten years, amounts of one to nine hundred yuan.
const (
	firstPeriod = granttypes.Period(2024 * granttypes.MonthsPerYear)
	lastPeriod  = firstPeriod + 10*granttypes.MonthsPerYear
	yuan        = 1_000_000 // millionths, the unit of coins
	fen         = yuan / 100
	coinsEach   = 1_000 * yuan
	payFirstCap = 300_000 // fen
	class       = 1
)

// seeded is what a node has to pay each period.
type seeded struct {
	rolls  []rollPlan
	groups []group
}

// group is what one run pays.
type group struct {
	rolls         []uint32
	count, amount uint64
}

// total is the amount of a period, minor units.
func (s seeded) total() (amount uint64) {
	for _, g := range s.groups {
		amount += g.amount
	}
	return amount
}

// rollPlan says what the grants of one roll are paid, minor units.
type rollPlan struct {
	slots uint32
	// first is the number of its first grant; amounts go by it unless the roll has an amount.
	first int
	// amount is divided in equal shares; what doesn't divide goes to the first slots a unit each.
	amount uint64
}

func (r rollPlan) of(slot uint32) uint64 {
	if r.amount == 0 {
		return amountOf(r.first + int(slot-granttypes.FirstSlot))
	}
	n := uint64(r.slots)
	return r.amount/n + uint64(btoi(uint64(slot-granttypes.FirstSlot) < r.amount%n))
}

func (r rollPlan) total() uint64 {
	if r.amount != 0 {
		return r.amount
	}
	var sum uint64
	for slot := uint32(granttypes.FirstSlot); slot <= r.slots; slot++ {
		sum += r.of(slot)
	}
	return sum
}

// plan divides the grants of a setup over rolls, and the rolls over runs.
func (s setup) plan() (seeded, error) {
	if s.Month != "" {
		return readMonth(s.Month)
	}
	p := seeded{groups: make([]group, max(s.Runs, 1))}
	first := 0
	for i := range s.Rolls {
		r := rollPlan{slots: uint32(s.slots(i)), first: first}
		first += int(r.slots)
		p.rolls = append(p.rolls, r)
		of := &p.groups[i*len(p.groups)/s.Rolls]
		*of = of.with(uint32(len(p.rolls)), r)
	}
	return p, nil
}

// with adds a roll to a run.
func (g group) with(id uint32, r rollPlan) group {
	return group{rolls: append(g.rolls, id), count: g.count + uint64(r.slots), amount: g.amount + r.total()}
}

// slots is how many grants the n-th roll has.
func (s setup) slots(roll int) int { return s.Grants/s.Rolls + btoi(roll < s.Grants%s.Rolls) }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// amountOf is what the n-th grant is paid per period, fen.
func amountOf(n int) uint64 { return 10_000 + uint64(n)*7_919%80_000 }

// refOf is the reference of the n-th payee: spread as random ones are.
func refOf(n int) []byte {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("payee"), uint64(n)))
	return sum[:granttypes.RefSize]
}

func senderName(n int) string            { return fmt.Sprint("sender ", n) }
func senderKey(n int) *secp256k1.PrivKey { return chaintest.Key(senderName(n)) }
func holderName(n int) string            { return fmt.Sprint("holder ", n) }
func holderKey(n int) *secp256k1.PrivKey { return chaintest.Key(holderName(n)) }

func addressOf(key *secp256k1.PrivKey) sdk.AccAddress { return sdk.AccAddress(key.PubKey().Address()) }

// bystander is the n-th account that only receives.
func bystander(n int) sdk.AccAddress {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("bystander"), uint64(n)))
	return sum[:20]
}

// genesis is the small world of the tests, with a treasury that can pay ten years.
func (n *node) genesis(g *app.Genesis) error {
	if err := chaintest.World(n.app, g); err != nil {
		return err
	}
	need := sdkmath.NewIntFromUint64(n.seeded.total()).MulRaw(int64(lastPeriod-firstPeriod) * fen).AddRaw(yuan)
	for _, c := range n.setup.payers() {
		treasury := granttypes.TreasuryAddress(chaintest.Organisations[c.office])
		if err := g.AddBalance(treasury.String(), sdk.NewCoin(chaintest.Denom, need)); err != nil {
			return err
		}
	}
	need = need.MulRaw(int64(len(n.setup.payers())))
	if err := g.EditStablecoins(func(s *stablecointypes.GenesisState) error {
		s.Issuers[0].Minted = s.Issuers[0].Minted.Add(need)
		s.Issuers[0].Allowance = s.Issuers[0].Allowance.Add(need)
		s.Attestations[0].Reserve = s.Attestations[0].Reserve.Add(need)
		return nil
	}); err != nil {
		return err
	}
	return g.EditFees(func(f *feetypes.GenesisState) error {
		for i := range f.Budgets {
			f.Budgets[i].BeneficiaryQuota = math.MaxUint32
		}
		return nil
	})
}

// payers are the counties whose treasuries pay.
func (s setup) payers() []county {
	if s.Ageing {
		return counties
	}
	return counties[:1]
}

// budget is a programme with money of each payer for ten years, of which so much is reserved a month already.
func (n *node) budget(area string, reserved uint64) *granttypes.GenesisState {
	gs := granttypes.DefaultGenesis()
	gs.Params = granttypes.Params{MaxPayoutsPerBlock: n.setup.Budget, MinPayoutsPerBlock: n.setup.Budget, ChunkSlots: n.setup.Chunk}
	gs.Programmes = []granttypes.Programme{{
		Id: 1, Category: granttypes.CATEGORY_BASIC, Area: area, Currency: "cny", ExclusivityClass: class,
		LegalBasisHash: make([]byte, granttypes.HashSize), Status: granttypes.PROGRAMME_STATUS_PUBLISHED,
	}}
	for i, c := range n.setup.payers() {
		id := uint32(i) + 1
		gs.BudgetNodes = append(gs.BudgetNodes, granttypes.BudgetNode{Id: id, Organisation: chaintest.Organisations[c.office], Programme: 1})
		for year := firstPeriod.Year(); year < lastPeriod.Year(); year++ {
			own := 2 * n.seeded.total() * granttypes.MonthsPerYear
			gs.Ledgers = append(gs.Ledgers, granttypes.Ledger{Node: id, Year: year, Own: own, Reserved: reserved * granttypes.MonthsPerYear})
		}
	}
	return gs
}

// seedGrants writes a programme, a budget that reserves ten years, rolls and their grants.
func (n *node) seedGrants(ctx sdk.Context) error {
	gs := n.budget(area, n.seeded.total())
	if n.setup.Network {
		n.seedUrgent(gs)
	}
	for i, plan := range n.seeded.rolls {
		roll, amount := uint32(i)+1, plan.total()
		for slot := uint32(granttypes.FirstSlot); slot <= plan.slots && !n.setup.Bare; slot++ {
			n.addGrant(gs, plan, roll, slot)
		}
		gs.Rolls = append(gs.Rolls, granttypes.Roll{
			Id: roll, Programme: 1, Area: area, BudgetNode: 1, NextSlot: plan.slots + granttypes.FirstSlot, NextPeriod: uint32(firstPeriod),
			ReservedYear: lastPeriod.Year() - 1,
		})
		gs.Deltas = append(gs.Deltas,
			granttypes.Delta{Roll: roll, Period: uint32(firstPeriod), Count: int64(plan.slots), Amount: int64(amount), Persons: int64(plan.slots)},
			granttypes.Delta{Roll: roll, Period: uint32(lastPeriod), Count: -int64(plan.slots), Amount: -int64(amount), Persons: -int64(plan.slots)})
	}
	if n.setup.Network {
		gs.Rolls = append(gs.Rolls, granttypes.Roll{
			Id: n.urgentRoll(), Programme: 2, Area: area, BudgetNode: 2, NextSlot: granttypes.FirstSlot, NextPeriod: uint32(firstPeriod),
			ReservedYear: lastPeriod.Year() - 1,
		})
	}
	if err := n.app.Grant.InitGenesis(ctx, *gs); err != nil {
		return err
	}
	return n.app.Grant.StartReservations(ctx)
}

// urgentRoll is the roll of emergencies: the one after those that are paid.
func (n *node) urgentRoll() uint32 { return uint32(len(n.seeded.rolls)) + 1 }

// seedUrgent gives a network the parameters of a new one, with its pace, and a programme of urgent help.
func (n *node) seedUrgent(gs *granttypes.GenesisState) {
	gs.Params = granttypes.DefaultParams()
	urgent := gs.Programmes[0]
	urgent.Id, urgent.Category, urgent.PayFirstCap = 2, granttypes.CATEGORY_URGENT, payFirstCap
	gs.Programmes = append(gs.Programmes, urgent)
	gs.BudgetNodes = append(gs.BudgetNodes, granttypes.BudgetNode{Id: 2, Organisation: chaintest.Organisations[office], Programme: 2})
}

// addGrant adds a grant that is paid from the first period on and ends with the last.
func (n *node) addGrant(gs *granttypes.GenesisState, plan rollPlan, roll, slot uint32) {
	number := plan.first + int(slot-granttypes.FirstSlot)
	id := uint64(granttypes.NewGrantID(roll, slot))
	gs.Records = append(gs.Records, granttypes.RollRecord{
		Roll: roll, Slot: slot, Grant: id, Amount: plan.of(slot), NextPeriod: uint32(lastPeriod),
	})
	gs.Grants = append(gs.Grants, granttypes.Grant{
		Id: id, Programme: 1, Payee: refOf(number), Persons: 1, Roll: roll, Slot: slot,
		FromPeriod: uint32(firstPeriod), UntilPeriod: uint32(lastPeriod), Approver: chaintest.Officer(approver),
		Status: granttypes.GRANT_STATUS_ACTIVE,
	})
}

// seedRecords writes the records of the rolls straight into the store, without case files, and commits every so many pages and at the end. A
// run reads no case file, so paying costs the same; what is not there can't be amended or audited.
func (n *node) seedRecords(commit func() error) error {
	const batch = 100_000
	pages := 0
	hot := func() storetypes.KVStore {
		return n.app.CommitMultiStore().GetKVStore(n.app.Key(granttypes.RollStoreKey))
	}
	for i, plan := range n.seeded.rolls {
		roll := uint32(i) + 1
		for start, page := range bench.Pages(plan.slots, func(slot uint32) granttypes.Record {
			return granttypes.Record{Grant: granttypes.NewGrantID(roll, slot), Amount: plan.of(slot), NextPeriod: lastPeriod}
		}) {
			hot().Set(granttypes.PageKey(roll, start), page)
			if pages++; pages%batch == 0 {
				if err := commit(); err != nil {
					return err
				}
			}
		}
	}
	return commit()
}

// seedAccounts registers the payees that hold a key, and gives the other accounts coins.
func (n *node) seedAccounts(ctx sdk.Context) error {
	gs := *beneficiarytypes.DefaultGenesis()
	for i := range max(n.setup.Holders, n.setup.Persons) {
		person := beneficiarytypes.Person{
			Ref: refOf(i), AttrRoot: make([]byte, sha256.Size), HomeArea: area,
			Status: beneficiarytypes.PERSON_STATUS_REGISTERED, Organisation: chaintest.Organisations[office],
		}
		if i < n.setup.Holders {
			person.HolderKey = holderKey(i).PubKey().Bytes()
		}
		gs.Persons = append(gs.Persons, person)
	}
	if err := n.app.Beneficiary.InitGenesis(ctx, gs); err != nil {
		return err
	}
	open := func(address sdk.AccAddress) error {
		n.app.Account.SetAccount(ctx, n.app.Account.NewAccountWithAddress(ctx, address))
		return n.app.Bank.UncheckedSetBalance(ctx, address, sdk.NewInt64Coin(chaintest.Denom, coinsEach))
	}
	for i := range n.setup.Senders {
		if err := open(addressOf(senderKey(i))); err != nil {
			return err
		}
	}
	for i := range n.setup.Accounts {
		if err := open(bystander(i)); err != nil {
			return err
		}
	}
	return nil
}
