package app_test

import (
	"crypto/sha256"
	"maps"
	"slices"
	"testing"
	"time"

	sdkmath "cosmossdk.io/math"
	"github.com/cometbft/cometbft/crypto/merkle"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// place is an office that a test adds to a genesis, with officers named after it: "maiji-approver".
type place struct {
	name     string
	kind     authoritytypes.OrganisationKind
	area     string
	parent   string
	officers []authoritytypes.Role
}

// duties are the suffixes of officers' names.
var duties = map[authoritytypes.Role]string{
	authoritytypes.ROLE_ADMIN: "admin", authoritytypes.ROLE_INTAKE: "intake", authoritytypes.ROLE_REVIEWER: "reviewer", authoritytypes.ROLE_APPROVER: "approver",
	authoritytypes.ROLE_TREASURER: "treasurer", authoritytypes.ROLE_OPERATOR: "operator", authoritytypes.ROLE_MINTER: "minter",
}

// places are organisations by name.
type places map[string]uint32

// add adds offices, parents first, whose fees are paid in a denom.
func (p places) add(g *app.Genesis, denom string, offices ...place) error {
	for _, o := range offices {
		id, err := g.AddOrganisation(o.kind, o.area, p[o.parent])
		if err != nil {
			return err
		}
		p[o.name] = id
		for _, role := range o.officers {
			if err := p.appoint(g, o.name, role); err != nil {
				return err
			}
		}
		if err := g.EditFees(func(f *feetypes.GenesisState) error {
			f.Budgets = append(f.Budgets, feetypes.Budget{
				Organisation: id, Denom: denom, TransactionCap: sdkmath.NewInt(1_000_000_000), BeneficiaryQuota: 5, Spent: sdkmath.ZeroInt(),
			})
			return nil
		}); err != nil {
			return err
		}
		if err := g.AddBalance(feetypes.BudgetAddress(id).String(), sdk.NewInt64Coin(denom, feeFunds)); err != nil {
			return err
		}
	}
	return nil
}

// feeFunds is what each added office has for fees, millionths.
const feeFunds = 10_000_000_000

func (p places) appoint(g *app.Genesis, name string, role authoritytypes.Role) error {
	officer := name + "-" + duties[role]
	credential := sha256.Sum256([]byte(officer))
	return g.AddOfficer(authoritytypes.Officer{
		Address: chaintest.Officer(officer), Organisation: p[name], Roles: []authoritytypes.Role{role}, Credential: credential[:],
		ValidFrom: chaintest.Genesis.Unix() - 1, ValidUntil: chaintest.Genesis.AddDate(2, 0, 0).Unix() - 1,
	})
}

// endow gives treasury accounts coins, fen by organisation, and has them stand in the books of the first issuer, whose reserve covers them.
func endow(g *app.Genesis, denom string, fen map[uint32]uint64, more uint64) error {
	total := sdkmath.NewIntFromUint64(more)
	for _, id := range slices.Sorted(maps.Keys(fen)) {
		amount := sdkmath.NewIntFromUint64(fen[id]).MulRaw(10_000)
		total = total.Add(amount)
		if err := g.AddBalance(granttypes.TreasuryAddress(id).String(), sdk.NewCoin(denom, amount)); err != nil {
			return err
		}
	}
	return g.EditStablecoins(func(s *stablecointypes.GenesisState) error {
		s.Issuers[0].Minted = s.Issuers[0].Minted.Add(total)
		s.Issuers[0].Allowance = s.Issuers[0].Minted.MulRaw(2)
		s.Attestations[0].Reserve = s.Issuers[0].Allowance
		return nil
	})
}

// pay opens, seals and authorises a run, and makes blocks until it is done.
func pay(t *testing.T, c *chaintest.Chain, approver, treasurer, denom string, period granttypes.Period, rolls ...uint32) granttypes.Run {
	t.Helper()
	query := grantkeeper.NewQueryServer(c.App().Grant)
	c.MustSend(approver, &granttypes.MsgOpenRun{Signer: chaintest.Officer(approver), Rolls: rolls, Period: uint32(period)})
	open, err := query.RunOfPeriod(c.Context(), &granttypes.QueryRunOfPeriodRequest{Roll: rolls[0], Period: uint32(period)})
	require.NoError(t, err)
	c.MustSend(approver, &granttypes.MsgSealRun{Signer: chaintest.Officer(approver), Run: open.Run.Id})
	sealed, err := query.Run(c.Context(), &granttypes.QueryRunRequest{Id: open.Run.Id})
	require.NoError(t, err)
	c.MustSend(treasurer, &granttypes.MsgAuthoriseRun{
		Signer: chaintest.Officer(treasurer), Run: open.Run.Id, Denom: denom, Count: sealed.Run.SealedCount, Amount: sealed.Run.SealedAmount,
	})
	for range 1000 {
		run, err := query.Run(c.Context(), &granttypes.QueryRunRequest{Id: open.Run.Id})
		require.NoError(t, err)
		if run.Run.Status == granttypes.RUN_STATUS_DONE {
			return run.Run
		}
		c.Block(c.Now.Add(time.Second))
	}
	require.FailNow(t, "the run never ends")
	return granttypes.Run{}
}

// load seals rows for a roll as one import and loads them, at most so many chunks in a block.
func load(t *testing.T, c *chaintest.Chain, approver, intake string, roll uint32, rows []granttypes.ImportRow, perBlock int) {
	t.Helper()
	var chunks []granttypes.ImportChunk
	var items [][]byte
	var totals granttypes.ImportTotals
	for len(rows) > 0 {
		n := min(len(rows), granttypes.MaxChunkRows)
		chunk := granttypes.ImportChunk{Index: uint32(len(chunks)), Rows: rows[:n]}
		rows = rows[n:]
		item, err := chunk.Marshal()
		require.NoError(t, err)
		more, err := chunk.Totals()
		require.NoError(t, err)
		totals, err = totals.Add(more)
		require.NoError(t, err)
		chunks, items = append(chunks, chunk), append(items, item)
	}
	root, proofs := merkle.ProofsFromByteSlices(items)
	c.MustSend(approver, &granttypes.MsgOpenImport{Signer: chaintest.Officer(approver), Roll: roll, Root: root, Chunks: uint32(len(chunks)), Totals: totals})
	opened, err := grantkeeper.NewQueryServer(c.App().Grant).Import(c.Context(), &granttypes.QueryImportRequest{Root: root})
	require.NoError(t, err)
	for len(chunks) > 0 {
		var txs [][]byte
		for _, chunk := range chunks[:min(perBlock, len(chunks))] {
			txs = append(txs, c.Tx(intake, &granttypes.MsgLoadChunk{
				Signer: chaintest.Officer(intake), Import: opened.Import.Id, Chunk: chunk, Path: proofs[chunk.Index].Aunts,
			}))
		}
		chunks = chunks[len(txs):]
		for _, r := range c.Block(c.Now.Add(time.Second), txs...) {
			require.True(t, r.OK(), r.Log)
		}
	}
}
