//go:build system

package network_test

import (
	"net/http"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/county"
	"github.com/reliefchain/relief/testutil/traces"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// TestNodeKeepsNoTraceOfPeople registers a township and pays it, lets transactions fail in a block, and sends a node a citizen's number in
// every way that doesn't need an officer's key: what the node keeps afterwards, entry by entry, has nothing in it that looks like a person.
func TestNodeKeepsNoTraceOfPeople(t *testing.T) {
	w := payingTownship(t)
	n := shared.network
	p := n.province(t, office)
	for _, refused := range []func(signer string) sdk.Msg{
		func(signer string) sdk.Msg {
			return &granttypes.MsgSuspend{Signer: signer, Grant: uint64(w.grant(1_000_000)), Reason: granttypes.REASON_INQUIRY}
		},
		func(signer string) sdk.Msg {
			return &beneficiarytypes.MsgClosePerson{Signer: signer, Ref: make([]byte, beneficiarytypes.RefLength-1)}
		},
		func(signer string) sdk.Msg { return &granttypes.MsgCancelRun{Signer: signer, Run: 1_000_000} },
	} {
		signer, err := w.Client.Address(county.Approver)
		require.NoError(t, err)
		_, err = w.Client.Send(t.Context(), county.Approver, refused(signer))
		require.Error(t, err)
	}

	const somebody = "99999919900307905X" // of no area, with a right check digit
	node := rpc(t, p)
	_, err := node.BroadcastTxSync(t.Context(), []byte("memo "+somebody))
	require.NoError(t, err)
	_, err = node.ABCIQuery(t.Context(), "/"+somebody, []byte(somebody))
	require.NoError(t, err)
	_, err = node.TxSearch(t.Context(), "message.sender='"+somebody+"'", false, nil, nil, "")
	require.NoError(t, err)
	for _, path := range []string{"/relief/beneficiary/v1/holders/" + somebody, "/" + somebody, "/relief/authority/v1/areas?prefix=" + somebody} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+p.REST+path, nil)
		require.NoError(t, err)
		answer, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.NotEqual(t, http.StatusOK, answer.StatusCode, path)
	}

	n.kill(t, office)
	found, seen, err := traces.Directory(p.Home)
	n.restart(t, office)
	require.NoError(t, err)
	require.Empty(t, found)
	require.Greater(t, seen.Databases, 3)
	require.Greater(t, seen.Entries, 5_000)
	t.Logf("%d entries of %d databases and %d other files, %d KiB", seen.Entries, seen.Databases, seen.Files, seen.Bytes>>10)
}
