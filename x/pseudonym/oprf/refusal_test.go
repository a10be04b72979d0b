package oprf

import (
	"fmt"
	"testing"

	"github.com/cloudflare/circl/group"
	"github.com/stretchr/testify/require"
)

// Who complains about a good share is named in the dealer's place; a complaint that can't be judged names nobody.
func TestFalseComplaint(t *testing.T) {
	random := seeded(4)
	c, err := NewCeremony(ceremonyID(1), 1, 3, count(4))
	require.NoError(t, err)
	p := start(t, random, c, nil)
	p.offers(t)
	p.dealings(t, honest)
	complaint, err := p.members[4].complain(random, p.Ceremony, 1)
	require.NoError(t, err)
	for _, test := range []struct {
		name   string
		change func(*Complaint)
		want   error
	}{
		{name: "about another dealer", change: func(m *Complaint) { m.Dealer = 2 }, want: ErrProofInvalid},
		{name: "in another's name", change: func(m *Complaint) { m.Receiver = 3 }, want: ErrProofInvalid},
		{name: "by nobody", change: func(m *Complaint) { m.Receiver = 9 }, want: ErrTrusteeUnknown},
		{name: "about nobody", change: func(m *Complaint) { m.Dealer = 9 }, want: ErrTrusteeUnknown},
		{name: "another secret", change: func(m *Complaint) { m.Secret = p.Offers[0].Encryption }, want: ErrProofInvalid},
		{name: "no secret", change: func(m *Complaint) { m.Secret = Point{} }, want: ErrPointMalformed},
		{name: "proof not reduced", change: func(m *Complaint) { m.Proof[31] |= 0xf0 }, want: ErrProofMalformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := complaint
			test.change(&changed)
			_, _, err := p.AddComplaint(changed)
			require.ErrorIs(t, err, test.want)
			require.Empty(t, p.Faults)
		})
	}
	next, fault, err := p.AddComplaint(complaint)
	require.NoError(t, err)
	require.Equal(t, Fault{4, FaultFalseComplaint}, fault)
	require.Empty(t, p.Faults, "the value before is unchanged")
	require.Equal(t, []uint32{1, 2, 3}, next.Trustees())
	_, _, err = next.AddComplaint(complaint)
	require.ErrorIs(t, err, ErrTrusteeUnknown)
	p.Ceremony = next
	set, _ := p.finish(t)
	require.Equal(t, []uint32{1, 2, 3}, set.Indexes())
	_, err = p.members[4].Share(p.Ceremony)
	require.ErrorIs(t, err, ErrExcluded)
}

func TestOfferRefusals(t *testing.T) {
	random := seeded(5)
	c, err := NewCeremony(ceremonyID(1), 1, 3, count(4))
	require.NoError(t, err)
	other, err := NewCeremony(ceremonyID(2), 1, 3, count(4))
	require.NoError(t, err)
	p := start(t, random, c, nil)
	victim, err := p.members[1].Offer(random, c)
	require.NoError(t, err)
	elsewhere, err := p.members[2].Offer(random, other)
	require.NoError(t, err)
	tests := []struct {
		name   string
		change func(*Offer)
		want   error
	}{
		{name: "good", change: func(*Offer) {}},
		{name: "another's encryption key", change: func(o *Offer) { o.Encryption, o.EncryptionProof = victim.Encryption, victim.EncryptionProof }, want: ErrProofInvalid},
		{name: "another's commitments", change: func(o *Offer) { o.Commitments, o.KeyProof = victim.Commitments, victim.KeyProof }, want: ErrProofInvalid},
		{name: "rogue key", change: func(o *Offer) {
			rogue := curve.NewElement().Neg(victim.Commitments[0].element)
			o.Commitments[0] = Point{rogue.Add(rogue, o.Commitments[0].element)}
		}, want: ErrProofInvalid},
		{name: "proofs of another ceremony", change: func(o *Offer) { *o = elsewhere }, want: ErrProofInvalid},
		{name: "proofs swapped", change: func(o *Offer) { o.EncryptionProof, o.KeyProof = o.KeyProof, o.EncryptionProof }, want: ErrProofInvalid},
		{name: "lower degree", change: func(o *Offer) { o.Commitments = o.Commitments[:2] }, want: ErrMessageInvalid},
		{name: "degree hidden by the identity", change: func(o *Offer) { o.Commitments[2] = Point{curve.Identity()} }, want: ErrPointMalformed},
		{name: "higher degree", change: func(o *Offer) { o.Commitments = append(o.Commitments, o.Commitments[0]) }, want: ErrMessageInvalid},
		{name: "stranger", change: func(o *Offer) { o.Index = 9 }, want: ErrTrusteeUnknown},
		{name: "no encryption key", change: func(o *Offer) { o.Encryption = Point{} }, want: ErrPointMalformed},
		{name: "empty proof", change: func(o *Offer) { o.EncryptionProof = Proof{} }, want: ErrProofMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			offer, err := p.members[2].Offer(random, c)
			require.NoError(t, err)
			test.change(&offer)
			next, err := c.AddOffer(offer)
			require.ErrorIs(t, err, test.want)
			if test.want == nil {
				_, err = next.AddOffer(offer)
				require.ErrorIs(t, err, ErrMessageTwice)
				require.Empty(t, c.Offers)
			}
		})
	}
}

