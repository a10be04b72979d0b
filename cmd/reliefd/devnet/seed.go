package devnet

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// What a development network starts with: two issuers, the coins of the first in every fee budget, all against attested reserves.
const (
	IssuerID   = "demo"
	SecondID   = "second"
	currency   = "cny"
	yuan       = 1_000_000 // millionths
	feeBudget  = 1_000 * yuan
	pocket     = 10_000 * yuan
	reserve    = 1_000_000 * yuan
	feeCap     = 100 * yuan
	feeQuota   = 20
	officeTerm = 365 * 24 * time.Hour
)

// Periods of the seats, short enough to try joining, leaving and rotating by hand.
const (
	trustingPeriod   = 10 * time.Minute
	rotationInterval = time.Minute
	activation       = time.Hour
	approval         = 10 * time.Minute
)

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// Place is a province that a development network may have.
type Place struct {
	Name, Area string
}

// Places are the provinces of a development network, in the order they are added.
var Places = []Place{
	{"beijing", "11"}, {"tianjin", "12"}, {"hebei", "13"}, {"fujian", "35"}, {"shanxi", "14"}, {"liaoning", "21"}, {"shanghai", "31"},
}

// Programme is the number of the minimum-living programme that a province has from the start; 0 for a name that isn't in Places.
func Programme(province string) uint32 {
	return uint32(slices.IndexFunc(Places, func(p Place) bool { return p.Name == province }) + 1)
}

// Urgent is the number of the programme from which a province of a network with so many provinces pays emergencies first; Goods that of the one
// that gives goods. They follow the minimum-living programmes of all provinces.
func Urgent(province string, provinces int) uint32 {
	return uint32(provinces) + 2*Programme(province) - 1
}

// Goods is the number of the programme that gives goods.
func Goods(province string, provinces int) uint32 { return Urgent(province, provinces) + 1 }

// payFirst is the most that is paid first in an emergency, minor units.
const payFirst = 100_000

// Seat is a province's validator as the genesis needs it.
type Seat struct {
	Place
	ConsensusKey cryptotypes.PubKey
}

type seeder struct {
	g        *app.Genesis
	keys     keyring.Keyring
	from     int64
	until    int64
	minted   sdk.Coins
	accounts []Account
}

// Seed fills a genesis with provinces, a national authority, licensed issuers with an attested reserve, role accounts and a wallet.
func Seed(g *app.Genesis, keys keyring.Keyring, seats []Seat, now time.Time) ([]Account, error) {
	s := &seeder{g: g, keys: keys, from: now.Add(-time.Hour).Unix(), until: now.Add(officeTerm).Unix()}

	nation, err := s.office(authoritytypes.ORGANISATION_KIND_NATIONAL, authoritytypes.Nation, 0)
	if err != nil {
		return nil, err
	}
	issuer, err := s.office(authoritytypes.ORGANISATION_KIND_ISSUER, authoritytypes.Nation, nation)
	if err != nil {
		return nil, err
	}
	custodian, err := s.office(authoritytypes.ORGANISATION_KIND_CUSTODIAN, authoritytypes.Nation, nation)
	if err != nil {
		return nil, err
	}
	auditor, err := s.office(authoritytypes.ORGANISATION_KIND_AUDITOR, authoritytypes.Nation, nation)
	if err != nil {
		return nil, err
	}
	officers := []struct {
		name         string
		organisation uint32
		role         authoritytypes.Role
	}{
		{"national-admin", nation, authoritytypes.ROLE_ADMIN},
		{"national-programme", nation, authoritytypes.ROLE_PROGRAMME},
		{"national-pauser", nation, authoritytypes.ROLE_PAUSER},
		{"national-compliance", nation, authoritytypes.ROLE_COMPLIANCE},
		{"national-compliance-2", nation, authoritytypes.ROLE_COMPLIANCE},
		{"national-compliance-3", nation, authoritytypes.ROLE_COMPLIANCE},
		{"national-treasurer", nation, authoritytypes.ROLE_TREASURER},
		{"national-treasurer-2", nation, authoritytypes.ROLE_TREASURER},
		{"audit-pauser", auditor, authoritytypes.ROLE_PAUSER},
		{"issuer-controller", issuer, authoritytypes.ROLE_MINT_CONTROLLER},
		{"issuer-minter", issuer, authoritytypes.ROLE_MINTER},
		{"issuer-pauser", issuer, authoritytypes.ROLE_PAUSER},
		{"custodian", custodian, authoritytypes.ROLE_CUSTODIAN},
		{"attestor", auditor, authoritytypes.ROLE_ATTESTOR},
	}
	for _, o := range officers {
		if _, err := s.officer(o.name, o.organisation, o.role); err != nil {
			return nil, err
		}
	}
	for _, seat := range seats {
		if err := s.province(seat, nation); err != nil {
			return nil, err
		}
	}
	for _, seat := range seats {
		if err := s.help(seat); err != nil {
			return nil, err
		}
	}
	if err := g.EditSeats(func(v *validatortypes.GenesisState) error {
		v.Params = validatortypes.Params{
			TrustingPeriodSeconds: seconds(trustingPeriod), RotationIntervalSeconds: seconds(rotationInterval),
			ActivationSeconds: seconds(activation), ApprovalSeconds: seconds(approval),
		}
		return nil
	}); err != nil {
		return nil, err
	}
	second, err := s.secondIssuer(nation)
	if err != nil {
		return nil, err
	}
	if err := s.wallet(); err != nil {
		return nil, err
	}
	if err := s.issuer(IssuerID, issuer, custodian, now); err != nil {
		return nil, err
	}
	return s.accounts, s.issuer(SecondID, second, custodian, now)
}

