package oprf

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/math/polynomial"
)

// MaxTrustees bounds a key set; changing it forks the chain.
const MaxTrustees = 64

// Origin says how a key came to be.
type Origin uint8

// Origins of a key; changing these forks the chain.
const (
	// OriginDealer marks a key that one dealer knew. Resharing doesn't change that.
	OriginDealer Origin = 1
	// OriginDKG marks a key that nobody ever knew, as long as fewer than the threshold colluded.
	OriginDKG Origin = 2
)

// String names the origin.
func (o Origin) String() string {
	switch o {
	case OriginDealer:
		return "dealer"
	case OriginDKG:
		return "dkg"
	}
	return "unknown"
}

// PublicShare is a trustee's share times the generator: what its answers are checked against.
type PublicShare struct {
	Index      uint32 // of the trustee, from 1; any numbers will do, a province's code for example
	Commitment Point
}

// KeySet is everything public about one sharing of one key.
type KeySet struct {
	Epoch      uint32 // number of the key, from 1; another epoch has another key and other tags
	Generation uint32 // number of the sharing of this key, from 0; resharing adds one
	Origin     Origin
	Threshold  uint32 // trustees that are needed, at least two thirds of all
	PublicKey  Point
	Shares     []PublicShare // of all trustees, by ascending index
}

// ParseShares decodes public shares from indexes and encoded commitments of the same number and order.
func ParseShares(indexes []uint32, commitments [][]byte) ([]PublicShare, error) {
	if len(indexes) != len(commitments) || len(indexes) > MaxTrustees {
		return nil, errorsmod.Wrapf(ErrKeySetInvalid, "%d commitments of %d trustees, at most %d", len(commitments), len(indexes), MaxTrustees)
	}
	points, err := ParsePoints(commitments)
	if err != nil {
		return nil, err
	}
	shares := make([]PublicShare, len(indexes))
	for i, index := range indexes {
		shares[i] = PublicShare{Index: index, Commitment: points[i]}
	}
	return shares, nil
}

// MinThreshold gives the least threshold for a number of trustees: two thirds, rounded up.
func MinThreshold(trustees int) uint32 { return uint32((2*trustees + 2) / 3) }

// ValidateBasic checks the shape: numbers, order, threshold, no missing element. It costs nothing.
func (k KeySet) ValidateBasic() error {
	switch {
	case k.Epoch == 0:
		return errorsmod.Wrap(ErrKeySetInvalid, "epochs count from 1")
	case k.Origin != OriginDealer && k.Origin != OriginDKG:
		return errorsmod.Wrapf(ErrKeySetInvalid, "origin %d", k.Origin)
	}
	indexes := k.Indexes()
	if err := checkTrustees(k.Threshold, indexes); err != nil {
		return err
	}
	if err := k.PublicKey.valid(); err != nil {
		return errorsmod.Wrap(err, "public key")
	}
	for _, share := range k.Shares {
		if err := share.Commitment.valid(); err != nil {
			return errorsmod.Wrapf(err, "commitment of trustee %d", share.Index)
		}
	}
	return nil
}

// Validate checks the shape, and that one polynomial of degree threshold−1, no less and no more, goes through all commitments
// and has the public key at 0: any threshold of the trustees then give the same tags, and fewer none. It takes about
// (n−t+2)·t multiplications.
func (k KeySet) Validate() error {
	if err := k.ValidateBasic(); err != nil {
		return err
	}
	nodes, rest := k.Shares[:k.Threshold], k.Shares[k.Threshold:]
	for _, share := range append([]PublicShare{{Commitment: k.PublicKey}}, rest...) {
		if !interpolate(nodes, share.Index).IsEqual(share.Commitment.element) {
			return errorsmod.Wrapf(ErrKeySetInvalid, "the commitment at %d is not on the polynomial of the first %d", share.Index, k.Threshold)
		}
	}
	if interpolate(nodes[:k.Threshold-1], 0).IsEqual(k.PublicKey.element) {
		return errorsmod.Wrapf(ErrKeySetInvalid, "fewer than %d trustees would do", k.Threshold)
	}
	return nil
}

// Indexes lists the trustees.
func (k KeySet) Indexes() []uint32 {
	indexes := make([]uint32, len(k.Shares))
	for i, share := range k.Shares {
		indexes[i] = share.Index
	}
	return indexes
}

// Commitment gives the public share of a trustee, or ErrTrusteeUnknown.
func (k KeySet) Commitment(index uint32) (Point, error) {
	at, found := slices.BinarySearchFunc(k.Shares, index, func(s PublicShare, i uint32) int { return order(s.Index, i) })
	if !found {
		return Point{}, errorsmod.Wrapf(ErrTrusteeUnknown, "trustee %d", index)
	}
	return k.Shares[at].Commitment, nil
}

// Digest is a hash over the whole key set, 32 bytes.
func (k KeySet) Digest() [32]byte {
	b := []byte("relief-oprf-keyset-v1")
	for _, n := range []uint32{k.Epoch, k.Generation, uint32(k.Origin), k.Threshold, uint32(len(k.Shares))} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	b = append(b, k.PublicKey.Bytes()...)
	for _, share := range k.Shares {
		b = append(binary.BigEndian.AppendUint32(b, share.Index), share.Commitment.Bytes()...)
	}
	return sha256.Sum256(b)
}

// checkTrustees refuses indexes that are not ascending from 1 on, too many of them, and a threshold out of range.
func checkTrustees(threshold uint32, indexes []uint32) error {
	n := len(indexes)
	if n == 0 || n > MaxTrustees {
		return errorsmod.Wrapf(ErrKeySetInvalid, "%d trustees, want 1 to %d", n, MaxTrustees)
	}
	var last uint32
	for _, index := range indexes {
		if index <= last {
			return errorsmod.Wrapf(ErrKeySetInvalid, "trustee %d stands after %d: indexes count up from 1", index, last)
		}
		last = index
	}
	if threshold < MinThreshold(n) || threshold > uint32(n) {
		return errorsmod.Wrapf(ErrKeySetInvalid, "threshold %d of %d trustees, want %d to %d", threshold, n, MinThreshold(n), n)
	}
	return nil
}

// interpolate gives the value at x of the polynomial through the nodes.
func interpolate(nodes []PublicShare, x uint32) group.Element {
	indexes := make([]uint32, len(nodes))
	for i, node := range nodes {
		indexes[i] = node.Index
	}
	sum := curve.Identity()
	for i, weight := range lagrange(indexes, x) {
		sum.Add(sum, curve.NewElement().Mul(nodes[i].Commitment.element, weight))
	}
	return sum
}

// lagrange gives the weights with which the values at the indexes make the value at x.
func lagrange(indexes []uint32, x uint32) []group.Scalar {
	nodes := make([]group.Scalar, len(indexes))
	for i, index := range indexes {
		nodes[i] = scalarOf(index)
	}
	weights := make([]group.Scalar, len(indexes))
	for i := range indexes {
		weights[i] = polynomial.LagrangeBase(uint(i), nodes, scalarOf(x))
	}
	return weights
}

// evaluatePolynomial gives the value at x, coefficients ascending.
func evaluatePolynomial(coefficients []group.Scalar, x uint32) group.Scalar {
	return polynomial.New(coefficients).Evaluate(scalarOf(x))
}

func order(a, b uint32) int { return cmp.Compare(a, b) }

func scalarOf(n uint32) group.Scalar { return curve.NewScalar().SetUint64(uint64(n)) }
