package types_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/fee/types"
)

var rewrite = flag.Bool("rewrite", false, "write the machine into the README")

// The README draws the machine from the table that the code runs on.
func TestReadmeDrawsTheMachine(t *testing.T) {
	const begin, end = "<!-- machine: written by go test ./x/fee/types -rewrite -->\n", "<!-- end of machine -->\n"
	require.NoError(t, types.RefundMachine.Check())
	drawn := types.RefundMachine.Diagram("REFUND_STATUS_", "REFUND_ACT_") + "\n"
	raw, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(raw), begin)
	require.True(t, found)
	have, after, found := strings.Cut(rest, end)
	require.True(t, found)
	if *rewrite {
		require.NoError(t, os.WriteFile("../README.md", []byte(before+begin+drawn+end+after), 0o600))
		return
	}
	require.Equal(t, drawn, have, "-rewrite accepts the change")
}

func propose() *types.MsgProposeRefund {
	return &types.MsgProposeRefund{
		Signer: "a", TxHash: make([]byte, 32), Amount: sdk.NewInt64Coin("ucny/bank1", 10), Reason: types.REFUND_REASON_PRICE, Organisation: 7,
	}
}

func hand(officer string, persons ...string) types.RefundHand {
	h := types.RefundHand{Officer: officer, Organisation: 1}
	for _, p := range persons {
		h.Credentials = append(h.Credentials, []byte(p))
	}
	return h
}

func TestRefundShape(t *testing.T) {
	require.NoError(t, propose().ValidateBasic())
	for name, change := range map[string]func(*types.MsgProposeRefund){
		"short hash":         func(m *types.MsgProposeRefund) { m.TxHash = m.TxHash[1:] },
		"nobody":             func(m *types.MsgProposeRefund) { m.Organisation = 0 },
		"two payees":         func(m *types.MsgProposeRefund) { m.Account = "b" },
		"nothing":            func(m *types.MsgProposeRefund) { m.Amount.Amount = math.ZeroInt() },
		"negative":           func(m *types.MsgProposeRefund) { m.Amount.Amount = math.NewInt(-1) },
		"beyond counting":    func(m *types.MsgProposeRefund) { m.Amount.Amount = math.NewIntWithDecimal(1, 60) },
		"no reason":          func(m *types.MsgProposeRefund) { m.Reason = 0 },
		"a reason of no use": func(m *types.MsgProposeRefund) { m.Reason = 99 },
	} {
		m := propose()
		change(m)
		require.ErrorIs(t, m.ValidateBasic(), types.ErrRefundInvalid, name)
	}
	require.ErrorIs(t, (&types.MsgApproveRefund{}).ValidateBasic(), types.ErrRefundInvalid)
	require.ErrorIs(t, (&types.MsgWithdrawRefund{}).ValidateBasic(), types.ErrRefundInvalid)
}

func TestApproveRefund(t *testing.T) {
	p := types.DefaultParams()
	own := hand("payee", "wang")
	_, err := types.NewRefund(1, propose(), hand("a", "wang"), &own, 100, p)
	require.ErrorIs(t, err, types.ErrRefundOwn)
	r, err := types.NewRefund(1, propose(), hand("a", "li"), nil, 100, p)
	require.NoError(t, err)
	for _, c := range []struct {
		name   string
		by     types.RefundHand
		payee  *types.RefundHand
		height int64
		err    error
	}{
		{name: "another person", by: hand("b", "zhao"), height: r.Until - 1},
		{name: "the same account", by: hand("a"), height: 100, err: types.ErrRefundSamePerson},
		{name: "the same person with another post", by: hand("b", "li"), height: 100, err: types.ErrRefundSamePerson},
		{name: "the same person behind an office", by: hand("office", "zhao", "li"), height: 100, err: types.ErrRefundSamePerson},
		{name: "who gets it", by: hand("b", "wang"), payee: &own, height: 100, err: types.ErrRefundOwn},
		{name: "an office with who gets it", by: hand("office", "zhao", "wang"), payee: &own, height: 100, err: types.ErrRefundOwn},
		{name: "too late", by: hand("b", "zhao"), height: r.Until, err: types.ErrRefundOver},
	} {
		t.Run(c.name, func(t *testing.T) {
			paid, err := r.Approve(c.by, c.payee, c.height)
			require.ErrorIs(t, err, c.err)
			if c.err == nil {
				require.NoError(t, paid.Validate())
				_, err = paid.Approve(hand("c", "qian"), nil, c.height)
				require.ErrorIs(t, err, types.ErrRefundState)
				_, err = paid.Withdraw(hand("a", "li"))
				require.ErrorIs(t, err, types.ErrRefundState)
				_, err = paid.Expire(r.Until)
				require.ErrorIs(t, err, types.ErrRefundState)
			}
		})
	}
	_, err = r.Withdraw(hand("b", "zhao"))
	require.ErrorIs(t, err, types.ErrRefundForeign)
	withdrawn, err := r.Withdraw(hand("b", "li"))
	require.NoError(t, err)
	require.False(t, withdrawn.Keeps())
	_, err = r.Expire(r.Until - 1)
	require.ErrorIs(t, err, types.ErrRefundState)
	_, err = r.Expire(r.Until)
	require.NoError(t, err)
}

func TestRefundIsBounded(t *testing.T) {
	p := types.DefaultParams()
	rate := types.Rate{Denom: "ucny/bank1", Worth: 2 * types.Million}
	require.NoError(t, p.CheckWorth(math.NewInt(types.DefaultRefundMax/2), rate))
	require.ErrorIs(t, p.CheckWorth(math.NewInt(types.DefaultRefundMax/2+1), rate), types.ErrRefundTooLarge)
}

// Whatever is asked for, refunds of a period take at most their share of what was in the pool, and never what isn't there.
func TestRefundsTakeAShareOfThePool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := types.DefaultParams()
		p.RefundShareBp = rapid.Uint32Range(1, types.BasisPoints).Draw(t, "share")
		total := types.RefundTotal{Denom: "ucny/bank1", Total: math.ZeroInt(), Given: math.ZeroInt()}
		for period := range uint64(3) {
			pool := rapid.Int64Range(0, 1_000_000).Draw(t, "pool")
			left := pool
			for range rapid.IntRange(0, 8).Draw(t, "refunds") {
				amount := rapid.Int64Range(1, 500_000).Draw(t, "amount")
				next, err := total.Give(math.NewInt(amount), math.NewInt(left), period, p)
				if err != nil {
					require.ErrorIs(t, err, types.ErrRefundPool)
					continue
				}
				total, left = next, left-amount
			}
			require.LessOrEqual(t, pool-left, pool*int64(p.RefundShareBp)/types.BasisPoints)
			require.NoError(t, total.Validate())
		}
	})
}
