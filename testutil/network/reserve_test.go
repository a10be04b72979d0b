//go:build system

package network_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
)

// Anybody proves, with the provinces as witnesses, what an issuer has outstanding and in reserve.
func TestReserveFromRealProvinces(t *testing.T) {
	payingTownship(t)
	n := shared.network
	fetch := func(issuer string) (file, said string, code int) {
		file = filepath.Join(t.TempDir(), "reserve.json")
		said, code = run(t, append([]string{"receipt", "reserve", issuer, "-o", file}, n.sources(n.province(t, "hebei"))...)...)
		return file, said, code
	}
	file, said, code := fetch(devnet.IssuerID)
	require.Zero(t, code, said)
	trust := trusted(t, said)
	require.Contains(t, mustRun(t, "verify", file, "--trust", trust, "--issuer", devnet.IssuerID), "Verified: "+devnet.IssuerID+" is active")
	_, code = run(t, "verify", file, "--trust", trust, "--issuer", "another")
	require.Equal(t, 32, code)
	_, said, code = fetch("nobody")
	require.Equal(t, 32, code, said)
}
