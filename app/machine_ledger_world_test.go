package app_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Figures of the world of money.
const (
	ledgerSplit  = 5                // blocks of an epoch
	ledgerVoting = 10 * time.Second // of a proposal
	ledgerDelay  = 5 * time.Second  // of what was decided
	ledgerCounty = 13               // an organisation whose fee budget has little
	ledgerArea   = "130203"
	ledgerFees   = 300_007 // base units in that budget
)

// ledgerIssuers are the organisations of the two issuers.
var ledgerIssuers = [2]uint32{2, 5}

// ledgerWallets are private accounts; the last one is poor.
var ledgerWallets = []string{"w1", "w2", "w3", "w4"}

// ledgerHolders are all who hold coins of their own.
var ledgerHolders = append(slices.Clone(ledgerWallets), "lubei-intake", "lubei-reviewer", "lubei-treasurer", "issuer-minter", "other-issuer-minter")

// ledgerOffices says which organisation an officer is a member of, ledgerAreas where it acts.
var (
	ledgerOffices = map[string]uint32{
		"lubei-intake": ledgerCounty, "lubei-reviewer": ledgerCounty, "lubei-treasurer": ledgerCounty, "issuer-minter": 2, "other-issuer-minter": 5,
		"issuer-pauser": 2, "other-issuer-pauser": 5, "nation-pauser": 1, "nation-compliance": 1, "dehua-compliance": 11, "fujian-compliance": 8,
		"fujian-compliance2": 8, "hebei-treasurer": 7, "beijing-operator": 6, "hebei-operator": 7, "fujian-operator": 8, "tianjin-operator": 9,
	}
	ledgerAreas = map[string]string{"nation-compliance": "0", "dehua-compliance": "350526", "fujian-compliance": "35", "fujian-compliance2": "35"}
)

// ledgerClasses are the classes of the messages of this machine.
var ledgerClasses = map[string]feetypes.ServiceClass{
	sdk.MsgTypeURL(&banktypes.MsgSend{}):                   feetypes.SERVICE_CLASS_OTHER,
	sdk.MsgTypeURL(&govv1.MsgSubmitProposal{}):             feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&govv1.MsgVote{}):                       feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&beneficiarytypes.MsgEnrol{}):           feetypes.SERVICE_CLASS_BULK,
	sdk.MsgTypeURL(&stablecointypes.MsgMint{}):             feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&stablecointypes.MsgBurn{}):             feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&stablecointypes.MsgPauseIssuer{}):      feetypes.SERVICE_CLASS_EMERGENCY,
	sdk.MsgTypeURL(&stablecointypes.MsgResumeIssuer{}):     feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&stablecointypes.MsgRedeem{}):           feetypes.SERVICE_CLASS_BENEFICIARY,
	sdk.MsgTypeURL(&stablecointypes.MsgSettleRedemption{}): feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&stablecointypes.MsgPlaceHold{}):        feetypes.SERVICE_CLASS_EMERGENCY,
	sdk.MsgTypeURL(&stablecointypes.MsgProposeFreeze{}):    feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&stablecointypes.MsgConfirmFreeze{}):    feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&stablecointypes.MsgReleaseHold{}):      feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&feetypes.MsgSetBudget{}):               feetypes.SERVICE_CLASS_OFFICE,
	sdk.MsgTypeURL(&feetypes.MsgFundBudget{}):              feetypes.SERVICE_CLASS_PAYMENT,
	sdk.MsgTypeURL(&feetypes.MsgWithdrawBudget{}):          feetypes.SERVICE_CLASS_OFFICE,
	sdk.MsgTypeURL(&feetypes.MsgWithdrawShares{}):          feetypes.SERVICE_CLASS_PAYMENT,
}

// gasOf is the ceiling that a message keeps when its price changes.
func gasOf(url string) (base, item uint64) {
	if url == sdk.MsgTypeURL(&feetypes.MsgWithdrawShares{}) {
		return 1_000_000, 400_000
	}
	return 300_000, 400_000
}

func address(name string) string { return chaintest.Officer(name) }

var ledgerShareAccounts = map[uint32][ledgerShares]string{}

// shareOf is the account of a share of a budget.
func shareOf(organisation uint32, n int) string {
	accounts, known := ledgerShareAccounts[organisation]
	if !known {
		for i := range accounts {
			accounts[i] = feetypes.BudgetShareAddress(organisation, uint32(i)).String()
		}
		ledgerShareAccounts[organisation] = accounts
	}
	return accounts[n]
}

