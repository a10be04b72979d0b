package app_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/testutil/chaintest"
	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	stablecoinkeeper "github.com/reliefchain/relief/x/stablecoin/keeper"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// ledgerMachine sends what it draws to the chain and to the model of its money.
type ledgerMachine struct {
	t      *rapid.T
	chain  *chaintest.Chain
	ledger *ledger
	at     time.Time         // of the block at hand
	txs    []ledgerTx        // of the block at hand
	flight []ledgerTx        // signed, and sent in a later block
	next   map[string]uint64 // sequences of what was signed for the block at hand
	absent int               // the seat that doesn't sign; none is -1
	named  int               // persons that were enrolled
	seen   map[string]int    // answers to the first message of transactions, over all worlds
}

// TestMoneyIsConserved draws mints, burns, transfers, pauses, holds, redemptions, fee budgets, transactions that fail in every way, and changes
// of prices and rates while transactions are in flight. After every block every account has what plain arithmetic says, to the base unit.
// Both executors make the same blocks. "make test-machine" is longer.
func TestMoneyIsConserved(t *testing.T) {
	if testing.Short() {
		t.Skip("makes hundreds of blocks")
	}
	bound(t, "rapid.checks", "4")
	bound(t, "rapid.steps", "50")
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		set := chaintest.Settings{Split: ledgerSplit}
		m := &ledgerMachine{t: t, next: map[string]uint64{}, absent: -1, seen: seen}
		m.chain = chaintest.New(t, set.Seats(), ledgerWorld(set), chaintest.Straight, chaintest.Parallel)
		var err error
		m.ledger, err = newLedger(m.chain)
		require.NoError(t, err)
		m.at = m.chain.Now.Add(time.Second)
		t.Repeat(map[string]func(*rapid.T){"": func(*rapid.T) {}, "block": m.draw})
		m.chain.Export()
	})
	for _, what := range slices.Sorted(maps.Keys(seen)) {
		t.Log(what, seen[what])
	}
}

// draw makes a block, seconds, hours or days after the last one.
func (m *ledgerMachine) draw(t *rapid.T) {
	m.t = t
	later := rapid.SampledFrom([]time.Duration{0, 0, 0, 0, 5 * time.Second, 30 * time.Second, 9 * time.Hour, 6 * 24 * time.Hour}).Draw(t, "later")
	if m.at.Add(later).Before(lastDay) {
		m.at = m.at.Add(later)
	}
	if rapid.IntRange(0, 2).Draw(t, "vote") == 0 {
		m.decide()
	}
	m.txs, m.flight = append(m.txs, m.flight...), nil
	for range rapid.IntRange(1, 14).Draw(t, "transactions") {
		m.drawTx()
	}
	seat := rapid.IntRange(-8, 3).Draw(t, "absent seat")
	m.absent = max(seat, -1)
	for n := range chaintest.Seats() {
		m.chain.SetAbsent(n, n == m.absent)
	}
	m.block()
}

// sign signs acts of a name with the fee that it offers.
func (m *ledgerMachine) sign(by string, denom int, most int64, acts ...ledgerAct) ledgerTx {
	tx := ledgerTx{by: by, sequence: max(m.next[by], m.ledger.sequences[by]), denom: denom, most: most, acts: acts}
	if most == 0 {
		tx.denom = noCoin
	}
	m.next[by] = tx.sequence + 1
	msgs := make([]sdk.Msg, len(acts))
	for n, act := range acts {
		msgs[n] = act.msg
	}
	tx.raw = m.chain.TxWith(chaintest.SigningKey(by), func(b client.TxBuilder) {
		if tx.denom != noCoin {
			b.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(ledgerDenoms[tx.denom], most)))
		}
	}, msgs...)
	return tx
}

// block makes the block and compares all answers and all accounts with the model's.
func (m *ledgerMachine) block() {
	l := m.ledger
	l.height, l.now = m.chain.Height+1, m.at.Unix()
	wants, inBlock, raws := make([]*errorsmod.Error, len(m.txs)), make([]bool, len(m.txs)), make([][]byte, len(m.txs))
	node := l.clone()
	for n, tx := range m.txs {
		wants[n], raws[n] = node.check(tx), tx.raw
		inBlock[n] = wants[n] == nil
	}
	for n, tx := range m.txs {
		if inBlock[n] {
			wants[n] = l.deliver(tx)
		}
	}
	for n, r := range m.chain.Block(m.at, raws...) {
		what := fmt.Sprintf("height %d, transaction %d: %s offering %d of %d: %q", l.height, n, m.txs[n], m.txs[n].most, m.txs[n].denom, r.Log)
		m.seen[fmt.Sprintf("%T: %s %d", m.txs[n].acts[0].msg, r.Codespace, r.Code)]++
		if want := wants[n]; want == nil {
			require.True(m.t, r.OK(), what)
		} else {
			require.Equal(m.t, fmt.Sprint(want.Codespace(), want.ABCICode()), fmt.Sprint(r.Codespace, r.Code), "%s, want %q", what, want)
		}
		require.Equal(m.t, inBlock[n], r.InBlock, what)
	}
	l.endCoins()
	var signers []string
	for n := range chaintest.Seats() {
		if n != m.absent {
			signers = append(signers, chaintest.Operator(chaintest.Provinces[n]))
		}
	}
	l.splitFees(signers, ledgerSplit)
	l.decided()
	m.txs, m.at = nil, m.at.Add(time.Second)
	clear(m.next)
	m.checkCoins()
	m.checkRedemptions()
	m.checkFees()
}

