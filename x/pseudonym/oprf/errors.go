package oprf

import "errors"

// Refusals. They are plain errors: a caller in state code maps them to its own registered ones.
var (
	ErrPointMalformed  = errors.New("element is malformed")
	ErrScalarMalformed = errors.New("scalar is malformed")
	ErrProofMalformed  = errors.New("proof is malformed")
	ErrProofInvalid    = errors.New("proof does not hold")
	ErrInputMalformed  = errors.New("input is malformed")
	ErrBatchSize       = errors.New("batch is empty or too large")
	ErrEpochWrong      = errors.New("epoch or generation is another")
	ErrTrusteeUnknown  = errors.New("trustee is not in the key set")
	ErrTrusteeTwice    = errors.New("trustee has answered already")
	ErrTooFew          = errors.New("too few trustees answered correctly")
	ErrKeySetInvalid   = errors.New("key set is invalid")
	ErrShareForeign    = errors.New("share does not belong to the key set")
	ErrPhaseWrong      = errors.New("message belongs to another phase of the ceremony")
	ErrMessageTwice    = errors.New("trustee has sent this already")
	ErrMessageInvalid  = errors.New("message of the ceremony is invalid")
	ErrCeremonyFailed  = errors.New("too few took part correctly: begin a new ceremony")
	ErrExcluded        = errors.New("trustee has no part in the result")
	ErrRandomness      = errors.New("source of randomness failed")
)
