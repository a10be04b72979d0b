// Package intake reads what other systems keep about applicants, and parts it: whom it is about stays in a private map of the office, and only
// random references, hashes and amounts go on.
//
// It reads three formats.
//
//   - sdp: the instruction file of the Stellar Disbursement Platform, csv with the columns id, amount and at least one of phone, email and
//     walletAddress; verification, walletAddressMemo and paymentID may stand there too.
//   - dci: a search response of a social registry as the Digital Convergence Initiative describes it, JSON. A group becomes one case of its
//     head with a household, a person one case.
//   - csv: a plain file with the column identifier and, if wanted, household, coverage and amount. Every other column is private.
//
// A file that breaks a rule is refused whole: every problem is named with its line and rule, never with what stands there. A person, and a
// household, that the map knows already keep their references.
//
// This is office-side code; nothing here runs in the state machine.
package intake
