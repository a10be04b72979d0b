package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// NewKeySet puts a key set into the form it is stored in.
func NewKeySet(set oprf.KeySet, status KeySetStatus, from int64) KeySet {
	k := KeySet{
		Epoch: set.Epoch, Generation: set.Generation, Origin: Origin(set.Origin), Threshold: set.Threshold,
		PublicKey: set.PublicKey.Bytes(), Status: status, FromHeight: from,
	}
	for _, share := range set.Shares {
		k.Trustees = append(k.Trustees, PublicShare{Organisation: share.Index, Commitment: share.Commitment.Bytes()})
	}
	return k
}

// Parse decodes what a key set says about the key and checks its shape.
func (k KeySet) Parse() (oprf.KeySet, error) {
	if _, known := Origin_name[int32(k.Origin)]; !known {
		return oprf.KeySet{}, errorsmod.Wrapf(ErrKeySetInvalid, "origin %d", k.Origin)
	}
	key, err := oprf.ParsePoint(k.PublicKey)
	if err != nil {
		return oprf.KeySet{}, errorsmod.Wrapf(ErrKeySetInvalid, "public key: %v", err)
	}
	indexes, commitments := make([]uint32, len(k.Trustees)), make([][]byte, len(k.Trustees))
	for i, trustee := range k.Trustees {
		indexes[i], commitments[i] = trustee.Organisation, trustee.Commitment
	}
	shares, err := oprf.ParseShares(indexes, commitments)
	if err != nil {
		return oprf.KeySet{}, errorsmod.Wrap(ErrKeySetInvalid, err.Error())
	}
	set := oprf.KeySet{
		Epoch: k.Epoch, Generation: k.Generation, Origin: oprf.Origin(k.Origin), Threshold: k.Threshold, PublicKey: key, Shares: shares,
	}
	if err := set.ValidateBasic(); err != nil {
		return oprf.KeySet{}, errorsmod.Wrap(ErrKeySetInvalid, err.Error())
	}
	return set, nil
}

// Validate checks all of a key set: that any threshold of its trustees make the same tags, and fewer none.
func (k KeySet) Validate() error {
	if _, known := KeySetStatus_name[int32(k.Status)]; !known || k.Status == KEY_SET_STATUS_UNSPECIFIED {
		return errorsmod.Wrapf(ErrKeySetInvalid, "status %d", k.Status)
	}
	if (k.UntilHeight != 0) != (k.Status == KEY_SET_STATUS_RETIRED) || k.FromHeight < 0 || k.UntilHeight < 0 {
		return errorsmod.Wrapf(ErrKeySetInvalid, "from height %d until %d", k.FromHeight, k.UntilHeight)
	}
	set, err := k.Parse()
	if err != nil {
		return err
	}
	if err := set.Validate(); err != nil {
		return errorsmod.Wrap(ErrKeySetInvalid, err.Error())
	}
	return nil
}

// IsLive tells whether trustees answer under the key set, or will.
func (k KeySet) IsLive() bool {
	return k.Status == KEY_SET_STATUS_ACTIVE || k.Status == KEY_SET_STATUS_PREPARED
}

// Activate gives a prepared key set that requests are answered under from now on.
func (k KeySet) Activate() KeySet {
	k.Status = KEY_SET_STATUS_ACTIVE
	return k
}

// Retire gives a key set that nobody answers under any more.
func (k KeySet) Retire(height int64) KeySet {
	k.Status, k.UntilHeight = KEY_SET_STATUS_RETIRED, max(height, 1)
	return k
}

// NextEpoch checks that an epoch may be the next one: the number after the last, beside at most one live one.
func NextEpoch(sets []KeySet, epoch uint32) error {
	var last uint32
	live := map[uint32]bool{}
	for _, k := range sets {
		last = max(last, k.Epoch)
		if k.IsLive() {
			live[k.Epoch] = true
		}
	}
	if epoch != last+1 {
		return errorsmod.Wrapf(ErrEpochWrong, "epoch %d, want %d", epoch, last+1)
	}
	if len(live) >= MaxLiveEpochs {
		return ErrEpochsTooMany
	}
	return nil
}

// Active gives the key set of an epoch that requests are answered under, or ErrEpochInactive.
func Active(sets []KeySet, epoch uint32) (KeySet, error) {
	for _, k := range sets {
		if k.Epoch == epoch && k.Status == KEY_SET_STATUS_ACTIVE {
			return k, nil
		}
	}
	return KeySet{}, errorsmod.Wrapf(ErrEpochInactive, "epoch %d", epoch)
}

// KeySet gives the key set that the message describes, as that of a dealer.
func (m *MsgSetKeySet) KeySet() KeySet {
	return KeySet{
		Epoch: m.Epoch, Origin: ORIGIN_DEALER, Threshold: m.Threshold, PublicKey: m.PublicKey, Trustees: m.Trustees,
		Status: KEY_SET_STATUS_ACTIVE,
	}
}

// CheckTrustees refuses a trustee without an enrolled seat; the organisations with one come ascending.
func (k KeySet) CheckTrustees(enrolled []uint32) error {
	for _, trustee := range k.Trustees {
		if _, found := slices.BinarySearch(enrolled, trustee.Organisation); !found {
			return errorsmod.Wrapf(ErrTrusteeSeatless, "organisation %d", trustee.Organisation)
		}
	}
	return nil
}

// Enrolled lists the organisations with an enrolled seat, ascending.
func Enrolled(seats []validatortypes.Seat) []uint32 {
	var organisations []uint32
	for _, seat := range seats {
		if seat.IsEnrolled() {
			organisations = append(organisations, seat.Organisation)
		}
	}
	slices.Sort(organisations)
	return organisations
}
