// Package validator keeps the validator set: one seat of equal power for each province.
//
// The module promises:
//   - every active seat has voting power 1, so no province outweighs another;
//   - the set is never empty, and neither downtime nor any decision takes it below the floor (types.Floor);
//   - a seat proven to have signed twice at one height loses its power, and returns only by a vote and with a new key;
//   - no consensus key is ever used again, and each stays attributable while evidence can reach it;
//   - a light client that trusts a set of the trusting period never loses it through what provinces decide (types.Admit);
//   - CometBFT is told only differences it accepts: no unknown key, no key twice, never the last one.
//
// A seat moves like this:
//
//	vote ──▶ PENDING ──proof of the key──▶ ACTIVE
//	ACTIVE ──downtime──▶ JAILED ──slashing's MsgUnjail──▶ ACTIVE
//	ACTIVE, JAILED ──vote──▶ SUSPENDED ──vote──▶ ACTIVE
//	ACTIVE, JAILED, SUSPENDED ──double sign──▶ TOMBSTONED ──vote for a new key──▶ PENDING
//	any ──operator or vote──▶ RETIRING ──evidence window──▶ RETIRED ──vote──▶ PENDING
//
// Votes act through governance, operators for their own seats, administrators of the province and of the nation together when an
// operator can't rotate a key. A key proves itself by signing a recent block for the seat (types.PossessionVote), as any private
// validator signs a vote.
//
// A rotation accepted at height H is told at the end of H and holds from H+2 on. x/slashing knows the old key until the end of
// H+2, whose last commit is the last one with it, and the new key from then on.
//
// x/slashing and x/evidence run unmodified on top of the keeper, which stands where the staking keeper stands elsewhere; slash
// fractions have no effect, because nothing is staked. Block work reads all seats (at most types.MaxSeats), the changes of the
// trusting period and what CometBFT was last told, and returns the difference sorted by consensus key.
package validator
