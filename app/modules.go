package app

import (
	"cosmossdk.io/core/appmodule"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/evidence"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	"github.com/cosmos/cosmos-sdk/x/slashing"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/reliefchain/relief/x/authority"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/council"
	counciltypes "github.com/reliefchain/relief/x/council/types"
	"github.com/reliefchain/relief/x/fee"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	"github.com/reliefchain/relief/x/grant"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	"github.com/reliefchain/relief/x/pseudonym"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
	"github.com/reliefchain/relief/x/stablecoin"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
	"github.com/reliefchain/relief/x/validator"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// newModules makes the modules. notes says that the node has a directory to leave a note in when it stops for an upgrade.
func (a *App) newModules(notes bool) *module.Manager {
	m := module.NewManagerFromMap(map[string]appmodule.AppModule{
		authtypes.ModuleName:        auth.NewAppModule(a.encoding.Codec, a.Account, nil),
		banktypes.ModuleName:        bank.NewAppModule(a.encoding.Codec, a.Bank, a.Account),
		consensustypes.ModuleName:   consensus.NewAppModule(a.encoding.Codec, a.Consensus),
		slashingtypes.ModuleName:    slashing.NewAppModule(a.encoding.Codec, a.Slashing, a.Account, a.Bank, a.Validator, a.encoding.Registry),
		evidencetypes.ModuleName:    evidence.NewAppModule(*a.Evidence),
		validatortypes.ModuleName:   validator.NewAppModule(a.Validator),
		authoritytypes.ModuleName:   authority.NewAppModule(a.Authority),
		beneficiarytypes.ModuleName: beneficiary.NewAppModule(a.Beneficiary),
		stablecointypes.ModuleName:  stablecoin.NewAppModule(a.Stablecoin),
		granttypes.ModuleName:       grant.NewAppModule(a.Grant),
		feetypes.ModuleName:         fee.NewAppModule(a.Fee),
		pseudonymtypes.ModuleName:   pseudonym.NewAppModule(a.Pseudonym),
		counciltypes.ModuleName:     council.NewAppModule(a.Council),
		govtypes.ModuleName:         council.NewGovModule(a.encoding.Codec, a.Council, a.Gov, a.Account, a.Bank),
		upgradetypes.ModuleName:     upgradeModule{keeper: a.Upgrade, upgrades: a.upgrades, notes: notes},
	})
	m.SetOrderInitGenesis(
		authtypes.ModuleName,        // accounts before their coins
		banktypes.ModuleName,        // coins before anything that spends
		consensustypes.ModuleName,   // has no genesis of its own
		validatortypes.ModuleName,   // seats before the signing records over them
		slashingtypes.ModuleName,    // signing records
		evidencetypes.ModuleName,    // needs nothing
		authoritytypes.ModuleName,   // officers before anything they act on
		stablecointypes.ModuleName,  // currencies and issuers before programmes
		beneficiarytypes.ModuleName, // persons before their grants
		granttypes.ModuleName,       // needs areas, persons, currencies
		feetypes.ModuleName,         // needs organisations and coins
		pseudonymtypes.ModuleName,   // needs seats, organisations and persons
		counciltypes.ModuleName,     // needs seats
		govtypes.ModuleName,         // needs the coins of deposits
		upgradetypes.ModuleName,     // a planned upgrade
	)
	m.SetOrderExportGenesis(m.OrderInitGenesis...)
	m.SetOrderPreBlockers(
		upgradetypes.ModuleName, // first: an upgrade may change what all others read
		authtypes.ModuleName,    // drops expired unordered nonces; none are ever written
	)
	m.SetOrderBeginBlockers(
		slashingtypes.ModuleName,  // counts who signed the last block
		evidencetypes.ModuleName,  // after slashing, whose records it needs
		validatortypes.ModuleName, // remembers the hash of the block
	)
	m.SetOrderEndBlockers(
		banktypes.ModuleName,        // first: credits the fees of the block
		granttypes.ModuleName,       // pays the runs that are due
		stablecointypes.ModuleName,  // gives back the coins of missed redemptions and ends the holds that are over
		beneficiarytypes.ModuleName, // counts and removes tags: before votes may open or end an epoch
		feetypes.ModuleName,         // splits fees: after bank has credited them, and at the end, so that ante reads what the last commit has
		pseudonymtypes.ModuleName,   // moves ceremonies and draws samples: before votes may open or retire something
		govtypes.ModuleName,         // counts the votes that end
		counciltypes.ModuleName,     // carries out what was decided, after all the block's own work
		authoritytypes.ModuleName,   // drops proposals whose time is over
		validatortypes.ModuleName,   // last: tells CometBFT what all others decided about seats
	)
	return m
}
