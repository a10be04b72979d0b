package oprf

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/zk/dl"
	"github.com/cloudflare/circl/zk/dleq"
)

// SealedLength is the length of an encrypted share, bytes; changing it forks the chain.
const SealedLength = ScalarLength

// Offer opens a trustee's part in a ceremony.
type Offer struct {
	Index           uint32
	Encryption      Point // fresh for this ceremony: a complaint may disclose what was sealed with it
	EncryptionProof Proof // that the trustee knows its secret: V ‖ r of RFC 8235
	// Commitments are those to a dealer's coefficients, as many as the threshold of the result; the first is the old commitment
	// in a resharing. Who only receives has none.
	Commitments []Point
	KeyProof    Proof // that the dealer knows the secret behind the first commitment, so that no key can depend on others'
}

// Sealed is a share that only its receiver can open.
type Sealed [SealedLength]byte

// Dealing carries a dealer's shares, one for each receiver that made an offer, by ascending index.
type Dealing struct {
	Dealer uint32
	Sealed []Sealed
}

// Complaint says that a dealer's share for a receiver is wrong. It discloses the secret that both sealed that one share with,
// so everybody can open it and judge.
type Complaint struct {
	Receiver uint32
	Dealer   uint32
	Secret   Point
	Proof    Proof // that it is the secret of the two encryption keys
}

// ParseOffer makes an offer from its encoding; who doesn't deal has no commitments and an empty key proof.
func ParseOffer(index uint32, encryption, encryptionProof []byte, commitments [][]byte, keyProof []byte) (Offer, error) {
	key, err := ParsePoint(encryption)
	if err != nil {
		return Offer{}, errorsmod.Wrap(err, "encryption key")
	}
	if len(commitments) > MaxTrustees {
		return Offer{}, errorsmod.Wrapf(ErrMessageInvalid, "%d commitments, at most %d", len(commitments), MaxTrustees)
	}
	points, err := ParsePoints(commitments)
	if err != nil {
		return Offer{}, errorsmod.Wrap(err, "commitments")
	}
	if len(keyProof) == 0 && len(commitments) == 0 {
		keyProof = make([]byte, ProofLength)
	}
	if len(encryptionProof) != ProofLength || len(keyProof) != ProofLength {
		return Offer{}, errorsmod.Wrapf(ErrProofMalformed, "%d and %d bytes, want %d", len(encryptionProof), len(keyProof), ProofLength)
	}
	return Offer{
		Index: index, Encryption: key, EncryptionProof: Proof(encryptionProof), Commitments: points, KeyProof: Proof(keyProof),
	}, nil
}

// ParseDealing makes a dealing from its encoding.
func ParseDealing(dealer uint32, sealed [][]byte) (Dealing, error) {
	if len(sealed) > MaxTrustees {
		return Dealing{}, errorsmod.Wrapf(ErrMessageInvalid, "%d shares, at most %d", len(sealed), MaxTrustees)
	}
	d := Dealing{Dealer: dealer, Sealed: make([]Sealed, len(sealed))}
	for i, b := range sealed {
		if len(b) != SealedLength {
			return Dealing{}, errorsmod.Wrapf(ErrMessageInvalid, "share %d: %d bytes, want %d", i, len(b), SealedLength)
		}
		d.Sealed[i] = Sealed(b)
	}
	return d, nil
}

// ParseComplaint makes a complaint from its encoding.
func ParseComplaint(receiver, dealer uint32, secret, proof []byte) (Complaint, error) {
	point, err := ParsePoint(secret)
	if err != nil {
		return Complaint{}, errorsmod.Wrap(err, "secret")
	}
	if len(proof) != ProofLength {
		return Complaint{}, errorsmod.Wrapf(ErrProofMalformed, "%d bytes, want %d", len(proof), ProofLength)
	}
	return Complaint{Receiver: receiver, Dealer: dealer, Secret: point, Proof: Proof(proof)}, nil
}

