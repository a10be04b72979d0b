package app_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/client"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/chaintest"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// A store that the parallel executor isn't told of is silently shared between its workers.
func TestExecutorKnowsEveryStore(t *testing.T) {
	a := newApp(t)
	mounted, ok := a.CommitMultiStore().(interface {
		StoreKeysByName() map[string]storetypes.StoreKey
	})
	require.True(t, ok)
	want := slices.Collect(maps.Values(mounted.StoreKeysByName()))
	require.NotEmpty(t, want)
	require.ElementsMatch(t, want, a.ExecutorKeys())
}

const jan = granttypes.Period(2024 * granttypes.MonthsPerYear)

// monthly is a schedule of one amount.
func monthly(amount uint64, from, until granttypes.Period) granttypes.Schedule {
	return granttypes.Schedule{Changes: []granttypes.Change{{Period: uint32(from), Amount: amount}}, UntilPeriod: uint32(until)}
}

func names(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%s%02d", prefix, i)
	}
	return all
}

// reviewed hands in applications that can be decided.
func reviewed(t *testing.T, c *chaintest.Chain, payees []string, s granttypes.Schedule) []uint64 {
	t.Helper()
	ids := make([]uint64, len(payees))
	for i, payee := range payees {
		var err error
		ids[i], err = c.Reviewed(1, chaintest.Ref(payee), "", granttypes.Opinion{Approve: true, Persons: 1, Schedule: &s})
		require.NoError(t, err)
	}
	return ids
}

func approve(signer string, application uint64) sdk.Msg {
	return &granttypes.MsgDecideApplications{Signer: signer, Verdicts: []granttypes.Verdict{{Application: application, Act: granttypes.ACT_KIND_APPROVE}}}
}

// crowd is a chain whose office has paid January to 60 persons, with 20 more registered.
func crowd(t *testing.T) (*chaintest.Chain, []string) {
	t.Helper()
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight, chaintest.Parallel)
	persons := names("p", 80)
	c.OpenOffice(chaintest.Office{Budget: 40_000, Coins: 100_000, First: jan, Rolls: 1, Persons: persons})
	approver, treasurer := chaintest.Officer("dehua-approver"), chaintest.Officer("dehua-treasury-treasurer")
	var awards [][]byte
	for _, id := range reviewed(t, c, persons[:60], monthly(200, jan, jan+3)) {
		awards = append(awards, c.Tx("dehua-approver", approve(approver, id)))
	}
	for _, r := range c.Block(c.Now.Add(time.Second), awards...) {
		require.True(t, r.OK(), r.Log)
	}
	c.MustSend("dehua-approver", &granttypes.MsgOpenRun{Signer: approver, Rolls: []uint32{1}, Period: uint32(jan)})
	c.MustSend("dehua-approver", &granttypes.MsgSealRun{Signer: approver, Run: 1})
	c.MustSend("dehua-treasury-treasurer", &granttypes.MsgAuthoriseRun{Signer: treasurer, Run: 1, Denom: chaintest.Denom, Count: 60, Amount: 60 * 200})
	return c, persons
}

