package app_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// loadOf is a message of class BULK that differs each time.
func loadOf(name string, n int) sdk.Msg {
	return &authoritytypes.MsgRegisterAreas{Signer: chaintest.Officer(name), Codes: []string{fmt.Sprintf("11%02d", n)}}
}

// heavyLoads makes a load so large that two of them fit into what a block has for imports.
var heavyLoads = heavy(&authoritytypes.MsgRegisterAreas{})

// heavy is a world in which a message takes a tenth of a block.
func heavy(msg sdk.Msg) func(*app.App, *app.Genesis) error {
	return func(a *app.App, g *app.Genesis) error {
		if err := chaintest.World(a, g); err != nil {
			return err
		}
		return g.EditFees(func(f *feetypes.GenesisState) error {
			i := slices.IndexFunc(f.Prices, func(p feetypes.Price) bool { return p.Message == sdk.MsgTypeURL(msg) })
			f.Prices[i].GasBase = chaintest.MaxGas / 10
			return nil
		})
	}
}

func TestImportsHaveAShareOfABlock(t *testing.T) {
	w := waiting{t, chaintest.New(t, chaintest.Seats(), heavyLoads, chaintest.Straight)}
	w.Block(w.Now.Add(time.Second))
	loaders := []string{"tianjin-admin", "hebei-admin", "beijing-admin"}
	var loads, after [][]byte // what each loader signs after its load waits for that
	for n, name := range loaders {
		loads = append(loads, w.Tx(name, loadOf(name, n)))
		after = append(after, w.Tx(name, &authoritytypes.MsgCreateOrganisation{
			Signer: chaintest.Officer(name), Kind: authoritytypes.ORGANISATION_KIND_COUNTY, Area: fmt.Sprintf("11010%d", n+2),
		}))
	}
	payment := w.Tx("hebei-treasurer", topUp("hebei", 0))
	for _, raw := range slices.Concat(loads, after, [][]byte{payment}) {
		res := w.send(raw)
		require.Zero(t, res.Code, res.Log)
	}

	first := w.proposal()
	require.Len(t, first, 5, "a payment, two loads, and what their senders signed after them")
	require.Equal(t, payment, first[0], "a payment comes first, whenever it came")
	var late int
	for n, raw := range loads {
		if !contains(first, raw) {
			late = n
		}
	}
	require.False(t, contains(first, loads[late]))
	require.False(t, contains(first, after[late]))
	require.Equal(t, abci.ResponseProcessProposal_ACCEPT, w.judge(first))
	require.Equal(t, abci.ResponseProcessProposal_REJECT, w.judge(append(slices.Clone(first), loads[late])), "a third load is too much, whoever proposes it")

	w.commit(first)
	require.Equal(t, [][]byte{loads[late], after[late]}, w.proposal(), "what had no room is in the next block")
	w.commit(w.proposal())
	require.Empty(t, w.proposal())
}

// Who is no officer buys no place of an emergency: what it pays for is refused in the block, comes after everything else, and takes a tenth at most.
func TestStrangersBuyNoUrgency(t *testing.T) {
	w := waiting{t, chaintest.New(t, chaintest.Seats(), heavy(&stablecointypes.MsgPauseIssuer{}), chaintest.Straight)}
	w.Block(w.Now.Add(time.Second))
	var bought [][]byte
	for range 3 {
		bought = append(bought, w.TxWith(chaintest.Key("donor"), paying, &stablecointypes.MsgPauseIssuer{Signer: chaintest.Officer("donor"), Id: "anxin"}))
	}
	payment := w.Tx("hebei-treasurer", topUp("hebei", 0))
	pause := w.Tx("issuer-pauser", &stablecointypes.MsgPauseIssuer{Signer: chaintest.Officer("issuer-pauser"), Id: "anxin"})
	for _, raw := range append(slices.Clone(bought), payment, pause) {
		res := w.send(raw)
		require.Zero(t, res.Code, res.Log)
	}
	first := w.proposal()
	require.Equal(t, [][]byte{pause, payment, bought[0], bought[1]}, first)
	require.Equal(t, abci.ResponseProcessProposal_ACCEPT, w.judge(first))
	require.Equal(t, abci.ResponseProcessProposal_REJECT, w.judge(append(slices.Clone(first), bought[2])), "whoever proposes it")
}

func contains(txs [][]byte, raw []byte) bool {
	return slices.ContainsFunc(txs, func(tx []byte) bool { return bytes.Equal(tx, raw) })
}

// judge is what another node says to a proposal.
func (w waiting) judge(txs [][]byte) abci.ResponseProcessProposal_ProposalStatus {
	w.Helper()
	res, err := w.App().ProcessProposal(&abci.RequestProcessProposal{Height: w.Height + 1, Time: w.Now.Add(time.Second), Txs: txs})
	require.NoError(w, err)
	return res.Status
}

// Whoever fills the places of one class takes none of another: the transaction of the office that loads finds a place when its loads don't.
func TestLoadsTakeNobodysPlace(t *testing.T) {
	w := waiting{t, chaintest.New(t, chaintest.Seats(), heavyLoads, chaintest.Straight)}
	w.Block(w.Now.Add(time.Second))
	for n := range 16 {
		require.Zero(t, w.send(w.Tx("tianjin-admin", loadOf("tianjin-admin", n))).Code)
	}
	require.NotZero(t, w.send(w.Tx("tianjin-admin", loadOf("tianjin-admin", 16))).Code)
	payment := w.Tx("tianjin-treasurer", topUp("tianjin", 0))
	require.Zero(t, w.send(payment).Code)
	require.Equal(t, payment, w.proposal()[0])
}
