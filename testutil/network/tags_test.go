//go:build system

package network_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cosmossdk.io/log/v2"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/trustee"
	"github.com/reliefchain/relief/testutil/county"
	"github.com/reliefchain/relief/testutil/dehua"
	tagoffice "github.com/reliefchain/relief/x/pseudonym/client/office"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// Two invented documents.
const documents = `{"person":"00112233445566778899aabbccddeeff","kind":"passport","country":"FRA","number":"12AB34567"}
{"person":"ff112233445566778899aabbccddeeff","kind":"passport","country":"DEU","number":"C01X00T47"}
`

// tagOffice is a county of a network of its own, without money.
func tagOffice(t *testing.T, n *network) *county.County {
	t.Helper()
	encoding, err := app.NewChainEncoding()
	require.NoError(t, err)
	keys, err := keyring.New(app.Name, keyring.BackendTest, n.info.Keys, nil, encoding.Codec)
	require.NoError(t, err)
	c, err := client.Dial(t.Context(), n.province(t, "fujian").GRPC, encoding, keys)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	w := &county.County{Area: dehua.County, Province: "fujian", Client: c, Keys: keys}
	require.NoError(t, w.RegisterAreas(t.Context(), []string{dehua.County[:4], dehua.County}))
	require.NoError(t, w.OpenOffices(t.Context()))
	return w
}

// tagsArguments are those of "reliefd tags" for the documents at Fujian's node.
func tagsArguments(t *testing.T, n *network, arguments ...string) []string {
	t.Helper()
	dir := t.TempDir()
	in := filepath.Join(dir, "documents.jsonl")
	require.NoError(t, os.WriteFile(in, []byte(documents), 0o600))
	return append([]string{
		"tags", in, "--class", "1", "--out", filepath.Join(dir, "tags.jsonl"), "--grpc", n.province(t, "fujian").GRPC,
		"--keyring-backend", "test", "--keyring-dir", n.info.Keys,
	}, arguments...)
}

// makeTags runs "reliefd tags" at Fujian's node and reads what it wrote.
func makeTags(t *testing.T, n *network, arguments ...string) []string {
	t.Helper()
	command := tagsArguments(t, n, arguments...)
	said := mustRun(t, command...)
	require.NotContains(t, said, "12AB34567")
	raw, err := os.ReadFile(command[slices.Index(command, "--out")+1])
	require.NoError(t, err)
	var values []string
	for line := range strings.Lines(string(raw)) {
		var made struct{ Person, Value string }
		require.NoError(t, json.Unmarshal([]byte(line), &made))
		values = append(values, made.Value)
	}
	return values
}

// An office gets tags through its own province's node, with one province down as well; a share is backed up, lost and restored.
func TestTagsOfRealProvinces(t *testing.T) {
	n := start(t, settings)
	w := tagOffice(t, n)
	tags := makeTags(t, n, "--case", "intake", "--from", county.Intake)
	require.Len(t, tags, 2)
	require.NotEqual(t, tags[0], tags[1])

	t.Run("the key is proved", func(t *testing.T) {
		proved := []string{"--rpc", "http://" + n.province(t, "fujian").RPC, "--witness", "http://" + n.province(t, "hebei").RPC, "--case", "intake", "--from", county.Intake}
		require.Equal(t, tags, makeTags(t, n, proved...))
		said, code := run(t, tagsArguments(t, n, append(proved, "--trust", "2:"+strings.Repeat("00", 32))...)...)
		require.Equal(t, 11, code, said)
		require.Contains(t, said, "prove the tag key")
	})
	t.Run("a lying trustee is blamed", func(t *testing.T) { lie(t, n, w, tags) })

	n.kill(t, "tianjin")
	require.Equal(t, tags, makeTags(t, n, "--case", "intake", "--from", county.Intake))

	home, backup := n.province(t, "tianjin").Home, filepath.Join(t.TempDir(), "shares")
	node := []string{"--home", home, "--grpc", n.province(t, "fujian").GRPC}
	mustRun(t, "tag-key", "new-key", backup+".key")
	mustRun(t, append([]string{"tag-key", "backup", backup, "--to-key-file", backup + ".key"}, node...)...)
	require.Contains(t, mustRun(t, append([]string{"tag-key", "check", "--shares", backup, "--key-file", backup + ".key"}, node...)...), "good")
	require.NoError(t, os.RemoveAll(filepath.Join(home, "tag-shares")))
	_, code := run(t, append([]string{"tag-key", "check"}, node...)...)
	require.NotZero(t, code)
	mustRun(t, append([]string{"tag-key", "import", backup, "--from-key-file", backup + ".key"}, node...)...)
	require.Contains(t, mustRun(t, append([]string{"tag-key", "check"}, node...)...), "good")

	n.restart(t, "tianjin")
	n.kill(t, "hebei")
	require.Equal(t, tags, makeTags(t, n, "--case", "intake", "--from", county.Intake), "the restored share answers")

	for _, p := range n.info.Provinces {
		said, err := os.ReadFile(filepath.Join(p.Home, "node.log"))
		require.NoError(t, err)
		require.NotContains(t, string(said), "12AB34567", "%s logs an identity", p.Name)
	}

	_, code = run(t, "tags", filepath.Join(home, "config", "genesis.json"), "--class", "1", "--case", "intake", "--out", filepath.Join(t.TempDir(), "no"),
		"--from", county.Intake, "--network", n.info.Dir)
	require.NotZero(t, code, "a file without documents")
}

