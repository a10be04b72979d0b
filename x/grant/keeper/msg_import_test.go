package keeper_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/cometbft/cometbft/crypto/merkle"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// testRegister is a register of three chunks with three households each, two persons in each.
type testRegister struct {
	root   []byte
	proofs []*merkle.Proof
	chunks []types.ImportChunk
	totals types.ImportTotals
}

func newRegister(t *testing.T, edit func([]types.ImportChunk)) testRegister {
	t.Helper()
	r := testRegister{chunks: make([]types.ImportChunk, 3)}
	person := func(n uint32) beneficiarytypes.Enrolment {
		return beneficiarytypes.Enrolment{
			Ref: binary.BigEndian.AppendUint32(make([]byte, 12), n), AttrRoot: make([]byte, 32),
			Tags: []beneficiarytypes.Tag{{Class: class, Value: binary.BigEndian.AppendUint32(make([]byte, 28), n)}},
		}
	}
	for i := range r.chunks {
		r.chunks[i].Index = uint32(i)
		for j := range uint32(3) {
			n := 1000 + uint32(i)*10 + j
			r.chunks[i].Rows = append(r.chunks[i].Rows, types.ImportRow{
				Household: beneficiarytypes.HouseholdEnrolment{
					Ref: person(n).Ref, MemberRoot: make([]byte, 32), Area: "350526", Persons: []beneficiarytypes.Enrolment{person(n), person(n + 500)},
				},
				Schedule: schedule(jan+12, from(jan, 100), from(jan+6, 110)),
			})
		}
	}
	if edit != nil {
		edit(r.chunks)
	}
	items := make([][]byte, len(r.chunks))
	for i, chunk := range r.chunks {
		var err error
		items[i], err = chunk.Marshal()
		require.NoError(t, err)
		totals, err := chunk.Totals()
		require.NoError(t, err)
		r.totals, err = r.totals.Add(totals)
		require.NoError(t, err)
	}
	r.root, r.proofs = merkle.ProofsFromByteSlices(items)
	return r
}

func (r testRegister) open(e *env, roll uint32) *types.MsgOpenImport {
	return &types.MsgOpenImport{Signer: e.approver, Roll: roll, Root: r.root, Chunks: uint32(len(r.chunks)), Totals: r.totals}
}

func (r testRegister) load(e *env, i int) *types.MsgLoadChunk {
	return &types.MsgLoadChunk{Signer: e.intake, Import: 1, Chunk: r.chunks[i], Path: r.proofs[i].Aunts}
}

func TestImportLoadsARegister(t *testing.T) {
	e, roll := world(t)
	r := newRegister(t, nil)
	require.Equal(t, 6, r.load(e, 0).Items())
	ok(e, e.msg.OpenImport, r.open(e, roll))
	require.Equal(t, uint64(9*1260), e.ledger(2, 2024).Reserved)
	for i := range r.chunks {
		fails(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: []uint32{roll}, Period: uint32(jan)}, types.ErrImportOpen)
		require.Equal(t, uint32(i)+1, ok(e, e.msg.LoadChunk, r.load(e, i)).NextChunk)
		e.invariants()
	}
	require.Equal(t, &types.EventImportDone{Import: 1}, e.lastEvent())
	require.Zero(t, e.roll(roll).OpenImport)
	grant := e.grant(types.NewGrantID(roll, 9)).Grant
	require.Equal(t, uint64(1), grant.Import)
	require.Equal(t, uint32(2), grant.Persons)
	require.Equal(t, e.approver, grant.Approver)
	require.Equal(t, uint64(900), e.paid(jan, roll).PaidAmount)
	fails(e, e.msg.LoadChunk, r.load(e, 2), types.ErrImportClosed)
	fails(e, e.msg.OpenImport, r.open(e, roll), types.ErrImportKnown)
	res, err := e.query.Import(e.ctx, &types.QueryImportRequest{Root: r.root})
	require.NoError(t, err)
	require.Equal(t, types.IMPORT_STATUS_DONE, res.Import.Status)
	e.invariants()
}

