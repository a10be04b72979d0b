package oprf

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"github.com/cloudflare/circl/group"
)

// Phase is how far a ceremony is. Advance ends one; when, is the caller's decision.
type Phase uint8

// Phases; changing these forks the chain.
const (
	// PhaseOffers takes an Offer of everybody: an encryption key and, of dealers, commitments to a polynomial.
	PhaseOffers Phase = 1
	// PhaseDealings takes a Dealing of each dealer: an encrypted share for each receiver.
	PhaseDealings Phase = 2
	// PhaseComplaints takes a Complaint of each receiver whose share doesn't fit the commitments. A receiver that is away all this
	// phase can't complain later: if a dealer cheated it, it has no share until the next resharing.
	PhaseComplaints Phase = 3
	// PhaseDone has a result.
	PhaseDone Phase = 4
)

// FaultKind is what a trustee did wrong in a ceremony.
type FaultKind uint8

// Faults; changing these forks the chain.
const (
	// FaultNoOffer keeps a trustee out: without an encryption key nobody can give it a share.
	FaultNoOffer FaultKind = 1
	// FaultNoDealing leaves a dealer's polynomial out; as a receiver it stays, and computes its share whenever it is back.
	FaultNoDealing FaultKind = 2
	// FaultBadDealing keeps a trustee out that gave somebody a share off its own polynomial.
	FaultBadDealing FaultKind = 3
	// FaultFalseComplaint keeps a trustee out that complained about a good share.
	FaultFalseComplaint FaultKind = 4
)

// Fault names who did what.
type Fault struct {
	Index uint32
	Kind  FaultKind
}

// Ceremony is the public state of a dealerless key generation, or of a resharing when Old is set. It is plain data; its
// methods return the next value and change nothing. Messages must be authenticated: a message of index i is trustee i's.
//
// In a key generation every trustee deals a polynomial of its own, and the key is the sum of their values at 0, which nobody
// knows. The last to speak can influence a few bits of the public key by staying silent; for a pseudorandom function
// that is no help. In a resharing the old trustees deal polynomials whose value at 0 is their old share, and the new shares
// are the interpolation of what any old threshold of them dealt: the key stays, old and new shares don't mix.
type Ceremony struct {
	ID        [32]byte // never used before, so that no message of another ceremony fits
	Epoch     uint32
	Threshold uint32   // of the result
	Dealers   []uint32 // ascending; in a key generation the same as the receivers
	Receivers []uint32 // ascending: the trustees of the result
	Old       *KeySet  // what is shared anew, nil in a key generation
	Phase     Phase
	Offers    []Offer   // by ascending index
	Dealings  []Dealing // by ascending dealer
	Faults    []Fault   // in the order found, one for each trustee at most
}

// NewCeremony begins a dealerless key generation.
func NewCeremony(id [32]byte, epoch, threshold uint32, trustees []uint32) (Ceremony, error) {
	if epoch == 0 {
		return Ceremony{}, errorsmod.Wrap(ErrKeySetInvalid, "epochs count from 1")
	}
	if err := checkTrustees(threshold, trustees); err != nil {
		return Ceremony{}, err
	}
	return Ceremony{
		ID: id, Epoch: epoch, Threshold: threshold, Phase: PhaseOffers,
		Dealers: slices.Clone(trustees), Receivers: slices.Clone(trustees),
	}, nil
}

// NewResharing begins a resharing of a key to other trustees, another threshold or both. A trustee in both sets keeps its index.
func NewResharing(id [32]byte, old KeySet, threshold uint32, trustees []uint32) (Ceremony, error) {
	if err := old.ValidateBasic(); err != nil {
		return Ceremony{}, err
	}
	if err := checkTrustees(threshold, trustees); err != nil {
		return Ceremony{}, err
	}
	return Ceremony{
		ID: id, Epoch: old.Epoch, Threshold: threshold, Phase: PhaseOffers,
		Dealers: old.Indexes(), Receivers: slices.Clone(trustees), Old: &old,
	}, nil
}

// Advance ends a phase, names who was silent, and fails with ErrCeremonyFailed when too few are left.
func (c Ceremony) Advance() (Ceremony, error) {
	switch c.Phase {
	case PhaseOffers:
		for _, index := range c.members() {
			if _, found := c.offer(index); !found {
				c.Faults = append(slices.Clip(c.Faults), Fault{index, FaultNoOffer})
			}
		}
	case PhaseDealings:
		for _, index := range c.dealing() {
			if _, found := c.deal(index); !found {
				c.Faults = append(slices.Clip(c.Faults), Fault{index, FaultNoDealing})
			}
		}
	case PhaseComplaints:
	default:
		return Ceremony{}, errorsmod.Wrap(ErrPhaseWrong, "the ceremony is over")
	}
	if dealers, need := len(c.dealing()), c.needed(); uint32(dealers) < need {
		return Ceremony{}, errorsmod.Wrapf(ErrCeremonyFailed, "%d dealers are left, want %d", dealers, need)
	}
	if receivers := len(c.Trustees()); uint32(receivers) < c.Threshold {
		return Ceremony{}, errorsmod.Wrapf(ErrCeremonyFailed, "%d receivers are left, want %d", receivers, c.Threshold)
	}
	c.Phase++
	return c, nil
}

