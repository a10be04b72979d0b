package chaintest

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"sync"
	"time"

	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Denom is the coin of the world's first issuer; a second issuer, "other", has minted nothing.
const (
	Denom      = "ucny/anxin"
	OtherDenom = "ucny/other"
)

// Money of the world, millionths of a yuan.
const (
	yuan       = 1_000_000
	feeBudget  = 10_000 * yuan
	feeCap     = 1_000 * yuan
	feeQuota   = 5
	reserve    = 100_000_000 * yuan
	interval   = 10 // blocks between two prices or rates: stories are short
	officeTerm = 2 * 365 * 24 * time.Hour
)

// Organisations of the world by name.
var Organisations = map[string]uint32{
	"nation": 1, "issuer": 2, "custodian": 3, "auditor": 4, "other-issuer": 5,
	"beijing": 6, "hebei": 7, "fujian": 8, "tianjin": 9,
	"dongcheng": 10, "dehua": 11, "dehua-treasury": 12,
	"shanghai": 13, "zhejiang": 14, "jiangxi": 15,
}

type officeSeed struct {
	name   string
	kind   authoritytypes.OrganisationKind
	area   string
	parent string
	// officers by suffix
	officers []string
}

var roles = map[string]authoritytypes.Role{
	"admin": authoritytypes.ROLE_ADMIN, "intake": authoritytypes.ROLE_INTAKE, "reviewer": authoritytypes.ROLE_REVIEWER,
	"approver": authoritytypes.ROLE_APPROVER, "approver2": authoritytypes.ROLE_APPROVER, "treasurer": authoritytypes.ROLE_TREASURER,
	"auditor": authoritytypes.ROLE_AUDITOR, "programme": authoritytypes.ROLE_PROGRAMME, "licensor": authoritytypes.ROLE_LICENSOR,
	"controller": authoritytypes.ROLE_MINT_CONTROLLER, "minter": authoritytypes.ROLE_MINTER, "attestor": authoritytypes.ROLE_ATTESTOR,
	"custodian": authoritytypes.ROLE_CUSTODIAN, "operator": authoritytypes.ROLE_OPERATOR, "pauser": authoritytypes.ROLE_PAUSER,
	"provinces": authoritytypes.ROLE_PROVINCES, "identity": authoritytypes.ROLE_IDENTITY,
	"compliance": authoritytypes.ROLE_COMPLIANCE,
}

var offices = []officeSeed{
	{"nation", authoritytypes.ORGANISATION_KIND_NATIONAL, "0", "", []string{"admin", "programme", "licensor", "pauser"}},
	{"issuer", authoritytypes.ORGANISATION_KIND_ISSUER, "0", "nation", []string{"controller", "minter", "pauser"}},
	{"custodian", authoritytypes.ORGANISATION_KIND_CUSTODIAN, "0", "nation", []string{"custodian"}},
	{"auditor", authoritytypes.ORGANISATION_KIND_AUDITOR, "0", "nation", []string{"attestor", "auditor"}},
	{"other-issuer", authoritytypes.ORGANISATION_KIND_ISSUER, "0", "nation", []string{"controller", "minter", "pauser"}},
	{"beijing", authoritytypes.ORGANISATION_KIND_PROVINCE, "11", "nation", []string{"admin", "treasurer", "operator"}},
	{"hebei", authoritytypes.ORGANISATION_KIND_PROVINCE, "13", "nation", []string{"admin", "treasurer", "operator"}},
	{"fujian", authoritytypes.ORGANISATION_KIND_PROVINCE, "35", "nation", []string{"admin", "programme", "treasurer", "operator"}},
	{"tianjin", authoritytypes.ORGANISATION_KIND_PROVINCE, "12", "nation", []string{"admin", "treasurer", "operator"}},
	{"dongcheng", authoritytypes.ORGANISATION_KIND_COUNTY, "110101", "beijing", []string{"admin", "intake", "approver", "reviewer"}},
	{"dehua", authoritytypes.ORGANISATION_KIND_COUNTY, "350526", "fujian", []string{"admin", "intake", "reviewer", "approver", "approver2"}},
	{"dehua-treasury", authoritytypes.ORGANISATION_KIND_TREASURY, "350526", "fujian", []string{"treasurer"}},
}