func TestLoadChunkRefuses(t *testing.T) {
	e, roll := world(t)
	r := newRegister(t, nil)
	ok(e, e.msg.OpenImport, r.open(e, roll))
	e.invariants()
	sameAddress := e.officer(3, 2, authoritytypes.ROLE_INTAKE)
	tests := []struct {
		name   string
		change func(*types.MsgLoadChunk)
		want   error
	}{
		{name: "role", change: func(m *types.MsgLoadChunk) { m.Signer = e.approver }, want: errDenied},
		{name: "same person", change: func(m *types.MsgLoadChunk) { m.Signer = sameAddress }, want: types.ErrSelfDealing},
		{name: "later chunk", change: func(m *types.MsgLoadChunk) { *m = *r.load(e, 1) }, want: types.ErrChunkOrder},
		{name: "other bytes", change: func(m *types.MsgLoadChunk) { m.Chunk.Rows = m.Chunk.Rows[:2] }, want: types.ErrChunkProof},
		{name: "path", change: func(m *types.MsgLoadChunk) { m.Path = r.proofs[1].Aunts }, want: types.ErrChunkProof},
		{name: "unknown import", change: func(m *types.MsgLoadChunk) { m.Import = 2 }, want: types.ErrImportUnknown},
		{name: "shape", change: func(m *types.MsgLoadChunk) { m.Path = [][]byte{{1}} }, want: types.ErrInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := r.load(e, 0)
			tc.change(msg)
			fails(e, e.msg.LoadChunk, msg, tc.want)
		})
	}
}

// Neither who opens an import nor who loads it has a declared interest in one of its persons.
func TestLoadChunkOfADeclaredInterest(t *testing.T) {
	e, roll := world(t)
	r := newRegister(t, nil)
	ok(e, e.msg.OpenImport, r.open(e, roll))
	member := r.chunks[0].Rows[1].Household.Persons[1].Ref
	for name, person := range map[string]byte{"approver": 3, "intake": 4} {
		t.Run(name, func(t *testing.T) {
			e.authority.interests = map[string][][]byte{string(bytes.Repeat([]byte{person}, 32)): {member}}
			fails(e, e.msg.LoadChunk, r.load(e, 0), authoritytypes.ErrInterestDeclared)
		})
	}
	e.authority.interests = map[string][][]byte{string(bytes.Repeat([]byte{5}, 32)): {member}}
	ok(e, e.msg.LoadChunk, r.load(e, 0))
}

func TestLoadChunkChecksTheRows(t *testing.T) {
	tests := []struct {
		name   string
		before func(*env, uint32)
		edit   func([]types.ImportChunk)
		open   func(*types.MsgOpenImport)
		want   error
	}{
		{name: "area", edit: func(c []types.ImportChunk) { c[0].Rows[0].Household.Area = "44" }, want: types.ErrAreaOutside},
		{name: "sealed period", before: func(e *env, roll uint32) { e.paid(jan, roll) }, want: types.ErrPeriodSealed},
		{name: "standard", edit: func(c []types.ImportChunk) { c[0].Rows[0].Schedule = schedule(jan+1, from(jan, 2001)) }, want: types.ErrAboveStandard},
		{name: "no tag", edit: func(c []types.ImportChunk) { c[0].Rows[0].Household.Persons[0].Tags = nil }, want: types.ErrTagMissing},
		{
			name: "payee twice", want: errTagTaken,
			edit: func(c []types.ImportChunk) { c[0].Rows[1].Household.Persons[0] = c[0].Rows[0].Household.Persons[0] },
		},
		{name: "more rows than sealed", open: func(m *types.MsgOpenImport) { m.Totals.Rows = 3; m.Totals.Persons = 18 }, want: types.ErrImportTotals},
		{name: "more money than sealed", open: func(m *types.MsgOpenImport) { m.Totals.Amounts[0].Amount = 3779 }, want: types.ErrImportTotals},
		{name: "less money than sealed", open: func(m *types.MsgOpenImport) { m.Totals.Amounts[0].Amount++ }, want: types.ErrImportTotals},
		{name: "less persons than sealed", open: func(m *types.MsgOpenImport) { m.Totals.Persons++ }, want: types.ErrImportTotals},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			e, roll := world(t)
			ok(e, e.msg.SetStandard, &types.MsgSetStandard{
				Signer: e.programmer, Standard: types.Standard{Programme: 1, Area: "35", FromPeriod: uint32(jan), Amount: 1000},
			})
			r := newRegister(t, tc.edit)
			open := r.open(e, roll)
			if tc.open != nil {
				tc.open(open)
			}
			if tc.before != nil {
				tc.before(e, roll)
			}
			ok(e, e.msg.OpenImport, open)
			var err error
			for i := range r.chunks {
				if _, err = do(e, e.msg.LoadChunk, r.load(e, i)); err != nil {
					break
				}
			}
			require.ErrorIs(t, err, tc.want)
			e.invariants()
		})
	}
}

