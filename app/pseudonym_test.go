package app_test

import (
	"crypto/rand"
	"crypto/sha256"
	"testing"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	"github.com/reliefchain/relief/x/pseudonym/keeper"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Blocks of the phases in these tests.
const phaseBlocks, activationBlocks = 6, 3

// trustees are the provinces of a chain with their secrets.
type trustees struct {
	*testing.T
	chain  *chaintest.Chain
	shares map[string]oprf.Share
}

func newTrustees(t *testing.T, set chaintest.Settings, modes ...chaintest.Mode) *trustees {
	t.Helper()
	c := chaintest.New(t, set.Seats(), func(a *app.App, g *app.Genesis) error {
		if err := set.World(a, g); err != nil {
			return err
		}
		return g.EditPseudonyms(func(s *pseudonymtypes.GenesisState) error {
			s.Params.PhaseBlocks, s.Params.ActivationBlocks = phaseBlocks, activationBlocks
			return nil
		})
	}, modes...)
	return &trustees{T: t, chain: c, shares: map[string]oprf.Share{}}
}

func operatorOf(province string) string {
	return sdk.ValAddress(chaintest.Address(chaintest.Operator(province))).String()
}

// open opens a ceremony by vote.
func (t *trustees) open(kind pseudonymtypes.CeremonyKind, lost ...uint32) {
	t.Helper()
	_, err := t.chain.Decide("beijing", &pseudonymtypes.MsgOpenCeremony{Authority: app.Governance(), Kind: kind, Epoch: 1, Lost: lost},
		chaintest.Provinces[:4]...)
	require.NoError(t, err)
	c, _ := t.ceremony()
	require.True(t, c.IsOpen(), "%s", c.Phase)
}

// ceremony reads it as a node does.
func (t *trustees) ceremony() (pseudonymtypes.Ceremony, oprf.Ceremony) {
	t.Helper()
	res, err := keeper.NewQueryServer(t.chain.App().Pseudonym).Ceremony(t.chain.Context(), &pseudonymtypes.QueryCeremonyRequest{})
	require.NoError(t, err)
	protocol, err := res.Ceremony.Protocol(chaintest.ChainID, res.Offers, res.Dealings)
	require.NoError(t, err)
	return res.Ceremony, protocol
}

// member is a province's secret side; what it deals in a resharing is its share.
func (t *trustees) member(province string, protocol oprf.Ceremony) oprf.Member {
	t.Helper()
	var old *oprf.Share
	if share, has := t.shares[province]; has {
		old = &share
	}
	member, err := oprf.NewMember(sha256.Sum256([]byte("seed of "+province)), protocol, chaintest.Organisations[province], old)
	require.NoError(t, err)
	return member
}

func (t *trustees) offer(provinces ...string) {
	t.Helper()
	c, protocol := t.ceremony()
	for _, p := range provinces {
		o, err := t.member(p, protocol).Offer(rand.Reader, protocol)
		require.NoError(t, err)
		msg := &pseudonymtypes.MsgOffer{
			Operator: operatorOf(p), Ceremony: c.Number, Encryption: o.Encryption.Bytes(), EncryptionProof: o.EncryptionProof[:],
			Commitments: oprf.Encode(o.Commitments),
		}
		if len(o.Commitments) > 0 {
			msg.KeyProof = o.KeyProof[:]
		}
		t.chain.MustSend(chaintest.Operator(p), msg)
	}
}

// deal sends dealings; spoil changes one.
func (t *trustees) deal(spoil func(province string, m *pseudonymtypes.MsgDeal), provinces ...string) {
	t.Helper()
	c, protocol := t.ceremony()
	for _, p := range provinces {
		d, err := t.member(p, protocol).Deal(protocol)
		require.NoError(t, err)
		msg := &pseudonymtypes.MsgDeal{Operator: operatorOf(p), Ceremony: c.Number}
		for _, sealed := range d.Sealed {
			msg.Sealed = append(msg.Sealed, append([]byte(nil), sealed[:]...))
		}
		if spoil != nil {
			spoil(p, msg)
		}
		t.chain.MustSend(chaintest.Operator(p), msg)
	}
}

// complain lets provinces complain and gives how many complaints there were.
func (t *trustees) complain(provinces ...string) (n int) {
	t.Helper()
	for _, p := range provinces {
		c, protocol := t.ceremony()
		complaints, err := t.member(p, protocol).Complaints(rand.Reader, protocol)
		require.NoError(t, err)
		for _, m := range complaints {
			r := t.chain.Send(chaintest.Operator(p), &pseudonymtypes.MsgComplain{
				Operator: operatorOf(p), Ceremony: c.Number, Dealer: m.Dealer, Secret: m.Secret.Bytes(), Proof: m.Proof[:],
			})
			require.True(t, r.OK(), r.Log)
			n++
		}
	}
	return n
}

// finish waits for the end of the ceremony and gives each province its share, then until it takes effect.
func (t *trustees) finish(provinces ...string) pseudonymtypes.KeySet {
	t.Helper()
	for range phaseBlocks + 1 {
		t.chain.Block(t.chain.Now.Add(time.Second))
	}
	c, protocol := t.ceremony()
	require.Equal(t, pseudonymtypes.CEREMONY_PHASE_DONE, c.Phase)
	next := map[string]oprf.Share{}
	for _, p := range provinces {
		share, err := t.member(p, protocol).Share(protocol)
		require.NoError(t, err)
		next[p] = share
	}
	t.shares = next
	for range activationBlocks + 1 {
		t.chain.Block(t.chain.Now.Add(time.Second))
	}
	set, err := t.chain.App().Pseudonym.ActiveKeySet(t.chain.Context(), 1)
	require.NoError(t, err)
	return set
}

// tag has a request recorded and answered by some provinces.
func (t *trustees) tag(set pseudonymtypes.KeySet, identity string, provinces ...string) oprf.Tag {
	t.Helper()
	input, err := oprf.Input(1, []byte(identity))
	require.NoError(t, err)
	request, secrets, err := oprf.Blind(rand.Reader, set.Epoch, [][]byte{input})
	require.NoError(t, err)
	hash := request.Hash()
	t.chain.MustSend("dehua-intake", &pseudonymtypes.MsgRequestTags{
		Signer: chaintest.Officer("dehua-intake"), Epoch: set.Epoch, Kind: pseudonymtypes.CASE_KIND_INTAKE, Ref: chaintest.Ref("household " + identity),
		Hash: hash[:], Elements: 1,
	})
	parsed, err := set.Parse()
	require.NoError(t, err)
	var partials []oprf.Partial
	for _, p := range provinces {
		partial, err := oprf.Evaluate(rand.Reader, t.shares[p], request)
		require.NoError(t, err)
		partials = append(partials, partial)
	}
	combined, err := oprf.Combine(parsed, request, partials)
	require.NoError(t, err)
	tags, err := secrets.Finalize(combined.Evaluated)
	require.NoError(t, err)
	return tags[0]
}

// Four provinces make a key by messages and tags with it; a fifth joins, all share the key anew, and the tags stay.
func TestKeyByCeremonyStaysThroughResharing(t *testing.T) {
	t.Parallel()
	four, five := chaintest.Provinces[:4], chaintest.Provinces[:5]
	k := newTrustees(t, chaintest.Settings{Candidate: true})
	k.open(pseudonymtypes.CEREMONY_KIND_DKG)
	k.offer(four...)
	k.deal(nil, four...)
	require.Zero(t, k.complain(four...))
	set := k.finish(four...)
	require.Equal(t, pseudonymtypes.ORIGIN_DKG, set.Origin)
	require.EqualValues(t, 3, set.Threshold)
	first := k.tag(set, "somebody", four[:3]...)
	require.Equal(t, first, k.tag(set, "somebody", four[1:]...), "any three give the tag")
	require.NotEqual(t, first, k.tag(set, "somebody else", four...))

	key := chaintest.SeatKey(4)
	height, signature := k.chain.Possession(operatorOf("shanghai"), key)
	k.chain.MustSend(chaintest.Operator("shanghai"), &validatortypes.MsgActivateSeat{Operator: operatorOf("shanghai"), Height: height, Signature: signature})
	k.open(pseudonymtypes.CEREMONY_KIND_RESHARE)
	k.offer(five...)
	k.deal(nil, four...)
	require.Zero(t, k.complain(five...))
	next := k.finish(five...)
	require.EqualValues(t, 1, next.Generation)
	require.EqualValues(t, 4, next.Threshold)
	require.Equal(t, set.PublicKey, next.PublicKey)
	require.Equal(t, first, k.tag(next, "somebody", five[1:]...))
	k.chain.Export()
}

// A province that deals wrong shares is named and left out; one that lost its share gets another in a resharing.
func TestCheatIsLeftOutAndLossIsMade(t *testing.T) {
	four := chaintest.Provinces[:4]
	k := newTrustees(t, chaintest.Settings{}, chaintest.Straight)
	k.open(pseudonymtypes.CEREMONY_KIND_DKG)
	k.offer(four...)
	k.deal(func(province string, m *pseudonymtypes.MsgDeal) {
		if province == "hebei" {
			m.Sealed[0][7] ^= 1
		}
	}, four...)
	require.Equal(t, 1, k.complain(four...))
	honest := []string{"beijing", "fujian", "tianjin"}
	set := k.finish(honest...)
	c, _ := k.ceremony()
	require.Equal(t, []pseudonymtypes.Fault{{Organisation: chaintest.Organisations["hebei"], Kind: pseudonymtypes.FAULT_KIND_BAD_DEALING}}, c.Faults)
	require.Len(t, set.Trustees, 3)
	first := k.tag(set, "somebody", honest...)

	k.open(pseudonymtypes.CEREMONY_KIND_RESHARE)
	k.offer(four...)
	k.deal(nil, honest...)
	require.Zero(t, k.complain(four...))
	set = k.finish(four...)
	require.Equal(t, first, k.tag(set, "somebody", "hebei", "fujian", "tianjin"))

	delete(k.shares, "fujian")
	k.open(pseudonymtypes.CEREMONY_KIND_RESHARE, chaintest.Organisations["fujian"])
	k.offer(four...)
	k.deal(nil, "beijing", "hebei", "tianjin")
	set = k.finish(four...)
	require.Equal(t, first, k.tag(set, "somebody", "hebei", "fujian", "tianjin"))
}

// A ceremony with too few provinces fails at its deadline, and another may be opened.
func TestCeremonyFails(t *testing.T) {
	k := newTrustees(t, chaintest.Settings{}, chaintest.Straight)
	k.open(pseudonymtypes.CEREMONY_KIND_DKG)
	k.offer("beijing", "hebei")
	for range phaseBlocks {
		k.chain.Block(k.chain.Now.Add(time.Second))
	}
	c, _ := k.ceremony()
	require.Equal(t, pseudonymtypes.CEREMONY_PHASE_FAILED, c.Phase)
	require.Len(t, c.Faults, 2)
	k.open(pseudonymtypes.CEREMONY_KIND_DKG)
}
