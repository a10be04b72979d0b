//go:build system

package network_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// call is one request to a node's RPC.
type call struct {
	Method string `json:"method"`
}

// liar stands in front of a province's RPC. A lie changes the result of a method, or is nil; elsewhere sends a method to another
// node, or nowhere when it gives none.
type liar struct {
	lies      map[string]func(result map[string]any)
	elsewhere map[string]string
}

// serve returns the liar's address.
func (l liar) serve(t *testing.T, honest string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var c call
		if err == nil {
			err = json.Unmarshal(body, &c)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		target := honest
		if other, ok := l.elsewhere[c.Method]; ok {
			target = other
		}
		answer, err := l.ask(r, target, c.Method, body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func (l liar) ask(r *http.Request, target, method string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(r.Context(), http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	lie := l.lies[method]
	if err != nil || lie == nil {
		return raw, err
	}
	var answer map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		return nil, err
	}
	if result, ok := answer["result"].(map[string]any); ok {
		lie(result)
	}
	return json.Marshal(answer)
}

// in walks down a result.
func in(result map[string]any, path ...string) map[string]any {
	for _, p := range path {
		result = result[p].(map[string]any)
	}
	return result
}

// flipBase64 changes one bit of bytes in base64.
func flipBase64(text any, at int) string {
	raw, err := base64.StdEncoding.DecodeString(text.(string))
	if err != nil {
		panic(err) // a node speaks base64
	}
	raw[at] ^= 1
	return base64.StdEncoding.EncodeToString(raw)
}

// flipHex changes the first digit of bytes in hexadecimal.
func flipHex(text any) string {
	s := text.(string)
	if s[0] == 'A' {
		return "B" + s[1:]
	}
	return "A" + s[1:]
}

func header(result map[string]any) map[string]any { return in(result, "signed_header", "header") }

// TestLyingNodeIsCaught puts nodes that lie in one way each in the place of the node that answers, then of a witness.
func TestLyingNodeIsCaught(t *testing.T) {
	w := payingTownship(t)
	n := shared.network
	node, witness := n.province(t, office), n.province(t, "beijing")
	// A chain of the same name, run by one validator of its own.
	fork := start(t, nil, "--provinces", "1", "--chain-id", n.info.ChainID).info.Provinces[0]

	value := func(result map[string]any) {
		response := in(result, "response")
		response["value"] = flipBase64(response["value"], 3)
	}
	proof := func(result map[string]any) {
		op := in(result, "response", "proofOps")["ops"].([]any)[0].(map[string]any)
		op["data"] = flipBase64(op["data"], 40)
	}
	nothing := func(result map[string]any) {
		response := in(result, "response")
		response["value"], response["proofOps"] = nil, nil
	}
	unproved := func(result map[string]any) { in(result, "response")["proofOps"] = nil }
	appHash := func(result map[string]any) { header(result)["app_hash"] = flipHex(header(result)["app_hash"]) }
	otherName := func(result map[string]any) { header(result)["chain_id"] = "relief-other" }
	ahead := func(result map[string]any) { in(result, "sync_info")["latest_block_height"] = "1000000" }
	unsigned := func(result map[string]any) {
		for _, s := range in(result, "signed_header", "commit")["signatures"].([]any) {
			signature := s.(map[string]any)
			signature["signature"] = flipBase64(signature["signature"], 3)
		}
	}
	one := func(method string, lie func(map[string]any)) liar {
		return liar{lies: map[string]func(map[string]any){method: lie}}
	}
	elsewhere := liar{elsewhere: map[string]string{"commit": "http://" + fork.RPC, "validators": "http://" + fork.RPC, "status": "http://" + fork.RPC}}

	_, trust := n.fetch(t, node, w.grant(1), january)
	for _, tc := range []struct {
		name  string
		liar  liar
		codes []int
		// witness tells that a witness can lie this way too
		witness bool
		// slow tells that the reader gives the nodes time first
		slow bool
	}{
		{"value of the chunk", one("abci_query", value), []int{15}, false, false},
		{"proof of the chunk", one("abci_query", proof), []int{15}, false, false},
		{"no such chunk", one("abci_query", nothing), []int{18}, false, true},
		{"chunk without a proof", one("abci_query", unproved), []int{15}, false, false},
		{"app hash in a header", one("commit", appHash), []int{18}, true, false},
		{"header of a chain of another name", one("commit", otherName), []int{12}, true, false},
		{"headers of a chain of the same name", elsewhere, []int{18}, true, true},
		{"a height that nobody else has", one("status", ahead), []int{1, 18}, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lying := tc.liar.serve(t, "http://"+node.RPC)
			n.requireRefused(t, tc.codes, w.grant(1).String(), lying, node, witness.RPC)
			if !tc.slow {
				n.requireRefused(t, tc.codes, w.grant(1).String(), lying, node, witness.RPC, "--trust", trust)
			}
			if tc.witness {
				other := tc.liar.serve(t, "http://"+witness.RPC)
				n.requireRefused(t, tc.codes, w.grant(1).String(), "http://"+node.RPC, node, strings.TrimPrefix(other, "http://"))
			}
		})
	}

	// Signatures aren't part of a header's hash: a primary whose signatures are worthless is refused all the same.
	t.Run("signatures", func(t *testing.T) {
		n.requireRefused(t, []int{1, 14, 15}, w.grant(1).String(), one("commit", unsigned).serve(t, "http://"+node.RPC), node, witness.RPC)
	})
}

// requireRefused fetches a receipt from a lying primary or with a lying witness: it has to fail, and to leave no file.
func (n *network) requireRefused(t *testing.T, codes []int, grant, primary string, node devnet.Province, witness string, extra ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "receipt.json")
	args := []string{"receipt", "payment", grant, january.String(), "-o", file, "--chain-id", n.info.ChainID, "--rpc", primary, "--grpc", node.GRPC, "--witness", "http://" + witness}
	out, code := run(t, append(args, extra...)...)
	require.Contains(t, codes, code, out)
	require.NotEmpty(t, out)
	_, err := os.Stat(file)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// lyingLog stands in front of a node's gRPC and changes the payments it tells of.
type lyingLog struct {
	grpc.ClientConnInterface
	lie func(*granttypes.QueryPaymentResponse)
}

// Invoke implements grpc.ClientConnInterface.
func (l lyingLog) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	err := l.ClientConnInterface.Invoke(ctx, method, args, reply, opts...)
	if payment, ok := reply.(*granttypes.QueryPaymentResponse); ok && err == nil {
		l.lie(payment)
	}
	return err
}

// TestLyingLogIsCaught lets a node tell of another payment than its chain holds.
func TestLyingLogIsCaught(t *testing.T) {
	w := payingTownship(t)
	n := shared.network
	source := receipt.Source{ChainID: n.info.ChainID, Primary: "http://" + n.province(t, office).RPC, Witnesses: []string{"http://" + n.province(t, "beijing").RPC}}
	neighbour, err := granttypes.NewQueryClient(w.Client.Conn()).Payment(t.Context(), &granttypes.QueryPaymentRequest{Grant: uint64(w.grant(2)), Period: uint32(january)})
	require.NoError(t, err)
	for _, tc := range []struct {
		name string
		lie  func(*granttypes.QueryPaymentResponse)
		err  error
	}{
		{"amount", func(p *granttypes.QueryPaymentResponse) { p.Leaf[23] ^= 1 }, receipt.ErrTampered},
		{"path", func(p *granttypes.QueryPaymentResponse) { p.Path[0][0] ^= 1 }, receipt.ErrTampered},
		{"index", func(p *granttypes.QueryPaymentResponse) { p.Index++ }, receipt.ErrTampered},
		{"another grant's payment", func(p *granttypes.QueryPaymentResponse) { *p = *neighbour }, receipt.ErrWrongGrant},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := receipt.Fetch(t.Context(), source, lyingLog{w.Client.Conn(), tc.lie}, w.grant(1), january)
			require.ErrorIs(t, err, tc.err)
		})
	}
}
