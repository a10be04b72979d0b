// Package beneficiary keeps the register of persons and households without anybody's identity.
//
// A person is a random reference, a commitment to attributes that the office keeps, a holder key and opaque tags; a
// household is a random reference, a commitment to its members and a head. It promises:
//
//   - No personal data. Every bytes field has a fixed length, no field takes free text, and an error names positions in a
//     batch, never content.
//   - A tag lives once. Its class and value lead to at most one registered person across all areas, in the same
//     transaction and for every caller, imports and genesis included. Closing a person frees its tags. Between two epochs of
//     the tag key everybody has a tag of each, and the old epoch ends only when every live tag was issued again.
//   - A key serves once. A holder key that anybody ever used, rotated and closed ones included, is refused for ever, and a
//     fresh one gets its account at once, so a holder who never owned a coin can sign.
//   - All or none. A batch is refused as a whole, at the first refusal.
//
// Officers with the role INTAKE enrol and those with the role APPROVER close, each inside its own area; the holder's
// present key rotates itself. Other modules enrol through Keeper.Enrol and read through Person, Holder and HasLiveTag.
//
// The rules are pure functions in types (reference.go, enrolment.go); the keeper decodes, authorises, loads, decides,
// saves and emits. The invariants are in keeper/invariants.go.
package beneficiary
