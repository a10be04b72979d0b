package app_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// noSettings answers every setting with its zero value.
type noSettings struct{}

func (noSettings) Get(string) any { return nil }

func newApp(t *testing.T) *app.App {
	t.Helper()
	a, err := app.New(app.Config{Logger: log.NewNopLogger(), DB: dbm.NewMemDB(), Options: noSettings{}})
	require.NoError(t, err)
	return a
}

// golden compares with a file of testdata, which -rewrite replaces.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if f := flag.Lookup("rewrite"); f != nil && f.Value.String() == "true" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "%s differs; -rewrite accepts the change", path)
}

// Coins and proofs name these addresses for good.
func TestAddressesStayTheSame(t *testing.T) {
	app.SetAddressPrefixes()
	var b strings.Builder
	show := func(name string, address sdk.AccAddress) { fmt.Fprintf(&b, "%s %s\n", name, address) }
	for _, name := range slices.Sorted(maps.Keys(app.ModuleAccounts())) {
		show("module "+name, authtypes.NewModuleAddress(name))
	}
	show("authority gov", authtypes.NewModuleAddress("gov"))
	for _, n := range []uint32{1, 2, 1 << 31} {
		show(fmt.Sprintf("treasury of organisation %d", n), granttypes.TreasuryAddress(n))
		show(fmt.Sprintf("pool of programme %d", n), granttypes.PoolAddress(n))
		show(fmt.Sprintf("fee budget of organisation %d", n), feetypes.BudgetAddress(n))
		show(fmt.Sprintf("last share of the fee budget of organisation %d", n), feetypes.BudgetShareAddress(n, feetypes.BudgetShares-1))
		show(fmt.Sprintf("office account of organisation %d", n), authoritytypes.OfficeAccount(n))
	}
	golden(t, "addresses.txt", b.String())
}

// A change of a default, a price or a policy row is seen here.
func TestDefaultGenesisStaysTheSame(t *testing.T) {
	a := newApp(t)
	g, err := a.NewGenesis()
	require.NoError(t, err)
	state, err := g.JSON()
	require.NoError(t, err)
	golden(t, "genesis.json", string(state)+"\n")
}
