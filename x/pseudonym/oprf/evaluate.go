package oprf

import (
	"io"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"github.com/cloudflare/circl/group"
	voprf "github.com/cloudflare/circl/oprf"
	"github.com/cloudflare/circl/zk/dleq"
)

// Proof shows that all elements of a batch were multiplied by the share behind one commitment: c ‖ s.
type Proof [ProofLength]byte

// Partial is one trustee's answer to a request.
type Partial struct {
	Index     uint32  // of the trustee
	Evaluated []Point // one for each element of the request
	Proof     Proof
}

// ParsePartial makes an answer from its encoding.
func ParsePartial(index uint32, evaluated [][]byte, proof []byte) (Partial, error) {
	if len(evaluated) == 0 || len(evaluated) > MaxBatch {
		return Partial{}, errorsmod.Wrapf(ErrBatchSize, "%d elements, want 1 to %d", len(evaluated), MaxBatch)
	}
	if len(proof) != ProofLength {
		return Partial{}, errorsmod.Wrapf(ErrProofMalformed, "%d bytes, want %d", len(proof), ProofLength)
	}
	points, err := ParsePoints(evaluated)
	if err != nil {
		return Partial{}, err
	}
	return Partial{Index: index, Evaluated: points, Proof: Proof(proof)}, nil
}

// dleqParams are RFC 9497's for mode VOPRF: the context string is "OPRFV1-" ‖ 0x01 ‖ "-" ‖ suite.
func dleqParams() dleq.Params {
	return dleq.Params{G: curve, H: suite.Hash(), DST: []byte("OPRFV1-" + string(rune(voprf.VerifiableMode)) + "-" + suite.Identifier())}
}

// Evaluate answers a request with a share: RFC 9497's BlindEvaluate with one proof for the whole batch.
func Evaluate(random io.Reader, share Share, request Request) (Partial, error) {
	if err := request.Validate(); err != nil {
		return Partial{}, err
	}
	if share.scalar == nil {
		return Partial{}, errorsmod.Wrap(ErrScalarMalformed, "share is missing")
	}
	if share.Epoch != request.Epoch {
		return Partial{}, errorsmod.Wrapf(ErrEpochWrong, "share of epoch %d, request for %d", share.Epoch, request.Epoch)
	}
	nonce, err := proofNonce(random, share, request)
	if err != nil {
		return Partial{}, err
	}
	return evaluateWith(nonce, share, request)
}

func evaluateWith(nonce group.Scalar, share Share, request Request) (Partial, error) {
	blinded := elements(request.Blinded)
	evaluated := make([]group.Element, len(blinded))
	for i, element := range blinded {
		evaluated[i] = curve.NewElement().Mul(element, share.scalar)
	}
	prover := dleq.Prover{Params: dleqParams()}
	proof, err := prover.ProveBatchWithRandomness(share.scalar, curve.Generator(), share.Public().Commitment.element, blinded, evaluated, nonce)
	if err != nil {
		return Partial{}, errorsmod.Wrap(ErrProofInvalid, err.Error())
	}
	encoded, err := proof.MarshalBinary()
	if err != nil {
		return Partial{}, errorsmod.Wrap(ErrProofMalformed, err.Error())
	}
	return Partial{Index: share.Index, Evaluated: pointsOf(evaluated), Proof: Proof(encoded)}, nil
}

// proofNonce hashes randomness with the share and the request: two proofs with one nonce would give the share away.
func proofNonce(random io.Reader, share Share, request Request) (group.Scalar, error) {
	fresh, err := randomScalar(random)
	if err != nil {
		return nil, err
	}
	hash := request.Hash()
	seed := slices.Concat(scalarBytes(fresh), share.Secret(), hash[:])
	return curve.HashToScalar(seed, []byte("relief-oprf-v1-nonce")), nil
}

// VerifyPartial checks an answer against the commitment that the key set lists for the trustee.
func VerifyPartial(set KeySet, request Request, partial Partial) error {
	if err := request.Validate(); err != nil {
		return err
	}
	if set.Epoch != request.Epoch {
		return errorsmod.Wrapf(ErrEpochWrong, "key set of epoch %d, request for %d", set.Epoch, request.Epoch)
	}
	return verifyPartial(set, request, partial)
}

