package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// lived is a register with a rotated key, a closed person and a person without a key.
func lived(t *testing.T) (*fixture, *types.GenesisState) {
	t.Helper()
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1), types.Enrolment{Ref: ref(4), AttrRoot: root(4)}), household(2, person(2))))
	_, err := f.msgs.RotateKey(f.ctx, &types.MsgRotateKey{Signer: holder(t, 1), NewKey: holderKey(9)})
	require.NoError(t, err)
	_, err = f.msgs.ClosePerson(f.ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(2)})
	require.NoError(t, err)
	gs, err := f.ExportGenesis(f.ctx)
	require.NoError(t, err)
	return f, gs
}

func TestGenesisComesBackTheSame(t *testing.T) {
	_, exported := lived(t)
	require.Equal(t, []types.RetiredKey{{Address: holder(t, 1), Person: ref(1)}}, exported.RetiredKeys)

	g := newFixture(t)
	require.NoError(t, g.InitGenesis(g.ctx, *exported))
	again, err := g.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again)
	g.requireInvariants(t)

	for _, n := range []byte{1, 2, 9} {
		rival := types.Enrolment{Ref: ref(7), AttrRoot: root(7), HolderKey: holderKey(n)}
		require.ErrorIs(t, g.enrol(t, household(7, rival)), types.ErrKeyUsed)
	}
}

func TestInitGenesisRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)
		err    error
	}{
		{name: "person twice", change: func(gs *types.GenesisState) { gs.Persons = append(gs.Persons, gs.Persons[0]) }, err: types.ErrPersonKnown},
		{name: "person malformed", change: func(gs *types.GenesisState) { gs.Persons[0].Ref = nil }, err: types.ErrRefMalformed},
		{name: "no status", change: func(gs *types.GenesisState) { gs.Persons[0].Status = 0 }, err: types.ErrGenesisInvalid},
		{name: "no organisation", change: func(gs *types.GenesisState) { gs.Persons[0].Organisation = 0 }, err: types.ErrGenesisInvalid},
		{name: "home of the nation", change: func(gs *types.GenesisState) { gs.Persons[0].HomeArea = "0" }, err: types.ErrAreaMalformed},
		{name: "home unknown", change: func(gs *types.GenesisState) { gs.Persons[0].HomeArea = "99" }, err: authoritytypes.ErrAreaUnknown},
		{name: "key twice", change: func(gs *types.GenesisState) { gs.Persons[0].HolderKey = gs.Persons[1].HolderKey }, err: types.ErrKeyUsed},
		{name: "key off the curve", change: func(gs *types.GenesisState) { gs.Persons[0].HolderKey = make([]byte, 33) }, err: types.ErrKeyMalformed},
		{name: "key retired", change: func(gs *types.GenesisState) { gs.Persons[0].HolderKey = holderKey(1) }, err: types.ErrKeyUsed},
		{name: "household twice", change: func(gs *types.GenesisState) { gs.Households[1].Ref = gs.Households[0].Ref }, err: types.ErrHouseholdKnown},
		{name: "household malformed", change: func(gs *types.GenesisState) { gs.Households[0].MemberRoot = nil }, err: types.ErrRootMalformed},
		{name: "household of nobody", change: func(gs *types.GenesisState) { gs.Households[0].Organisation = 0 }, err: types.ErrGenesisInvalid},
		{name: "household unknown area", change: func(gs *types.GenesisState) { gs.Households[0].HomeArea = "99" }, err: authoritytypes.ErrAreaUnknown},
		{name: "head unknown", change: func(gs *types.GenesisState) { gs.Households[0].Head = ref(8) }, err: types.ErrPersonUnknown},
		{name: "tag twice", change: func(gs *types.GenesisState) {
			gs.Tags = append(gs.Tags, types.LiveTag{Tag: gs.Tags[0].Tag, Person: ref(4)})
		}, err: types.ErrTagLive},
		{name: "class twice", change: func(gs *types.GenesisState) {
			gs.Tags = append(gs.Tags, types.LiveTag{Tag: types.Tag{Class: 1, Value: value(8)}, Person: ref(1)})
		}, err: types.ErrTagMalformed},
		{name: "tag of a stranger", change: func(gs *types.GenesisState) { gs.Tags[0].Person = ref(8) }, err: types.ErrPersonUnknown},
		{name: "tag of a closed person", change: func(gs *types.GenesisState) { gs.Tags[0].Person = ref(2) }, err: types.ErrPersonClosed},
		{name: "retired twice", change: func(gs *types.GenesisState) {
			gs.RetiredKeys = append(gs.RetiredKeys, gs.RetiredKeys[0])
		}, err: types.ErrKeyUsed},
		{name: "retired malformed", change: func(gs *types.GenesisState) { gs.RetiredKeys[0].Address = "x" }, err: types.ErrAddressMalformed},
		{name: "retired by a stranger", change: func(gs *types.GenesisState) { gs.RetiredKeys[0].Person = ref(8) }, err: types.ErrPersonUnknown},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, gs := lived(t)
			test.change(gs)
			g := newFixture(t)
			require.ErrorIs(t, g.InitGenesis(g.ctx, *gs), test.err)
		})
	}
}