// Result gives the key set of a ceremony that is done. It multiplies about (n+t)·t times.
func (c Ceremony) Result() (KeySet, error) {
	if c.Phase != PhaseDone {
		return KeySet{}, errorsmod.Wrap(ErrPhaseWrong, "the ceremony is not over")
	}
	sum := c.commitments()
	set := KeySet{Epoch: c.Epoch, Origin: OriginDKG, Threshold: c.Threshold, PublicKey: sum[0]}
	if c.Old != nil {
		set.Generation, set.Origin = c.Old.Generation+1, c.Old.Origin
		if !set.PublicKey.Equal(c.Old.PublicKey) {
			return KeySet{}, errorsmod.Wrap(ErrCeremonyFailed, "the key would change")
		}
	}
	if sum[c.Threshold-1].element.IsIdentity() {
		return KeySet{}, errorsmod.Wrap(ErrCeremonyFailed, "fewer than the threshold would do")
	}
	for _, index := range c.Trustees() {
		set.Shares = append(set.Shares, PublicShare{Index: index, Commitment: commitmentAt(sum, index)})
	}
	return set, set.ValidateBasic()
}

// Trustees lists the receivers that have a part in the result so far.
func (c Ceremony) Trustees() []uint32 {
	return slices.DeleteFunc(slices.Clone(c.Receivers), func(index uint32) bool {
		kind := c.fault(index)
		return kind != 0 && kind != FaultNoDealing
	})
}

// sealedFor lists the receivers that a dealing has shares for: all with an encryption key.
func (c Ceremony) sealedFor() []uint32 {
	return slices.DeleteFunc(slices.Clone(c.Receivers), func(index uint32) bool {
		_, found := c.offer(index)
		return !found
	})
}

// dealing lists the dealers without a fault.
func (c Ceremony) dealing() []uint32 {
	return slices.DeleteFunc(slices.Clone(c.Dealers), func(index uint32) bool { return c.fault(index) != 0 })
}

// needed is how many dealers the key depends on.
func (c Ceremony) needed() uint32 {
	if c.Old != nil {
		return c.Old.Threshold
	}
	return c.Threshold
}

// weighted lists the dealers whose polynomials make the result, each with its weight: all of them with 1, or, in a resharing,
// the first old threshold with their Lagrange weights.
func (c Ceremony) weighted() ([]uint32, []group.Scalar) {
	dealers := c.dealing()
	if c.Old != nil {
		dealers = dealers[:c.needed()]
		return dealers, lagrange(dealers, 0)
	}
	weights := make([]group.Scalar, len(dealers))
	for i := range weights {
		weights[i] = scalarOf(1)
	}
	return dealers, weights
}

// commitments gives the commitments to the coefficients of the result's polynomial.
func (c Ceremony) commitments() []Point {
	sum := make([]Point, c.Threshold)
	for k := range sum {
		sum[k] = Point{curve.Identity()}
	}
	dealers, weights := c.weighted()
	for i, dealer := range dealers {
		offer, _ := c.offer(dealer)
		for k, commitment := range offer.Commitments {
			term := commitment.element
			if c.Old != nil {
				term = curve.NewElement().Mul(term, weights[i])
			}
			sum[k].element.Add(sum[k].element, term)
		}
	}
	return sum
}

// commitmentAt gives the commitment to the value at x, by Horner's rule.
func commitmentAt(commitments []Point, x uint32) Point {
	at, sum := scalarOf(x), curve.Identity()
	for k := len(commitments) - 1; k >= 0; k-- {
		sum.Mul(sum, at)
		sum.Add(sum, commitments[k].element)
	}
	return Point{sum}
}

// context is a hash over all that is fixed from the beginning. Proofs and pads depend on it.
func (c Ceremony) context() []byte {
	b := append([]byte("relief-oprf-ceremony-v1"), c.ID[:]...)
	for _, n := range []uint32{c.Epoch, c.Threshold, uint32(len(c.Dealers)), uint32(len(c.Receivers))} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	for _, index := range slices.Concat(c.Dealers, c.Receivers) {
		b = binary.BigEndian.AppendUint32(b, index)
	}
	if c.Old != nil {
		digest := c.Old.Digest()
		b = append(b, digest[:]...)
	}
	hash := sha256.Sum256(b)
	return hash[:]
}

// members lists dealers and receivers, each once, ascending.
func (c Ceremony) members() []uint32 {
	all := slices.Concat(c.Dealers, c.Receivers)
	slices.Sort(all)
	return slices.Compact(all)
}

func (c Ceremony) offer(index uint32) (Offer, bool) {
	at, found := c.offerAt(index)
	if !found {
		return Offer{}, false
	}
	return c.Offers[at], true
}

func (c Ceremony) offerAt(index uint32) (int, bool) {
	return slices.BinarySearchFunc(c.Offers, index, func(o Offer, i uint32) int { return order(o.Index, i) })
}

func (c Ceremony) deal(dealer uint32) (Dealing, bool) {
	at, found := c.dealAt(dealer)
	if !found {
		return Dealing{}, false
	}
	return c.Dealings[at], true
}

func (c Ceremony) dealAt(dealer uint32) (int, bool) {
	return slices.BinarySearchFunc(c.Dealings, dealer, func(d Dealing, i uint32) int { return order(d.Dealer, i) })
}

// fault gives a trustee's fault, 0 for none.
func (c Ceremony) fault(index uint32) FaultKind {
	at := slices.IndexFunc(c.Faults, func(f Fault) bool { return f.Index == index })
	if at < 0 {
		return 0
	}
	return c.Faults[at].Kind
}