// further are the provinces of a world with more than four.
var further = []officeSeed{
	{"shanghai", authoritytypes.ORGANISATION_KIND_PROVINCE, "31", "nation", []string{"admin", "operator"}},
	{"zhejiang", authoritytypes.ORGANISATION_KIND_PROVINCE, "33", "nation", []string{"admin", "operator"}},
	{"jiangxi", authoritytypes.ORGANISATION_KIND_PROVINCE, "36", "nation", []string{"admin", "operator"}},
}

// Provinces of the world in the order of their seats.
var Provinces = []string{"beijing", "hebei", "fujian", "tianjin", "shanghai", "zhejiang", "jiangxi"}

// Settings change the world; zero values leave it as it is.
type Settings struct {
	// Provinces with a seat, 4 to 7; 4 unless given.
	Provinces int
	// Window is the number of blocks over which downtime is judged, Jail how long a jailed seat waits.
	Window int64
	Jail   time.Duration
	// Candidate adds a province that was accepted and has not proven its key yet.
	Candidate bool
	// Payouts is the most roll slots one block pays, ChunkSlots how many stand under one root.
	Payouts, ChunkSlots uint32
	// Day is the length of a calendar day; 24 hours unless given.
	Day time.Duration
	// Bootstrap is the last height of the administrator of the nation; none unless given.
	Bootstrap int64
	// Split is the number of blocks after which fees are split.
	Split uint64
	// Law gives the world's programme the clocks and limits of the law; without it, no clock runs and nothing waits.
	Law bool
}

// seats is the number of provinces with a seat.
func (s Settings) seats() int { return min(max(s.Provinces, 4), len(Provinces)) }

// Seats are the consensus keys of the provinces.
func (s Settings) Seats() []*ed25519.PrivKey {
	keys := make([]*ed25519.PrivKey, s.seats())
	for n := range keys {
		keys[n] = SeatKey(n)
	}
	return keys
}

// worlds are the genesis states of settings, each made once.
var worlds sync.Map

// World fills a new genesis as the function World does, with the settings.
func (s Settings) World(a *app.App, g *app.Genesis) error {
	if made, ok := worlds.Load(s); ok {
		copied, err := a.ReadGenesis(made.(json.RawMessage))
		if err != nil {
			return err
		}
		*g = *copied
		return nil
	}
	if err := s.world(g); err != nil {
		return err
	}
	state, err := g.JSON()
	if err != nil {
		return err
	}
	worlds.Store(s, state)
	return nil
}

func (s Settings) world(g *app.Genesis) error {
	members := append(slices.Clone(offices), further[:s.seats()-4]...)
	if s.Candidate {
		members = append(members, further[s.seats()-4])
	}
	if err := fill(g, members); err != nil {
		return err
	}
	if s.Candidate {
		if err := g.EditSeats(func(gs *validatortypes.GenesisState) error {
			last := &gs.Seats[len(gs.Seats)-1]
			last.Status, last.Enrolled, last.Stint = validatortypes.SEAT_STATUS_PENDING, false, 0
			return nil
		}); err != nil {
			return err
		}
	}
	if err := g.EditSlashing(func(gs *slashingtypes.GenesisState) error {
		if s.Window > 0 {
			gs.Params.SignedBlocksWindow = s.Window
		}
		if s.Jail > 0 {
			gs.Params.DowntimeJailDuration = s.Jail
		}
		return nil
	}); err != nil {
		return err
	}
	if s.Bootstrap > 0 {
		if err := g.EditAuthority(func(gs *authoritytypes.GenesisState) error {
			i := slices.IndexFunc(gs.Officers, func(o authoritytypes.Officer) bool { return o.Address == Officer("nation-admin") })
			gs.Officers[i].LastHeight = s.Bootstrap
			return nil
		}); err != nil {
			return err
		}
	}
	if s.Day > 0 {
		if err := g.SetDayLength(int64(s.Day/time.Second), Genesis); err != nil {
			return err
		}
	}
	if err := g.EditFees(func(gs *feetypes.GenesisState) error {
		gs.Params.IntervalBlocks = interval
		if s.Split > 0 {
			gs.Params.SplitBlocks = s.Split
		}
		return nil
	}); err != nil {
		return err
	}
	return g.EditGrants(func(gs *granttypes.GenesisState) error {
		if s.Payouts > 0 {
			gs.Params.MaxPayoutsPerBlock, gs.Params.MinPayoutsPerBlock = s.Payouts, s.Payouts
		}
		if s.ChunkSlots > 0 {
			gs.Params.ChunkSlots = s.ChunkSlots
		}
		if s.Law {
			gs.Programmes[0].Terms = granttypes.DefaultTerms()
		}
		return nil
	})
}

