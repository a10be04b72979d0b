package types

import (
	errorsmod "cosmossdk.io/errors"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

// CheckSize refuses a request with no elements or more than the params allow.
func (p Params) CheckSize(elements uint32) error {
	if elements == 0 || elements > p.MaxElements {
		return errorsmod.Wrapf(ErrRequestSize, "%d elements, want 1 to %d", elements, p.MaxElements)
	}
	return nil
}

// Use gives the quota after so many more elements, or ErrQuotaExceeded.
func (p Params) Use(q Quota, elements uint32) (Quota, error) {
	if elements > p.Left(q) {
		return Quota{}, errorsmod.Wrapf(ErrQuotaExceeded, "%d of %d are left for organisation %d, try again tomorrow", p.Left(q), p.Quota, q.Organisation)
	}
	q.Elements += elements
	return q, nil
}

// Left is how many elements a quota still allows today.
func (p Params) Left(q Quota) uint32 {
	if q.Elements >= p.Quota {
		return 0
	}
	return p.Quota - q.Elements
}

// CheckPerson refuses a person that is no live case: who holds no tags. Tags of the dead live until the record is closed.
func CheckPerson(p beneficiarytypes.Person) error {
	if !p.HoldsTags() {
		return errorsmod.Wrap(ErrCaseClosed, "the person has left the register")
	}
	return nil
}

// Answers decides whether a trustee answers a request with these elements at a height: it isn't too old, and they are the ones that
// were recorded. The height is that of the last committed block.
func (r Request) Answers(p Params, height int64, blinded [][]byte) error {
	if height-r.Height > p.RequestBlocks {
		return errorsmod.Wrapf(ErrRequestExpired, "request %d of height %d", r.Id, r.Height)
	}
	if uint32(len(blinded)) != r.Elements {
		return errorsmod.Wrapf(ErrRequestHash, "%d elements, recorded are %d", len(blinded), r.Elements)
	}
	hash, err := oprf.RequestHash(r.Epoch, blinded)
	if err != nil {
		return errorsmod.Wrap(ErrRequestMalformed, err.Error())
	}
	if string(hash[:]) != string(r.Hash) {
		return errorsmod.Wrapf(ErrRequestHash, "request %d", r.Id)
	}
	return nil
}

// Validate checks a stored request.
func (r Request) Validate() error {
	if r.Id == 0 || r.Organisation == 0 || r.Epoch == 0 || r.Elements == 0 || r.Elements > oprf.MaxBatch || r.Height < 0 {
		return errorsmod.Wrapf(ErrRequestMalformed, "request %d", r.Id)
	}
	if len(r.Hash) != HashLength {
		return errorsmod.Wrapf(ErrRequestMalformed, "hash has %d bytes, want %d", len(r.Hash), HashLength)
	}
	if r.Kind == CASE_KIND_SAMPLE {
		if r.Sample == 0 || r.Sample >= r.Id || len(r.Ref) != 0 {
			return errorsmod.Wrapf(ErrRequestMalformed, "sample %d of request %d", r.Sample, r.Id)
		}
		return nil
	}
	if r.Sample != 0 {
		return errorsmod.Wrapf(ErrRequestMalformed, "sample %d of request %d", r.Sample, r.Id)
	}
	return checkCase(r.Kind, r.Ref)
}

func checkCase(kind CaseKind, ref []byte) error {
	if kind != CASE_KIND_PERSON && kind != CASE_KIND_HOUSEHOLD && kind != CASE_KIND_INTAKE {
		return errorsmod.Wrapf(ErrRequestMalformed, "kind of case %d: want PERSON, HOUSEHOLD or INTAKE", kind)
	}
	if err := beneficiarytypes.CheckRef(ref); err != nil {
		return errorsmod.Wrap(ErrRequestMalformed, err.Error())
	}
	return nil
}
