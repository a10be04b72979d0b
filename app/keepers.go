package app

import (
	"cosmossdk.io/core/address"
	"github.com/cosmos/cosmos-sdk/baseapp"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	evidencekeeper "github.com/cosmos/cosmos-sdk/x/evidence/keeper"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	govkeeper "github.com/cosmos/cosmos-sdk/x/gov/keeper"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	slashingkeeper "github.com/cosmos/cosmos-sdk/x/slashing/keeper"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarykeeper "github.com/reliefchain/relief/x/beneficiary/keeper"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	councilkeeper "github.com/reliefchain/relief/x/council/keeper"
	counciltypes "github.com/reliefchain/relief/x/council/types"
	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	pseudonymkeeper "github.com/reliefchain/relief/x/pseudonym/keeper"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
	stablecoinkeeper "github.com/reliefchain/relief/x/stablecoin/keeper"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
	validatorkeeper "github.com/reliefchain/relief/x/validator/keeper"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// storeNames lists every persistent store. The names are public: proofs name them.
var storeNames = []string{
	authtypes.StoreKey, banktypes.StoreKey, consensustypes.StoreKey, slashingtypes.StoreKey, evidencetypes.StoreKey,
	govtypes.StoreKey, upgradetypes.StoreKey, counciltypes.StoreKey,
	validatortypes.StoreKey, authoritytypes.StoreKey, beneficiarytypes.StoreKey,
	granttypes.StoreKey, granttypes.RollStoreKey, stablecointypes.StoreKey, feetypes.StoreKey,
	pseudonymtypes.StoreKey,
}

// Keepers holds every keeper, built once, in the order in which they need each other.
type Keepers struct {
	Account     authkeeper.AccountKeeper
	Bank        bankkeeper.BaseKeeper
	Consensus   consensuskeeper.Keeper
	Authority   *authoritykeeper.Keeper
	Validator   *validatorkeeper.Keeper
	Slashing    slashingkeeper.Keeper
	Evidence    *evidencekeeper.Keeper
	Beneficiary *beneficiarykeeper.Keeper
	Stablecoin  *stablecoinkeeper.Keeper
	Grant       *grantkeeper.Keeper
	Fee         *feekeeper.Keeper
	Pseudonym   *pseudonymkeeper.Keeper
	Council     *councilkeeper.Keeper
	Gov         *govkeeper.Keeper
	Upgrade     *upgradekeeper.Keeper
}

func newKeepers(base *baseapp.BaseApp, e Encoding, keys map[string]*storetypes.KVStoreKey, objects map[string]*storetypes.ObjectStoreKey, receipts granttypes.Receipts, home string, skip map[int64]bool) (Keepers, error) {
	var (
		k         Keepers
		err       error
		accounts  address.Codec = addresscodec.NewBech32Codec(AccountPrefix)
		operators address.Codec = addresscodec.NewBech32Codec(OperatorPrefix)
		consensus address.Codec = addresscodec.NewBech32Codec(ConsensusPrefix)
	)
	k.Consensus = consensuskeeper.NewKeeper(e.Codec, runtime.NewKVStoreService(keys[consensustypes.StoreKey]), Governance(), runtime.EventService{})
	base.SetParamStore(k.Consensus.ParamsStore)

	k.Account = authkeeper.NewAccountKeeper(e.Codec, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		moduleAccounts, accounts, AccountPrefix, Governance())
	k.Bank = bankkeeper.NewBaseKeeper(e.Codec, runtime.NewKVStoreService(keys[banktypes.StoreKey]), k.Account, blockedAddresses(), Governance(), base.Logger()).
		WithObjStoreKey(objects[banktypes.ObjectStoreKey]) // fees are credited once per block

	if k.Authority, err = authoritykeeper.New(authoritykeeper.Deps{
		Store: runtime.NewKVStoreService(keys[authoritytypes.StoreKey]), Codec: e.Codec, Address: accounts, Accounts: k.Account,
		Router: base.MsgServiceRouter(), Governance: Governance(),
	}); err != nil {
		return Keepers{}, err
	}
	if k.Validator, err = validatorkeeper.New(validatorkeeper.Deps{
		Store: runtime.NewKVStoreService(keys[validatortypes.StoreKey]), Codec: e.Codec, Address: accounts, Operator: operators, Consensus: consensus,
		Authority: k.Authority, Governance: Governance(),
	}); err != nil {
		return Keepers{}, err
	}
	k.Slashing = slashingkeeper.NewKeeper(e.Codec, e.Amino, runtime.NewKVStoreService(keys[slashingtypes.StoreKey]), k.Validator, Governance())
	if err := k.Validator.SetHooks(k.Slashing.Hooks()); err != nil { // a ring: slashing reads seats, seats open signing records
		return Keepers{}, err
	}
	k.Evidence = evidencekeeper.NewKeeper(e.Codec, runtime.NewKVStoreService(keys[evidencetypes.StoreKey]), k.Validator, k.Slashing, accounts, runtime.ProvideCometInfoService())
	k.Evidence.SetRouter(evidencetypes.NewRouter())

	if k.Beneficiary, err = beneficiarykeeper.New(beneficiarykeeper.Deps{
		Store: runtime.NewKVStoreService(keys[beneficiarytypes.StoreKey]), Codec: e.Codec, Address: accounts,
		Authority: k.Authority, Accounts: k.Account,
	}); err != nil {
		return Keepers{}, err
	}
	if k.Stablecoin, err = stablecoinkeeper.New(stablecoinkeeper.Deps{
		Store: runtime.NewKVStoreService(keys[stablecointypes.StoreKey]), Codec: e.Codec, Address: accounts,
		Authority: k.Authority, Bank: k.Bank, Register: k.Beneficiary, Public: publicAccounts(),
	}); err != nil {
		return Keepers{}, err
	}
	if k.Grant, err = grantkeeper.New(grantkeeper.Deps{
		Store: runtime.NewKVStoreService(keys[granttypes.StoreKey]), Rolls: runtime.NewKVStoreService(keys[granttypes.RollStoreKey]),
		Codec: e.Codec, Address: accounts,
		Authority: k.Authority, Register: k.Beneficiary, Coins: k.Stablecoin, Bank: k.Bank, Receipts: receipts,
	}); err != nil {
		return Keepers{}, err
	}
	if err := k.Stablecoin.SetPools(k.Grant); err != nil { // a ring: pools hold licensed coins, an issuer that ends redeems them first
		return Keepers{}, err
	}
	if err := k.Beneficiary.SetGrants(k.Grant); err != nil { // a ring: grants ask who is registered, the register who is still paid
		return Keepers{}, err
	}
	if err := k.Stablecoin.SetProgrammes(k.Grant); err != nil { // a ring: programmes pay in coins, and coins ask whose a pool is
		return Keepers{}, err
	}
	if k.Fee, err = feekeeper.New(feekeeper.Deps{
		Store: runtime.NewKVStoreService(keys[feetypes.StoreKey]), Codec: e.Codec, Address: accounts,
		Authority: k.Authority, Register: k.Beneficiary, Coins: k.Stablecoin, Bank: k.Bank, Seats: k.Validator, Accounts: k.Account,
		Treasury: granttypes.TreasuryAddress,
	}); err != nil {
		return Keepers{}, err
	}
	if k.Pseudonym, err = pseudonymkeeper.New(pseudonymkeeper.Deps{
		Store: runtime.NewKVStoreService(keys[pseudonymtypes.StoreKey]), Codec: e.Codec, Operator: operators,
		Authority: k.Authority, Seats: k.Validator, Register: k.Beneficiary, Governance: Governance(),
	}); err != nil {
		return Keepers{}, err
	}
	if err := k.Beneficiary.SetTagKeys(k.Pseudonym); err != nil { // a ring: requests cite the register, the register names keys
		return Keepers{}, err
	}
	return k, k.govern(base, e, keys, home, skip)
}

// govern builds the keepers by which the provinces decide.
func (k *Keepers) govern(base *baseapp.BaseApp, e Encoding, keys map[string]*storetypes.KVStoreKey, home string, skip map[int64]bool) error {
	var err error
	if k.Council, err = councilkeeper.New(councilkeeper.Deps{
		Store: runtime.NewKVStoreService(keys[counciltypes.StoreKey]), Codec: e.Codec,
		Address: addresscodec.NewBech32Codec(AccountPrefix), Operator: addresscodec.NewBech32Codec(OperatorPrefix),
		Governance: authtypes.NewModuleAddress(govtypes.ModuleName), Issuer: authtypes.NewModuleAddress(counciltypes.ModuleName),
		Provinces: k.Validator, Authority: k.Authority, Bank: k.Bank, Router: base.MsgServiceRouter(),
	}); err != nil {
		return err
	}
	k.Bank.AppendSendRestriction(k.Council.Restrict)
	k.Bank.AppendSendRestriction(k.Stablecoin.Restrict) // after seat tokens: it counts what it lets pass
	k.Gov = govkeeper.NewKeeper(e.Codec, runtime.NewKVStoreService(keys[govtypes.StoreKey]), k.Account, k.Bank, nil, base.MsgServiceRouter(),
		govtypes.DefaultConfig(), Governance(), k.Council.Tally)
	k.Upgrade = upgradekeeper.NewKeeper(skip, runtime.NewKVStoreService(keys[upgradetypes.StoreKey]), e.Codec, home, base, Governance())
	return nil
}
