// Package types holds the messages, formats and rules of the grant module; the rules are pure functions on values.
package types

import (
	"encoding/binary"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/address"
)

const (
	// ModuleName names the module, its codespace and its command group.
	ModuleName = "grant"
	// StoreKey names the cold store: everything but the records.
	StoreKey = ModuleName
	// RollStoreKey names the hot store: pages of records and nothing else.
	RollStoreKey = "roll"
)

// Prefixes of the cold store. Changing these forks the chain and breaks receipts.
var (
	ParamsPrefix        = collections.NewPrefix(0)
	ProgrammeSeqPrefix  = collections.NewPrefix(1)
	NodeSeqPrefix       = collections.NewPrefix(2)
	RollSeqPrefix       = collections.NewPrefix(3)
	ImportSeqPrefix     = collections.NewPrefix(4)
	RunSeqPrefix        = collections.NewPrefix(5)
	ProgrammePrefix     = collections.NewPrefix(16)
	StandardPrefix      = collections.NewPrefix(17)
	NodePrefix          = collections.NewPrefix(18)
	LedgerPrefix        = collections.NewPrefix(19)
	RollPrefix          = collections.NewPrefix(20)
	RollsPrefix         = collections.NewPrefix(21)
	DeltaPrefix         = collections.NewPrefix(22)
	GrantPrefix         = collections.NewPrefix(23)
	GrantsByPayeePrefix = collections.NewPrefix(24)
	LatestGrantPrefix   = collections.NewPrefix(25)
	WaitingPrefix       = collections.NewPrefix(26)
	ImportPrefix        = collections.NewPrefix(27)
	ImportRootPrefix    = collections.NewPrefix(28)
	RunPrefix           = collections.NewPrefix(29)
	RunPeriodPrefix     = collections.NewPrefix(30)
	ExecutingPrefix     = collections.NewPrefix(31)
	ChunkPrefix         = collections.NewPrefix(32)
	HeldPrefix          = collections.NewPrefix(33)
	DeciderPrefix       = collections.NewPrefix(34)
	TransferPrefix      = collections.NewPrefix(35)
	TransferAreaPrefix  = collections.NewPrefix(36)

	ApplicationSeqPrefix  = collections.NewPrefix(6)
	AppealSeqPrefix       = collections.NewPrefix(7)
	ApplicationPrefix     = collections.NewPrefix(37)
	ApplicationsPrefix    = collections.NewPrefix(38)
	ApplicationsOfPrefix  = collections.NewPrefix(39)
	OpenApplicationPrefix = collections.NewPrefix(40)
	AppealPrefix          = collections.NewPrefix(41)
	ActPrefix             = collections.NewPrefix(42)
	DeadlinePrefix        = collections.NewPrefix(43)
	DueDeadlinePrefix     = collections.NewPrefix(44)
	AgendaPrefix          = collections.NewPrefix(45)
	MissedDeadlinePrefix  = collections.NewPrefix(46)
	ChildrenPrefix        = collections.NewPrefix(48)
	ReconciliationPrefix  = collections.NewPrefix(49)
	TopUpsPrefix          = collections.NewPrefix(50)
	HeldTopUpPrefix       = collections.NewPrefix(51)

	ProposedChangePrefix = collections.NewPrefix(56)
	GrantCasePrefix      = collections.NewPrefix(57)
	ItemPrefix           = collections.NewPrefix(58)
	OffsetPrefix         = collections.NewPrefix(59)
	SettlingPrefix       = collections.NewPrefix(60)
	ClawbackPrefix       = collections.NewPrefix(61)
	ClawbackSeqPrefix    = collections.NewPrefix(62)
	ChangeSeqPrefix      = collections.NewPrefix(63)

	RollsOfNodePrefix = collections.NewPrefix(52)

	RollsInPrefix = collections.NewPrefix(72)
	RunsOfPrefix  = collections.NewPrefix(73)
	HeldInPrefix  = collections.NewPrefix(74)
	PoolsPrefix   = collections.NewPrefix(75)
	PacePrefix    = collections.NewPrefix(76)

	EmergencySeqPrefix = collections.NewPrefix(8)
	EmergencyPrefix    = collections.NewPrefix(64)
	EmergenciesPrefix  = collections.NewPrefix(65)
	FloatPrefix        = collections.NewPrefix(66)
	LotSeqPrefix       = collections.NewPrefix(9)
	LotPrefix          = collections.NewPrefix(67)
	LotsPrefix         = collections.NewPrefix(68)
	HandoverPrefix     = collections.NewPrefix(69)
)

// Lengths of the public keys.
const (
	// ChunkKeySize is the length of a chunk's key in the cold store.
	ChunkKeySize = 1 + 8 + 4 + 4
)

// ChunkKey is the key of a chunk in the cold store: prefix ‖ run ‖ roll ‖ first slot, big-endian.
func ChunkKey(run uint64, roll, firstSlot uint32) []byte {
	key := make([]byte, ChunkKeySize)
	n := copy(key, ChunkPrefix.Bytes())
	binary.BigEndian.PutUint64(key[n:], run)
	binary.BigEndian.PutUint32(key[n+8:], roll)
	binary.BigEndian.PutUint32(key[n+12:], firstSlot)
	return key
}

// TreasuryAddress is the account that holds the coins of an organisation's budget.
func TreasuryAddress(organisation uint32) sdk.AccAddress {
	return derived("treasury", organisation)
}

// PoolAddress is the account that holds the coins of a programme's balances.
func PoolAddress(programme uint32) sdk.AccAddress {
	return derived("pool", programme)
}

func derived(kind string, id uint32) sdk.AccAddress {
	return address.Module(ModuleName, binary.BigEndian.AppendUint32([]byte(kind), id))
}
