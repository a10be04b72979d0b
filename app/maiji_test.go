package app_test

import (
	"fmt"
	"testing"
	"time"

	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	"github.com/reliefchain/relief/testutil/maiji"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// levels are the organisations that fund Maiji, from the nation down.
var levels = []string{"nation", "gansu", "tianshui", "maiji"}

// maijiWorld adds four levels of government in Gansu to the world, each with its own money in its treasury account, and the programmes
// that the district printed.
func maijiWorld(offices places) func(*app.App, *app.Genesis) error {
	return func(a *app.App, g *app.Genesis) error {
		if err := chaintest.World(a, g); err != nil {
			return err
		}
		if err := g.AddAreas(maiji.Gansu, maiji.Tianshui, maiji.District); err != nil {
			return err
		}
		offices["nation"] = chaintest.Organisations["nation"]
		if err := offices.appoint(g, "nation", authoritytypes.ROLE_TREASURER); err != nil {
			return err
		}
		treasurer := []authoritytypes.Role{authoritytypes.ROLE_TREASURER}
		if err := offices.add(g, chaintest.Denom,
			place{"gansu", authoritytypes.ORGANISATION_KIND_PROVINCE, maiji.Gansu, "nation", treasurer},
			place{"tianshui", authoritytypes.ORGANISATION_KIND_CITY, maiji.Tianshui, "gansu", treasurer},
			place{"maiji", authoritytypes.ORGANISATION_KIND_COUNTY, maiji.District, "tianshui", []authoritytypes.Role{authoritytypes.ROLE_INTAKE, authoritytypes.ROLE_REVIEWER, authoritytypes.ROLE_APPROVER}},
			place{"maiji-treasury", authoritytypes.ORGANISATION_KIND_TREASURY, maiji.District, "tianshui", treasurer},
		); err != nil {
			return err
		}
		coins := map[uint32]uint64{}
		for n, f := range maiji.Funding() {
			coins[offices[levels[n]]] = f.Amount
		}
		for n := range maiji.Spending() {
			if _, err := g.AddProgramme(granttypes.Programme{
				Category: granttypes.CATEGORY_BASIC, Area: maiji.Gansu, Currency: "cny", ExclusivityClass: uint32(n + 2), LegalBasisHash: chaintest.Hash32("law"),
			}); err != nil {
				return err
			}
		}
		return endow(g, chaintest.Denom, coins, 4*feeFunds)
	}
}

// treasurerOf names the officer who answers for a level's money.
func treasurerOf(level string) string {
	if level == "maiji" {
		return "maiji-treasury-treasurer"
	}
	return level + "-treasurer"
}

// TestMaijiCoFunding brings the money of four levels of government down to a district, in the ledgers and as coins, parts it by programme
// and spends what the district printed for January to June 2025: the tree closes to both published totals and to what is left. The
// payees are made up: one for each programme.
func TestMaijiCoFunding(t *testing.T) {
	t.Parallel()
	const year, june = 2025, granttypes.Period(2025*granttypes.MonthsPerYear + 5)
	offices := places{}
	c := chaintest.New(t, chaintest.Seats(), maijiWorld(offices), chaintest.Straight, chaintest.Parallel)
	c.Block(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)) // a roll starts with the year of the day reserved
	query := grantkeeper.NewQueryServer(c.App().Grant)
	must := func(by string, msgs ...sdk.Msg) { t.Helper(); c.MustSend(by, msgs...) }

	// Nodes 1 to 4 are the levels, each below the one before; what a level has received goes on down together with its own.
	nation := chaintest.Officer("nation-treasurer")
	for n, level := range levels {
		must("nation-treasurer", &granttypes.MsgOpenBudgetNode{Signer: nation, Parent: uint32(n), Organisation: offices[level], Programme: 2})
	}
	agree := func(from, to string, amount uint64) { // a large transfer needs the agreement of who receives it
		t.Helper()
		by := treasurerOf(to)
		must(by, &stablecointypes.MsgCountersign{
			Signer: chaintest.Officer(by), Payer: offices[from], Payee: offices[to], Until: c.Now.AddDate(0, 0, 1).Unix(),
			Amount: sdk.NewCoin(chaintest.Denom, sdkmath.NewIntFromUint64(amount).MulRaw(10_000)),
		})
	}
	var down uint64
	for n, f := range maiji.Funding() {
		by, node := treasurerOf(levels[n]), uint32(n+1)
		signer := chaintest.Officer(by)
		down += f.Amount
		must(by, &granttypes.MsgAppropriate{Signer: signer, Node: node, Year: year, Amount: f.Amount})
		if level := levels[n]; level != "maiji" {
			agree(level, levels[n+1], down)
			must(by, &granttypes.MsgAllocate{Signer: signer, FromNode: node, ToNode: node + 1, Year: year, Amount: down},
				&granttypes.MsgRemit{Signer: signer, FromNode: node, ToNode: node + 1, Amount: down, Denom: chaintest.Denom})
		}
	}
	district, err := query.Budget(c.Context(), &granttypes.QueryBudgetRequest{Node: 4, Year: year})
	require.NoError(t, err)
	require.Equal(t, maiji.Funds, district.Free)
	treasury := func(level string) uint64 {
		return c.App().Bank.GetBalance(c.Context(), granttypes.TreasuryAddress(offices[level]), chaintest.Denom).Amount.QuoRaw(10_000).Uint64()
	}
	require.Equal(t, maiji.Funds, treasury("maiji"))
	for _, level := range levels[:3] {
		require.Zero(t, treasury(level))
	}

	// Below the district each programme has a node, a roll and a made-up payee.
	treasurer, approver := chaintest.Officer("maiji-treasury-treasurer"), chaintest.Officer("maiji-approver")
	for n, f := range maiji.Spending() {
		programme, node, roll := uint32(n+2), uint32(n+5), uint32(n+1)
		payee := fmt.Sprintf("payee of %s", f.Name)
		must("maiji-treasury-treasurer",
			&granttypes.MsgOpenBudgetNode{Signer: treasurer, Parent: 4, Organisation: offices["maiji"], Programme: programme},
			&granttypes.MsgAllocate{Signer: treasurer, FromNode: 4, ToNode: node, Year: year, Amount: f.Amount})
		must("maiji-intake", &beneficiarytypes.MsgEnrol{Signer: chaintest.Officer("maiji-intake"), Households: []beneficiarytypes.HouseholdEnrolment{{
			Ref: chaintest.Ref("household " + payee), MemberRoot: chaintest.Hash32(payee), Area: maiji.District,
			Persons: []beneficiarytypes.Enrolment{chaintest.EnrolmentOf(payee, payee, programme)},
		}}})
		must("maiji-approver",
			&granttypes.MsgOpenRoll{Signer: approver, Programme: programme, Area: maiji.District, BudgetNode: node, FirstPeriod: uint32(june)})
		schedule := monthly(f.Amount, june, june+1)
		application, err := c.ReviewedBy("maiji-intake", "maiji-reviewer", roll, chaintest.Ref(payee), "", granttypes.Opinion{Approve: true, Persons: 1, Schedule: &schedule})
		require.NoError(t, err)
		must("maiji-approver", approve(approver, application))
		run := pay(t, c, "maiji-approver", "maiji-treasury-treasurer", chaintest.Denom, june, roll)
		require.Equal(t, f.Amount, run.PaidAmount, f.Name)
	}

	tree, err := query.BudgetTree(c.Context(), &granttypes.QueryBudgetTreeRequest{Node: 1, Year: year})
	require.NoError(t, err)
	require.Equal(t, granttypes.BudgetSums{Nodes: 12, Own: maiji.Funds, Disbursed: maiji.Spent, Free: maiji.Left}, tree.Sums)
	below, err := query.BudgetTree(c.Context(), &granttypes.QueryBudgetTreeRequest{Node: 4, Year: year})
	require.NoError(t, err)
	for n, f := range maiji.Spending() {
		require.Equal(t, f.Amount, below.Children[n].Ledger.Disbursed, f.Name)
		require.Zero(t, below.Children[n].Free, f.Name)
	}
	require.Equal(t, maiji.Left, below.Top.Free)
	require.Equal(t, maiji.Left, treasury("maiji"))

	// The treasurer's books agree, and what is left goes back up, level by level, as far as it came.
	own := maiji.Funding()[3].Amount
	agree("maiji", "tianshui", maiji.Left)
	must("maiji-treasury-treasurer",
		&granttypes.MsgReconcile{
			Signer: treasurer, Node: 4, Year: year, Own: own, Received: maiji.Funds - own, Allocated: maiji.Spent, StatementHash: chaintest.Hash32("statement"),
		},
		&granttypes.MsgReturnFunds{Signer: treasurer, Node: 4, Year: year, Amount: maiji.Left},
		&granttypes.MsgRemit{Signer: treasurer, FromNode: 4, ToNode: 3, Amount: maiji.Left, Denom: chaintest.Denom})
	for n := 3; n > 1; n-- {
		agree(levels[n-1], levels[n-2], maiji.Left)
		by := treasurerOf(levels[n-1])
		signer := chaintest.Officer(by)
		must(by, &granttypes.MsgReturnFunds{Signer: signer, Node: uint32(n), Year: year, Amount: maiji.Left},
			&granttypes.MsgRemit{Signer: signer, FromNode: uint32(n), ToNode: uint32(n - 1), Amount: maiji.Left, Denom: chaintest.Denom})
	}
	require.Equal(t, maiji.Left, treasury("nation"))
	tree, err = query.BudgetTree(c.Context(), &granttypes.QueryBudgetTreeRequest{Node: 1, Year: year})
	require.NoError(t, err)
	require.Equal(t, maiji.Left, tree.Top.Free)
	require.Equal(t, granttypes.BudgetSums{Nodes: 12, Own: maiji.Funds, Disbursed: maiji.Spent, Free: maiji.Left}, tree.Sums)
	c.Block(c.Now.Add(time.Second))
}