// lie relays a request to three real provinces and one that answers with other elements.
func lie(t *testing.T, n *network, w *county.County, want []string) {
	t.Helper()
	relay := trustee.New(trustee.Options{Chain: byQuery{w.Client}, Logger: log.NewNopLogger(), Peers: []trustee.Peer{
		{Address: "liar", Conn: swapping{n.dial(t, n.province(t, "beijing")).Conn()}},
		{Address: "tianjin", Conn: n.dial(t, n.province(t, "tianjin")).Conn()},
		{Address: "hebei", Conn: n.dial(t, n.province(t, "hebei")).Conn()},
		{Address: "fujian", Conn: n.dial(t, n.province(t, "fujian")).Conn()},
	}})
	list, err := tagoffice.ReadDocuments(strings.NewReader(documents))
	require.NoError(t, err)
	inputs, err := tagoffice.Inputs(1, list)
	require.NoError(t, err)
	o := tagoffice.Office{Conn: relayed{w.Client.Conn(), relay}, Random: rand.Reader, Record: func(ctx context.Context, epoch uint32, hash [32]byte, elements uint32) (uint64, error) {
		signer, err := w.Client.Address(county.Intake)
		if err != nil {
			return 0, err
		}
		ref := make([]byte, types.RefLength)
		_, _ = rand.Read(ref)
		res, err := w.Client.Send(ctx, county.Intake, &types.MsgRequestTags{
			Signer: signer, Epoch: epoch, Kind: types.CASE_KIND_INTAKE, Ref: ref, Hash: hash[:], Elements: elements,
		})
		if err != nil {
			return 0, err
		}
		var answer types.MsgRequestTagsResponse
		err = client.Response(res, &answer)
		return answer.Request, err
	}}
	eventually(t, "the liar answers before the relay has waited long enough", func() error {
		result, err := o.Tags(t.Context(), 0, inputs)
		require.NoError(t, err)
		for i, tag := range result.Tags {
			require.Equal(t, want[i], hex.EncodeToString(tag[:]))
		}
		if len(result.Blamed) == 0 {
			return errors.New("nobody is blamed")
		}
		require.Len(t, result.Blamed, 1)
		require.ErrorIs(t, result.Blamed[0].Err, oprf.ErrProofInvalid)
		require.NotContains(t, result.Used, result.Blamed[0].Index)
		return nil
	})
}

// relayed sends what goes to the relay to one in this process.
type relayed struct {
	grpc.ClientConnInterface
	relay *trustee.Service
}

func (r relayed) Invoke(ctx context.Context, method string, in, out any, options ...grpc.CallOption) error {
	if !strings.Contains(method, "Relay") {
		return r.ClientConnInterface.Invoke(ctx, method, in, out, options...)
	}
	res, err := r.relay.Relay().Evaluate(ctx, in.(*types.RelayEvaluateRequest))
	if err == nil {
		*out.(*types.RelayEvaluateResponse) = *res
	}
	return err
}

// swapping swaps the elements of a province's answers.
type swapping struct{ grpc.ClientConnInterface }

func (l swapping) Invoke(ctx context.Context, method string, in, out any, options ...grpc.CallOption) error {
	err := l.ClientConnInterface.Invoke(ctx, method, in, out, options...)
	if res, ok := out.(*types.TrusteeEvaluateResponse); ok && err == nil {
		e := res.Partial.Evaluated
		e[0], e[1] = e[1], e[0]
	}
	return err
}

// byQuery reads what a node has committed.
type byQuery struct{ client *client.Client }

func (q byQuery) Recorded(ctx context.Context, id uint64) (trustee.Recorded, error) {
	queries := types.NewQueryClient(q.client.Conn())
	request, err := queries.Request(ctx, &types.QueryRequestRequest{Id: id})
	if err != nil {
		return trustee.Recorded{}, err
	}
	sets, err := queries.KeySets(ctx, &types.QueryKeySetsRequest{})
	if err != nil {
		return trustee.Recorded{}, err
	}
	return trustee.Recorded{Request: request.Request, Params: types.DefaultParams(), KeySet: sets.KeySets[0], Height: request.Request.Height}, nil
}
