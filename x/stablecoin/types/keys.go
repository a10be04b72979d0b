package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the name of the module, its module account and its codespace.
	ModuleName = "stablecoin"
	// StoreKey is the name of the module's store.
	StoreKey = ModuleName
)

// Store prefixes. The key layout is public, because proofs name keys: changing these forks the chain.
var (
	// ParamsPrefix holds Params.
	ParamsPrefix = collections.NewPrefix(0)
	// CurrencyPrefix holds currency code → Currency.
	CurrencyPrefix = collections.NewPrefix(1)
	// IssuerPrefix holds issuer code → Issuer.
	IssuerPrefix = collections.NewPrefix(2)
	// AttestationPrefix holds (issuer code, number) → Attestation.
	AttestationPrefix = collections.NewPrefix(3)
	// HoldParamsPrefix holds HoldParams.
	HoldParamsPrefix = collections.NewPrefix(20)
	// HoldPrefix holds number → Hold.
	HoldPrefix = collections.NewPrefix(21)
	// HeldPrefix holds account → number of the hold on it.
	HeldPrefix = collections.NewPrefix(22)
	// HoldOfPrefix holds (account, number of a hold).
	HoldOfPrefix = collections.NewPrefix(23)
	// HoldEndPrefix holds (end, number of a hold).
	HoldEndPrefix = collections.NewPrefix(24)
	// UsagePrefix holds (account, currency code) → Usage.
	UsagePrefix = collections.NewPrefix(25)
	// CountersignaturePrefix holds (payee, payer, denom) → Countersignature.
	CountersignaturePrefix = collections.NewPrefix(26)
	// FlowPrefix holds (payer, payee, currency code) → Flow.
	FlowPrefix = collections.NewPrefix(27)
	// InstitutionPrefix holds account → Institution.
	InstitutionPrefix = collections.NewPrefix(28)
	// InstitutionUpToPrefix holds 0 → last organisation and 1 → last programme whose accounts are known.
	InstitutionUpToPrefix = collections.NewPrefix(29)
)

// Limits of shape: changing these forks the chain.
const (
	// MinIssuerLength is the shortest issuer code.
	MinIssuerLength = 3
	// MaxIssuerLength is the longest issuer code.
	MaxIssuerLength = 16
	// CurrencyLength is the length of a currency code.
	CurrencyLength = 3
	// MaxDecimals is the most decimals a minor unit may have: coins count millionths.
	MaxDecimals = 6
	// MaxAmountBits bounds every amount, so that sums over the life of the chain can't overflow.
	MaxAmountBits = 128
	// HashLength is the length of a SHA-256 hash.
	HashLength = 32
	// MaxPageLimit caps the entries of one page.
	MaxPageLimit = 200
)
