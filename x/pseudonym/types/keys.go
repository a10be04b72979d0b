package types

import (
	"encoding/binary"

	"cosmossdk.io/collections"
)

const (
	// ModuleName names the module, its store key and its error codespace.
	ModuleName = "pseudonym"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// Key layout, read by light clients; numbers are big-endian. Changing these forks the chain.
var (
	// ParamsKey → Params.
	ParamsKey = collections.NewPrefix(0)
	// KeySetsKey ‖ epoch u32 ‖ generation u32 → KeySet.
	KeySetsKey = collections.NewPrefix(1)
	// PreparedKey ‖ epoch u32 ‖ generation u32 → nothing: key sets that wait for their first height.
	PreparedKey = collections.NewPrefix(2)
	// CeremonyKey → Ceremony.
	CeremonyKey = collections.NewPrefix(3)
	// OffersKey ‖ organisation u32 → Offer.
	OffersKey = collections.NewPrefix(4)
	// DealingsKey ‖ organisation u32 → Dealing.
	DealingsKey = collections.NewPrefix(5)
	// RequestsKey ‖ id u64 → Request.
	RequestsKey = collections.NewPrefix(6)
	// RequestsByOrganisationKey ‖ organisation u32 ‖ id u64 → nothing.
	RequestsByOrganisationKey = collections.NewPrefix(7)
	// UndrawnKey ‖ id u64 → nothing: requests that wait for the draw.
	UndrawnKey = collections.NewPrefix(8)
	// QuotasKey ‖ day u32 ‖ organisation u32 → elements (8).
	QuotasKey = collections.NewPrefix(9)
	// SamplesKey ‖ request u64 → Sample.
	SamplesKey = collections.NewPrefix(10)
	// SamplesByAssignedKey ‖ organisation u32 ‖ request u64 → nothing.
	SamplesByAssignedKey = collections.NewPrefix(11)
	// ActiveKey ‖ epoch u32 → generation of the active key set (8).
	ActiveKey = collections.NewPrefix(12)
	// SamplesDueKey ‖ day u32 ‖ request u64 → nothing; samples that a report is still to come about.
	SamplesDueKey = collections.NewPrefix(13)
)

// ActiveSetKey is the key under which the generation of an epoch's active key set stands.
func ActiveSetKey(epoch uint32) []byte {
	return binary.BigEndian.AppendUint32(ActiveKey.Bytes(), epoch)
}

// KeySetKey is the key of a key set.
func KeySetKey(epoch, generation uint32) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(KeySetsKey.Bytes(), epoch), generation)
}

// Lengths, bytes, and bounds; changing these forks the chain.
const (
	// HashLength is the length of the hash of a request.
	HashLength = 32
	// RefLength is the length of the reference of a person or household.
	RefLength = 16
	// MaxLiveEpochs bounds the keys that tags are made with at one time: an old one and its successor.
	MaxLiveEpochs = 2
	// MaxDrawsPerBlock bounds the requests that one block draws samples from.
	MaxDrawsPerBlock = 256
	// MaxProbes bounds the organisations that are looked at for a county to evaluate a sample.
	MaxProbes = 256
	// MaxQuotasPerBlock bounds the old quotas that one block deletes.
	MaxQuotasPerBlock = 256
	// MaxExpiriesPerBlock bounds the samples that one block lets expire.
	MaxExpiriesPerBlock = 256
	// QuotaDays is how many days a quota is kept, today included.
	QuotaDays = 2
	// MaxAddressLength is the longest address string.
	MaxAddressLength = 128
)
