package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/receiptlog"
	"github.com/reliefchain/relief/testutil/chaintest"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// chunkSlots of the township: its six grants make three chunks.
const chunkSlots = 2

// township starts a chain with one roll of six grants; the last two end after January.
func township(t *testing.T) *chaintest.Scenario {
	t.Helper()
	s := &chaintest.Scenario{Chain: chaintest.New(t, chaintest.Seats(), func(a *app.App, g *app.Genesis) error {
		if err := chaintest.World(a, g); err != nil {
			return err
		}
		return g.EditGrants(func(s *granttypes.GenesisState) error {
			s.Params.ChunkSlots = chunkSlots
			return nil
		})
	})}
	tell(t, s,
		"budget-node by=fujian-treasurer organisation=fujian programme=1",
		"budget-node by=fujian-treasurer parent=1 organisation=dehua programme=1",
		"appropriate by=fujian-treasurer node=1 year=2024 amount=10000.00",
		"allocate by=fujian-treasurer from=1 to=2 year=2024 amount=10000.00",
		"mint by=issuer-minter issuer=anxin to=treasury:dehua amount=10000.00",
		"roll by=dehua-approver programme=1 area=350526101 node=2 first=2024-01",
	)
	for n, until := range []string{"2025-01", "2025-01", "2025-01", "2025-01", "2024-02", "2024-02"} {
		tell(t, s,
			fmt.Sprintf("enrol by=dehua-intake household=H%d area=350526101 persons=P%d", n, n),
			fmt.Sprintf("award by=dehua-approver roll=1 payee=P%d household=H%d from=2024-01 monthly=%d.00 until=%s", n, n, 100+n, until),
		)
	}
	return s
}

// tell runs lines of a story that all have to succeed.
func tell(t *testing.T, s *chaintest.Scenario, lines ...string) {
	t.Helper()
	for _, line := range lines {
		cmd, args, err := datadriven.ParseLine(line)
		require.NoError(t, err, line)
		out := s.Run(&datadriven.TestData{Cmd: cmd, CmdArgs: args})
		require.True(t, strings.HasPrefix(out, "ok"), "%s\n%s", line, out)
	}
}

// payMonth opens, seals and authorises a run; the block that authorises it pays it.
func payMonth(t *testing.T, s *chaintest.Scenario, run int, period string) {
	t.Helper()
	tell(t, s,
		"open-run by=dehua-approver rolls=1 period="+period,
		fmt.Sprintf("seal-run by=dehua-approver run=%d", run),
		fmt.Sprintf("authorise-run by=dehua-treasury-treasurer run=%d", run),
	)
}

// payment asks one instance for an instalment.
func payment(s *chaintest.Scenario, a *app.App, grant granttypes.GrantID, period granttypes.Period) (*granttypes.QueryPaymentResponse, error) {
	ctx := a.NewContextLegacy(true, cmtproto.Header{ChainID: chaintest.ChainID, Height: s.Chain.Height, Time: s.Chain.Now})
	return grantkeeper.NewQueryServer(a.Grant).Payment(ctx, &granttypes.QueryPaymentRequest{Grant: uint64(grant), Period: uint32(period)})
}

// requirePayment asks one instance for an instalment and follows its path to the chunk root in that instance's state.
func requirePayment(t *testing.T, s *chaintest.Scenario, a *app.App, slot uint32, period string, amount uint64) []byte {
	t.Helper()
	month, err := granttypes.ParsePeriod(period)
	require.NoError(t, err)
	grant := granttypes.NewGrantID(1, slot)
	res, err := payment(s, a, grant, month)
	require.NoError(t, err)
	leaf, err := granttypes.DecodeLeaf(res.Leaf)
	require.NoError(t, err)
	require.Equal(t, granttypes.Leaf{
		Run: res.Chunk.Run, Grant: grant, Amount: amount, Roll: 1, Slot: slot, Period: month, Kind: granttypes.LeafPaid,
	}, leaf)

	var stored granttypes.Chunk
	value := a.CommitMultiStore().GetKVStore(a.Key(granttypes.StoreKey)).Get(granttypes.ChunkKey(res.Chunk.Run, res.Chunk.Roll, res.Chunk.FirstSlot))
	require.NoError(t, stored.Unmarshal(value))
	require.NoError(t, granttypes.VerifyPath(stored.Root, stored.Leaves, res.Index, res.Leaf, res.Path))
	return res.Leaf
}

func TestReceiptsOnEveryInstance(t *testing.T) {
	t.Parallel()
	s := township(t)
	payMonth(t, s, 1, "2024-01")
	first := map[uint32][]byte{}
	for slot := uint32(1); slot <= 6; slot++ {
		for _, a := range s.Chain.Instances() {
			first[slot] = requirePayment(t, s, a, slot, "2024-01", uint64(99+slot)*100)
		}
	}
	for run, period := range []string{"2024-02", "2024-03", "2024-04"} { // nobody in the last chunk is paid any more
		payMonth(t, s, run+2, period)
	}
	for _, a := range s.Chain.Instances() {
		for slot, leaf := range first {
			require.Equal(t, leaf, requirePayment(t, s, a, slot, "2024-01", uint64(99+slot)*100), "a receipt doesn't change")
		}
		for slot := uint32(1); slot <= 4; slot++ {
			requirePayment(t, s, a, slot, "2024-04", uint64(99+slot)*100)
		}
		_, err := payment(s, a, granttypes.NewGrantID(1, 5), 2024*granttypes.MonthsPerYear+1)
		require.ErrorIs(t, err, granttypes.ErrPaymentUnknown)
	}
}

// TestReceiptGaps damages the log of a running instance step by step.
func TestReceiptGaps(t *testing.T) {
	t.Parallel()
	s := township(t)
	requireGaps := func(newest, want int) {
		t.Helper()
		gaps, err := s.Chain.App().ReceiptGaps(newest)
		require.NoError(t, err)
		require.Equal(t, want, gaps)
	}
	requireGaps(100, 0)
	payMonth(t, s, 1, "2024-01")
	payMonth(t, s, 2, "2024-02") // two runs of three chunks
	requireGaps(100, 0)

	log := receiptlog.New(s.Chain.ReceiptDB())
	log.Append(2, 1, 1, []byte("other leaves"))
	require.NoError(t, log.Flush())
	requireGaps(100, 1)
	requireGaps(2, 0) // beyond the newest two
	iter, err := s.Chain.ReceiptDB().Iterator(nil, nil)
	require.NoError(t, err)
	var keys [][]byte
	for ; iter.Valid(); iter.Next() {
		keys = append(keys, iter.Key())
	}
	require.NoError(t, iter.Close())
	require.Len(t, keys, 6)
	for _, key := range keys {
		require.NoError(t, s.Chain.ReceiptDB().Delete(key))
	}
	requireGaps(4, 4)
	requireGaps(100, 6)
	_, err = payment(s, s.Chain.App(), granttypes.NewGrantID(1, 1), 2024*granttypes.MonthsPerYear)
	require.ErrorIs(t, err, granttypes.ErrReceiptUnavailable)
}
