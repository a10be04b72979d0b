package keeper_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/beneficiary/keeper"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// epochModel knows which human being stands behind each person, which no register can. Each human being has one tag per class and epoch.
type epochModel struct {
	f      *fixture
	humans map[byte]int      // by person, while in the register
	class  map[byte][]uint32 // by person
	next   byte
}

func humanTag(human int, class, epoch uint32) types.Tag {
	h := sha256.Sum256(fmt.Appendf(nil, "%d %d %d", human, class, epoch))
	return types.Tag{Class: class, Value: h[:]}.In(epoch)
}

func (m *epochModel) epochs(t require.TestingT) types.TagEpochs {
	e, err := m.f.TagEpochs(m.f.ctx)
	require.NoError(t, err)
	return e
}

// send keeps what a message wrote only if it was accepted.
func (m *epochModel) send(do func(ctx sdk.Context) error) error {
	branch, commit := m.f.fresh().CacheContext()
	err := do(branch)
	if err == nil {
		commit()
	}
	return err
}

func (m *epochModel) holds(human int, class uint32) bool {
	for person, who := range m.humans {
		if who == human && slices.Contains(m.class[person], class) {
			return true
		}
	}
	return false
}

func (m *epochModel) enrol(t *rapid.T) {
	human, class := rapid.IntRange(1, 6).Draw(t, "human"), rapid.Uint32Range(1, 2).Draw(t, "class")
	e, n := m.epochs(t), m.next
	p := types.Enrolment{Ref: ref(n), AttrRoot: root(n), Tags: []types.Tag{humanTag(human, class, e.Current)}}
	if e.Open() {
		p.Tags = append(p.Tags, humanTag(human, class, e.Next))
	}
	forget := e.Open() && rapid.Bool().Draw(t, "forgets a tag")
	if forget {
		p.Tags = slices.Delete(p.Tags, 0, 1)
	}
	err := m.send(func(ctx sdk.Context) error {
		_, err := m.f.msgs.Enrol(ctx, &types.MsgEnrol{Signer: officer, Households: []types.HouseholdEnrolment{household(n, p)}})
		return err
	})
	switch {
	case forget:
		require.ErrorIs(t, err, types.ErrEpochPair)
	case m.holds(human, class):
		require.ErrorIs(t, err, types.ErrTagLive)
	default:
		require.NoError(t, err)
		m.humans[n], m.class[n] = human, []uint32{class}
		m.next++
	}
}

// person draws one who is in the register.
func (m *epochModel) person(t *rapid.T) byte {
	if len(m.humans) == 0 {
		t.Skip("nobody")
	}
	return rapid.SampledFrom(slices.Sorted(maps.Keys(m.humans))).Draw(t, "person")
}

func (m *epochModel) reissue(t *rapid.T) {
	n, e := m.person(t), m.epochs(t)
	class := rapid.SampledFrom(m.class[n]).Draw(t, "class")
	err := m.send(func(ctx sdk.Context) error {
		tag := types.LiveTag{Tag: humanTag(m.humans[n], class, max(e.Next, 1)), Person: ref(n)}
		_, err := m.f.msgs.ReissueTags(ctx, &types.MsgReissueTags{Signer: officer, Tags: []types.LiveTag{tag}})
		return err
	})
	if e.Open() {
		require.NoError(t, err)
		return
	}
	require.ErrorIs(t, err, types.ErrEpochWrong)
}

func (m *epochModel) close(t *rapid.T) {
	n := m.person(t)
	require.NoError(t, m.send(func(ctx sdk.Context) error {
		_, err := m.f.msgs.ClosePerson(ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(n)})
		return err
	}))
	delete(m.humans, n)
}

// merge joins two records of one human being in different classes.
func (m *epochModel) merge(t *rapid.T) {
	a := m.person(t)
	for _, b := range slices.Sorted(maps.Keys(m.humans)) {
		if a == b || m.humans[a] != m.humans[b] {
			continue
		}
		require.NoError(t, m.send(func(ctx sdk.Context) error {
			if _, err := m.f.msgs.ProposeMerger(ctx, &types.MsgProposeMerger{Signer: officer, Ref: ref(a), Into: ref(b)}); err != nil {
				return err
			}
			_, err := m.f.msgs.ConfirmMerger(ctx, &types.MsgConfirmMerger{Signer: county, Ref: ref(a), Into: ref(b)})
			return err
		}))
		m.class[b] = append(m.class[b], m.class[a]...)
		delete(m.humans, a)
		return
	}
}

func (m *epochModel) open(t *rapid.T) {
	e := m.epochs(t)
	epoch := e.Current + 1
	err := m.send(func(ctx sdk.Context) error {
		_, err := m.f.msgs.OpenEpoch(ctx, &types.MsgOpenEpoch{Signer: provinces, Epoch: epoch, PublicKey: value(byte(epoch))})
		return err
	})
	if e.Open() || e.Ended != 0 {
		require.ErrorIs(t, err, types.ErrEpochOpen)
		return
	}
	require.NoError(t, err)
}

func (m *epochModel) end(t *rapid.T) {
	e := m.epochs(t)
	epoch := e.Current
	if rapid.IntRange(0, 4).Draw(t, "gives up") == 0 {
		epoch = max(e.Next, 1)
	}
	err := m.send(func(ctx sdk.Context) error {
		_, err := m.f.msgs.EndEpoch(ctx, &types.MsgEndEpoch{Signer: provinces, Epoch: epoch})
		return err
	})
	if err != nil {
		require.True(t, !e.Open() || !e.Counted || e.Left > 0)
		return
	}
	if epoch == e.Current {
		for n, human := range m.humans {
			for _, class := range m.class[n] {
				res, err := m.f.queries.Tag(m.f.ctx, &types.QueryTagRequest{Class: class, Value: humanTag(human, class, e.Next).Value})
				require.NoError(t, err, "nobody is without a tag of the epoch that counts now")
				require.True(t, bytes.Equal(ref(n), res.Person))
			}
		}
	}
}

// Whatever is registered, issued again, closed, merged and opened or ended, nobody is in the register twice in a class.
func TestOneHumanOneTagAcrossEpochs(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := &epochModel{f: newFixture(t), humans: map[byte]int{}, class: map[byte][]uint32{}, next: 1}
		m.f.SetPerBlock(rapid.IntRange(1, 4).Draw(r, "tags per block"))
		r.Repeat(map[string]func(*rapid.T){
			"enrol": m.enrol, "enrol too": m.enrol, "reissue": m.reissue, "reissue too": m.reissue, "close": m.close, "merge": m.merge,
			"open": m.open, "end": m.end,
			"block": func(t *rapid.T) { require.NoError(t, m.f.EndBlock(m.f.ctx)) },
			"": func(t *rapid.T) {
				for _, invariant := range keeper.Invariants() {
					require.NoError(t, invariant.Check(m.f.ctx, m.f.Keeper), invariant.Name)
				}
				gs, err := m.f.ExportGenesis(m.f.ctx)
				require.NoError(t, err)
				require.NoError(t, gs.Validate())
			},
		})
	})
}
