package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"

	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
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
	class       = 1
)

// seeded is what a node has to pay each period.
type seeded struct {
	count, amount uint64
	rolls         []uint32
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
	for i := range n.setup.Grants {
		n.seeded.amount += amountOf(i)
	}
	n.seeded.count = uint64(n.setup.Grants)
	need := sdkmath.NewIntFromUint64(n.seeded.amount).MulRaw(int64(lastPeriod-firstPeriod) * fen).AddRaw(yuan)
	treasury := granttypes.TreasuryAddress(chaintest.Organisations[office])
	if err := g.AddBalance(treasury.String(), sdk.NewCoin(chaintest.Denom, need)); err != nil {
		return err
	}
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

// seedGrants writes a programme, a budget that reserves ten years, rolls and their grants.
func (n *node) seedGrants(ctx sdk.Context) error {
	gs := granttypes.DefaultGenesis()
	gs.Params = granttypes.Params{MaxPayoutsPerBlock: n.setup.Budget, ChunkSlots: n.setup.Chunk}
	gs.Programmes = []granttypes.Programme{{
		Id: 1, Category: granttypes.CATEGORY_BASIC, Area: area, Currency: "cny", ExclusivityClass: class,
		LegalBasisHash: make([]byte, granttypes.HashSize), Status: granttypes.PROGRAMME_STATUS_PUBLISHED,
	}}
	gs.BudgetNodes = []granttypes.BudgetNode{{Id: 1, Organisation: chaintest.Organisations[office], Programme: 1}}
	for year := firstPeriod.Year(); year < lastPeriod.Year(); year++ {
		reserved := n.seeded.amount * granttypes.MonthsPerYear
		gs.Ledgers = append(gs.Ledgers, granttypes.Ledger{Node: 1, Year: year, Own: reserved, Reserved: reserved})
	}
	grant := 0
	for i := range n.setup.Rolls {
		roll := uint32(i) + 1
		n.seeded.rolls = append(n.seeded.rolls, roll)
		slots := n.setup.slots(i)
		var amount uint64
		for slot := uint32(granttypes.FirstSlot); slot <= uint32(slots); slot++ {
			n.addGrant(gs, grant, roll, slot)
			amount += amountOf(grant)
			grant++
		}
		gs.Rolls = append(gs.Rolls, granttypes.Roll{
			Id: roll, Programme: 1, Area: area, BudgetNode: 1, NextSlot: uint32(slots) + granttypes.FirstSlot, NextPeriod: uint32(firstPeriod),
			ReservedYear: lastPeriod.Year() - 1,
		})
		gs.Deltas = append(gs.Deltas,
			granttypes.Delta{Roll: roll, Period: uint32(firstPeriod), Count: int64(slots), Amount: int64(amount), Persons: int64(slots)},
			granttypes.Delta{Roll: roll, Period: uint32(lastPeriod), Count: -int64(slots), Amount: -int64(amount), Persons: -int64(slots)})
	}
	if err := n.app.Grant.InitGenesis(ctx, *gs); err != nil {
		return err
	}
	return n.app.Grant.StartReservations(ctx)
}

// addGrant adds a grant that is paid from the first period on and ends with the last.
func (n *node) addGrant(gs *granttypes.GenesisState, number int, roll, slot uint32) {
	id := uint64(granttypes.NewGrantID(roll, slot))
	gs.Records = append(gs.Records, granttypes.RollRecord{
		Roll: roll, Slot: slot, Grant: id, Amount: amountOf(number), NextPeriod: uint32(lastPeriod),
	})
	gs.Grants = append(gs.Grants, granttypes.Grant{
		Id: id, Programme: 1, Payee: refOf(number), Persons: 1, Roll: roll, Slot: slot,
		FromPeriod: uint32(firstPeriod), UntilPeriod: uint32(lastPeriod), Approver: chaintest.Officer(approver),
		Status: granttypes.GRANT_STATUS_ACTIVE,
	})
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
