package types

import (
	"slices"
	"time"

	errorsmod "cosmossdk.io/errors"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
)

// Jail takes an active seat out for downtime, given how many seats are active and enrolled now. The second result is false
// when nothing changes: the seat is not active, or too few would be left.
func (s Seat) Jail(active, enrolled int) (Seat, bool) {
	if !s.IsActive() || active-1 < Floor(enrolled) {
		return s, false
	}
	s.Status = SEAT_STATUS_JAILED
	return s, true
}

// Tombstone takes a seat out after a double sign, given how many seats are active now. The last active one stays, convicted.
// The second result is false when nothing changes: the seat is out already.
func (s Seat) Tombstone(active int) (Seat, bool) {
	switch s.Status {
	case SEAT_STATUS_ACTIVE:
		if active <= 1 {
			was := s.Convicted
			s.Convicted = true
			return s, !was
		}
	case SEAT_STATUS_JAILED, SEAT_STATUS_SUSPENDED:
	default:
		return s, false
	}
	s.Status, s.Convicted = SEAT_STATUS_TOMBSTONED, false
	return s, true
}

// Unjail brings a jailed seat back.
func (s Seat) Unjail() (Seat, error) {
	switch s.Status {
	case SEAT_STATUS_JAILED:
		s.Status = SEAT_STATUS_ACTIVE
		return s, nil
	case SEAT_STATUS_TOMBSTONED:
		return Seat{}, errorsmod.Wrap(ErrSeatTombstoned, "it signed twice at one height: a vote can accept it again with a new key")
	case SEAT_STATUS_ACTIVE:
		return Seat{}, errorsmod.Wrap(ErrSeatActive, "only a jailed seat can be unjailed")
	default:
		return Seat{}, s.wrong("only a jailed seat can be unjailed")
	}
}

// AcceptAgain gives a tombstoned seat another chance with a new key, which has to prove itself.
func (s Seat) AcceptAgain(key []byte) (Seat, error) {
	if err := s.require("a tombstoned seat can be accepted again", SEAT_STATUS_TOMBSTONED); err != nil {
		return Seat{}, err
	}
	if s.IsRotating() {
		return Seat{}, errorsmod.Wrapf(ErrRotationPending, "repeat it after height %d", s.NextFrom)
	}
	s.Status, s.NextKey = SEAT_STATUS_PENDING, key
	return s, nil
}

// Activate lets a pending seat sign, as of a new stint.
func (s Seat) Activate() (Seat, error) {
	if err := s.require("only an accepted seat can be activated", SEAT_STATUS_PENDING); err != nil {
		return Seat{}, err
	}
	if len(s.NextKey) != 0 {
		var err error
		if s, err = s.withKey(s.NextKey); err != nil {
			return Seat{}, err
		}
	}
	s.Status, s.Enrolled = SEAT_STATUS_ACTIVE, true
	s.Stint++
	return s, nil
}

// Expire ends the wait for a pending seat's key. The second result is false when nothing is left of the seat.
func (s Seat) Expire() (Seat, bool) {
	if s.IsCandidate() {
		return s, false
	}
	s.Status, s.NextKey = SEAT_STATUS_TOMBSTONED, nil
	return s, true
}

// Suspend takes a seat out until a vote resumes it, given how many seats are active and enrolled now.
func (s Seat) Suspend(active, enrolled int) (Seat, error) {
	if err := s.require("only an active or jailed seat can be suspended", SEAT_STATUS_ACTIVE, SEAT_STATUS_JAILED); err != nil {
		return Seat{}, err
	}
	if err := s.mayGo(active, enrolled); err != nil {
		return Seat{}, err
	}
	s.Status = SEAT_STATUS_SUSPENDED
	return s, nil
}

// Resume brings a suspended seat back.
func (s Seat) Resume() (Seat, error) {
	if err := s.require("only a suspended seat can be resumed", SEAT_STATUS_SUSPENDED); err != nil {
		return Seat{}, err
	}
	s.Status = SEAT_STATUS_ACTIVE
	return s, nil
}

// Leave ends a seat and the vote of its province, given how many seats are active and enrolled now.
func (s Seat) Leave(active, enrolled int) (Seat, error) {
	if s.IsGone() {
		return Seat{}, s.wrong("it has left already")
	}
	if err := s.mayGo(active, enrolled); err != nil {
		return Seat{}, err
	}
	if s.Status == SEAT_STATUS_PENDING {
		s.NextKey = nil
	}
	s.Status, s.Enrolled = SEAT_STATUS_RETIRING, false
	return s, nil
}