// AddOffer takes an offer, or refuses it and changes nothing.
func (c Ceremony) AddOffer(o Offer) (Ceremony, error) {
	at, found := c.offerAt(o.Index)
	switch {
	case c.Phase != PhaseOffers:
		return Ceremony{}, errorsmod.Wrap(ErrPhaseWrong, "offers are over")
	case found:
		return Ceremony{}, errorsmod.Wrapf(ErrMessageTwice, "offer of trustee %d", o.Index)
	case !slices.Contains(c.Dealers, o.Index) && !slices.Contains(c.Receivers, o.Index):
		return Ceremony{}, errorsmod.Wrapf(ErrTrusteeUnknown, "trustee %d", o.Index)
	}
	if err := c.checkKnows(o.Index, "encryption", o.Encryption, o.EncryptionProof); err != nil {
		return Ceremony{}, errorsmod.Wrap(err, "encryption key")
	}
	if err := c.checkCommitments(o); err != nil {
		return Ceremony{}, err
	}
	c.Offers = slices.Insert(slices.Clone(c.Offers), at, o)
	return c, nil
}

func (c Ceremony) checkCommitments(o Offer) error {
	if !slices.Contains(c.Dealers, o.Index) {
		if len(o.Commitments) != 0 || o.KeyProof != (Proof{}) {
			return errorsmod.Wrapf(ErrMessageInvalid, "trustee %d doesn't deal", o.Index)
		}
		return nil
	}
	if uint32(len(o.Commitments)) != c.Threshold {
		return errorsmod.Wrapf(ErrMessageInvalid, "%d commitments, want %d", len(o.Commitments), c.Threshold)
	}
	if err := validPoints(o.Commitments); err != nil {
		return errorsmod.Wrap(err, "commitments")
	}
	if c.Old != nil {
		listed, err := c.Old.Commitment(o.Index)
		if err != nil {
			return err
		}
		if !o.Commitments[0].Equal(listed) {
			return errorsmod.Wrapf(ErrMessageInvalid, "trustee %d doesn't share its old share", o.Index)
		}
	}
	return errorsmod.Wrap(c.checkKnows(o.Index, "key", o.Commitments[0], o.KeyProof), "first commitment")
}

// AddDealing takes a dealing, or refuses it and changes nothing. Whether its shares fit, their receivers find out.
func (c Ceremony) AddDealing(d Dealing) (Ceremony, error) {
	at, found := c.dealAt(d.Dealer)
	switch {
	case c.Phase != PhaseDealings:
		return Ceremony{}, errorsmod.Wrap(ErrPhaseWrong, "it is not the time of dealings")
	case found:
		return Ceremony{}, errorsmod.Wrapf(ErrMessageTwice, "dealing of trustee %d", d.Dealer)
	case !slices.Contains(c.dealing(), d.Dealer):
		return Ceremony{}, errorsmod.Wrapf(ErrTrusteeUnknown, "dealer %d made no offer", d.Dealer)
	case len(d.Sealed) != len(c.sealedFor()):
		return Ceremony{}, errorsmod.Wrapf(ErrMessageInvalid, "%d shares, want %d", len(d.Sealed), len(c.sealedFor()))
	}
	c.Dealings = slices.Insert(slices.Clone(c.Dealings), at, Dealing{Dealer: d.Dealer, Sealed: slices.Clone(d.Sealed)})
	return c, nil
}

