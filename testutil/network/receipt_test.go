//go:build system

package network_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	rpcclient "github.com/cometbft/cometbft/rpc/client"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

var trustLine = regexp.MustCompile(`--trust (\S+)`)

// fetch fetches a receipt with reliefd through one province, the others as witnesses.
func (n *network) fetch(t *testing.T, p devnet.Province, grant granttypes.GrantID, period granttypes.Period, extra ...string) (file, trust string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "receipt.json")
	args := []string{"receipt", "payment", grant.String(), period.String(), "-o", file}
	out := mustRun(t, append(append(args, n.sources(p)...), extra...)...)
	return file, trusted(t, out)
}

// sources names a province as the one that answers and the others as witnesses.
func (n *network) sources(p devnet.Province) []string {
	args := []string{"--chain-id", n.info.ChainID, "--rpc", "http://" + p.RPC, "--grpc", p.GRPC}
	for _, w := range n.info.Provinces {
		if w.Name != p.Name {
			args = append(args, "--witness", "http://"+w.RPC)
		}
	}
	return args
}

// trusted reads the header that a receipt starts from in what reliefd says.
func trusted(t *testing.T, out string) string {
	t.Helper()
	found := trustLine.FindStringSubmatch(out)
	require.NotNil(t, found, out)
	return found[1]
}

// requireSamePayment compares all but the headers and the proof, which grow newer.
func requireSamePayment(t *testing.T, want, got string) {
	t.Helper()
	a, err := receipt.Load(want)
	require.NoError(t, err)
	b, err := receipt.Load(got)
	require.NoError(t, err)
	for _, r := range []*receipt.Receipt{a, b} {
		r.Proof.Reset()
		r.Blocks = nil
	}
	require.Equal(t, a, b)
}

