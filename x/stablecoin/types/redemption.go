package types

import (
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// MaxDuePerBlock bounds the redemptions that one block returns; the rest wait for the next.
const MaxDuePerBlock = 64

// RetrySeconds is how long a return that the bank refuses is put off.
const RetrySeconds = 3_600

// DueDay is the last day for a redemption. Working days of a year that isn't announced yet count as two days each.
func DueDay(d authoritytypes.Deadline) authoritytypes.Day {
	return d.Day + authoritytypes.Day(2*d.Left)
}

// Settle returns the redemption as paid. In a wind-down the claims of public treasuries are settled before all others:
// as long as one is open, and, until the issuer's pools_first_until, as long as escrow pools hold the coin.
func (r Redemption) Settle(reference []byte, issuer Issuer, now int64, treasuryWaits, poolsHold bool) (Redemption, error) {
	if issuer.Ending() && !r.Treasury && (treasuryWaits || poolsHold && now < issuer.PoolsFirstUntil) {
		return r, errorsmod.Wrapf(ErrPoolsFirst, "%s", issuer.Id)
	}
	r, err := r.Step(REDEMPTION_ACT_SETTLE)
	r.ReferenceHash = reference
	return r, err
}

// Return returns the redemption as missed.
func (r Redemption) Return() (Redemption, error) { return r.Step(REDEMPTION_ACT_RETURN) }

// Open tells whether the coins lie in escrow.
func (r Redemption) Open() bool { return r.Status == REDEMPTION_STATUS_OPEN }

// Validate checks one redemption of a genesis.
func (r Redemption) Validate() error {
	if err := ValidateIssuerID(r.Issuer); err != nil {
		return err
	}
	if err := ValidatePositive(r.Amount); err != nil {
		return err
	}
	if _, known := RedemptionStatus_name[int32(r.Status)]; !known || r.Status == REDEMPTION_STATUS_UNSPECIFIED || r.Holder == "" || r.Due < r.AskedAt {
		return errorsmod.Wrapf(ErrGenesisInvalid, "redemption %d", r.Id)
	}
	if settled := r.Status == REDEMPTION_STATUS_SETTLED; settled != (len(r.ReferenceHash) == HashLength) || !settled && len(r.ReferenceHash) != 0 {
		return errorsmod.Wrapf(ErrHashInvalid, "redemption %d", r.Id)
	}
	return nil
}
