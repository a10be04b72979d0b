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