// TestReceiptOutlivesMonths fetches the receipt of the first month early and late: after more months, after the state it was paid
// in is pruned, after its node was killed, and after the node lost its receipt log and rebuilt it.
func TestReceiptOutlivesMonths(t *testing.T) {
	const slot = 2
	w := payingTownship(t)
	n := shared.network
	node, grant := n.province(t, office), w.grant(slot)
	verify := func(file, trust string, extra ...string) (string, int) {
		return run(t, append([]string{"verify", file, "--trust", trust}, extra...)...)
	}
	requireVerified := func(file, trust string) {
		t.Helper()
		out, code := verify(file, trust, "--grant", grant.String(), "--period", january.String(), "--chain-id", n.info.ChainID)
		require.Zero(t, code, out)
	}

	early, earlyTrust := n.fetch(t, node, grant, january)
	requireVerified(early, earlyTrust)
	first, err := receipt.ParseTrust(earlyTrust)
	require.NoError(t, err)

	for range 3 {
		w.payMonth(t)
	}
	late, lateTrust := n.fetch(t, node, grant, january)
	requireVerified(late, lateTrust)
	requireSamePayment(t, early, late)

	eventually(t, "the state of the first receipt is pruned", func() error {
		res, err := rpc(t, node).ABCIQueryWithOptions(t.Context(), "/store/"+granttypes.StoreKey+"/key", granttypes.ChunkKey(1, w.roll, 1),
			rpcclient.ABCIQueryOptions{Height: first.Height, Prove: true})
		if err == nil && res.Response.Code == 0 {
			return errors.New("the state is still there")
		}
		return nil
	})
	pruned, trust := n.fetch(t, node, grant, january)
	requireVerified(pruned, trust)
	requireSamePayment(t, early, pruned)

	n.kill(t, office)
	n.restart(t, office)
	restarted, trust := n.fetch(t, node, grant, january)
	requireVerified(restarted, trust)
	requireSamePayment(t, early, restarted)

	// The node loses its log: it says so, and shows no receipt.
	n.kill(t, office)
	require.NoError(t, os.RemoveAll(filepath.Join(node.Home, "data", "receipts.db")))
	n.restart(t, office)
	said, err := os.ReadFile(filepath.Join(node.Home, "node.log"))
	require.NoError(t, err)
	require.Contains(t, string(said), "reliefd rebuild-receipts --home "+node.Home)
	queries := granttypes.NewQueryClient(n.dial(t, node).Conn())
	payment := &granttypes.QueryPaymentRequest{Grant: uint64(grant), Period: uint32(january)}
	_, err = queries.Payment(t.Context(), payment)
	require.Error(t, err)

	n.kill(t, office)
	mustRun(t, "rebuild-receipts", "--home", node.Home)
	n.restart(t, office)
	rebuilt, trust := n.fetch(t, node, grant, january)
	requireVerified(rebuilt, trust)
	requireSamePayment(t, early, rebuilt)
	last := w.next - 1
	file, trust := n.fetch(t, node, grant, last)
	out, code := verify(file, trust, "--period", last.String())
	require.Zero(t, code, out)

	// The early receipt is renewed against a header of today, and led to it from the one it was fetched with.
	renewed := filepath.Join(t.TempDir(), "renewed.json")
	trust = trusted(t, mustRun(t, append([]string{"receipt", "renew", early, "-o", renewed}, n.sources(node)...)...))
	requireVerified(renewed, trust)
	requireSamePayment(t, early, renewed)
	led := filepath.Join(t.TempDir(), "led.json")
	mustRun(t, append([]string{"receipt", "renew", early, "-o", led, "--trust", earlyTrust}, n.sources(node)...)...)
	requireVerified(led, earlyTrust)
	requireSamePayment(t, early, led)

	tampered := filepath.Join(t.TempDir(), "tampered.json")
	raw, err := os.ReadFile(early)
	require.NoError(t, err)
	amount := strings.Index(string(raw), `"leaf": "`) + len(`"leaf": "`) + 2*24 - 1 // the last digit of the amount
	raw[amount] = map[bool]byte{true: '1', false: '0'}[raw[amount] == '0']
	require.NoError(t, os.WriteFile(tampered, raw, 0o600))
	cut := filepath.Join(t.TempDir(), "cut.json")
	require.NoError(t, os.WriteFile(cut, raw[:len(raw)/2], 0o600))
	for _, tc := range []struct {
		name, file, trust string
		extra             []string
		code              int
	}{
		{"whole", early, earlyTrust, nil, 0},
		{"cut", cut, earlyTrust, nil, 10},
		{"another header", early, lateTrust, nil, 11},
		{"another chain", early, earlyTrust, []string{"--chain-id", "relief-1"}, 12},
		{"too old", led, earlyTrust, []string{"--trusting-period", "1s"}, 13},
		{"tampered", tampered, earlyTrust, nil, 15},
		{"another grant", early, earlyTrust, []string{"--grant", w.grant(slot + 1).String()}, 16},
		{"another period", early, earlyTrust, []string{"--period", (january + 1).String()}, 17},
	} {
		out, code := verify(tc.file, tc.trust, tc.extra...)
		require.Equal(t, tc.code, code, "%s: %s", tc.name, out)
	}
}

// TestReceiptFromHonestNodes checks a Go program's way to the same receipt.
func TestReceiptFromHonestNodes(t *testing.T) {
	w := payingTownship(t)
	n := shared.network
	source := receipt.Source{ChainID: n.info.ChainID, Primary: "http://" + n.province(t, office).RPC, Witnesses: []string{"http://" + n.province(t, "beijing").RPC}}
	r, trust, err := receipt.Fetch(t.Context(), source, w.Client.Conn(), w.grant(1), january)
	require.NoError(t, err)
	require.NotEmpty(t, r.Blocks)
	require.Equal(t, trust.Height, r.Blocks[0].Height)

	_, _, err = receipt.Fetch(t.Context(), receipt.Source{ChainID: n.info.ChainID, Primary: source.Primary}, w.Client.Conn(), w.grant(1), january)
	require.Error(t, err, "one node alone could lie")
	wrong := source
	wrong.Trust = receipt.Trust{Height: trust.Height, Hash: make([]byte, 32)}
	_, _, err = receipt.Fetch(t.Context(), wrong, w.Client.Conn(), w.grant(1), january)
	require.ErrorIs(t, err, receipt.ErrWrongHash)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, _, err = receipt.Fetch(stopped, source, w.Client.Conn(), w.grant(1), january)
	require.Error(t, err)
}
