package types

import (
	"crypto/sha256"
	"encoding/binary"

	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Draw decides by the hash of a block that came after a request whether the request is evaluated again, and gives the number of the
// organisation, from 1 to last, at which the search for another county begins.
func Draw(p Params, blockHash []byte, request uint64, last uint32) (start uint32, drawn bool) {
	if p.SampleOneIn == 0 || last == 0 {
		return 0, false
	}
	seed := binary.BigEndian.AppendUint64(append([]byte("relief-pseudonym-sample-v1"), blockHash...), request)
	digest := sha256.Sum256(seed)
	if binary.BigEndian.Uint64(digest[:8])%uint64(p.SampleOneIn) != 0 {
		return 0, false
	}
	return uint32(binary.BigEndian.Uint64(digest[8:16])%uint64(last)) + 1, true
}

// MayEvaluate tells whether an organisation can evaluate the sample of another one.
func MayEvaluate(candidate authoritytypes.Organisation, asking uint32) bool {
	return candidate.Kind == authoritytypes.ORGANISATION_KIND_COUNTY && candidate.Status == authoritytypes.ORGANISATION_STATUS_ACTIVE &&
		candidate.Id != asking
}

// Repeat gives the sample with its second request, recorded by an organisation.
func (s Sample) Repeat(organisation uint32, request uint64) (Sample, error) {
	if s.Assigned != organisation {
		return Sample{}, errorsmod.Wrapf(ErrSampleForeign, "organisation %d", s.Assigned)
	}
	if !s.Open() {
		return Sample{}, errorsmod.Wrapf(ErrSampleStatus, "%s", s.Status)
	}
	s.Status, s.Repetition = SAMPLE_STATUS_REPEATED, request
	return s, nil
}

// Report gives the sample with the verdict of an organisation that has evaluated it.
func (s Sample) Report(organisation uint32, verdict SampleStatus) (Sample, error) {
	if s.Assigned != organisation {
		return Sample{}, errorsmod.Wrapf(ErrSampleForeign, "organisation %d", s.Assigned)
	}
	if s.Status != SAMPLE_STATUS_REPEATED {
		return Sample{}, errorsmod.Wrapf(ErrSampleStatus, "%s: record the second request first", s.Status)
	}
	s.Status = verdict
	return s, nil
}

// Open tells whether a report is still to come.
func (s Sample) Open() bool {
	return s.Status == SAMPLE_STATUS_OPEN || s.Status == SAMPLE_STATUS_REPEATED
}

// Expire gives the sample that nobody reported about in time.
func (s Sample) Expire() Sample {
	s.Status = SAMPLE_STATUS_EXPIRED
	return s
}

// Validate checks a stored sample.
func (s Sample) Validate() error {
	if s.Request == 0 || s.Organisation == 0 || s.Assigned == 0 || s.Assigned == s.Organisation || s.Height < 0 {
		return errorsmod.Wrapf(ErrSampleUnknown, "sample %d is malformed", s.Request)
	}
	if _, known := SampleStatus_name[int32(s.Status)]; !known || s.Status == SAMPLE_STATUS_UNSPECIFIED || s.Status != SAMPLE_STATUS_EXPIRED && (s.Status == SAMPLE_STATUS_OPEN) != (s.Repetition == 0) {
		return errorsmod.Wrapf(ErrSampleUnknown, "sample %d has status %d", s.Request, s.Status)
	}
	return nil
}
