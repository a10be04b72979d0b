package types

import (
	"encoding/binary"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/address"
)

const (
	// ModuleName is the name of the module and its codespace.
	ModuleName = "fee"
	// StoreKey is the name of the module's store.
	StoreKey = ModuleName
)

// Store prefixes. The key layout is public, because proofs name keys: changing these forks the chain.
var (
	// ParamsPrefix holds Params.
	ParamsPrefix = collections.NewPrefix(0)
	// PricePrefix holds (message type URL, from height) → Price.
	PricePrefix = collections.NewPrefix(1)
	// RatePrefix holds (denom, from height) → Rate.
	RatePrefix = collections.NewPrefix(2)
	// BudgetPrefix holds organisation → Budget.
	BudgetPrefix = collections.NewPrefix(3)
	// UsagePrefix holds person → Usage of what budgets paid.
	UsagePrefix = collections.NewPrefix(4)
	// EpochPrefix holds Epoch.
	EpochPrefix = collections.NewPrefix(5)
	// DistributedPrefix holds denom → base units ever divided among the provinces.
	DistributedPrefix = collections.NewPrefix(6)
	// ProtectedPrefix holds person → Usage of the protected lane.
	ProtectedPrefix = collections.NewPrefix(20)
	// OfficeUsagePrefix holds (organisation, share) → OfficeUsage.
	OfficeUsagePrefix = collections.NewPrefix(21)
	// BudgetSharePrefix holds (organisation, share) → BudgetShare.
	BudgetSharePrefix = collections.NewPrefix(22)
	// CreditPrefix holds (operator, denom) → base units that it hasn't fetched yet.
	CreditPrefix = collections.NewPrefix(23)
	// OwedPrefix holds denom → base units of all credits.
	OwedPrefix = collections.NewPrefix(24)
	// SplitDenomPrefix holds the denom that was divided last.
	SplitDenomPrefix = collections.NewPrefix(25)
	// RefundPrefix holds number → Refund.
	RefundPrefix = collections.NewPrefix(30)
	// RefundOfPrefix holds hash of a transaction → number of its refund that is open or paid.
	RefundOfPrefix = collections.NewPrefix(31)
	// RefundEndPrefix holds (height, number) of the open refunds.
	RefundEndPrefix = collections.NewPrefix(32)
	// RefundTotalPrefix holds denom → RefundTotal.
	RefundTotalPrefix = collections.NewPrefix(33)
)

// Limits of shape: changing these forks the chain.
const (
	// PersonLength is the length of a person's reference.
	PersonLength = 16
	// MaxMessageLength is the longest message type URL.
	MaxMessageLength = 128
	// MaxAmountBits bounds the caps and the spent amount of a budget.
	MaxAmountBits = 128
	// MaxPageLimit caps the entries of one page.
	MaxPageLimit = 200
	// MaxSplitDenoms bounds the denoms that one epoch divides, and that one message pays.
	MaxSplitDenoms = 16
	// MaxGas is the largest gas ceiling: ABCI counts gas in 63 bits.
	MaxGas = 1<<63 - 1
	// Million converts between units and millionths.
	Million = 1_000_000
)

// BudgetAddress is the account of the first share of an organisation's fee budget. No key opens it.
func BudgetAddress(organisation uint32) sdk.AccAddress {
	return address.Module(ModuleName, binary.BigEndian.AppendUint32([]byte("budget"), organisation))
}