// AddComplaint judges a complaint and names the one at fault, the dealer or the receiver. It refuses a complaint that
// can't be judged, or about a dealer that is out already, and changes nothing.
func (c Ceremony) AddComplaint(m Complaint) (Ceremony, Fault, error) {
	if c.Phase != PhaseComplaints {
		return Ceremony{}, Fault{}, errorsmod.Wrap(ErrPhaseWrong, "it is not the time of complaints")
	}
	at, found := slices.BinarySearch(c.sealedFor(), m.Receiver)
	if !found || !slices.Contains(c.Trustees(), m.Receiver) {
		return Ceremony{}, Fault{}, errorsmod.Wrapf(ErrTrusteeUnknown, "receiver %d", m.Receiver)
	}
	if !slices.Contains(c.dealing(), m.Dealer) {
		return Ceremony{}, Fault{}, errorsmod.Wrapf(ErrTrusteeUnknown, "dealer %d has no part", m.Dealer)
	}
	if err := m.Secret.valid(); err != nil {
		return Ceremony{}, Fault{}, err
	}
	proof, err := parseProof(m.Proof)
	if err != nil {
		return Ceremony{}, Fault{}, err
	}
	receiver, _ := c.offer(m.Receiver)
	dealer, _ := c.offer(m.Dealer)
	verifier := dleq.Verifier{Params: c.complaintParams(m.Receiver, m.Dealer)}
	if !verifier.Verify(curve.Generator(), receiver.Encryption.element, dealer.Encryption.element, m.Secret.element, proof) {
		return Ceremony{}, Fault{}, errorsmod.Wrapf(ErrProofInvalid, "complaint of trustee %d", m.Receiver)
	}
	deal, _ := c.deal(m.Dealer)
	fault := Fault{m.Dealer, FaultBadDealing}
	if _, good := c.unseal(deal.Sealed[at], m.Dealer, m.Receiver, m.Secret); good {
		fault = Fault{m.Receiver, FaultFalseComplaint}
	}
	c.Faults = withFault(c.Faults, fault)
	return c, fault, nil
}

// withFault notes a fault; it takes the place of the lesser one of a trustee that didn't deal.
func withFault(faults []Fault, fault Fault) []Fault {
	rest := slices.DeleteFunc(slices.Clone(faults), func(f Fault) bool { return f.Index == fault.Index })
	return append(rest, fault)
}

// unseal opens a share and reports whether it is on the dealer's polynomial.
func (c Ceremony) unseal(sealed Sealed, dealer, receiver uint32, secret Point) (group.Scalar, bool) {
	share, err := parseScalar(c.pad(sealed[:], dealer, receiver, secret))
	if err != nil {
		return nil, false
	}
	offer, found := c.offer(dealer)
	return share, found && onCommitments(share, receiver, offer.Commitments)
}

// pad seals and opens 32 bytes. Each pad serves for one share only, and a share that was changed fails its commitments, so
// no other authentication is needed.
func (c Ceremony) pad(b []byte, dealer, receiver uint32, secret Point) []byte {
	seed := append([]byte("relief-oprf-pad-v1"), c.context()...)
	seed = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(seed, dealer), receiver)
	pad := sha256.Sum256(append(seed, secret.Bytes()...))
	for i := range pad {
		pad[i] ^= b[i]
	}
	return pad[:]
}

func (c Ceremony) complaintParams(receiver, dealer uint32) dleq.Params {
	dst := append([]byte("relief-oprf-complaint-v1"), c.context()...)
	dst = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(dst, receiver), dealer)
	return dleq.Params{G: curve, H: suite.Hash(), DST: dst}
}

// knowsInfo binds a proof of knowledge to its purpose and the ceremony, and by the user's name to the trustee.
func (c Ceremony) knowsInfo(purpose string) []byte {
	return append([]byte("relief-oprf-knows-v1-"+purpose), c.context()...)
}

func userID(index uint32) []byte { return binary.BigEndian.AppendUint32(nil, index) }

// checkKnows verifies a Schnorr proof of knowledge, strictly encoded.
func (c Ceremony) checkKnows(index uint32, purpose string, public Point, p Proof) error {
	if err := public.valid(); err != nil {
		return err
	}
	v, err := ParsePoint(p[:PointLength])
	if err != nil {
		return errorsmod.Wrap(ErrProofMalformed, err.Error())
	}
	r, err := parseScalar(p[PointLength:])
	if err != nil {
		return errorsmod.Wrap(ErrProofMalformed, err.Error())
	}
	proof := dl.Proof{V: v.element, R: r}
	if !dl.Verify(curve, curve.Generator(), public.element, proof, userID(index), c.knowsInfo(purpose)) {
		return errorsmod.Wrapf(ErrProofInvalid, "trustee %d", index)
	}
	return nil
}
