package nodeconfig_test

import (
	"path/filepath"
	"testing"

	cmtcfg "github.com/cometbft/cometbft/config"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/spf13/viper"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// TestRolesAreCoherent writes every role's files, reads them back and lets the SDK and CometBFT check them.
func TestRolesAreCoherent(t *testing.T) {
	for _, role := range nodeconfig.Roles {
		t.Run(string(role), func(t *testing.T) {
			home := t.TempDir()
			c := nodeconfig.Config{Comet: cmtcfg.DefaultConfig(), App: nodeconfig.NewApp(serverconfig.DefaultConfig())}
			c.App.MinGasPrices = "0ucny"
			c.Comet.SetRoot(home)
			cmtcfg.EnsureRoot(home)
			role.Apply(c)
			require.NoError(t, c.Comet.ValidateBasic())
			require.NoError(t, c.App.ValidateBasic())
			c.App.TLS.GRPCAddress = "0.0.0.0:9443"
			c.Write(home)

			v := viper.New()
			v.SetConfigFile(filepath.Join(home, "config", "app.toml"))
			require.NoError(t, v.ReadInConfig())
			read, err := nodeconfig.ReadApp(v)
			require.NoError(t, err)
			read.GRPC.HistoricalGRPCAddressBlockRange = nil // empty, which is as good
			require.Equal(t, c.App, read)
			require.Equal(t, role, read.Relief.Role)
		})
	}
}

func TestReadAppFillsInWhatAnOldFileLacks(t *testing.T) {
	read, err := nodeconfig.ReadApp(viper.New())
	require.NoError(t, err)
	require.EqualValues(t, nodeconfig.DefaultMaxPage, read.Limits.MaxPage)
	require.Equal(t, nodeconfig.Validator, read.Relief.Role)
	require.False(t, read.TLS.Enabled())
}

func TestTLSPaths(t *testing.T) {
	for _, tc := range []struct{ name, file, want string }{
		{name: "relative", file: "cert.pem", want: "/node/config/cert.pem"},
		{name: "absolute", file: "/etc/cert.pem", want: "/etc/cert.pem"},
		{name: "none", file: "", want: ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, nodeconfig.TLS{Cert: tc.file}.Under("/node").Cert)
		})
	}
}
