package types

import "cosmossdk.io/collections"

const (
	// ModuleName names the module, its store key and its error codespace.
	ModuleName = "authority"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// Key layout, read by light clients; changing these forks the chain.
var (
	// ParamsKey holds Params.
	ParamsKey = collections.NewPrefix(0)
	// RulesKey ‖ action → Rule.
	RulesKey = collections.NewPrefix(1)
	// AreasKey ‖ code → Area without its code: nothing for one that always was and still is.
	AreasKey = collections.NewPrefix(2)
	// OrganisationsKey ‖ id u32 → Organisation.
	OrganisationsKey = collections.NewPrefix(3)
	// OrganisationsByAreaKey ‖ area ‖ 0x00 ‖ id u32 → nothing.
	OrganisationsByAreaKey = collections.NewPrefix(4)
	// OfficersKey ‖ address → Officer.
	OfficersKey = collections.NewPrefix(5)
	// OfficersByOrganisationKey ‖ organisation u32 ‖ address → nothing.
	OfficersByOrganisationKey = collections.NewPrefix(6)
	// OfficersByCredentialKey ‖ 0x20 ‖ credential ‖ address → nothing, for officers that are not revoked.
	OfficersByCredentialKey = collections.NewPrefix(7)
	// YearsKey ‖ year u32 → CalendarYear.
	YearsKey = collections.NewPrefix(8)
	// LastProposalKey holds the number of the last proposal.
	LastProposalKey = collections.NewPrefix(9)
	// ProposalsKey ‖ id u64 → Proposal.
	ProposalsKey = collections.NewPrefix(10)
	// ProposalsByOrganisationKey ‖ organisation u32 ‖ id u64 → nothing.
	ProposalsByOrganisationKey = collections.NewPrefix(11)
	// ProposalsByExpiryKey ‖ expires at u64 ‖ id u64 → nothing.
	ProposalsByExpiryKey = collections.NewPrefix(12)
	// ApprovalsKey ‖ proposal u64 ‖ credential → Approval.
	ApprovalsKey = collections.NewPrefix(13)
	// RotationsKey ‖ address → Rotation.
	RotationsKey = collections.NewPrefix(14)
	// InterestsKey ‖ 0x20 ‖ credential ‖ person → Interest.
	InterestsKey = collections.NewPrefix(15)
	// InterestsByPersonKey ‖ 0x10 ‖ person ‖ credential → nothing.
	InterestsByPersonKey = collections.NewPrefix(16)
	// DelegationsKey ‖ organisation u32 ‖ action → Delegation.
	DelegationsKey = collections.NewPrefix(17)
	// DelegationsByDelegatorKey ‖ delegator u32 ‖ organisation u32 ‖ action → nothing.
	DelegationsByDelegatorKey = collections.NewPrefix(18)
)

// OrganisationAreaKey is the key of an organisation in the area index: area ‖ 0x00 ‖ id big-endian, so that
// a prefix of a code is a prefix of the key.
func OrganisationAreaKey(area string, id uint32) []byte {
	key := make([]byte, 0, len(area)+5)
	key = append(key, area...)
	return append(key, 0, byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
}

// OrganisationOfAreaKey reads the organisation's number from a key made by OrganisationAreaKey.
func OrganisationOfAreaKey(key []byte) uint32 {
	n := len(key)
	if n < 5 {
		return 0
	}
	return uint32(key[n-4])<<24 | uint32(key[n-3])<<16 | uint32(key[n-2])<<8 | uint32(key[n-1])
}
