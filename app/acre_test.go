package app_test

import (
	"encoding/binary"
	"flag"
	"testing"

	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/acre"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

var wholeAcre = flag.Bool("acre", false, "pay every family of Acre instead of one in a hundred")

const (
	brl     = "ubrl/real"
	benefit = uint32(7) // exclusivity class of the federal benefit
)

// brazil is a network of four states of the north, without anything of the usual test world: seven-digit codes, the real, a calendar and a
// programme of its own. All of it is data of a genesis.
func brazil(offices places) func(*app.App, *app.Genesis) error {
	return func(_ *app.App, g *app.Genesis) error {
		if err := g.EditAuthority(func(s *authoritytypes.GenesisState) error {
			s.Params.AreaWidths = acre.Widths
			return nil
		}); err != nil {
			return err
		}
		if err := g.AddAreas("11", acre.State, "13", "14"); err != nil {
			return err
		}
		for _, m := range acre.Municipalities() {
			if err := g.AddAreas(m.Code); err != nil {
				return err
			}
		}
		if err := g.SetWeekdays(2024, 2025); err != nil {
			return err
		}
		if err := g.EditStablecoins(func(s *stablecointypes.GenesisState) error {
			s.Currencies = []stablecointypes.Currency{{Code: "brl", Decimals: 2}}
			return nil
		}); err != nil {
			return err
		}
		operator := []authoritytypes.Role{authoritytypes.ROLE_OPERATOR}
		all := []place{
			{"federation", authoritytypes.ORGANISATION_KIND_NATIONAL, "0", "", []authoritytypes.Role{authoritytypes.ROLE_TREASURER}},
			{"issuer", authoritytypes.ORGANISATION_KIND_ISSUER, "0", "federation", nil},
			{"custodian", authoritytypes.ORGANISATION_KIND_CUSTODIAN, "0", "federation", nil},
			{"rondonia", authoritytypes.ORGANISATION_KIND_PROVINCE, "11", "federation", operator},
			{"acre", authoritytypes.ORGANISATION_KIND_PROVINCE, acre.State, "federation", operator},
			{"amazonas", authoritytypes.ORGANISATION_KIND_PROVINCE, "13", "federation", operator},
			{"roraima", authoritytypes.ORGANISATION_KIND_PROVINCE, "14", "federation", operator},
			{"acre-treasury", authoritytypes.ORGANISATION_KIND_TREASURY, acre.State, "acre", []authoritytypes.Role{authoritytypes.ROLE_TREASURER}},
		}
		if err := offices.add(g, brl, all...); err != nil {
			return err
		}
		for _, role := range []authoritytypes.Role{authoritytypes.ROLE_INTAKE, authoritytypes.ROLE_APPROVER} {
			if err := offices.appoint(g, "acre", role); err != nil {
				return err
			}
		}
		for n, state := range []string{"rondonia", "acre", "amazonas", "roraima"} {
			if err := g.AddSeat(offices[state], sdk.ValAddress(chaintest.Address(state+"-operator")), chaintest.SeatKey(n).PubKey()); err != nil {
				return err
			}
		}
		if err := g.AddIssuer(stablecointypes.Issuer{Id: "real", Organisation: offices["issuer"], Custodian: offices["custodian"], Currency: "brl"}); err != nil {
			return err
		}
		if err := g.EditStablecoins(func(s *stablecointypes.GenesisState) error {
			s.Issuers[0].Attestation = 1
			s.Attestations = append(s.Attestations, stablecointypes.Attestation{
				Id: 1, Issuer: "real", Reserve: sdkmath.ZeroInt(), AsOf: chaintest.Genesis.Unix(), ReportHash: chaintest.Hash32("report"),
				Attestor: chaintest.Officer("custodian"), Status: stablecointypes.ATTESTATION_STATUS_ACCEPTED,
			})
			return nil
		}); err != nil {
			return err
		}
		if _, err := g.AddProgramme(granttypes.Programme{
			Category: granttypes.CATEGORY_BASIC, Area: "0", Currency: "brl", ExclusivityClass: benefit, LegalBasisHash: chaintest.Hash32("Lei 14.601/2023"),
		}); err != nil {
			return err
		}
		return endow(g, brl, map[uint32]uint64{offices["acre"]: acre.Centavos}, uint64(len(all))*feeFunds)
	}
}

// family is a reconstructed row: references and tag are numbers, and nobody holds its key.
func family(area string, n uint32, schedule granttypes.Schedule) granttypes.ImportRow {
	ref := func(kind byte) []byte {
		code := append([]byte{kind}, area...)
		return binary.BigEndian.AppendUint32(append(code, make([]byte, 12-len(code))...), n)
	}
	hash := func(kind byte) []byte { return append(ref(kind), make([]byte, 16)...) }
	return granttypes.ImportRow{Schedule: schedule, Household: beneficiarytypes.HouseholdEnrolment{
		Ref: ref(1), MemberRoot: hash(2), Area: area, Persons: []beneficiarytypes.Enrolment{{
			Ref: ref(3), AttrRoot: hash(4), Tags: []beneficiarytypes.Tag{{Class: benefit, Value: hash(5)}},
		}},
	}}
}

// TestAcreDecember2024 pays Bolsa Família in Acre for December 2024, one roll for each municipality and one run for the state, on a network
// that differs from the usual one in its genesis alone. Every municipality's money and the state's are met to the centavo. The families are
// reconstructed by equal shares: one in a hundred, with a hundred families' money, or all of them with -acre.
func TestAcreDecember2024(t *testing.T) {
	t.Parallel()
	const december = granttypes.Period(2024*granttypes.MonthsPerYear + 11)
	offices := places{}
	c := chaintest.New(t, chaintest.Seats(), brazil(offices), chaintest.Straight)
	c.Seldom = *wholeAcre
	federal, treasurer, approver := chaintest.Officer("federation-treasurer"), chaintest.Officer("acre-treasury-treasurer"), chaintest.Officer("acre-approver")
	c.MustSend("federation-treasurer",
		&granttypes.MsgOpenBudgetNode{Signer: federal, Organisation: offices["federation"], Programme: 1},
		&granttypes.MsgOpenBudgetNode{Signer: federal, Parent: 1, Organisation: offices["acre"], Programme: 1},
		&granttypes.MsgAppropriate{Signer: federal, Node: 1, Year: 2024, Amount: acre.Centavos},
		&granttypes.MsgAllocate{Signer: federal, FromNode: 1, ToNode: 2, Year: 2024, Amount: acre.Centavos})

	var rolls []uint32
	var families uint64
	for n, m := range acre.Municipalities() {
		roll := uint32(n + 1)
		rolls = append(rolls, roll)
		c.MustSend("acre-approver", &granttypes.MsgOpenRoll{Signer: approver, Programme: 1, Area: m.Code, BudgetNode: 2, FirstPeriod: uint32(december)})
		count := m.Families
		if !*wholeAcre {
			count = (count + 99) / 100
		}
		families += count
		rows := make([]granttypes.ImportRow, count)
		for i, amount := range m.Split(count) {
			rows[i] = family(m.Code, uint32(i), monthly(amount, december, december+1))
		}
		load(t, c, "acre-approver", "acre-intake", roll, rows, 7)
	}
	if *wholeAcre {
		require.Equal(t, acre.Families, families)
	}

	run := pay(t, c, "acre-approver", "acre-treasury-treasurer", brl, december, rolls...)
	require.Equal(t, families, run.PaidCount)
	require.Equal(t, acre.Centavos, run.PaidAmount)
	ask := grantkeeper.NewQueryServer(c.App().Grant)
	chunks, err := ask.Chunks(c.Context(), &granttypes.QueryChunksRequest{Run: run.Id, Pagination: &query.PageRequest{Limit: 200}})
	require.NoError(t, err)
	paid := map[uint32]uint64{}
	for _, chunk := range chunks.Chunks {
		paid[chunk.Roll] += chunk.Chunk.PaidAmount
	}
	for n, m := range acre.Municipalities() {
		require.Equal(t, m.Centavos, paid[uint32(n+1)], m.Name)
	}

	// The year closes with nothing left, and the books agree.
	c.MustSend("acre-treasury-treasurer", &granttypes.MsgCloseYear{Signer: treasurer, Node: 2, Year: 2024, CarryOver: true},
		&granttypes.MsgReconcile{Signer: treasurer, Node: 2, Year: 2024, Received: acre.Centavos, Disbursed: acre.Centavos, StatementHash: chaintest.Hash32("extrato")})
	c.MustSend("federation-treasurer", &granttypes.MsgCloseYear{Signer: federal, Node: 1, Year: 2024})
	tree, err := ask.BudgetTree(c.Context(), &granttypes.QueryBudgetTreeRequest{Node: 1, Year: 2024})
	require.NoError(t, err)
	require.Equal(t, granttypes.BudgetSums{Nodes: 2, Own: acre.Centavos, Disbursed: acre.Centavos}, tree.Sums)
	c.CheckInvariants()
	if !*wholeAcre {
		c.Export()
	}
}
