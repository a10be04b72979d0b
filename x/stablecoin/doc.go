// Package stablecoin licenses issuers of coins that stand for public money, holds what they may mint, and sees that they redeem it.
//
// An issuer is an organisation with a licence, a custodian that keeps its reserve, and one coin "u<currency>/<id>" counted in millionths. It
// applies, the provinces vote on the terms it applied with, and its first accepted statement makes it active. An independent attestor states the
// reserve, the custodian countersigns, and from then on the issuer mints whole minor units of the currency: up to what the reserve covers after a
// margin, up to the allowance that its mint controller set, up to the allowance of the period, and until the statement is stale.
//
// Whoever holds a coin asks for money with Redeem: the coins lie in escrow until the issuer settles with the hash of the bank's reference, which
// burns them, or until the deadline in working days, when they go back and the miss is listed. Nothing stops redemption and burning: no pause, no
// stale statement, no revoked licence. In a wind-down the claims of public treasuries come first, and escrow pools have a time of their own.
//
// A pause, by the issuer's pauser or the nation's, stops minting and every movement of the coin but redemption and fees (Keeper.Restrict).
//
// Five duties take part in every coin (mint controller, minter, compliance, pauser, attestor) beside the provinces and the custodian, and no
// person holds two of them; x/authority keeps them apart.
//
// Promises, checked after every block by keeper.Invariants:
//
//	stablecoin/supply             minted − burned = supply of the denom in x/bank
//	stablecoin/allowance          0 ≤ minted − burned ≤ allowance
//	stablecoin/attestation-order  numbers without a gap; the latest accepted statement counts
//	stablecoin/redemptions        escrow = open redemptions, and every queue holds just these
//	stablecoin/holds              frozen by two of another organisation than held it, seized by a court's order, or not at all
//	stablecoin/hold-queue         one hold on an account at most; exactly those not at their end wait for it
//	stablecoin/wallet-usage       what was sent in a day is at most what was sent in its year
//	stablecoin/institutions       no account without a key is held
//
// That supply ≤ reserve is checked at every mint. A later, lower statement can break it; then nothing is minted until it holds again, and
// the Reserve query shows the shortfall.
//
// Coins that exist move by Keeper.Restrict, which x/bank asks: holds, limits of wallets, countersignatures. Module accounts are exempt.
//
// Other modules ask Keeper.Unit (the minor unit of a currency in millionths) and Keeper.IssuerOfDenom (is this denom a licensed coin).
package stablecoin