func verifyPartial(set KeySet, request Request, partial Partial) error {
	commitment, err := set.Commitment(partial.Index)
	if err != nil {
		return err
	}
	if len(partial.Evaluated) != len(request.Blinded) {
		return errorsmod.Wrapf(ErrBatchSize, "%d elements in answer to %d", len(partial.Evaluated), len(request.Blinded))
	}
	if err := validPoints(partial.Evaluated); err != nil {
		return err
	}
	proof, err := parseProof(partial.Proof)
	if err != nil {
		return err
	}
	verifier := dleq.Verifier{Params: dleqParams()}
	if !verifier.VerifyBatch(curve.Generator(), commitment.element, elements(request.Blinded), elements(partial.Evaluated), proof) {
		return errorsmod.Wrapf(ErrProofInvalid, "trustee %d", partial.Index)
	}
	return nil
}

// parseProof decodes a proof strictly: the library would reduce scalars.
func parseProof(p Proof) (*dleq.Proof, error) {
	for _, half := range [][]byte{p[:ScalarLength], p[ScalarLength:]} {
		if _, err := parseScalar(half); err != nil {
			return nil, errorsmod.Wrap(ErrProofMalformed, err.Error())
		}
	}
	proof := new(dleq.Proof)
	if err := proof.UnmarshalBinary(curve, p[:]); err != nil {
		return nil, errorsmod.Wrap(ErrProofMalformed, err.Error())
	}
	return proof, nil
}

// Blame names a trustee whose answer was refused, and why.
type Blame struct {
	Index uint32
	Err   error
}

// Combination is the result of enough correct answers.
type Combination struct {
	Evaluated []Point  // what a server with the whole key would have answered
	Used      []uint32 // trustees whose answers went in, ascending
	Blamed    []Blame  // answers that were refused, in the order they were looked at
}

// Combine checks answers in the order given until the threshold of them hold, and combines those. Wrong answers are named
// and left out; answers after the threshold are not looked at. With too few correct ones it returns ErrTooFew together with
// a combination that holds only the blamed.
func Combine(set KeySet, request Request, partials []Partial) (Combination, error) {
	if err := set.ValidateBasic(); err != nil {
		return Combination{}, err
	}
	if err := request.Validate(); err != nil {
		return Combination{}, err
	}
	if set.Epoch != request.Epoch {
		return Combination{}, errorsmod.Wrapf(ErrEpochWrong, "key set of epoch %d, request for %d", set.Epoch, request.Epoch)
	}
	var result Combination
	var good []Partial
	for _, partial := range partials {
		if uint32(len(good)) == set.Threshold {
			break
		}
		if slices.ContainsFunc(good, func(p Partial) bool { return p.Index == partial.Index }) {
			result.Blamed = append(result.Blamed, Blame{partial.Index, ErrTrusteeTwice})
			continue
		}
		if err := verifyPartial(set, request, partial); err != nil {
			result.Blamed = append(result.Blamed, Blame{partial.Index, err})
			continue
		}
		good = append(good, partial)
	}
	if uint32(len(good)) < set.Threshold {
		return result, errorsmod.Wrapf(ErrTooFew, "%d correct answers, want %d", len(good), set.Threshold)
	}
	slices.SortFunc(good, func(a, b Partial) int { return order(a.Index, b.Index) })
	for _, partial := range good {
		result.Used = append(result.Used, partial.Index)
	}
	result.Evaluated = combine(result.Used, good, len(request.Blinded))
	return result, validPoints(result.Evaluated)
}

// combine interpolates in the exponent at 0.
func combine(indexes []uint32, partials []Partial, size int) []Point {
	weights := lagrange(indexes, 0)
	evaluated := make([]Point, size)
	for i := range evaluated {
		sum := curve.Identity()
		for j, partial := range partials {
			sum.Add(sum, curve.NewElement().Mul(partial.Evaluated[i].element, weights[j]))
		}
		evaluated[i] = Point{sum}
	}
	return evaluated
}