// province adds a province's organisation, its programme, its officers and its seat.
func (s *seeder) province(seat Seat, nation uint32) error {
	if err := s.g.AddAreas(seat.Area); err != nil {
		return err
	}
	org, err := s.office(authoritytypes.ORGANISATION_KIND_PROVINCE, seat.Area, nation)
	if err != nil {
		return err
	}
	law := sha256.Sum256([]byte("Social Assistance Law, articles 17 to 21"))
	if _, err := s.g.AddProgramme(granttypes.Programme{
		Category: granttypes.CATEGORY_BASIC, Area: seat.Area, Currency: currency, ExclusivityClass: 1, LegalBasisHash: law[:],
		Terms: granttypes.DefaultTerms(),
	}); err != nil {
		return err
	}
	for _, o := range []struct {
		suffix string
		role   authoritytypes.Role
	}{{"admin", authoritytypes.ROLE_ADMIN}, {"programme", authoritytypes.ROLE_PROGRAMME}, {"compliance", authoritytypes.ROLE_COMPLIANCE}} {
		if _, err := s.officer(seat.Name+"-"+o.suffix, org, o.role); err != nil {
			return err
		}
	}
	treasurer, err := s.officer(seat.Name+"-treasurer", org, authoritytypes.ROLE_TREASURER)
	if err != nil {
		return err
	}
	if err := s.fund(treasurer, pocket); err != nil {
		return err
	}
	operator, err := s.officer(seat.Name+"-operator", org, authoritytypes.ROLE_OPERATOR)
	if err != nil {
		return err
	}
	return s.g.AddSeat(org, sdk.ValAddress(operator), seat.ConsensusKey)
}

// help adds a province's programmes for emergencies and for goods.
func (s *seeder) help(seat Seat) error {
	law := sha256.Sum256([]byte("Social Assistance Law, articles 47 to 51"))
	urgent := granttypes.Programme{
		Category: granttypes.CATEGORY_URGENT, Area: seat.Area, Currency: currency, ExclusivityClass: 1, LegalBasisHash: law[:],
		Terms: granttypes.DefaultTerms(), PayFirstCap: payFirst,
	}
	goods := urgent
	goods.PayFirstCap, goods.Terms.Form = 0, granttypes.FORM_IN_KIND
	for _, p := range []granttypes.Programme{urgent, goods} {
		if _, err := s.g.AddProgramme(p); err != nil {
			return err
		}
	}
	return nil
}

