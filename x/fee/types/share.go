package types

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/address"
)

// BudgetShares is over how many accounts the coins of a fee budget are dealt out. Changing it forks the chain.
const BudgetShares = 16

// BudgetShareAddress is the account of one share of an organisation's fee budget. No key opens it. The first share is BudgetAddress.
func BudgetShareAddress(organisation, share uint32) sdk.AccAddress {
	if share == 0 {
		return BudgetAddress(organisation)
	}
	key := binary.BigEndian.AppendUint32([]byte("budget"), organisation)
	return address.Module(ModuleName, binary.BigEndian.AppendUint32(key, share))
}

// BudgetAddresses derive the accounts of an organisation's fee budget.
func BudgetAddresses() []func(organisation uint32) sdk.AccAddress {
	all := make([]func(uint32) sdk.AccAddress, BudgetShares)
	for share := range all {
		all[share] = func(organisation uint32) sdk.AccAddress { return BudgetShareAddress(organisation, uint32(share)) }
	}
	return all
}

// PayerShare is the share of a budget that a signer's transactions draw on first.
func PayerShare(signer []byte) uint32 {
	sum := sha256.Sum256(signer)
	return uint32(sum[0]) % BudgetShares
}

// Draw is what one share gives.
type Draw struct {
	// Share, 0 to 15.
	Share uint32
	// Amount is above zero.
	Amount math.Int
}

// Draws takes an amount out of the first share that has all of it, in a circle from the start on; where none has, out of several in the same
// order. So a budget pays to its last unit. Without draws, have is what all shares have together, which is too little.
func Draws(start uint32, amount math.Int, room func(share uint32) (math.Int, error)) (draws []Draw, have math.Int, err error) {
	have = math.ZeroInt()
	var rooms []Draw
	for n := range uint32(BudgetShares) {
		share := (start + n) % BudgetShares
		free, err := room(share)
		if err != nil {
			return nil, have, err
		}
		if free.GTE(amount) {
			return []Draw{{Share: share, Amount: amount}}, free, nil
		}
		if free.IsPositive() {
			rooms = append(rooms, Draw{Share: share, Amount: free})
			have = have.Add(free)
		}
	}
	if have.LT(amount) {
		return nil, have, nil
	}
	left := amount
	for _, r := range rooms {
		r.Amount = math.MinInt(r.Amount, left)
		draws, left = append(draws, r), left.Sub(r.Amount)
		if left.IsZero() {
			break
		}
	}
	return draws, have, nil
}

// Level deals what the first share has out over all shares, to the emptiest first: what each of them gets. What doesn't divide stays.
func Level(have []math.Int) []Draw {
	order := make([]uint32, len(have))
	level := func(share uint32) math.Int {
		if share == 0 {
			return math.ZeroInt()
		}
		return have[share]
	}
	for n := range order {
		order[n] = uint32(n)
	}
	slices.SortStableFunc(order, func(a, b uint32) int { return level(a).BigInt().Cmp(level(b).BigInt()) })
	sum, filled := have[0], 0
	height := math.ZeroInt()
	for n, share := range order {
		if n > 0 && level(share).GT(height) {
			break
		}
		sum, filled = sum.Add(level(share)), n+1
		height = sum.QuoRaw(int64(filled))
	}
	var draws []Draw
	for _, share := range order[:filled] {
		if missing := height.Sub(level(share)); share != 0 && missing.IsPositive() {
			draws = append(draws, Draw{Share: share, Amount: missing})
		}
	}
	slices.SortFunc(draws, func(a, b Draw) int { return cmp.Compare(a.Share, b.Share) })
	return draws
}

// Part is the part of a limit that one share may spend; all parts together are the limit.
func Part(limit uint64, share uint32) math.Int {
	part := limit / BudgetShares
	if uint64(share) < limit%BudgetShares {
		part++
	}
	return math.NewIntFromUint64(part)
}

// NewBudgetShare is a share through which nothing was spent.
func NewBudgetShare(organisation, share uint32) BudgetShare {
	return BudgetShare{Organisation: organisation, Share: share, Spent: math.ZeroInt(), PeriodSpent: math.ZeroInt()}
}

// In is the share as it counts in a period: what was spent in another one is forgotten.
func (s BudgetShare) In(period uint64) BudgetShare {
	if s.Period != period {
		s.Period, s.PeriodSpent = period, math.ZeroInt()
	}
	return s
}

// Room is what the share may still spend of its part of a limit.
func (s BudgetShare) Room(limit uint64) math.Int {
	return math.MaxInt(Part(limit, s.Share).Sub(s.PeriodSpent), math.ZeroInt())
}

// Spend returns the share after an amount was spent through it.
func (s BudgetShare) Spend(amount math.Int) BudgetShare {
	s.Spent, s.PeriodSpent = s.Spent.Add(amount), s.PeriodSpent.Add(amount)
	return s
}

// Validate checks one share.
func (s BudgetShare) Validate() error {
	if s.Organisation == 0 || s.Share >= BudgetShares {
		return errorsmod.Wrapf(ErrBudgetInvalid, "share %d of organisation %d", s.Share, s.Organisation)
	}
	for _, amount := range []math.Int{s.Spent, s.PeriodSpent} {
		if err := validateAmount(amount); err != nil {
			return err
		}
	}
	return nil
}

// Respread counts what was spent in the period under way against a new limit, part by part, so that a new limit is kept to as if it had held
// from the start. What is beyond it counts in the first share.
func Respread(shares []BudgetShare, limit uint64) []BudgetShare {
	spent := math.ZeroInt()
	for _, s := range shares {
		spent = spent.Add(s.PeriodSpent)
	}
	out := slices.Clone(shares)
	for i, s := range out {
		out[i].PeriodSpent = math.MinInt(spent, Part(limit, s.Share))
		spent = spent.Sub(out[i].PeriodSpent)
	}
	out[0].PeriodSpent = out[0].PeriodSpent.Add(spent)
	return out
}
