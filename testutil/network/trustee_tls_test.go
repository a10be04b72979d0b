//go:build system

package network_test

import (
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/certs"
	"github.com/reliefchain/relief/testutil/county"
)

// The parts of a tag go between provinces over TLS, to callers with a certificate alone; one who shows none, or trusts nobody, gets no tag.
func TestTrusteesSpeakTLS(t *testing.T) {
	n := start(t, settings)
	tagOffice(t, n)
	tags := makeTags(t, n, "--case", "intake", "--from", county.Intake)

	ca := certs.New(t)
	addresses, dirs := map[string]string{}, map[string]string{}
	for _, name := range []string{"fujian", "tianjin", "hebei"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		addresses[name], dirs[name] = l.Addr().String(), t.TempDir()
		require.NoError(t, l.Close())
		ca.Write(t, dirs[name], name)
		ca.WriteCA(t, filepath.Join(dirs[name], "ca.pem"))
	}
	// startByHand starts a province that reaches the others' shares at their TLS listeners alone.
	startByHand := func(name string, more ...string) *newcomer {
		p, dir := &newcomer{province: n.province(t, name)}, dirs[name]
		var trustees []string
		for _, other := range n.info.Provinces {
			if address, ok := addresses[other.Name]; ok && other.Name != name {
				trustees = append(trustees, address)
			}
		}
		p.env = slices.Concat(n.byHand(t, name), []string{
			"RELIEFD_PSEUDONYM_PEERS=" + strings.Join(trustees, ","),
			"RELIEFD_TLS_GRPC_ADDRESS=" + addresses[name], "RELIEFD_TLS_CERT=" + filepath.Join(dir, "cert.pem"),
			"RELIEFD_TLS_KEY=" + filepath.Join(dir, "key.pem"), "RELIEFD_TLS_CLIENT_CA=" + filepath.Join(dir, "ca.pem"),
			"RELIEFD_PSEUDONYM_CA=" + filepath.Join(dir, "ca.pem"),
		}, more)
		p.start(t, "start")
		n.inStep(t, name)
		return p
	}
	shows := func(dir string) []string {
		return []string{"RELIEFD_PSEUDONYM_CERT=" + filepath.Join(dir, "cert.pem"), "RELIEFD_PSEUDONYM_KEY=" + filepath.Join(dir, "key.pem")}
	}
	for _, name := range []string{"tianjin", "hebei"} {
		n.kill(t, name)
		startByHand(name, shows(dirs[name])...)
	}

	n.kill(t, "fujian")
	stranger, strangers := t.TempDir(), certs.New(t)
	strangers.Write(t, stranger, "fujian")
	for _, tc := range []struct {
		name string
		more []string
	}{
		{name: "no certificate"},
		{name: "a certificate of somebody else's authority", more: shows(stranger)},
	} {
		fujian := startByHand("fujian", tc.more...)
		said, code := run(t, tagsArguments(t, n, "--case", "intake", "--from", county.Intake)...)
		require.NotZero(t, code, "%s: %s", tc.name, said)
		require.Contains(t, said, "1 of 3", tc.name)
		fujian.stop()
	}

	startByHand("fujian", shows(dirs["fujian"])...)
	require.Equal(t, tags, makeTags(t, n, "--case", "intake", "--from", county.Intake))
}
