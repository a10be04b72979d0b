// Package invariant is what the modules promise about their state, in one shape, so that an audit can name the rule behind each promise.
package invariant

import "context"

// Invariant is a promise about the whole state that a keeper holds. It is checked by tests and audits, never on the chain.
type Invariant[K any] struct {
	// Name is the module and the promise: "grant/escrow".
	Name string
	// Rules are the numbers of the rules of the programme that it is a part of, ascending; see docs/invariants.md. None: it serves the module alone.
	Rules []int
	// Holds says in plain words what is true while it holds.
	Holds string
	// Check answers with the module's ErrInvariantBroken when it isn't true.
	Check func(context.Context, K) error
}
