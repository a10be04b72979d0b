// Package authority answers one question for every other module: may this signer do this, here, now?
//
// It keeps the tree of organisations by administrative-division code, the officers who act for them, and the policy
// table that says which role, in which kinds of organisation, may send which message. It promises:
//
//   - Default deny. A message without a row in the policy table is refused, and each refusal has its own sentinel:
//     rule, officer, revocation, validity, suspension, role, kind, area, in that order.
//   - Inside is a prefix. An area contains every code that starts with its own; the nation, "0", contains all. A code is
//     registered only under a registered parent.
//   - Separation of duties binds the natural person: duties are checked over all live accounts with the same credential,
//     a random commitment that says nothing about who the person is.
//   - Nobody appoints or revokes itself, or suspends its own organisation, and nobody acts upwards: an administrator
//     manages its own organisation and those below it.
//   - What a row gives to several persons nobody does alone: an office account does it, which no key opens, once enough officers have approved
//     the very content; each is looked at again when it is carried out, and all of them count along the case.
//   - A new key grants nothing. An officer's membership moves to another account as it is; a lost key is recovered after a notice in which the
//     old one may object. An administrator of the first hour counts up to a height, and only the provinces prolong that.
//   - An interest that is declared bars the person, with every account, from another person's case.
//   - What a county delegates to a township ends on a date and is capped; each decision draws on it where it is made.
//   - Suspension freezes new acts, never payments due: it is asked only when a message is authorised.
//
// Anyone may query. Only officers with the role ADMIN send messages here; the policy table and the params change by a vote
// of the provinces, whose governance account alone holds the role PROVINCES. No personal data and no free text enter the
// state.
//
// The rules are pure functions in types (approval.go, area.go, delegation.go, duties.go, interest.go, organisation.go, proposal.go,
// provinces.go, rotation.go, rule.go); the keeper decodes, authorises, loads, decides, saves and emits. The invariants are in keeper/invariants.go.
package authority
