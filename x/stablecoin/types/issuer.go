package types

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// Apply returns a new issuer that waits for the provinces' vote; nothing may be minted yet.
func Apply(id, currency string, organisation, custodian uint32) (Issuer, error) {
	return Issuer{
		Id: id, Organisation: organisation, Custodian: custodian, Currency: currency,
		Allowance: math.ZeroInt(), PeriodAllowance: math.ZeroInt(), Minted: math.ZeroInt(), PeriodMinted: math.ZeroInt(), Burned: math.ZeroInt(),
	}.Step(ISSUER_ACT_APPLY)
}

// TermsHash is SHA-256 over code ‖ 0 ‖ currency ‖ 0 ‖ organisation u32 ‖ custodian u32, big-endian. A vote for a licence names it, so that
// nobody can change the terms while the provinces vote.
func (i Issuer) TermsHash() []byte {
	terms := append([]byte(i.Id), 0)
	terms = append(append(terms, i.Currency...), 0)
	terms = binary.BigEndian.AppendUint32(terms, i.Organisation)
	terms = binary.BigEndian.AppendUint32(terms, i.Custodian)
	sum := sha256.Sum256(terms)
	return sum[:]
}

// License returns the issuer with a licence for the terms that were voted on.
func (i Issuer) License(terms []byte) (Issuer, error) {
	if !bytes.Equal(terms, i.TermsHash()) {
		return i, errorsmod.Wrap(ErrTermsDiffer, i.Id)
	}
	return i.Step(ISSUER_ACT_LICENSE)
}

// Pause returns the issuer stopped by an organisation. The nation takes a pause over that the issuer made itself, or the issuer could end
// it as soon as it likes.
func (i Issuer) Pause(by uint32, national bool) (Issuer, error) {
	if i.Status == ISSUER_STATUS_PAUSED && (!national || i.PausedBy != i.Organisation) {
		return i, errorsmod.Wrapf(ErrIssuerState, "%s: organisation %d paused it", i.Id, i.PausedBy)
	}
	i, err := i.Step(ISSUER_ACT_PAUSE)
	i.PausedBy = by
	return i, err
}

// Resume returns the issuer as it goes on. Who paused may let it go on, and the nation.
func (i Issuer) Resume(by uint32, national bool) (Issuer, error) {
	if i.Status == ISSUER_STATUS_PAUSED && by != i.PausedBy && !national {
		return i, errorsmod.Wrapf(ErrOrganisationForeign, "organisation %d paused it", i.PausedBy)
	}
	i, err := i.Step(ISSUER_ACT_RESUME)
	i.PausedBy = 0
	return i, err
}

// WindDown returns the issuer at its end; escrow pools come first until a moment, Unix seconds.
func (i Issuer) WindDown(poolsFirstUntil int64) (Issuer, error) {
	i, err := i.Step(ISSUER_ACT_WIND_DOWN)
	i.PausedBy, i.PoolsFirstUntil = 0, poolsFirstUntil
	return i, err
}

// Revoke returns the issuer without its licence. One that wasn't wound down before has its pools served first from now on too.
func (i Issuer) Revoke(poolsFirstUntil int64) (Issuer, error) {
	i, err := i.Step(ISSUER_ACT_REVOKE)
	if i.PausedBy = 0; i.PoolsFirstUntil == 0 {
		i.PoolsFirstUntil = poolsFirstUntil
	}
	return i, err
}

// Pays tells whether public money may be put into the coin: a new payroll, budget or float.
func (i Issuer) Pays() bool { return i.Status == ISSUER_STATUS_ACTIVE }

// Known tells whether coins of the issuer may exist: it was licensed at some time.
func (i Issuer) Known() bool {
	return i.Status != ISSUER_STATUS_APPLIED && i.Status != ISSUER_STATUS_WITHDRAWN && i.Status != ISSUER_STATUS_UNSPECIFIED
}

// Ending tells whether the issuer is to redeem everybody.
func (i Issuer) Ending() bool {
	return i.Status == ISSUER_STATUS_WIND_DOWN || i.Status == ISSUER_STATUS_REVOKED
}

// Stands tells whether a coin counts at par for what public pools owe: not once the licence is gone.
func (i Issuer) Stands() bool { return i.Known() && i.Status != ISSUER_STATUS_REVOKED }
