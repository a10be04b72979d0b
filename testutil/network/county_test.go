//go:build system

package network_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/testutil/county"
	"github.com/reliefchain/relief/testutil/dehua"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// The county of the tests: one township of Dehua, paid through Fujian's node.
const (
	office  = "fujian"
	january = granttypes.Period(dehua.FirstPeriod)
	year    = 2024
)

// township is a county with one register and its payments so far.
type township struct {
	*county.County
	roll uint32
	next granttypes.Period
}

// payingTownship returns the shared county, with January paid at least.
func payingTownship(t *testing.T) *township {
	t.Helper()
	n := provinces(t)
	if shared.county != nil {
		return shared.county
	}
	ctx := t.Context()
	encoding, err := app.NewChainEncoding()
	require.NoError(t, err)
	keys, err := keyring.New(app.Name, keyring.BackendTest, n.info.Keys, nil, encoding.Codec)
	require.NoError(t, err)
	c, err := client.Dial(ctx, n.province(t, office).GRPC, encoding, keys) // outlives the test; the process ends it
	require.NoError(t, err)
	w := &township{County: &county.County{Area: dehua.County, Province: office, Client: c, Keys: keys}, next: january}

	registers, err := dehua.Registers(dehua.Seed)
	require.NoError(t, err)
	r := registers[0]
	require.NoError(t, w.RegisterAreas(ctx, []string{dehua.County[:4], dehua.County, r.Area}))
	require.NoError(t, w.OpenOffices(ctx))
	require.NoError(t, w.OpenProgramme(ctx, january, dehua.MaxPerPerson))
	var total uint64
	for p := dehua.FirstPeriod; p < dehua.UntilPeriod; p++ {
		total += published(t, r.Area, granttypes.Period(p))
	}
	for _, a := range n.info.Accounts {
		if a.Name == office+"-treasurer" {
			require.NoError(t, w.OpenBudget(ctx, a.Organisation, year, total))
		}
	}
	require.NoError(t, w.FundTreasury(ctx, total))
	require.NoError(t, w.OpenRoll(ctx, r.Area, january))
	w.roll = w.Rolls[r.Area]
	r.Programme = w.Programme
	file := filepath.Join(t.TempDir(), "register.jsonl")
	out, err := os.Create(file)
	require.NoError(t, err)
	require.NoError(t, register.Write(out, &r))
	require.NoError(t, out.Close())
	mustRun(t, "import", "seal", file, fmt.Sprint(w.roll), "--network", n.info.Dir, "--from", county.Approver)
	mustRun(t, "import", "load", file, "--network", n.info.Dir, "--from", county.Intake)
	shared.county = w
	w.payMonth(t)
	return w
}

// published is a township's published sum of a month.
func published(t *testing.T, area string, period granttypes.Period) uint64 {
	t.Helper()
	for _, f := range dehua.Published(uint32(period)) {
		if f.Area == area {
			return f.Amount
		}
	}
	require.FailNow(t, "no figure", "%s, %s", area, period)
	return 0
}

// payMonth pays the next month, to the published fen.
func (w *township) payMonth(t *testing.T) {
	t.Helper()
	done, err := w.Pay(t.Context(), w.next, w.roll)
	require.NoError(t, err)
	require.Equal(t, published(t, dehua.Townships()[0], w.next), done.PaidAmount)
	w.next++
}

// grant is the grant in a slot of the township's roll.
func (w *township) grant(slot uint32) granttypes.GrantID { return granttypes.NewGrantID(w.roll, slot) }