func TestOpenImportRefuses(t *testing.T) {
	e, roll := world(t)
	r := newRegister(t, nil)
	tests := []struct {
		name   string
		change func(*types.MsgOpenImport)
		want   error
	}{
		{name: "role", change: func(m *types.MsgOpenImport) { m.Signer = e.intake }, want: errDenied},
		{name: "budget", change: func(m *types.MsgOpenImport) { m.Totals.Amounts = []types.YearAmount{{Year: 2024, Amount: 1_000_001}} }, want: types.ErrBudgetExceeded},
		{name: "past year", change: func(m *types.MsgOpenImport) { m.Totals.Amounts = []types.YearAmount{{Year: 2023, Amount: 1}} }, want: types.ErrPeriodSealed},
		{name: "rows", change: func(m *types.MsgOpenImport) { m.Totals.Rows = 2 }, want: types.ErrInvalid},
		{name: "root", change: func(m *types.MsgOpenImport) { m.Root = nil }, want: types.ErrInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := r.open(e, roll)
			tc.change(msg)
			fails(e, e.msg.OpenImport, msg, tc.want)
		})
	}
	ok(e, e.msg.OpenImport, r.open(e, roll))
	other := r.open(e, roll)
	other.Root = make([]byte, 32)
	fails(e, e.msg.OpenImport, other, types.ErrImportOpen)
}

func TestCloseImportKeepsWhatIsLoaded(t *testing.T) {
	e, roll := world(t)
	r := newRegister(t, nil)
	ok(e, e.msg.OpenImport, r.open(e, roll))
	ok(e, e.msg.LoadChunk, r.load(e, 0))
	fails(e, e.msg.CloseImport, &types.MsgCloseImport{Signer: e.intake, Import: 1}, errDenied)
	fails(e, e.msg.CloseImport, &types.MsgCloseImport{Signer: e.approver, Import: 2}, types.ErrImportUnknown)

	ok(e, e.msg.CloseImport, &types.MsgCloseImport{Signer: e.approver, Import: 1})
	require.Equal(t, &types.EventImportClosed{Import: 1, Rows: 3}, e.lastEvent())
	require.Equal(t, uint64(3*1260), e.ledger(2, 2024).Reserved)
	e.invariants()

	fails(e, e.msg.LoadChunk, r.load(e, 1), types.ErrImportClosed)
	fails(e, e.msg.CloseImport, &types.MsgCloseImport{Signer: e.approver, Import: 1}, types.ErrImportClosed)
	fails(e, e.msg.OpenImport, r.open(e, roll), types.ErrImportKnown)
	ok(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: []uint32{roll}, Period: uint32(jan)})
}
