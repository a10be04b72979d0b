// Package grant runs programmes of assistance: it decides grants against a budget and pays them month by month.
//
// It promises that
//   - money is reserved before it is promised, and no budget node ever gives more than it has;
//   - a grant is paid at most once per month, exactly what was sealed for that month, paid or held;
//   - nobody who opened or sealed a payroll run can fund it;
//   - each instalment can be proved for ever by a leaf, a path and the root in state;
//   - what a payee is owed is always covered by the programme's pool.
//
// A programme is published by its area's programme officer. Treasurers build the tree of budget nodes and fund it per
// fiscal year. Approvers open rolls, the lists of payees at one paying office, and award grants into them, or seal an
// existing register that intake officers then load chunk by chunk. A payroll run goes OPEN → SEALED → EXECUTING → DONE:
// approvers name its rolls and seal its total, a treasurer moves the whole total into the pool in one transfer, and block
// work pays every slot within a bound per block. The payee withdraws coins with the holder key.
//
// Two stores keep the state: the hot one has nothing but 32-byte roll records, so that its tree stays in memory; the cold
// one has everything else. README.md is the specification; types holds the rules as pure functions, keeper the shell
// around them.
package grant