// Hundreds of transactions in one block, many of which compete for a tag, a budget, a balance or a reserve: the chain harness
// compares app hash, codes, gas and events of the serial and the parallel executor.
func TestCrowdedBlockIsTheSameInParallel(t *testing.T) {
	t.Parallel()
	c, persons := crowd(t)
	approver := chaintest.Officer("dehua-approver")
	waiting := reviewed(t, c, persons[60:], monthly(300, jan+1, jan+2))
	proposed := make([]uint64, 60)
	for n := 1; n < len(proposed); n += 4 {
		var err error
		proposed[n], err = c.Proposed(uint64(granttypes.NewGrantID(1, uint32(n)+1)), monthly(uint64(150+n*2), jan+1, jan+3))
		require.NoError(t, err)
	}
	var kinds []string
	var txs [][]byte
	add := func(kind, by string, msgs ...sdk.Msg) {
		kinds = append(kinds, kind)
		txs = append(txs, c.TxWith(chaintest.Key(by), func(b client.TxBuilder) {
			if by == "donor" {
				b.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1_000_000)))
			}
		}, msgs...))
	}
	for n := range 60 {
		who := "person:" + persons[n]
		id := uint64(granttypes.NewGrantID(1, uint32(n)+1))
		// The second withdrawal finds too little, and every fifth person signs with a key that the message before gave up.
		add("withdraw", who, &granttypes.MsgWithdraw{Signer: chaintest.Officer(who), Grant: id, Amount: 150, Denom: chaintest.Denom})
		if n%5 == 0 {
			add("rotate", who, &beneficiarytypes.MsgRotateKey{Signer: chaintest.Officer(who), NewKey: chaintest.Key("new " + who).PubKey().Bytes()})
		}
		add("withdraw", who, &granttypes.MsgWithdraw{Signer: chaintest.Officer(who), Grant: id, Amount: 150, Denom: chaintest.Denom})
		switch n % 4 {
		case 0:
			add("suspend", "dehua-approver2", &granttypes.MsgSuspend{
				Signer: chaintest.Officer("dehua-approver2"), Grant: id, Reason: granttypes.REASON_INQUIRY,
			})
		case 1:
			add("adjust", "dehua-approver", &granttypes.MsgDecideChanges{
				Signer: approver, Verdicts: []granttypes.ChangeVerdict{{Change: proposed[n], Act: granttypes.ACT_KIND_APPROVE}},
			})
		case 2: // two provinces and one tag
			tag := fmt.Sprintf("tag %d", n)
			for _, o := range []struct{ by, area string }{{"dongcheng-intake", "110101"}, {"dehua-intake", "350526101"}} {
				name := o.by + tag
				add("enrol", o.by, &beneficiarytypes.MsgEnrol{Signer: chaintest.Officer(o.by), Households: []beneficiarytypes.HouseholdEnrolment{{
					Ref: chaintest.Ref("household " + name), MemberRoot: chaintest.Hash32(name), Area: o.area,
					Persons: []beneficiarytypes.Enrolment{chaintest.EnrolmentOf(name, tag, 1)},
				}}})
			}
		case 3:
			to := chaintest.Address(persons[n])
			add("send", "donor", banktypes.NewMsgSend(chaintest.Address("donor"), to, sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 7))))
			add("fund", "donor", &feetypes.MsgFundBudget{Signer: chaintest.Officer("donor"), Organisation: 11, Amount: sdk.NewInt64Coin(chaintest.Denom, 3)})
		}
	}
	for _, id := range waiting { // 4,000 fen are free, of which the adjusted grants take 240
		add("award", "dehua-approver", approve(approver, id))
	}
	minter := chaintest.Officer("issuer-minter")
	for n := range 12 { // the third reaches the reserve
		amount := sdkmath.NewInt(40_000_000_000_000)
		if n > 3 {
			amount = sdkmath.NewInt(10_000)
		}
		add("mint", "issuer-minter", &stablecointypes.MsgMint{Signer: minter, Id: "anxin", Recipient: minter, Amount: amount})
	}
	require.Greater(t, len(txs), 200)

	done, refused := map[string]int{}, map[string]int{}
	for n, r := range c.Block(c.Now.Add(time.Second), txs...) {
		require.True(t, r.InBlock, "%s: %s", kinds[n], r.Log)
		if r.OK() {
			done[kinds[n]]++
		} else {
			refused[kinds[n]]++
		}
	}
	require.Equal(t, map[string]int{
		"withdraw": 60, "rotate": 12, "suspend": 15, "adjust": 15, "enrol": 15, "send": 15, "fund": 15, "award": 12, "mint": 10,
	}, done)
	require.Equal(t, map[string]int{"withdraw": 60, "enrol": 15, "award": 8, "mint": 2}, refused)
}

// The instances that compare the executors do run different ones: only with a parallel one the SDK refuses a meter of the block's gas.
func TestParallelInstanceRunsInParallel(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight, chaintest.Parallel)
	straight, parallel := c.Instances()[0], c.Instances()[1]
	require.NotPanics(t, func() { straight.SetDisableBlockGasMeter(false) })
	require.Panics(t, func() { parallel.SetDisableBlockGasMeter(false) })
}