// ledgerBalances are all accounts with one of the two coins.
func ledgerBalances(c *chaintest.Chain) map[string]purse {
	all := map[string]purse{}
	for _, b := range c.App().Bank.GetAccountsBalances(c.Context()) {
		p := purse{b.Coins.AmountOf(ledgerDenoms[anxin]).Int64(), b.Coins.AmountOf(ledgerDenoms[other]).Int64()}
		if p != (purse{}) {
			all[b.Address] = p
		}
	}
	return all
}

// checkCoins compares every account, and what all of them have with what was minted and burned.
func (m *ledgerMachine) checkCoins() {
	l, ctx := m.ledger, m.chain.Context()
	have, wrong := ledgerBalances(m.chain), map[string][2]purse{}
	for account, want := range l.purses {
		if have[account] != want {
			wrong[account] = [2]purse{want, have[account]}
		}
	}
	var sum purse
	for account, p := range have {
		sum[anxin], sum[other] = sum[anxin]+p[anxin], sum[other]+p[other]
		if _, known := l.purses[account]; !known {
			wrong[account] = [2]purse{{}, p}
		}
	}
	require.Empty(m.t, wrong, "height %d: what accounts should have, and have", m.chain.Height)
	for denom, coin := range ledgerDenoms {
		issuer, err := m.chain.App().Stablecoin.IssuerOfDenom(ctx, coin)
		require.NoError(m.t, err)
		want := l.issuers[denom]
		require.Equal(m.t, []int64{want.minted, want.burned}, []int64{issuer.Minted.Int64(), issuer.Burned.Int64()}, coin)
		require.Equal(m.t, want.minted-want.burned, sum[denom], coin)
		require.Equal(m.t, sum[denom], m.chain.App().Bank.GetSupply(ctx, coin).Amount.Int64(), coin)
		require.Equal(m.t, want.pausedBy, issuer.PausedBy, coin)
	}
}

// checkRedemptions compares redemptions and what lies in escrow for them, and notes when new ones fall due.
func (m *ledgerMachine) checkRedemptions() {
	query := stablecoinkeeper.NewQueryServer(m.chain.App().Stablecoin)
	var escrow purse
	for n := range m.ledger.redemptions {
		r := &m.ledger.redemptions[n]
		res, err := query.Redemption(m.chain.Context(), &stablecointypes.QueryRedemptionRequest{Redemption: uint64(n) + 1})
		require.NoError(m.t, err)
		require.Equal(m.t, r.over, !res.Redemption.Open(), "redemption %d", n+1)
		require.Equal(m.t, r.amount, res.Redemption.Amount.Int64(), "redemption %d", n+1)
		r.due = res.Redemption.Due
		if !r.over {
			escrow[r.denom] += r.amount
		}
	}
	require.Equal(m.t, m.ledger.purses[ledgerEscrow()], escrow)
	for n, hold := range m.ledger.holds {
		res, err := query.Hold(m.chain.Context(), &stablecointypes.QueryHoldRequest{Id: uint64(n) + 1})
		require.NoError(m.t, err)
		require.Equal(m.t, hold.status.String(), res.Hold.Status.String(), "hold %d", n+1)
	}
}

// checkFees compares budgets, what is to be divided, and what was.
func (m *ledgerMachine) checkFees() {
	l, ctx, query := m.ledger, m.chain.Context(), feekeeper.NewQueryServer(m.chain.App().Fee)
	for id, b := range l.budgets {
		res, err := query.Budget(ctx, &feetypes.QueryBudgetRequest{Organisation: id})
		require.NoError(m.t, err)
		spent, inPeriod, left := int64(0), int64(0), int64(0)
		for n, share := range b.shares {
			spent, left = spent+share.spent, left+l.purses[shareOf(id, n)][b.denom]
			if b.limit > 0 {
				inPeriod += b.inPeriod(n, l.height)
			}
		}
		require.Equal(m.t, []int64{spent, inPeriod, left},
			[]int64{res.Budget.Spent.Int64(), res.PeriodSpent.Int64(), res.Left.Amount.Int64()}, "budget of %d", id)
	}
	epoch, err := query.Epoch(ctx, &feetypes.QueryEpochRequest{})
	require.NoError(m.t, err)
	for denom, coin := range ledgerDenoms {
		require.Equal(m.t, l.undivided(denom), sdk.Coins(epoch.Pool).AmountOf(coin).Int64(), coin)
	}
	for _, province := range chaintest.Provinces[:4] {
		name := chaintest.Operator(province)
		res, err := query.Shares(ctx, &feetypes.QuerySharesRequest{Account: address(name)})
		require.NoError(m.t, err)
		for denom, coin := range ledgerDenoms {
			require.Equal(m.t, l.credits[name][denom], sdk.Coins(res.Amount).AmountOf(coin).Int64(), name)
		}
	}
}