// ledgerWorld adds a county with few coins for fees, compliance officers, private accounts, and coins of a second issuer.
func ledgerWorld(set chaintest.Settings) func(*app.App, *app.Genesis) error {
	return func(a *app.App, g *app.Genesis) error {
		if err := set.World(a, g); err != nil {
			return err
		}
		if err := g.SetVoting(ledgerVoting, ledgerDelay); err != nil {
			return err
		}
		if err := g.AddAreas("1302", ledgerArea); err != nil {
			return err
		}
		id, err := g.AddOrganisation(authoritytypes.ORGANISATION_KIND_COUNTY, ledgerArea, chaintest.Organisations["hebei"])
		if err != nil || id != ledgerCounty {
			return fmt.Errorf("organisation %d: %w", id, err)
		}
		if err := g.AddOfficer(ledgerOfficers()...); err != nil {
			return err
		}
		if err := g.EditFees(func(f *feetypes.GenesisState) error {
			f.Params.PriceStepBp, f.Params.RateStepBp, f.Params.IntervalBlocks = feetypes.BasisPoints, feetypes.BasisPoints, 1
			f.Budgets = append(f.Budgets, feetypes.Budget{
				Organisation: ledgerCounty, Denom: chaintest.Denom, TransactionCap: sdkmath.NewInt(1_000 * ledgerYuan), BeneficiaryQuota: 5, Spent: sdkmath.ZeroInt(),
			})
			return nil
		}); err != nil {
			return err
		}
		return ledgerCoins(g)
	}
}

func ledgerOfficers() []authoritytypes.Officer {
	added := map[string]authoritytypes.Role{
		"lubei-intake": authoritytypes.ROLE_INTAKE, "lubei-reviewer": authoritytypes.ROLE_REVIEWER, "lubei-treasurer": authoritytypes.ROLE_TREASURER,
	}
	for name := range ledgerAreas {
		added[name] = authoritytypes.ROLE_COMPLIANCE
	}
	var officers []authoritytypes.Officer
	for _, name := range slices.Sorted(maps.Keys(added)) {
		officers = append(officers, authoritytypes.Officer{
			Address: address(name), Organisation: ledgerOffices[name], Roles: []authoritytypes.Role{added[name]},
			ValidFrom: chaintest.Genesis.Unix() - 1, ValidUntil: chaintest.Genesis.Unix() + 60_000_000, Credential: chaintest.Hash32("person " + name),
		})
	}
	return officers
}

// ledgerCoins deals coins out and gives both issuers a reserve and room to mint a little.
func ledgerCoins(g *app.Genesis) error {
	have := map[string]purse{feetypes.BudgetAddress(ledgerCounty).String(): {ledgerFees, 0}}
	for _, name := range ledgerHolders {
		have[address(name)] = purse{3_000 * ledgerYuan, 1_000 * ledgerYuan}
	}
	have[address("w4")] = purse{35_000, 12_345}
	var minted purse
	for _, account := range slices.Sorted(maps.Keys(have)) {
		var coins sdk.Coins
		for denom, amount := range have[account] {
			minted[denom] += amount
			coins = coins.Add(sdk.NewInt64Coin(ledgerDenoms[denom], amount))
		}
		if err := g.AddBalance(account, coins...); err != nil {
			return err
		}
	}
	for _, name := range ledgerHolders {
		if err := g.AddAccount(address(name)); err != nil {
			return err
		}
	}
	return g.EditStablecoins(func(s *stablecointypes.GenesisState) error {
		s.Params.MaxAttestationAgeDays = 400
		for n := range s.Issuers {
			i := &s.Issuers[n]
			i.Minted = i.Minted.AddRaw(minted[n])
			i.Allowance = i.Minted.AddRaw(3_000 * ledgerYuan)
			i.Allowance = i.Allowance.SubRaw(i.Allowance.Int64() % ledgerUnit)
			i.Attestation = 1
		}
		second := s.Attestations[0]
		second.Issuer, second.Reserve = s.Issuers[other].Id, s.Issuers[other].Minted.AddRaw(2_000*ledgerYuan)
		s.Attestations = append(s.Attestations, second)
		return nil
	})
}

// newLedger is the model of the world after its first block.
func newLedger(c *chaintest.Chain) (*ledger, error) {
	ctx := c.Context()
	l := &ledger{
		height: c.Height, now: c.Now.Unix(), purses: ledgerBalances(c), sequences: map[string]uint64{}, usages: map[string]ledgerUsage{},
		budgets: map[uint32]ledgerBudget{}, prices: map[string]ledgerList{}, credits: map[string]purse{}, signed: map[string]int64{}, blocks: 1,
	}
	for denom := range ledgerDenoms {
		issuer, err := c.App().Stablecoin.IssuerOfDenom(ctx, ledgerDenoms[denom])
		if err != nil {
			return nil, err
		}
		l.issuers[denom] = ledgerIssuer{minted: issuer.Minted.Int64(), allowance: issuer.Allowance.Int64()}
		l.rates[denom] = ledgerList{{0, 1_000_000, 0}}
	}
	l.issuers[anxin].covered = 100_000_000 * ledgerYuan * 100 / 101 // a margin of one in a hundred
	l.issuers[other].covered = (l.issuers[other].minted + 2_000*ledgerYuan) * 100 / 101
	for id := uint32(1); id <= ledgerCounty; id++ {
		l.budgets[id] = ledgerBudget{denom: anxin, most: 1_000 * ledgerYuan}
	}
	for url := range ledgerClasses {
		l.prices[url] = ledgerList{{0, 10_000, 1_000}}
	}
	return l, nil
}
