// Package pseudonym makes the keys of tags and records who asks for tags. It promises:
//
//   - The key of an epoch is shared among the provinces that have a seat; two thirds of them or more are needed (package oprf). What is
//     public about each sharing stands in state, and it holds: any threshold of the trustees make the same tags, fewer none.
//   - A key set says for ever whether a dealer knew the key. A ceremony (DKG) makes one that nobody knows; a resharing keeps the key and
//     its tags and gives the provinces of the day new shares. Old and new shares don't mix.
//   - At most two epochs are live: an old one, and the one that tags are issued again under.
//   - A request is one batch of blinded elements by its hash, of an officer, for a live case, within the quota of its organisation and
//     day. Nodes answer nothing that isn't recorded. The record doesn't name the exclusivity class: that is inside the blinded input, the
//     chain couldn't check it, and it would tell every reader what somebody is assessed for.
//   - One request in so many is drawn, by the hash of a later block, to be evaluated again by another county from the documents.
//
// Who may: the provinces' vote sets keys, opens ceremonies, retires epochs and changes params; operators act in ceremonies for
// their own seats; intake officers request tags; reviewers of the drawn county repeat and report.
//
//	vote ──▶ OFFERS ──all or deadline──▶ DEALINGS ──all or deadline──▶ COMPLAINTS ──deadline──▶ DONE
//	                          any ──too few took part correctly──▶ FAILED
//	DONE: key set PREPARED ──activation_blocks──▶ ACTIVE ──resharing or vote──▶ RETIRED
//
// Between DONE and ACTIVE the trustees compute and store their shares (reliefd tag-key ceremony). The last ceremony stays in state, so
// one that was away can do it later. Shares are never in state. The trustees' service on nodes is package cmd/reliefd/trustee.
package pseudonym