// In a resharing a dealer must commit to its old share, and a newcomer to nothing.
func TestReshareRefusals(t *testing.T) {
	random := seeded(6)
	set, shares := newKey(t, random, 3, count(4))
	c, err := NewResharing(ceremonyID(2), set, 3, []uint32{2, 3, 4, 5})
	require.NoError(t, err)
	p := start(t, random, c, shares)
	_, err = NewMember([32]byte{}, c, 1, nil)
	require.ErrorIs(t, err, ErrShareForeign)
	_, err = NewMember([32]byte{}, c, 1, &shares[1])
	require.ErrorIs(t, err, ErrShareForeign)
	_, err = NewMember([32]byte{}, c, 9, nil)
	require.ErrorIs(t, err, ErrTrusteeUnknown)

	fresh := p.members[1]
	fresh.coefficients = append([]group.Scalar{scalarOf(7)}, fresh.coefficients[1:]...)
	offer, err := fresh.Offer(random, c)
	require.NoError(t, err)
	_, err = c.AddOffer(offer)
	require.ErrorIs(t, err, ErrMessageInvalid)
	newcomer := p.members[5]
	newcomer.coefficients = p.members[1].coefficients
	offer, err = newcomer.Offer(random, c)
	require.NoError(t, err)
	_, err = c.AddOffer(offer)
	require.ErrorIs(t, err, ErrMessageInvalid)
	require.Equal(t, "trustee 5 in a ceremony", fmt.Sprintf("%#v", newcomer))
}