// Areas of the world, parents before children.
var Areas = []string{"11", "1101", "110101", "12", "13", "31", "33", "35", "3505", "350526", "350526100", "350526101", "350526108", "36"}

// Officer is the address of an officer such as "dehua-approver".
func Officer(name string) string { return Address(name).String() }

// Seats are the consensus keys of the world's four provinces.
func Seats() []*ed25519.PrivKey { return Settings{}.Seats() }

// World fills a genesis with four provinces, two counties, a treasury, two issuers, an auditor, and officers for each, and programme 1 in Fujian. The coins
// that pay fees are backed by an accepted attestation.
func World(a *app.App, g *app.Genesis) error { return Settings{}.World(a, g) }

func fill(g *app.Genesis, offices []officeSeed) error {
	if err := g.AddAreas(Areas...); err != nil {
		return err
	}
	minted := sdkmath.ZeroInt()
	fund := func(address sdk.AccAddress, amount int64) error {
		minted = minted.AddRaw(amount)
		return g.AddBalance(address.String(), sdk.NewInt64Coin(Denom, amount))
	}
	seat := 0
	var officers []authoritytypes.Officer
	for _, o := range offices {
		id, err := g.AddOrganisation(o.kind, o.area, Organisations[o.parent])
		if err != nil {
			return err
		}
		if err := g.EditFees(func(f *feetypes.GenesisState) error {
			f.Budgets = append(f.Budgets, feetypes.Budget{
				Organisation: id, Denom: Denom, TransactionCap: sdkmath.NewInt(feeCap), BeneficiaryQuota: feeQuota, Spent: sdkmath.ZeroInt(),
			})
			return nil
		}); err != nil {
			return err
		}
		for share := range uint32(feetypes.BudgetShares) {
			if err := fund(feetypes.BudgetShareAddress(id, share), feetypes.Part(feeBudget, share).Int64()); err != nil {
				return err
			}
		}
		for _, suffix := range o.officers {
			name := o.name + "-" + suffix
			credential := sha256.Sum256([]byte(name))
			officers = append(officers, authoritytypes.Officer{
				Address: Officer(name), Organisation: id, Roles: []authoritytypes.Role{roles[suffix]},
				ValidFrom: Genesis.Unix() - 1, ValidUntil: Genesis.Add(officeTerm).Unix() - 1, Credential: credential[:],
			})
		}
		if o.kind == authoritytypes.ORGANISATION_KIND_PROVINCE {
			if err := g.AddSeat(id, sdk.ValAddress(Address(o.name+"-operator")), SeatKey(seat).PubKey()); err != nil {
				return err
			}
			seat++
		}
	}
	if err := g.AddOfficer(officers...); err != nil {
		return err
	}
	if err := fund(Address("donor"), feeBudget); err != nil { // a private account that pays its own fees
		return err
	}
	if err := g.AddAccount(Officer("donor")); err != nil {
		return err
	}
	for _, i := range []stablecointypes.Issuer{
		{Id: "anxin", Organisation: Organisations["issuer"], Custodian: Organisations["custodian"], Currency: "cny", Allowance: sdkmath.NewInt(reserve)},
		{Id: "other", Organisation: Organisations["other-issuer"], Custodian: Organisations["custodian"], Currency: "cny", Allowance: sdkmath.NewInt(reserve)},
	} {
		if err := g.AddIssuer(i); err != nil {
			return err
		}
	}
	if _, err := g.AddProgramme(granttypes.Programme{
		Category: granttypes.CATEGORY_BASIC, Area: "35", Currency: "cny", ExclusivityClass: 1, LegalBasisHash: Hash32("law"),
	}); err != nil {
		return err
	}
	return g.EditStablecoins(func(s *stablecointypes.GenesisState) error {
		report := sha256.Sum256([]byte("report"))
		s.Issuers[0].Minted, s.Issuers[0].Attestation = minted, 1
		s.Attestations = append(s.Attestations, stablecointypes.Attestation{
			Id: 1, Issuer: "anxin", Reserve: sdkmath.NewInt(reserve), AsOf: Genesis.Unix(), ReportHash: report[:],
			Attestor: Officer("auditor-attestor"), Status: stablecointypes.ATTESTATION_STATUS_ACCEPTED,
		})
		return nil
	})
}
