package oprf

import (
	"fmt"
	"io"

	errorsmod "cosmossdk.io/errors"
	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/secretsharing"
)

// Share is a trustee's secret part of one sharing of a key. Printing it shows no secret.
type Share struct {
	Epoch      uint32
	Generation uint32
	Index      uint32 // of the trustee
	scalar     group.Scalar
}

// ParseShare makes a share from its numbers and its 32 secret bytes.
func ParseShare(epoch, generation, index uint32, secret []byte) (Share, error) {
	if epoch == 0 || index == 0 {
		return Share{}, errorsmod.Wrap(ErrKeySetInvalid, "epochs and trustees count from 1")
	}
	scalar, err := parseSecret(secret)
	if err != nil {
		return Share{}, err
	}
	return Share{Epoch: epoch, Generation: generation, Index: index, scalar: scalar}, nil
}

// Secret gives the 32 secret bytes, for storage. It panics on the zero value.
func (s Share) Secret() []byte { return scalarBytes(s.scalar) }

// Public gives the commitment that the key set must list for this share.
func (s Share) Public() PublicShare {
	return PublicShare{Index: s.Index, Commitment: Point{curve.NewElement().MulGen(s.scalar)}}
}

// Belongs refuses with ErrEpochWrong, ErrTrusteeUnknown or ErrShareForeign a share that is not the one the key set lists.
func (s Share) Belongs(set KeySet) error {
	if s.scalar == nil {
		return errorsmod.Wrap(ErrScalarMalformed, "share is missing")
	}
	if s.Epoch != set.Epoch || s.Generation != set.Generation {
		return errorsmod.Wrapf(ErrEpochWrong, "share of epoch %d generation %d, key set of epoch %d generation %d",
			s.Epoch, s.Generation, set.Epoch, set.Generation)
	}
	listed, err := set.Commitment(s.Index)
	if err != nil {
		return err
	}
	if !s.Public().Commitment.Equal(listed) {
		return errorsmod.Wrapf(ErrShareForeign, "trustee %d", s.Index)
	}
	return nil
}

// Format prints the numbers of a share and never its secret, whatever the verb.
func (s Share) Format(state fmt.State, _ rune) {
	_, _ = fmt.Fprintf(state, "share of trustee %d, epoch %d, generation %d", s.Index, s.Epoch, s.Generation)
}

// MarshalJSON refuses, so that no log or answer carries a share by mistake.
func (Share) MarshalJSON() ([]byte, error) {
	return nil, errorsmod.Wrap(ErrScalarMalformed, "a share is not written as JSON")
}

// Deal draws a key and splits it among trustees: the ceremony of the first step. The dealer knows the key and every share,
// which the key set's origin says for ever; its machine must be wiped afterwards. Indexes ascend from 1 on.
func Deal(random io.Reader, epoch, threshold uint32, indexes []uint32) (KeySet, []Share, error) {
	if epoch == 0 {
		return KeySet{}, nil, errorsmod.Wrap(ErrKeySetInvalid, "epochs count from 1")
	}
	if err := checkTrustees(threshold, indexes); err != nil {
		return KeySet{}, nil, err
	}
	key, err := randomScalar(random)
	if err != nil {
		return KeySet{}, nil, err
	}
	return split(random, key, epoch, threshold, indexes)
}

// split deals a given key. It draws again if a share happens to be zero.
func split(random io.Reader, key group.Scalar, epoch, threshold uint32, indexes []uint32) (KeySet, []Share, error) {
	coefficients := make([]group.Scalar, threshold)
	coefficients[0] = key
	for i := 1; i < len(coefficients); i++ {
		c, err := randomScalar(random)
		if err != nil {
			return KeySet{}, nil, err
		}
		coefficients[i] = c
	}
	set := KeySet{
		Epoch: epoch, Origin: OriginDealer, Threshold: threshold, PublicKey: Point{curve.NewElement().MulGen(key)},
	}
	shares := make([]Share, len(indexes))
	for i, index := range indexes {
		shares[i] = Share{Epoch: epoch, Index: index, scalar: evaluatePolynomial(coefficients, index)}
		if shares[i].scalar.IsZero() {
			return split(random, key, epoch, threshold, indexes)
		}
		set.Shares = append(set.Shares, shares[i].Public())
	}
	return set, shares, nil
}

// onCommitments reports whether a value is the one at x of the polynomial whose coefficients are committed to.
func onCommitments(value group.Scalar, x uint32, commitments []Point) bool {
	share := secretsharing.Share{ID: scalarOf(x), Value: value}
	return secretsharing.Verify(uint(len(commitments)-1), share, elements(commitments))
}
