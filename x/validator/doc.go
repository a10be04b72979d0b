// Package validator keeps the validator set: one seat of equal power for each province.
//
// The module promises:
//   - every active seat has voting power 1, so no province outweighs another;
//   - the set is never empty, and downtime never takes it below the floor (types.Floor);
//   - a seat proven to have signed twice at one height is tombstoned and never returns;
//   - CometBFT is told only differences it accepts: no unknown key, no key twice, never the last one.
//
// Seats come from genesis. x/slashing and x/evidence run unmodified on top of the keeper, which stands where the staking
// keeper stands elsewhere; slash fractions have no effect, because nothing is staked. A seat moves like this:
//
//	ACTIVE ──downtime──▶ JAILED ──slashing's MsgUnjail──▶ ACTIVE
//	ACTIVE, JAILED ──double sign──▶ TOMBSTONED
//
// The module has no messages. Block work reads all seats (at most types.MaxSeats) and what CometBFT was last told, and
// returns the difference sorted by consensus key.
package validator
