package types

import (
	"crypto/sha256"

	errorsmod "cosmossdk.io/errors"
)

// ShareOf is the share of its organisation's quota that a person draws on.
func ShareOf(person []byte) uint32 {
	sum := sha256.Sum256(person)
	return uint32(sum[0]) % ProtectedShares
}

// Use returns the usage after one more transaction in a window; ErrQuotaExhausted when the share of the organisation's quota is used up.
func (u OfficeUsage) Use(window uint64, quota uint32) (OfficeUsage, error) {
	if u.Window != window {
		u.Window, u.Used = window, 0
	}
	if share := quota / ProtectedShares; u.Used >= share {
		return u, errorsmod.Wrapf(ErrQuotaExhausted, "%d of %d for organisation %d, share %d, in window %d", u.Used, share, u.Organisation, u.Share, window)
	}
	u.Used++
	return u, nil
}
