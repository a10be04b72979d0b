// Package feetest builds the fee module over real accounts and a real bank, with small fakes for the rest.
package feetest

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Errors of the fakes.
var (
	// ErrDenied is a signer without a membership.
	ErrDenied = errors.New("denied")
	// ErrOrganisation is an organisation that isn't there.
	ErrOrganisation = errors.New("unknown organisation")
)

// Authority knows officers and organisations by table.
type Authority struct {
	Officers      map[string]authoritytypes.Officer
	Organisations map[uint32]authoritytypes.Organisation
	Asked         []string              // area of each call to Authorize
	Inner         map[sdk.Msg][]sdk.Msg // what a message carries out besides itself
	Changing      map[string]uint32     // organisation of the officer whose account a signer takes over
}

// Authorize lets every officer do everything.
func (f *Authority) Authorize(_ context.Context, signer, _, area string) (authoritytypes.Officer, error) {
	f.Asked = append(f.Asked, area)
	officer, ok := f.Officers[signer]
	if !ok {
		return officer, ErrDenied
	}
	return officer, nil
}

// Organisation looks into the table.
func (f *Authority) Organisation(_ context.Context, id uint32) (authoritytypes.Organisation, error) {
	organisation, ok := f.Organisations[id]
	if !ok {
		return organisation, ErrOrganisation
	}
	return organisation, nil
}

// Membership looks into the table.
func (f *Authority) Membership(_ context.Context, address string) (authoritytypes.Officer, bool, error) {
	officer, ok := f.Officers[address]
	return officer, ok, nil
}

// Rotating looks into the table.
func (f *Authority) Rotating(_ context.Context, signer string, _ []sdk.Msg) (uint32, bool, error) {
	organisation, ok := f.Changing[signer]
	return organisation, ok, nil
}

// Persons gives the credential in the table.
func (f *Authority) Persons(_ context.Context, officer authoritytypes.Officer) [][]byte {
	return [][]byte{officer.Credential}
}

// Enclosed answers that no message carries out another, but for those in the table.
func (f *Authority) Enclosed(_ context.Context, msg sdk.Msg, _ int64) ([]sdk.Msg, error) {
	return f.Inner[msg], nil
}

// Register knows persons by the account of their key.
type Register struct {
	Holders map[string]beneficiarytypes.Person
}

// Holder looks into the table.
func (f *Register) Holder(_ context.Context, address string) (beneficiarytypes.Person, bool, error) {
	person, ok := f.Holders[address]
	return person, ok, nil
}

// Coins knows issuers by denom.
type Coins struct {
	Issuers map[string]stablecointypes.Issuer
}

// IssuerOfDenom looks into the table.
func (f *Coins) IssuerOfDenom(_ context.Context, denom string) (stablecointypes.Issuer, error) {
	issuer, ok := f.Issuers[denom]
	if !ok {
		return issuer, stablecointypes.ErrDenomUnknown
	}
	return issuer, nil
}
