package types

import (
	"encoding/binary"

	"cosmossdk.io/collections"
)

const (
	// ModuleName names the module, its store key and its error codespace.
	ModuleName = "beneficiary"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// Key layout, read by light clients; changing these forks the chain.
var (
	// PersonsKey ‖ ref → Person.
	PersonsKey = collections.NewPrefix(0)
	// PersonsByAreaKey ‖ area ‖ 0x00 ‖ ref → nothing.
	PersonsByAreaKey = collections.NewPrefix(1)
	// HouseholdsKey ‖ ref → Household.
	HouseholdsKey = collections.NewPrefix(2)
	// HouseholdsByAreaKey ‖ area ‖ 0x00 ‖ ref → nothing.
	HouseholdsByAreaKey = collections.NewPrefix(3)
	// TagsKey ‖ class u32 ‖ value → ref of the person; tags of the first epoch.
	TagsKey = collections.NewPrefix(4)
	// TagsByPersonKey ‖ 0x10 ‖ ref ‖ class u32 → value; tags of the first epoch.
	TagsByPersonKey = collections.NewPrefix(5)
	// HoldersKey ‖ address → ref of the person who holds the account now.
	HoldersKey = collections.NewPrefix(6)
	// UsedKeysKey ‖ address → ref of the person who first used the key, also after rotation.
	UsedKeysKey = collections.NewPrefix(7)
	// ParamsKey → Params.
	ParamsKey = collections.NewPrefix(8)
	// GuardianshipsKey ‖ ref of the ward → Guardianship.
	GuardianshipsKey = collections.NewPrefix(9)
	// WardsKey ‖ 0x10 ‖ ref of the guardian ‖ ref of the ward → nothing.
	WardsKey = collections.NewPrefix(10)
	// AgenciesKey ‖ 0x10 ‖ ref of the person ‖ ref of the agent → Agency.
	AgenciesKey = collections.NewPrefix(11)
	// RecoveriesKey ‖ ref → Recovery.
	RecoveriesKey = collections.NewPrefix(12)
	// MergersKey ‖ ref of the record that ends → Merger.
	MergersKey = collections.NewPrefix(13)
	// MatchSeqKey → number of the last match.
	MatchSeqKey = collections.NewPrefix(14)
	// MatchesKey ‖ id u64 → Match.
	MatchesKey = collections.NewPrefix(15)
	// MatchesByAreaKey ‖ area ‖ 0x00 ‖ id u64 → nothing; under the applicant's area and the holder's home.
	MatchesByAreaKey = collections.NewPrefix(16)
	// LatestMatchKey ‖ 0x10 ‖ ref of the person ‖ organisation u32 → id u64 of the organisation's latest match about the person.
	LatestMatchKey = collections.NewPrefix(17)
	// EpochTagsKey ‖ epoch u32 ‖ class u32 ‖ value → ref of the person; tags of later epochs.
	EpochTagsKey = collections.NewPrefix(18)
	// EpochTagsByPersonKey ‖ 0x10 ‖ ref ‖ epoch u32 ‖ class u32 → value; tags of later epochs.
	EpochTagsByPersonKey = collections.NewPrefix(19)
	// TagEpochsKey → TagEpochs; missing until the first change.
	TagEpochsKey = collections.NewPrefix(20)
	// CoveredTagsKey ‖ 0x10 ‖ ref of the person ‖ class u32 → id u64 of the match.
	CoveredTagsKey = collections.NewPrefix(21)
	// ReissueMatchesKey ‖ class u32 ‖ ref of the applicant → id u64 of the last match about the applicant's tag.
	ReissueMatchesKey = collections.NewPrefix(22)
	// DueTagsKey ‖ ref → DueTag.
	DueTagsKey = collections.NewPrefix(23)
	// DueTagsByOrganisationKey ‖ organisation u32 ‖ day u32 ‖ ref → nothing; those that weren't waived.
	DueTagsByOrganisationKey = collections.NewPrefix(24)
	// MoveSeqKey → number of the last offer of a move.
	MoveSeqKey = collections.NewPrefix(25)
	// MovesKey ‖ id u64 → MoveOffer.
	MovesKey = collections.NewPrefix(26)
	// MovesByAreaKey ‖ area ‖ 0x00 ‖ id u64 → nothing.
	MovesByAreaKey = collections.NewPrefix(27)
	// MovesByRefKey ‖ ref of a person or household → id u64.
	MovesByRefKey = collections.NewPrefix(28)
	// RecognitionsKey ‖ 0x10 ‖ ref ‖ category u32 → Recognition.
	RecognitionsKey = collections.NewPrefix(29)
	// CoveredTagsByHolderKey ‖ 0x10 ‖ ref of who holds the tag ‖ class u32 ‖ ref of who goes without → nothing.
	CoveredTagsByHolderKey = collections.NewPrefix(30)
)

// TagKey is the key under which a tag leads to its person: presence proves that it is live, absence that nobody holds it, as long as the
// epoch is one of those under TagEpochsKey.
func TagKey(tag Tag) []byte {
	key := TagsKey.Bytes()
	if epoch := tag.KeyEpoch(); epoch > FirstEpoch {
		key = binary.BigEndian.AppendUint32(EpochTagsKey.Bytes(), epoch)
	}
	return append(binary.BigEndian.AppendUint32(key, tag.Class), tag.Value...)
}

// PersonKey is the key of a person's record.
func PersonKey(ref []byte) []byte { return append(PersonsKey.Bytes(), ref...) }

// GuardianshipKey is the key of what stands about who acts for a person; nothing stands there about who acts alone.
func GuardianshipKey(ref []byte) []byte { return append(GuardianshipsKey.Bytes(), ref...) }

// RecognitionKey is the key of what is recognised about a person in a category.
func RecognitionKey(ref []byte, category uint32) []byte {
	key := append(RecognitionsKey.Bytes(), byte(len(ref)))
	return binary.BigEndian.AppendUint32(append(key, ref...), category)
}
