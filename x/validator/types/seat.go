package types

import (
	errorsmod "cosmossdk.io/errors"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/bech32"
)

// NewSeat makes an active seat of an enrolled province. Operator is a bech32 operator address.
func NewSeat(organisation uint32, operator string, key *ed25519.PubKey) (Seat, error) {
	packed, err := codectypes.NewAnyWithValue(key)
	if err != nil {
		return Seat{}, errorsmod.Wrap(ErrKeyInvalid, err.Error())
	}
	s := Seat{Organisation: organisation, Operator: operator, ConsensusKey: packed, Status: SEAT_STATUS_ACTIVE, Enrolled: true, Stint: 1}
	return s, s.Validate()
}

// NewCandidate makes a pending seat, whose key has yet to prove itself.
func NewCandidate(organisation uint32, operator string, key []byte) (Seat, error) {
	s, err := NewSeat(organisation, operator, &ed25519.PubKey{Key: key})
	s.Status, s.Enrolled, s.Stint = SEAT_STATUS_PENDING, false, 0
	return s, err
}

// Validate checks the shape of a seat: organisation given, 20-byte operator, ed25519 keys, known status.
func (s Seat) Validate() error {
	if s.Organisation == 0 {
		return errorsmod.Wrap(ErrSeatInvalid, "give the organisation")
	}
	if _, err := operatorBytes(s.Operator); err != nil {
		return err
	}
	if _, err := s.PubKey(); err != nil {
		return err
	}
	if n := len(s.NextKey); n != 0 && n != KeyLength {
		return errorsmod.Wrapf(ErrKeyInvalid, "key to come has %d bytes", n)
	}
	if s.NextFrom < 0 || (len(s.NextKey) == 0 && s.NextFrom != 0) {
		return errorsmod.Wrapf(ErrSeatInvalid, "key to come signs from height %d", s.NextFrom)
	}
	if _, known := SeatStatus_name[int32(s.Status)]; !known || s.Status == SEAT_STATUS_UNSPECIFIED {
		return errorsmod.Wrapf(ErrSeatInvalid, "status %d is not known", s.Status)
	}
	if s.Status == SEAT_STATUS_ACTIVE && !s.Enrolled {
		return errorsmod.Wrap(ErrSeatInvalid, "an active seat is enrolled")
	}
	return nil
}

func operatorBytes(operator string) ([]byte, error) {
	_, bz, err := bech32.DecodeAndConvert(operator)
	if err != nil || len(bz) != AddressLength {
		return nil, errorsmod.Wrapf(ErrAddressInvalid, "operator needs %d bytes in bech32", AddressLength)
	}
	return bz, nil
}

// PubKey is the decoded consensus key.
func (s Seat) PubKey() (*ed25519.PubKey, error) {
	if s.ConsensusKey == nil {
		return nil, errorsmod.Wrap(ErrKeyInvalid, "give the consensus key")
	}
	key, ok := s.ConsensusKey.GetCachedValue().(*ed25519.PubKey)
	if !ok || key == nil || len(key.Key) != KeyLength {
		return nil, errorsmod.Wrapf(ErrKeyInvalid, "give an ed25519 key of %d bytes", KeyLength)
	}
	return key, nil
}

// ConsensusAddress is the address under which x/slashing knows the seat.
func (s Seat) ConsensusAddress() (sdk.ConsAddress, error) {
	key, err := s.PubKey()
	if err != nil {
		return nil, err
	}
	return sdk.ConsAddress(key.Address()), nil
}

// SigningKey is the key that CometBFT is told while the seat is active: the one to come once a rotation is accepted.
func (s Seat) SigningKey() ([]byte, error) {
	if s.IsRotating() {
		return s.NextKey, nil
	}
	key, err := s.PubKey()
	if err != nil {
		return nil, err
	}
	return key.Key, nil
}

// IsActive tells whether the seat signs blocks.
func (s Seat) IsActive() bool { return s.Status == SEAT_STATUS_ACTIVE }

// IsEnrolled tells whether the province has a vote among the provinces: from its first activation until it leaves, whatever
// its seat does in consensus in between.
func (s Seat) IsEnrolled() bool { return s.Enrolled }

// IsGone tells whether the seat has left.
func (s Seat) IsGone() bool {
	return s.Status == SEAT_STATUS_RETIRING || s.Status == SEAT_STATUS_RETIRED
}

// IsCandidate tells whether the seat was accepted and never signed in this stint under any key: x/slashing doesn't know it.
func (s Seat) IsCandidate() bool { return s.Status == SEAT_STATUS_PENDING && len(s.NextKey) == 0 }

// IsRotating tells whether a new key was told and CometBFT has yet to take it over.
func (s Seat) IsRotating() bool { return s.NextFrom != 0 }

// CandidateKey is the key that a pending seat has to prove.
func (s Seat) CandidateKey() ([]byte, error) {
	if s.Status == SEAT_STATUS_PENDING && len(s.NextKey) != 0 {
		return s.NextKey, nil
	}
	key, err := s.PubKey()
	if err != nil {
		return nil, err
	}
	return key.Key, nil
}