// office adds an organisation with a funded fee budget.
func (s *seeder) office(kind authoritytypes.OrganisationKind, area string, parent uint32) (uint32, error) {
	id, err := s.g.AddOrganisation(kind, area, parent)
	if err != nil {
		return 0, err
	}
	if err := s.g.EditFees(func(f *feetypes.GenesisState) error {
		f.Budgets = append(f.Budgets, feetypes.Budget{
			Organisation: id, Denom: Denom(), TransactionCap: sdkmath.NewInt(feeCap), BeneficiaryQuota: feeQuota, Spent: sdkmath.ZeroInt(),
		})
		return nil
	}); err != nil {
		return 0, err
	}
	for share := range uint32(feetypes.BudgetShares) {
		if err := s.fund(feetypes.BudgetShareAddress(id, share), feetypes.Part(feeBudget, share).Int64()); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// officer makes a key and appoints it.
func (s *seeder) officer(name string, organisation uint32, role authoritytypes.Role) (sdk.AccAddress, error) {
	address, err := s.key(name)
	if err != nil {
		return nil, err
	}
	credential := sha256.Sum256(address) // one person per account, and no identity behind it
	s.accounts = append(s.accounts, Account{Name: name, Address: address.String(), Organisation: organisation, Roles: []string{role.String()}})
	return address, s.g.AddOfficer(authoritytypes.Officer{
		Address: address.String(), Organisation: organisation, Roles: []authoritytypes.Role{role},
		ValidFrom: s.from, ValidUntil: s.until, Credential: credential[:],
	})
}

// key makes a key and tells its address.
func (s *seeder) key(name string) (sdk.AccAddress, error) {
	record, _, err := s.keys.NewMnemonic(name, keyring.English, sdk.FullFundraiserPath, keyring.DefaultBIP39Passphrase, hd.Secp256k1)
	if err != nil {
		return nil, fmt.Errorf("make the key %s: %w", name, err)
	}
	return record.GetAddress()
}

// fund gives coins of the first issuer.
func (s *seeder) fund(address sdk.AccAddress, amount int64) error {
	return s.give(address, sdk.NewInt64Coin(Denom(), amount))
}

// give gives an account all the coins that it starts with.
func (s *seeder) give(address sdk.AccAddress, coins ...sdk.Coin) error {
	s.minted = s.minted.Add(coins...)
	return s.g.AddBalance(address.String(), coins...)
}

// issuer licenses an issuer whose coins were given out above, with the reserve that backs them. Issuers come in the order of their codes.
func (s *seeder) issuer(id string, organisation, custodian uint32, now time.Time) error {
	if err := s.g.AddIssuer(stablecointypes.Issuer{
		Id: id, Organisation: organisation, Custodian: custodian, Currency: currency, Allowance: sdkmath.NewInt(reserve),
	}); err != nil {
		return err
	}
	attestor, err := s.keys.Key("attestor")
	if err != nil {
		return err
	}
	address, err := attestor.GetAddress()
	if err != nil {
		return err
	}
	return s.g.EditStablecoins(func(st *stablecointypes.GenesisState) error {
		i := &st.Issuers[len(st.Issuers)-1]
		i.Minted, i.Attestation = s.minted.AmountOf(coin(id)), 1
		report := sha256.Sum256([]byte("development reserve"))
		st.Attestations = append(st.Attestations, stablecointypes.Attestation{
			Id: 1, Issuer: id, Reserve: sdkmath.NewInt(reserve), AsOf: now.Unix(), ReportHash: report[:],
			Attestor: address.String(), Status: stablecointypes.ATTESTATION_STATUS_ACCEPTED,
		})
		return nil
	})
}

// Denom is the coin of the first issuer of a development network, SecondDenom that of the second.
func Denom() string { return coin(IssuerID) }

// SecondDenom is the coin of the second issuer.
func SecondDenom() string { return coin(SecondID) }

func coin(issuer string) string { return "u" + currency + "/" + issuer }
