package oprf

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/zk/dl"
	"github.com/cloudflare/circl/zk/dleq"
)

// SeedLength is the length of a member's seed, bytes.
const SeedLength = 32

// Member is a trustee's secret side of one ceremony. All of it comes from a seed, which is the only thing a node must keep
// until it has its share. Printing it shows no secret.
type Member struct {
	index        uint32
	encryption   group.Scalar
	coefficients []group.Scalar // of a dealer
}

// NewMember joins a ceremony as a trustee. The seed is 32 secret random bytes; a dealer of a resharing gives its old share too.
func NewMember(seed [SeedLength]byte, c Ceremony, index uint32, old *Share) (Member, error) {
	deals := slices.Contains(c.Dealers, index)
	if !deals && !slices.Contains(c.Receivers, index) {
		return Member{}, errorsmod.Wrapf(ErrTrusteeUnknown, "trustee %d", index)
	}
	derive := func(purpose string, n uint32) group.Scalar {
		b := binary.BigEndian.AppendUint32(slices.Concat(seed[:], c.context(), userID(index)), n)
		return curve.HashToScalar(b, []byte("relief-oprf-member-v1-"+purpose))
	}
	m := Member{index: index, encryption: derive("encryption", 0)}
	if !deals {
		return m, nil
	}
	for k := range c.Threshold {
		m.coefficients = append(m.coefficients, derive("coefficient", k))
	}
	if c.Old != nil {
		if old == nil {
			return Member{}, errorsmod.Wrap(ErrShareForeign, "a resharing needs the old share")
		}
		if err := old.Belongs(*c.Old); err != nil {
			return Member{}, err
		}
		if old.Index != index {
			return Member{}, errorsmod.Wrapf(ErrShareForeign, "share of trustee %d", old.Index)
		}
		m.coefficients[0] = old.scalar
	}
	return m, nil
}

// Format prints the index only, whatever the verb.
func (m Member) Format(state fmt.State, _ rune) {
	_, _ = fmt.Fprintf(state, "trustee %d in a ceremony", m.index)
}

// Offer gives what the trustee sends first.
func (m Member) Offer(random io.Reader, c Ceremony) (Offer, error) {
	o := Offer{Index: m.index}
	var err error
	if o.Encryption, o.EncryptionProof, err = m.knows(random, c, "encryption", m.encryption); err != nil {
		return Offer{}, err
	}
	for _, coefficient := range m.coefficients {
		o.Commitments = append(o.Commitments, Point{curve.NewElement().MulGen(coefficient)})
	}
	if len(m.coefficients) > 0 {
		if _, o.KeyProof, err = m.knows(random, c, "key", m.coefficients[0]); err != nil {
			return Offer{}, err
		}
	}
	return o, nil
}

// knows gives a secret's point and a proof of knowledge of it.
func (m Member) knows(random io.Reader, c Ceremony, purpose string, secret group.Scalar) (Point, Proof, error) {
	public := Point{curve.NewElement().MulGen(secret)}
	proof := dl.Prove(curve, curve.Generator(), public.element, secret, userID(m.index), c.knowsInfo(purpose), random)
	return public, Proof(slices.Concat(Point{proof.V}.Bytes(), scalarBytes(proof.R))), public.valid()
}

// Deal gives what a dealer sends second.
func (m Member) Deal(c Ceremony) (Dealing, error) {
	if c.Phase != PhaseDealings {
		return Dealing{}, errorsmod.Wrap(ErrPhaseWrong, "it is not the time of dealings")
	}
	if len(m.coefficients) == 0 {
		return Dealing{}, errorsmod.Wrapf(ErrExcluded, "trustee %d doesn't deal", m.index)
	}
	d := Dealing{Dealer: m.index}
	for _, receiver := range c.sealedFor() {
		offer, _ := c.offer(receiver)
		share := scalarBytes(evaluatePolynomial(m.coefficients, receiver))
		d.Sealed = append(d.Sealed, Sealed(c.pad(share, m.index, receiver, m.secretWith(offer))))
	}
	return d, nil
}

// Complaints opens all shares for this trustee and gives a complaint about each wrong one, in the dealers' order.
func (m Member) Complaints(random io.Reader, c Ceremony) ([]Complaint, error) {
	if c.Phase != PhaseComplaints {
		return nil, errorsmod.Wrap(ErrPhaseWrong, "it is not the time of complaints")
	}
	if !slices.Contains(c.Trustees(), m.index) {
		return nil, nil // who only deals receives nothing
	}
	var complaints []Complaint
	for _, dealer := range c.dealing() {
		if _, good := m.received(c, dealer); good {
			continue
		}
		complaint, err := m.complain(random, c, dealer)
		if err != nil {
			return nil, err
		}
		complaints = append(complaints, complaint)
	}
	return complaints, nil
}

func (m Member) complain(random io.Reader, c Ceremony, dealer uint32) (Complaint, error) {
	nonce, err := randomScalar(random)
	if err != nil {
		return Complaint{}, err
	}
	offer, _ := c.offer(dealer)
	own := curve.NewElement().MulGen(m.encryption)
	secret := m.secretWith(offer)
	prover := dleq.Prover{Params: c.complaintParams(m.index, dealer)}
	proof, err := prover.ProveWithRandomness(m.encryption, curve.Generator(), own, offer.Encryption.element, secret.element, nonce)
	if err != nil {
		return Complaint{}, errorsmod.Wrap(ErrProofInvalid, err.Error())
	}
	encoded, err := proof.MarshalBinary()
	if err != nil {
		return Complaint{}, errorsmod.Wrap(ErrProofMalformed, err.Error())
	}
	return Complaint{Receiver: m.index, Dealer: dealer, Secret: secret, Proof: Proof(encoded)}, nil
}

// Share gives the trustee's share of a ceremony that is done, checked against the result.
func (m Member) Share(c Ceremony) (Share, error) {
	set, err := c.Result()
	if err != nil {
		return Share{}, err
	}
	if !slices.Contains(c.Trustees(), m.index) {
		return Share{}, errorsmod.Wrapf(ErrExcluded, "trustee %d", m.index)
	}
	sum := curve.NewScalar()
	dealers, weights := c.weighted()
	for i, dealer := range dealers {
		part, good := m.received(c, dealer)
		if !good {
			return Share{}, errorsmod.Wrapf(ErrMessageInvalid, "share from dealer %d: nobody complained in time", dealer)
		}
		sum.Add(sum, curve.NewScalar().Mul(part, weights[i]))
	}
	share := Share{Epoch: set.Epoch, Generation: set.Generation, Index: m.index, scalar: sum}
	return share, share.Belongs(set)
}

// received opens a dealer's share for this trustee and reports whether it is good.
func (m Member) received(c Ceremony, dealer uint32) (group.Scalar, bool) {
	offer, offered := c.offer(dealer)
	deal, dealt := c.deal(dealer)
	at, found := slices.BinarySearch(c.sealedFor(), m.index)
	if !offered || !dealt || !found {
		return nil, false
	}
	return c.unseal(deal.Sealed[at], dealer, m.index, m.secretWith(offer))
}

// secretWith is the secret of the two encryption keys, Diffie and Hellman's.
func (m Member) secretWith(offer Offer) Point {
	return Point{curve.NewElement().Mul(offer.Encryption.element, m.encryption)}
}
