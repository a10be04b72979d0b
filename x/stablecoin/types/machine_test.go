package types_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

var rewrite = flag.Bool("rewrite", false, "write the machines into the README")

// The README draws the machines from the tables that the code runs on.
func TestReadmeDrawsTheMachines(t *testing.T) {
	const begin, end = "<!-- machines: written by go test ./x/stablecoin/types -rewrite -->\n", "<!-- end of machines -->\n"
	require.NoError(t, types.IssuerMachine.Check())
	require.NoError(t, types.RedemptionMachine.Check())
	require.NoError(t, types.HoldMachine.Check())
	drawn := "### Issuer\n" + types.IssuerMachine.Diagram("ISSUER_STATUS_", "ISSUER_ACT_") + "\n" +
		"### Redemption\n" + types.RedemptionMachine.Diagram("REDEMPTION_STATUS_", "REDEMPTION_ACT_") + "\n" +
		"### Hold\n" + types.HoldMachine.Diagram("HOLD_STATUS_", "HOLD_ACT_") + "\n"
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

func TestTermsCantBeExchanged(t *testing.T) {
	applied, err := types.Apply("bank1", "cny", 7, 8)
	require.NoError(t, err)
	require.Equal(t, types.ISSUER_STATUS_APPLIED, applied.Status)
	for _, other := range []types.Issuer{
		{Id: "bank2", Currency: "cny", Organisation: 7, Custodian: 8},
		{Id: "bank1", Currency: "usd", Organisation: 7, Custodian: 8},
		{Id: "bank1", Currency: "cny", Organisation: 8, Custodian: 7},
		{Id: "bank1", Currency: "cny", Organisation: 7, Custodian: 9},
	} {
		_, err := applied.License(other.TermsHash())
		require.ErrorIs(t, err, types.ErrTermsDiffer)
	}
	licensed, err := applied.License(applied.TermsHash())
	require.NoError(t, err)
	require.Equal(t, types.ISSUER_STATUS_LICENSED, licensed.Status)
	require.False(t, licensed.Pays())
	_, err = licensed.License(licensed.TermsHash())
	require.ErrorIs(t, err, types.ErrIssuerState)
}

func TestWhoPausedResumes(t *testing.T) {
	i := issuer(0, 0, 0)
	paused, err := i.Pause(7, false)
	require.NoError(t, err)
	_, err = paused.Resume(9, false)
	require.ErrorIs(t, err, types.ErrOrganisationForeign)
	for _, r := range []struct {
		by       uint32
		national bool
	}{{7, false}, {1, true}} {
		resumed, err := paused.Resume(r.by, r.national)
		require.NoError(t, err)
		require.Equal(t, i, resumed)
	}
	for _, again := range []struct {
		by       uint32
		national bool
	}{{7, false}, {9, false}} {
		_, err = paused.Pause(again.by, again.national)
		require.ErrorIs(t, err, types.ErrIssuerState)
	}
	stopped, err := paused.Pause(1, true)
	require.NoError(t, err)
	require.Equal(t, uint32(1), stopped.PausedBy)
	_, err = stopped.Resume(7, false)
	require.ErrorIs(t, err, types.ErrOrganisationForeign, "the nation took the pause over")
	_, err = stopped.Pause(1, true)
	require.ErrorIs(t, err, types.ErrIssuerState)
	_, err = i.Resume(7, true)
	require.ErrorIs(t, err, types.ErrIssuerState)
	for _, end := range []func() (types.Issuer, error){
		func() (types.Issuer, error) { return paused.WindDown(50) }, func() (types.Issuer, error) { return paused.Revoke(50) },
	} {
		ended, err := end()
		require.NoError(t, err)
		require.Equal(t, [2]int64{0, 50}, [2]int64{int64(ended.PausedBy), ended.PoolsFirstUntil})
		require.True(t, ended.Ending())
	}
	down, err := i.WindDown(50)
	require.NoError(t, err)
	gone, err := down.Revoke(90)
	require.NoError(t, err)
	require.Equal(t, int64(50), gone.PoolsFirstUntil)
	require.Equal(t, [2]bool{true, false}, [2]bool{down.Stands(), gone.Stands()})
}

func TestPoolsComeFirst(t *testing.T) {
	active := issuer(0, 0, 0)
	down, err := active.WindDown(100)
	require.NoError(t, err)
	open := types.Redemption{Id: 1, Issuer: "bank1", Holder: "a", Amount: math.NewInt(10), Status: types.REDEMPTION_STATUS_OPEN}
	treasury := open
	treasury.Treasury = true
	reference := make([]byte, types.HashLength)
	for _, tc := range []struct {
		name         string
		of           types.Redemption
		issuer       types.Issuer
		now          int64
		waits, holds bool
		err          error
	}{
		{name: "an active issuer settles in any order", of: open, issuer: active, waits: true, holds: true},
		{name: "a treasury", of: treasury, issuer: down, waits: true, holds: true},
		{name: "behind a treasury", of: open, issuer: down, now: 200, waits: true, err: types.ErrPoolsFirst},
		{name: "behind the pools", of: open, issuer: down, now: 99, holds: true, err: types.ErrPoolsFirst},
		{name: "pools had their time", of: open, issuer: down, now: 100, holds: true},
		{name: "no pool holds it", of: open, issuer: down, now: 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			settled, err := tc.of.Settle(reference, tc.issuer, tc.now, tc.waits, tc.holds)
			require.ErrorIs(t, err, tc.err)
			if err == nil {
				require.NoError(t, settled.Validate())
				_, err = settled.Return()
				require.ErrorIs(t, err, types.ErrRedemptionState)
			}
		})
	}
}

func TestDueDay(t *testing.T) {
	require.Equal(t, authoritytypes.Day(10), types.DueDay(authoritytypes.Deadline{Day: 10}))
	require.Equal(t, authoritytypes.Day(16), types.DueDay(authoritytypes.Deadline{Day: 10, Left: 3}))
}
