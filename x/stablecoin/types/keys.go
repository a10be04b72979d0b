package types

import (
	"encoding/binary"

	"cosmossdk.io/collections"
)

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
	// RedemptionPrefix holds number → Redemption.
	RedemptionPrefix = collections.NewPrefix(4)
	// DuePrefix holds (due, number) of the open redemptions.
	DuePrefix = collections.NewPrefix(5)
	// HolderPrefix holds (holder, number) of every redemption.
	HolderPrefix = collections.NewPrefix(6)
	// OverduePrefix holds (issuer code, number) of the redemptions that were returned.
	OverduePrefix = collections.NewPrefix(7)
	// WaitingPrefix holds (issuer code, number) of the open redemptions of public treasuries.
	WaitingPrefix = collections.NewPrefix(8)
	// OpenPrefix holds holder → number of its open redemptions; an entry goes when it would be zero.
	OpenPrefix = collections.NewPrefix(9)
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
	// MaxOpenRedemptions is the most redemptions that one holder may have open.
	MaxOpenRedemptions = 16
	// MaxPageLimit caps the entries of one page.
	MaxPageLimit = 200
)

// IssuerKey is the key of an issuer in the store, for proofs.
func IssuerKey(id string) []byte { return append(IssuerPrefix.Bytes(), id...) }

// AttestationKey is the key of a statement in the store, for proofs.
func AttestationKey(issuer string, number uint64) []byte {
	key := append(append(AttestationPrefix.Bytes(), issuer...), 0)
	return binary.BigEndian.AppendUint64(key, number)
}
