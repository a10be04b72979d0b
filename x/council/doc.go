// Package council lets the provinces decide together, over a stock x/gov that it guards. It promises:
//
//   - One province, one vote. A proposal passes if and only if 3·yes ≥ 2·enrolled, counted in integers when it ends; a province that
//     abstains, stays away or is no longer enrolled adds no yes. Nothing is vetoed, weighed, expedited or burnt.
//   - Only operators of enrolled seats propose, deposit, vote and cancel. The rules stand in the message server, so nested messages
//     can't go around them.
//   - The deposit is the province's one seat token, issued at its first proposal, which moves between a province and governance only
//     and always comes back. So a province has one proposal at a time, and no refund can fail.
//   - No text. Titles, summaries and metadata are hashes; names of upgrades are short codes.
//   - A passed proposal does nothing but queue one act, which is carried out after a delay, on a branch of the state, with a gas
//     limit. A failing act is recorded by codespace and code and never tried again.
//   - Acts can't lock the provinces out: params of stock modules stay within the bounds of types/stock.go.
//   - An emergency stop needs two pausers of different organisations, ends by itself within 72 hours, and never covers governance, the
//     validator set, appeals, redemptions or the rotation of keys.
//
// The rules are pure functions in types (content.go, governance.go, proposal.go, stock.go, stop.go, tally.go, token.go). GovModule wires
// the guard; the app makes Keeper.Tally the tally of x/gov, Keeper.Restrict a send restriction of x/bank, and Keeper the circuit
// breaker of the message router. The invariants are in keeper/invariants.go.
package council