// Every message survives its encoding, and its parser is as strict as the rest.
func TestMessageEncodings(t *testing.T) {
	random := seeded(9)
	set, shares := newKey(t, random, 2, count(3))
	public, err := ParseShares(set.Indexes(), Encode([]Point{set.Shares[0].Commitment, set.Shares[1].Commitment, set.Shares[2].Commitment}))
	require.NoError(t, err)
	again := set
	again.Shares = public
	require.Equal(t, set.Digest(), again.Digest())
	_, err = ParseShares(count(2), nil)
	require.ErrorIs(t, err, ErrKeySetInvalid)

	c, err := NewResharing(ceremonyID(2), set, 2, []uint32{2, 3, 4})
	require.NoError(t, err)
	p := start(t, random, c, shares)
	for _, index := range c.members() {
		o, err := p.members[index].Offer(random, c)
		require.NoError(t, err)
		parsed, err := ParseOffer(index, o.Encryption.Bytes(), o.EncryptionProof[:], Encode(o.Commitments), o.KeyProof[:])
		require.NoError(t, err)
		p.Ceremony, err = p.AddOffer(parsed)
		require.NoError(t, err)
		_, err = ParseOffer(index, o.Encryption.Bytes(), o.EncryptionProof[:63], Encode(o.Commitments), o.KeyProof[:])
		require.ErrorIs(t, err, ErrProofMalformed)
		_, err = ParseOffer(index, nil, o.EncryptionProof[:], nil, nil)
		require.ErrorIs(t, err, ErrPointMalformed)
		_, err = ParseOffer(index, o.Encryption.Bytes(), o.EncryptionProof[:], make([][]byte, MaxTrustees+1), nil)
		require.ErrorIs(t, err, ErrMessageInvalid)
	}
	newcomer, found := p.offer(4)
	require.True(t, found)
	_, err = ParseOffer(4, newcomer.Encryption.Bytes(), newcomer.EncryptionProof[:], nil, nil)
	require.NoError(t, err)
	p.advance(t)
	d, err := p.members[1].Deal(p.Ceremony)
	require.NoError(t, err)
	parsed, err := ParseDealing(1, [][]byte{d.Sealed[0][:], d.Sealed[1][:], d.Sealed[2][:]})
	require.NoError(t, err)
	require.Equal(t, d, parsed)
	_, err = ParseDealing(1, [][]byte{d.Sealed[0][:31]})
	require.ErrorIs(t, err, ErrMessageInvalid)
	_, err = ParseDealing(1, make([][]byte, MaxTrustees+1))
	require.ErrorIs(t, err, ErrMessageInvalid)
	p.dealings(t, honest)
	m, err := p.members[4].complain(random, p.Ceremony, 1)
	require.NoError(t, err)
	complaint, err := ParseComplaint(4, 1, m.Secret.Bytes(), m.Proof[:])
	require.NoError(t, err)
	_, fault, err := p.AddComplaint(complaint)
	require.NoError(t, err)
	require.Equal(t, Fault{4, FaultFalseComplaint}, fault)
	_, err = ParseComplaint(4, 1, nil, m.Proof[:])
	require.ErrorIs(t, err, ErrPointMalformed)
	_, err = ParseComplaint(4, 1, m.Secret.Bytes(), nil)
	require.ErrorIs(t, err, ErrProofMalformed)
}

// Messages out of their phase are refused.
func TestPhases(t *testing.T) {
	random := seeded(8)
	c, err := NewCeremony(ceremonyID(1), 1, 2, count(2))
	require.NoError(t, err)
	p := start(t, random, c, nil)
	_, err = p.AddDealing(Dealing{Dealer: 1})
	require.ErrorIs(t, err, ErrPhaseWrong)
	_, err = p.members[1].Deal(p.Ceremony)
	require.ErrorIs(t, err, ErrPhaseWrong)
	_, err = p.members[1].Complaints(random, p.Ceremony)
	require.ErrorIs(t, err, ErrPhaseWrong)
	_, err = p.Result()
	require.ErrorIs(t, err, ErrPhaseWrong)
	p.offers(t)
	_, err = p.AddOffer(Offer{Index: 1})
	require.ErrorIs(t, err, ErrPhaseWrong)
	_, _, err = p.AddComplaint(Complaint{})
	require.ErrorIs(t, err, ErrPhaseWrong)
	_, err = p.AddDealing(Dealing{Dealer: 9})
	require.ErrorIs(t, err, ErrTrusteeUnknown)
	_, err = p.AddDealing(Dealing{Dealer: 1, Sealed: make([]Sealed, 3)})
	require.ErrorIs(t, err, ErrMessageInvalid)
	dealing, err := p.members[1].Deal(p.Ceremony)
	require.NoError(t, err)
	once, err := p.AddDealing(dealing)
	require.NoError(t, err)
	_, err = once.AddDealing(dealing)
	require.ErrorIs(t, err, ErrMessageTwice)
	p.dealings(t, honest)
	p.finish(t)
	_, err = p.Advance()
	require.ErrorIs(t, err, ErrPhaseWrong)

	_, err = NewCeremony(ceremonyID(1), 0, 2, count(2))
	require.ErrorIs(t, err, ErrKeySetInvalid)
	_, err = NewCeremony(ceremonyID(1), 1, 1, count(2))
	require.ErrorIs(t, err, ErrKeySetInvalid)
	_, err = NewResharing(ceremonyID(1), KeySet{}, 1, count(1))
	require.ErrorIs(t, err, ErrKeySetInvalid)
}