// Retire ends the wait for evidence against a seat that has left.
func (s Seat) Retire() Seat {
	s.Status = SEAT_STATUS_RETIRED
	return s
}

// Rotate accepts a new key at a height: it signs from UpdateDelay heights later on.
func (s Seat) Rotate(key []byte, height int64) (Seat, error) {
	if err := s.require("only an active, jailed or suspended seat changes its key", SEAT_STATUS_ACTIVE, SEAT_STATUS_JAILED, SEAT_STATUS_SUSPENDED); err != nil {
		return Seat{}, err
	}
	if s.IsRotating() {
		return Seat{}, errorsmod.Wrapf(ErrRotationPending, "repeat it after height %d", s.NextFrom)
	}
	s.NextKey, s.NextFrom = key, height+UpdateDelay
	return s, nil
}

// MayRotateAt decides whether the operator's last rotation is long enough ago, in Unix seconds.
func (s Seat) MayRotateAt(now int64, p Params) error {
	if left := s.RotatedTime + p.RotationIntervalSeconds - now; s.RotatedTime != 0 && left > 0 {
		return errorsmod.Wrapf(ErrRotationTooSoon, "wait %d seconds, or ask two administrators to override", left)
	}
	return nil
}

// TakeOver makes the key to come the seat's key. It is due from the height on that the key signs.
func (s Seat) TakeOver() (Seat, error) { return s.withKey(s.NextKey) }

// At notes when the status changed.
func (s Seat) At(height, now int64) Seat {
	s.SinceHeight, s.SinceTime = height, now
	return s
}

func (s Seat) withKey(key []byte) (Seat, error) {
	packed, err := codectypes.NewAnyWithValue(&ed25519.PubKey{Key: key})
	if err != nil {
		return Seat{}, errorsmod.Wrap(ErrKeyInvalid, err.Error())
	}
	s.ConsensusKey, s.NextKey, s.NextFrom = packed, nil, 0
	return s, nil
}

func (s Seat) mayGo(active, enrolled int) error {
	if floor := Floor(enrolled); s.IsActive() && active-1 < floor {
		return errorsmod.Wrapf(ErrFloorReached, "%d of %d enrolled seats are active, at least %d must stay", active, enrolled, floor)
	}
	return nil
}

func (s Seat) require(why string, allowed ...SeatStatus) error {
	if slices.Contains(allowed, s.Status) {
		return nil
	}
	return s.wrong(why)
}

func (s Seat) wrong(why string) error {
	return errorsmod.Wrapf(ErrSeatStatus, "%s: %s", s.Status, why)
}

// IsBeyondEvidence tells whether evidence against a seat that left is too old at a height and time in Unix seconds. CometBFT
// drops evidence that is older than both bounds; the seat signed for UpdateDelay more heights. Without bounds it never is.
func IsBeyondEvidence(s Seat, height, now int64, bounds *cmtproto.EvidenceParams) bool {
	return bounds != nil && height-s.SinceHeight > bounds.MaxAgeNumBlocks+UpdateDelay && now-s.SinceTime > int64(bounds.MaxAgeDuration/time.Second)+1
}

// Accept decides which seat a vote for an organisation, an operator and a key makes: a new one, a tombstoned one again, or a new
// one in place of a seat that left, whose operator is the second result.
func Accept(seats []Seat, organisation uint32, operator string, key []byte) (Seat, string, error) {
	var held *Seat
	for n, s := range seats {
		switch {
		case s.Organisation == organisation:
			held = &seats[n]
		case s.Operator == operator:
			return Seat{}, "", errorsmod.Wrapf(ErrSeatDuplicate, "the operator holds the seat of organisation %d", s.Organisation)
		}
	}
	if held == nil && len(seats) >= MaxSeats {
		return Seat{}, "", errorsmod.Wrapf(ErrSeatsTooMany, "%d, at most %d", len(seats)+1, MaxSeats)
	}
	switch {
	case held == nil:
		s, err := NewCandidate(organisation, operator, key)
		return s, "", err
	case held.Status == SEAT_STATUS_RETIRED:
		s, err := NewCandidate(organisation, operator, key)
		s.Stint = held.Stint // keys of the seat that left stay those of an earlier stint
		return s, held.Operator, err
	case held.Operator != operator:
		return Seat{}, "", errorsmod.Wrapf(ErrSeatDuplicate, "organisation %d has a seat of another operator", organisation)
	default:
		s, err := held.AcceptAgain(key)
		return s, "", err
	}
}
