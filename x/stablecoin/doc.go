// Package stablecoin licenses issuers of coins that stand for public money, and holds what they may mint.
//
// An issuer is an organisation with a licence, a custodian that keeps its reserve, and one coin "u<currency>/<id>" counted in
// millionths. An independent attestor states the reserve, the custodian countersigns, and from then on the issuer mints up to the
// smaller of that reserve and the allowance that its mint controller set, in whole minor units of the currency, until the statement
// is stale. Burning is never stopped: not by a stale statement, not by a revoked licence.
//
// Four duties take part in every coin (the provinces, mint controller, minter, attestor with custodian) and no officer holds two of them;
// x/authority keeps them apart.
//
// Promises, checked after every block by keeper.Invariants:
//
//	stablecoin/supply             minted − burned = supply of the denom in x/bank
//	stablecoin/allowance          0 ≤ minted − burned ≤ allowance
//	stablecoin/attestation-order  numbers without a gap; the latest accepted statement counts
//	stablecoin/holds              frozen by two of another organisation than held it, seized by a court's order, or not at all
//	stablecoin/hold-queue         one hold on an account at most; exactly those not at their end wait for it
//	stablecoin/wallet-usage       what was sent in a day is at most what was sent in its year
//	stablecoin/institutions       no account without a key is held
//
// That supply ≤ reserve is checked at every mint. A later, lower statement can break it; then nothing is minted until it holds again.
//
// Coins that exist move by Keeper.Restrict, which x/bank asks: holds, limits of wallets, countersignatures. Module accounts are exempt.
//
// Other modules ask Keeper.Unit (the minor unit of a currency in millionths) and Keeper.IssuerOfDenom (is this denom a licensed coin).
package stablecoin
