package types

import (
	"cmp"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Sign counts a block and everyone who signed it, each account once.
func (e Epoch) Sign(accounts []string) Epoch {
	shares := slices.Clone(e.Shares)
	for _, account := range accounts {
		i, found := slices.BinarySearchFunc(shares, account, func(s Share, a string) int { return cmp.Compare(s.Account, a) })
		if !found {
			shares = slices.Insert(shares, i, Share{Account: account})
		}
		shares[i].Blocks++
	}
	return Epoch{Blocks: e.Blocks + 1, Shares: shares}
}

// Divide gives each share its part of an amount, in proportion to the blocks it signed and rounded down, in the order of shares. What
// rounding leaves stays undivided.
func (e Epoch) Divide(amount math.Int) []math.Int {
	total := math.ZeroInt()
	for _, s := range e.Shares {
		total = total.Add(math.NewIntFromUint64(s.Blocks))
	}
	parts := make([]math.Int, len(e.Shares))
	for i, s := range e.Shares {
		parts[i] = amount.Mul(math.NewIntFromUint64(s.Blocks)).Quo(total)
	}
	return parts
}

// ToDivide are the coins that the end of an epoch divides: of a list by denom at most MaxSplitDenoms, going on after the denom that was last, so
// that each has its turn.
func ToDivide(pool sdk.Coins, last string) sdk.Coins {
	if len(pool) <= MaxSplitDenoms {
		return pool
	}
	start, _ := slices.BinarySearchFunc(pool, last, func(c sdk.Coin, denom string) int {
		if c.Denom <= denom {
			return -1
		}
		return 1
	})
	turn := make(sdk.Coins, MaxSplitDenoms)
	for n := range turn {
		turn[n] = pool[(start+n)%len(pool)]
	}
	return turn
}

// Validate wants coins that are owed to an account.
func (c Credit) Validate() error {
	if c.Account == "" || len(c.Amount) == 0 {
		return errorsmod.Wrapf(ErrGenesisInvalid, "credit of %q", c.Account)
	}
	if err := sdk.Coins(c.Amount).Validate(); err != nil {
		return errorsmod.Wrapf(ErrGenesisInvalid, "credit of %s: %s", c.Account, err)
	}
	return nil
}

// Validate wants ascending accounts that signed at least one block and none more than there were.
func (e Epoch) Validate() error {
	for i, s := range e.Shares {
		if s.Account == "" || s.Blocks == 0 || s.Blocks > e.Blocks || i > 0 && s.Account <= e.Shares[i-1].Account {
			return errorsmod.Wrapf(ErrGenesisInvalid, "share of %q in the epoch", s.Account)
		}
	}
	return nil
}
