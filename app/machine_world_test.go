package app_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// office is a county of the machine's world with the province above it.
type office struct {
	name, area, province string
	organisation         uint32
	treasurer            string
}

// Organisations that machineWorld adds.
const (
	townOffice = 13
	lubei      = 14
)

// counties are in three provinces.
var counties = []office{
	{"dehua", "350526", "fujian", 11, "dehua-treasury-treasurer"},
	{"dongcheng", "110101", "beijing", 10, "dongcheng-treasurer"},
	{"lubei", "130203", "hebei", lubei, "lubei-treasurer"},
}

// countyAt is the county that an area lies in.
func countyAt(area string) int {
	return slices.IndexFunc(counties, func(p office) bool { return authoritytypes.Contains(p.area, area) })
}

// rollSeed is a roll of the machine's world. The third one of Dehua shares a budget node with the second.
type rollSeed struct {
	place, programme, node int
	area                   string
}

var rollSeeds = []rollSeed{
	{0, law, 0, "350526100"},
	{0, plain, 1, "350526101"},
	{1, law, 2, "110101"},
	{1, plain, 3, "110101"},
	{2, law, 4, "130203"},
	{2, plain, 5, "130203"},
	{0, plain, 1, "350526108"},
}

// Programmes of the machine's world: one with the terms and clocks of the law and a standard, and one without any, of another class.
const (
	law = iota
	plain
)

const (
	townRoll = 1   // the roll that the township may decide about
	standard = 900 // of the programme with the law's terms, for each person
	nodes    = 6   // budget nodes with a roll; each has a parent
)

// lawTerms are the law's with a shorter time to appeal, so that it runs out now and then.
func lawTerms() granttypes.Terms {
	t := granttypes.DefaultTerms()
	t.AppealDays = 10
	return t
}

// machineWorld adds a third province's county, a township, officers for every duty, a second programme, and a row that asks for two approvals.
func machineWorld(set chaintest.Settings) func(*app.App, *app.Genesis) error {
	return func(a *app.App, g *app.Genesis) error {
		if err := set.World(a, g); err != nil {
			return err
		}
		if err := g.AddAreas("1302", "130203"); err != nil {
			return err
		}
		for _, o := range []struct {
			kind   authoritytypes.OrganisationKind
			area   string
			parent string
			want   uint32
		}{
			{authoritytypes.ORGANISATION_KIND_TOWNSHIP, "350526101", "dehua", townOffice},
			{authoritytypes.ORGANISATION_KIND_COUNTY, "130203", "hebei", lubei},
		} {
			id, err := g.AddOrganisation(o.kind, o.area, chaintest.Organisations[o.parent])
			if err != nil || id != o.want {
				return fmt.Errorf("organisation %d, want %d: %w", id, o.want, err)
			}
		}
		if err := machineFees(g); err != nil {
			return err
		}
		if err := g.AddOfficer(machineOfficers()...); err != nil {
			return err
		}
		if err := machineProgrammes(g); err != nil {
			return err
		}
		return g.EditAuthority(func(s *authoritytypes.GenesisState) error {
			i := slices.IndexFunc(s.Rules, func(r authoritytypes.Rule) bool {
				return r.Action == sdk.MsgTypeURL(&authoritytypes.MsgRegisterLocalArea{})
			})
			s.Rules[i].Approvals = 2
			return nil
		})
	}
}

// machineFees lets the new county pay from the first block on, and every office for any number of its beneficiaries' messages.
func machineFees(g *app.Genesis) error {
	const coins = 10_000_000_000
	if err := g.EditFees(func(f *feetypes.GenesisState) error {
		for _, id := range []uint32{townOffice, lubei} {
			f.Budgets = append(f.Budgets, feetypes.Budget{Organisation: id, Denom: chaintest.Denom, TransactionCap: sdkmath.NewInt(1_000_000_000), Spent: sdkmath.ZeroInt()})
		}
		for n := range f.Budgets {
			f.Budgets[n].BeneficiaryQuota = 1_000_000
		}
		return nil
	}); err != nil {
		return err
	}
	if err := g.AddBalance(feetypes.BudgetAddress(lubei).String(), sdk.NewInt64Coin(chaintest.Denom, coins)); err != nil {
		return err
	}
	return g.EditStablecoins(func(s *stablecointypes.GenesisState) error {
		s.Issuers[0].Minted = s.Issuers[0].Minted.AddRaw(coins)
		return nil
	})
}

