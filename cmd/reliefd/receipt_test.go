package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/grant/types"
)

// The codes are public: a script that reads one reads it the same in every release.
func TestExitCodes(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want int
	}{
		{name: "anything else", err: errors.New("no such file"), want: 1},
		{name: "malformed", err: receipt.ErrMalformed, want: 10},
		{name: "wrong hash", err: receipt.ErrWrongHash, want: 11},
		{name: "wrong chain", err: receipt.ErrWrongChain, want: 12},
		{name: "expired", err: receipt.ErrExpired, want: 13},
		{name: "power", err: receipt.ErrPower, want: 14},
		{name: "tampered", err: receipt.ErrTampered, want: 15},
		{name: "wrong grant", err: receipt.ErrWrongGrant, want: 16},
		{name: "wrong period", err: receipt.ErrWrongPeriod, want: 17},
		{name: "nodes disagree", err: receipt.ErrNodesDisagree, want: 18},
		{name: "held", err: receipt.ErrHeld, want: 19},
		{name: "claimed", err: receipt.ErrClaimed, want: 20},
		{name: "wrong tag", err: receipt.ErrWrongTag, want: 21},
		{name: "old epoch", err: receipt.ErrOldEpoch, want: 22},
		{name: "not recognised", err: receipt.ErrNotRecognised, want: 23},
		{name: "recognition over", err: receipt.ErrRecognitionOver, want: 24},
		{name: "not authorised", err: receipt.ErrNotAuthorised, want: 25},
		{name: "stale", err: receipt.ErrStale, want: 26},
		{name: "top-up", err: receipt.ErrTopUp, want: 27},
		{name: "reserve short", err: receipt.ErrReserveShort, want: 28},
		{name: "reserve stale", err: receipt.ErrReserveStale, want: 29},
		{name: "wrong issuer", err: receipt.ErrWrongIssuer, want: 32},
		{name: "some refused", err: errSomeRefused, want: 30},
		{name: "all refused", err: errAllRefused, want: 31},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, exitCode(fmt.Errorf("verify: %w", tc.err)))
		})
	}
	all := slices.Concat(receiptExits, caseExits)
	require.Len(t, all, len(tests)-1, "each has its case")
	seen := map[int]bool{}
	for _, e := range nodeExits {
		seen[e.code] = true // one code may have several reasons
	}
	for _, e := range all {
		require.False(t, seen[e.code], "%d twice", e.code)
		seen[e.code] = true
	}
}

func TestExitCodesAreDocumented(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	root, err := newRoot()
	require.NoError(t, err)
	for _, path := range [][]string{{"verify"}, {"receipt"}, {"receipt", "payment"}, {"receipt", "absence"}, {"receipt", "recognition"}, {"receipt", "reserve"}, {"receipt", "renew"}} {
		cmd, _, err := root.Find(path)
		require.NoError(t, err)
		require.Contains(t, cmd.Long, exitHelp(), "%v", path)
	}
	for _, path := range [][]string{{"case"}, {"case", "submit"}, {"case", "decide"}, {"case", "answer"}} {
		cmd, _, err := root.Find(path)
		require.NoError(t, err)
		require.Contains(t, cmd.Long, caseExitHelp(), "%v", path)
	}
	for _, e := range slices.Concat(receiptExits, caseExits) {
		require.Contains(t, string(readme), fmt.Sprintf("| %d | %s |\n", e.code, e.says))
	}
}

// Whoever reads exit code 0 as "paid" is right.
func TestAHeldInstalmentIsNotPaid(t *testing.T) {
	for _, tc := range []struct {
		name string
		kind types.LeafKind
		code int
		says string
	}{
		{name: "paid", kind: types.LeafPaid, says: "Verified: grant 1-17 was paid 645.00 for 2024-02"},
		{name: "held", kind: types.LeafHeld, code: 19, says: "Genuine, but NOT PAID: of grant 1-17, 645.00 for 2024-02 was held"},
		{name: "top-up", kind: types.LeafTopUp, says: "Verified: grant 1-17 was paid a top-up of 645.00 for 2024-02, besides"},
		{name: "held top-up", kind: types.LeafTopUpHeld, code: 19, says: "Genuine, but NOT PAID: of grant 1-17, a top-up of 645.00 for 2024-02 was held"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := receipt.Proved{Leaf: types.Leaf{Kind: tc.kind, Grant: types.NewGrantID(1, 17), Amount: 64_500, Period: 2024*12 + 1}}
			var out bytes.Buffer
			cmd := &cobra.Command{}
			cmd.SetOut(&out)
			require.NoError(t, printProved(cmd, p))
			require.Contains(t, out.String(), tc.says)
			require.NoError(t, p.Of(tc.kind.IsTopUp()))
			require.Equal(t, 27, exitCode(p.Of(!tc.kind.IsTopUp())))
			if err := p.Paid(); tc.code == 0 {
				require.NoError(t, err)
			} else {
				require.Equal(t, tc.code, exitCode(err))
			}
		})
	}
}
