package types

import (
	errorsmod "cosmossdk.io/errors"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/bech32"
)

// NewSeat makes an active seat. Operator is a bech32 operator address.
func NewSeat(organisation uint32, operator string, key *ed25519.PubKey) (Seat, error) {
	packed, err := codectypes.NewAnyWithValue(key)
	if err != nil {
		return Seat{}, errorsmod.Wrap(ErrKeyInvalid, err.Error())
	}
	s := Seat{Organisation: organisation, Operator: operator, ConsensusKey: packed, Status: SEAT_STATUS_ACTIVE}
	return s, s.Validate()
}

// Validate checks the shape of a seat: organisation given, 20-byte operator, ed25519 key, known status.
func (s Seat) Validate() error {
	if s.Organisation == 0 {
		return errorsmod.Wrap(ErrSeatInvalid, "give the organisation")
	}
	if _, err := s.operatorBytes(); err != nil {
		return err
	}
	if _, err := s.PubKey(); err != nil {
		return err
	}
	switch s.Status {
	case SEAT_STATUS_ACTIVE, SEAT_STATUS_JAILED, SEAT_STATUS_TOMBSTONED:
		return nil
	default:
		return errorsmod.Wrapf(ErrSeatInvalid, "status %d is not known", s.Status)
	}
}

func (s Seat) operatorBytes() ([]byte, error) {
	_, bz, err := bech32.DecodeAndConvert(s.Operator)
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

// ConsensusAddress is the address under which CometBFT knows the seat.
func (s Seat) ConsensusAddress() (sdk.ConsAddress, error) {
	key, err := s.PubKey()
	if err != nil {
		return nil, err
	}
	return sdk.ConsAddress(key.Address()), nil
}

// IsActive tells whether the seat signs blocks.
func (s Seat) IsActive() bool { return s.Status == SEAT_STATUS_ACTIVE }

// IsEnrolled tells whether the province has a vote among the provinces, whatever its seat does in consensus.
func (s Seat) IsEnrolled() bool { return s.Status != SEAT_STATUS_UNSPECIFIED }

// Jail takes an active seat out for downtime, given how many of the seats are active now. The second result is false
// when nothing changes: the seat is not active, or the set would fall below the floor.
func (s Seat) Jail(active, seats int) (Seat, bool) {
	if !s.IsActive() || active-1 < Floor(seats) {
		return s, false
	}
	s.Status = SEAT_STATUS_JAILED
	return s, true
}

// Tombstone takes a seat out for good after a double sign, given how many seats are active now. The second result is
// false when nothing changes: the seat is tombstoned already, or it is the last active one.
func (s Seat) Tombstone(active int) (Seat, bool) {
	if s.Status == SEAT_STATUS_TOMBSTONED || (s.IsActive() && active <= 1) {
		return s, false
	}
	s.Status = SEAT_STATUS_TOMBSTONED
	return s, true
}

// Unjail brings a jailed seat back.
func (s Seat) Unjail() (Seat, error) {
	switch s.Status {
	case SEAT_STATUS_JAILED:
		s.Status = SEAT_STATUS_ACTIVE
		return s, nil
	case SEAT_STATUS_TOMBSTONED:
		return Seat{}, errorsmod.Wrap(ErrSeatTombstoned, "it signed twice at one height")
	default:
		return Seat{}, errorsmod.Wrap(ErrSeatActive, "only a jailed seat can be unjailed")
	}
}