func machineOfficers() []authoritytypes.Officer {
	type member struct {
		organisation uint32
		role         authoritytypes.Role
	}
	members := map[string]member{
		"town-approver":       {townOffice, authoritytypes.ROLE_APPROVER},
		"dongcheng-approver2": {10, authoritytypes.ROLE_APPROVER},
		"dongcheng-treasurer": {10, authoritytypes.ROLE_TREASURER},
		"lubei-intake":        {lubei, authoritytypes.ROLE_INTAKE},
		"lubei-reviewer":      {lubei, authoritytypes.ROLE_REVIEWER},
		"lubei-approver":      {lubei, authoritytypes.ROLE_APPROVER},
		"lubei-approver2":     {lubei, authoritytypes.ROLE_APPROVER},
		"lubei-treasurer":     {lubei, authoritytypes.ROLE_TREASURER},
	}
	for _, p := range counties {
		for _, name := range []string{"-approver", "-approver2"} {
			members[p.province+name] = member{chaintest.Organisations[p.province], authoritytypes.ROLE_APPROVER}
		}
	}
	for n := 1; n < administrators; n++ {
		members[adminAccount(n, 0)] = member{chaintest.Organisations["dehua"], authoritytypes.ROLE_ADMIN}
	}
	var officers []authoritytypes.Officer
	for _, name := range slices.Sorted(maps.Keys(members)) {
		officers = append(officers, authoritytypes.Officer{
			Address: chaintest.Officer(name), Organisation: members[name].organisation, Roles: []authoritytypes.Role{members[name].role},
			ValidFrom: chaintest.Genesis.Unix() - 1, ValidUntil: chaintest.Genesis.Unix() + 60_000_000, Credential: chaintest.Hash32("person " + name),
		})
	}
	return officers
}

func machineProgrammes(g *app.Genesis) error {
	if err := g.EditGrants(func(s *granttypes.GenesisState) error {
		s.Programmes[law].Area, s.Programmes[law].Terms = authoritytypes.Nation, lawTerms()
		s.Standards = append(s.Standards, granttypes.Standard{Programme: law + 1, Area: authoritytypes.Nation, FromPeriod: uint32(jan), Amount: standard})
		return nil
	}); err != nil {
		return err
	}
	_, err := g.AddProgramme(granttypes.Programme{
		Category: granttypes.CATEGORY_SPECIAL, Area: authoritytypes.Nation, Currency: "cny", ExclusivityClass: plain + 1, LegalBasisHash: chaintest.Hash32("law"),
	})
	return err
}

// calendar announces the working days of a year: weekdays without the first week of February, May and October.
func calendar(year uint32) authoritytypes.CalendarYear {
	c := authoritytypes.Weekdays(year)
	for _, month := range []time.Month{time.February, time.May, time.October} {
		for day := range 7 {
			c.Set(time.Date(int(year), month, day+1, 0, 0, 0, 0, time.UTC).YearDay()-1, false)
		}
	}
	return c
}

// openPlaces opens budget nodes with funds of two years, rolls, and treasuries with coins, and announces the calendar.
func (m *machine) openPlaces(budget, coins uint64) {
	for year := uint32(2024); year <= 2026; year++ {
		m.send("nation-programme", nil, &authoritytypes.MsgAnnounceYear{Signer: chaintest.Officer("nation-programme"), Year: year, Working: calendar(year).Working})
	}
	for node := range nodes {
		seed := rollSeeds[slices.IndexFunc(rollSeeds, func(r rollSeed) bool { return r.node == node })]
		p, programme := counties[seed.place], uint32(seed.programme)+1
		by := p.province + "-treasurer"
		signer := chaintest.Officer(by)
		m.send(by, nil, &granttypes.MsgOpenBudgetNode{Signer: signer, Organisation: chaintest.Organisations[p.province], Programme: programme})
		m.send(by, nil, &granttypes.MsgOpenBudgetNode{Signer: signer, Parent: rootNode(node), Organisation: p.organisation, Programme: programme})
		for year := 2024; year <= 2025; year++ {
			m.fund(node, year, budget)
		}
	}
	for n, seed := range rollSeeds {
		by := counties[seed.place].name + "-approver"
		m.send(by, nil, &granttypes.MsgOpenRoll{
			Signer: chaintest.Officer(by), Programme: uint32(seed.programme) + 1, Area: seed.area, BudgetNode: childNode(seed.node), FirstPeriod: uint32(jan),
		})
		m.model.rolls = append(m.model.rolls, &modelRoll{rollSeed: seed, id: uint32(n) + 1, year: 2024})
	}
	for n := range counties {
		m.mintTo(n, coins)
	}
	m.block()
}

func rootNode(node int) uint32  { return uint32(2*node) + 1 }
func childNode(node int) uint32 { return uint32(2*node) + 2 }

// fund appropriates at the parent and allocates to the node, in one transaction.
func (m *machine) fund(node, year int, amount uint64) {
	seed := rollSeeds[slices.IndexFunc(rollSeeds, func(r rollSeed) bool { return r.node == node })]
	by := counties[seed.place].province + "-treasurer"
	signer := chaintest.Officer(by)
	m.send(by, m.model.fund(node, year, amount),
		&granttypes.MsgAppropriate{Signer: signer, Node: rootNode(node), Year: uint32(year), Amount: amount},
		&granttypes.MsgAllocate{Signer: signer, FromNode: rootNode(node), ToNode: childNode(node), Year: uint32(year), Amount: amount})
}
