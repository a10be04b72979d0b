// Package fee charges a flat price for each message, in any licensed coin, and lets an office pay for its officers and its
// beneficiaries. Somebody without a single coin can act, and it costs them nothing.
//
// The price list names a base and a price per item in millionths of the fiat unit, and a gas ceiling, for each message type. Prices and
// rates are schedules, from a height to a value, read as a pure function of the block height. A message without a price is refused.
//
// The step has two halves. FeeDecorator, in ante, finds the payer and charges the base: kept when a message fails. PostDecorator
// charges the items after success. tx.fee is a maximum and never what is charged.
//
// Who pays, for all messages of the one signer together:
//
//  1. an officer whose organisation has a fee budget: that budget
//  2. a beneficiary whose organisation has one, for messages of class BENEFICIARY only, within a quota per window: that budget
//  3. anybody else: the signer, in the one coin of tx.fee
//
// Where nobody of these pays what a beneficiary does to look after themselves, it goes through at nobody's cost, within quotas: the protected
// lane.
//
// Coins go to the fee collector by a virtual credit, which x/bank makes real at the end of the block: no transaction writes the
// collector's balance, so fees don't make all transactions of a block depend on each other.
//
// Nor do those whom one budget pays for: its coins and its limit are dealt out over 16 shares, drawn on by a hash of the signer.
//
// At the end of an epoch the collected fees are divided among the provinces, in proportion to the blocks their seats signed; they fetch them.
//
// Promises, checked after every block by keeper.Invariants:
//
//	fee/price-schedule  every price is valid and lies under its message and height
//	fee/rate-schedule   every rate is valid and lies under its denom and height
//	fee/budget-spent    what all budgets spent in a coin lies in the fee collector, was divided among the provinces or paid back
//	fee/credits         the fee collector has what the provinces haven't fetched yet of what was divided among them
//	fee/usage-window    no quota count of a window that hasn't begun
//	fee/epoch           the epoch under way isn't over, and nobody signed more blocks than it has
//	fee/refunds         a transaction is paid back once, by two persons, and what was paid back is counted
//
// And for every transaction: a sponsored signer pays 0, nobody is charged more than tx.fee, and what payers lose is what the
// collector gets.
//
// Batch messages of other modules implement types.Itemised to be priced by item.
package fee
