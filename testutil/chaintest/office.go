package chaintest

import (
	"fmt"
	"time"

	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// RollAreas are the townships of Dehua in the order of the rolls that OpenOffice opens.
var RollAreas = []string{"350526101", "350526100", "350526108"}

// Office is what OpenOffice prepares.
type Office struct {
	// Budget and Coins are what Dehua may promise in 2024 and what its treasury account holds, minor units.
	Budget, Coins uint64
	// First is the first period of its rolls.
	First granttypes.Period
	// Rolls is how many townships have one, 1 to 3.
	Rolls int
	// Persons are registered, each in a household of its own, in the first township.
	Persons []string
}

// OpenOffice makes Dehua ready to decide and pay for programme 1 in Fujian: its budget node 1, Dehua's node 2 with
// funds of 2024, coins in Dehua's treasury account, rolls from 1 on, registered persons.
func (c *Chain) OpenOffice(o Office) {
	c.t.Helper()
	treasurer, approver := Officer("fujian-treasurer"), Officer("dehua-approver")
	budget := []sdk.Msg{
		&granttypes.MsgOpenBudgetNode{Signer: treasurer, Organisation: Organisations["fujian"], Programme: 1},
		&granttypes.MsgOpenBudgetNode{Signer: treasurer, Parent: 1, Organisation: Organisations["dehua"], Programme: 1},
	}
	if o.Budget > 0 {
		budget = append(budget, &granttypes.MsgAppropriate{Signer: treasurer, Node: 1, Year: 2024, Amount: o.Budget},
			&granttypes.MsgAllocate{Signer: treasurer, FromNode: 1, ToNode: 2, Year: 2024, Amount: o.Budget})
	}
	var rolls []sdk.Msg
	for _, area := range RollAreas[:o.Rolls] {
		rolls = append(rolls, &granttypes.MsgOpenRoll{Signer: approver, Programme: 1, Area: area, BudgetNode: 2, FirstPeriod: uint32(o.First)})
	}
	txs := [][]byte{
		c.Tx("fujian-treasurer", budget...),
		c.Tx("dehua-approver", rolls...),
	}
	if o.Coins > 0 {
		txs = append(txs, c.Tx("issuer-minter", &stablecointypes.MsgMint{
			Signer: Officer("issuer-minter"), Id: "anxin", Recipient: granttypes.TreasuryAddress(Organisations["dehua"]).String(),
			Amount: sdkmath.NewIntFromUint64(o.Coins).MulRaw(10_000),
		}))
	}
	if len(o.Persons) > 0 {
		enrol := &beneficiarytypes.MsgEnrol{Signer: Officer("dehua-intake")}
		for _, name := range o.Persons {
			enrol.Households = append(enrol.Households, beneficiarytypes.HouseholdEnrolment{
				Ref: Ref("household " + name), MemberRoot: Hash32("members " + name), Area: RollAreas[0],
				Persons: []beneficiarytypes.Enrolment{EnrolmentOf(name, name, 1)},
			})
		}
		txs = append(txs, c.Tx("dehua-intake", enrol))
	}
	for _, r := range c.Block(c.Now.Add(time.Second), txs...) {
		if !r.OK() {
			c.t.Fatalf("open the office: %s", r.Log)
		}
	}
}

// openOffice is OpenOffice in a story: "office budget=10000.00 coins=10000.00 rolls=1 first=2024-01 persons=(A,B)".
func openOffice(s *Scenario, a args) (string, error) {
	o := Office{Budget: a.money("budget"), Coins: a.money("coins"), First: granttypes.Period(2024 * granttypes.MonthsPerYear), Rolls: int(max(a.number("rolls"), 1)), Persons: a.list("persons")}
	if a.has("first") {
		var err error
		if o.First, err = granttypes.ParsePeriod(a.text("first")); err != nil {
			return "", err
		}
	}
	if o.Rolls > len(RollAreas) {
		return "", fmt.Errorf("at most %d rolls", len(RollAreas))
	}
	s.Chain.OpenOffice(o)
	return "ok\n", nil
}
