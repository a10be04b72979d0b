package app

import (
	"context"

	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	beneficiarykeeper "github.com/reliefchain/relief/x/beneficiary/keeper"
	councilkeeper "github.com/reliefchain/relief/x/council/keeper"
	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	pseudonymkeeper "github.com/reliefchain/relief/x/pseudonym/keeper"
	stablecoinkeeper "github.com/reliefchain/relief/x/stablecoin/keeper"
	validatorkeeper "github.com/reliefchain/relief/x/validator/keeper"
)

// Invariant is a named promise about the whole state.
type Invariant struct {
	// Name is the module and the promise.
	Name string
	// Rules are the numbers of the Rules that it is a part of.
	Rules []int
	// Holds says in plain words what is true while it holds.
	Holds string
	// Check answers with an error when it isn't.
	Check func(context.Context) error
}

// Invariants lists the promises of every module. Tests check them after every block and "reliefd audit" on demand; the chain
// itself never runs them.
func (a *App) Invariants() []Invariant {
	var all []Invariant
	for _, i := range validatorkeeper.Invariants() {
		all = append(all, Invariant{i.Name, i.Rules, i.Holds, func(ctx context.Context) error { return i.Check(ctx, a.Validator) }})
	}
	for _, i := range authoritykeeper.Invariants() {
		all = append(all, Invariant{i.Name, i.Rules, i.Holds, func(ctx context.Context) error { return i.Check(ctx, a.Authority) }})
	}
	for _, i := range beneficiarykeeper.Invariants() {
		all = append(all, Invariant{i.Name, i.Rules, i.Holds, func(ctx context.Context) error { return i.Check(ctx, a.Beneficiary) }})
	}
	for _, i := range stablecoinkeeper.Invariants() {
		all = append(all, Invariant{i.Name, i.Rules, i.Holds, func(ctx context.Context) error { return i.Check(ctx, a.Stablecoin) }})
	}
	for _, i := range grantkeeper.Invariants() {
		all = append(all, Invariant{i.Name, i.Rules, i.Holds, func(ctx context.Context) error { return i.Check(ctx, a.Grant) }})
	}
	for _, i := range feekeeper.Invariants() {
		all = append(all, Invariant{i.Name, i.Rules, i.Holds, func(ctx context.Context) error { return i.Check(ctx, a.Fee) }})
	}
	for _, i := range councilkeeper.Invariants() {
		all = append(all, Invariant{i.Name, i.Rules, i.Holds, func(ctx context.Context) error { return i.Check(ctx, a.Council) }})
	}
	for _, i := range pseudonymkeeper.Invariants() {
		all = append(all, Invariant{i.Name, i.Rules, i.Holds, func(ctx context.Context) error { return i.Check(ctx, a.Pseudonym) }})
	}
	return all
}
