package chaintest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtcrypto "github.com/cometbft/cometbft/crypto/encoding"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// validatorSet follows the validator set as CometBFT does: an update of one block signs two blocks later.
type validatorSet struct {
	// last, this and next are the consensus addresses that sign the block before, this block and the next one.
	last, this, next [][]byte
}

func (s *validatorSet) start(seats []*ed25519.PrivKey) {
	for _, key := range seats {
		s.next = append(s.next, key.PubKey().Address())
	}
	s.last, s.this = s.next, s.next
}

// update takes the updates of the block that was just made.
func (s *validatorSet) update(updates []abci.ValidatorUpdate) error {
	s.last, s.this = s.this, s.next
	for _, u := range updates {
		pub, err := cmtcrypto.PubKeyFromProto(u.PubKey)
		if err != nil {
			return err
		}
		key, err := cryptocodec.FromCmtPubKeyInterface(pub)
		if err != nil {
			return err
		}
		rest := make([][]byte, 0, len(s.next)+1)
		for _, address := range s.next {
			if !bytes.Equal(address, key.Address()) {
				rest = append(rest, address)
			}
		}
		if u.Power > 0 {
			rest = append(rest, key.Address())
		}
		s.next = rest
	}
	return nil
}

// SetAbsent lets a seat miss the coming blocks.
func (c *Chain) SetAbsent(seat int, absent bool) { c.absent[seat] = absent }

// DoubleSign makes a block with proof that a seat signed the last one twice.
func (c *Chain) DoubleSign(seat int, at time.Time) {
	c.t.Helper()
	c.BlockWithMisbehaviour(at, abci.Misbehavior{
		Type:      abci.MisbehaviorType_DUPLICATE_VOTE,
		Validator: abci.Validator{Address: c.seats[seat].PubKey().Address(), Power: 1},
		Height:    c.Height, Time: c.Now, TotalVotingPower: int64(len(c.signing.last)),
	})
}

// lastCommit says which seats signed the block before.
func (c *Chain) lastCommit() abci.CommitInfo {
	var info abci.CommitInfo
	if c.Height <= 1 {
		return info
	}
	for _, address := range c.signing.last {
		flag := cmtproto.BlockIDFlagCommit
		if c.isAbsent(address) {
			flag = cmtproto.BlockIDFlagAbsent
		}
		info.Votes = append(info.Votes, abci.VoteInfo{Validator: abci.Validator{Address: address, Power: 1}, BlockIdFlag: flag})
	}
	return info
}

func (c *Chain) isAbsent(address []byte) bool {
	for n, key := range c.seats {
		if bytes.Equal(key.PubKey().Address(), address) {
			return c.absent[n]
		}
	}
	return false
}

// operator is the operator address of a province by name.
func operator(province string) string {
	return sdk.ValAddress(Address(province + "-operator")).String()
}

// seatKey reads the consensus key a line means: "key=second", or without it the first key of the seat.
func (a args) seatKey() (*ed25519.PrivKey, error) {
	if a.has("key") {
		return NewSeatKey(a.text("key")), nil
	}
	n, err := a.seat()
	return SeatKey(n), err
}

// proof signs the last block for a seat, or with "for=tianjin" for another.
func (a args) proof(s *Scenario, key *ed25519.PrivKey) (int64, []byte) {
	seat := a.text("seat")
	if a.has("for") {
		seat = a.text("for")
	}
	height, signature := s.Chain.Possession(operator(seat), key)
	if a.has("height") {
		height = int64(a.number("height"))
	}
	return height, signature
}

func activateSeat(s *Scenario, a args) (sdk.Msg, error) {
	key, err := a.seatKey()
	if err != nil {
		return nil, err
	}
	height, signature := a.proof(s, key)
	return &validatortypes.MsgActivateSeat{Operator: operator(a.text("seat")), Height: height, Signature: signature}, nil
}

func rotateSeat(s *Scenario, a args) (sdk.Msg, error) {
	key, err := a.seatKey()
	if err != nil {
		return nil, err
	}
	height, signature := a.proof(s, key)
	return &validatortypes.MsgRotateKey{Operator: operator(a.text("seat")), NewKey: key.PubKey().Bytes(), Height: height, Signature: signature}, nil
}

func overrideSeat(s *Scenario, a args) (sdk.Msg, error) {
	key, err := a.seatKey()
	if err != nil {
		return nil, err
	}
	height, signature := a.proof(s, key)
	return &validatortypes.MsgOverrideRotation{
		Signer: a.signer(), Operator: operator(a.text("seat")), NewKey: key.PubKey().Bytes(), Height: height, Signature: signature,
	}, nil
}

// enrolSeat accepts a province with the key named.
func enrolSeat(_ *Scenario, a args) (sdk.Msg, error) {
	key, err := a.seatKey()
	if err != nil {
		return nil, err
	}
	return &validatortypes.MsgEnrolSeat{
		Authority: app.Governance(), Organisation: Organisations[a.text("seat")], Operator: operator(a.text("seat")), ConsensusKey: key.PubKey().Bytes(),
	}, nil
}

func suspendSeat(_ *Scenario, a args) (sdk.Msg, error) {
	return &validatortypes.MsgSuspendSeat{Authority: app.Governance(), Operator: operator(a.text("seat"))}, nil
}

func resumeSeat(_ *Scenario, a args) (sdk.Msg, error) {
	return &validatortypes.MsgResumeSeat{Authority: app.Governance(), Operator: operator(a.text("seat"))}, nil
}

func removeSeat(_ *Scenario, a args) (sdk.Msg, error) {
	return &validatortypes.MsgRemoveSeat{Authority: app.Governance(), Operator: operator(a.text("seat")), Emergency: a.has("emergency")}, nil
}

func retireSeat(_ *Scenario, a args) (sdk.Msg, error) {
	return &validatortypes.MsgRetireSeat{Operator: operator(a.text("seat"))}, nil
}

// showKeys lists the keys of a province's seat, the newest first, with the heights they may sign and whether they sign the next
// block but one.
func showKeys(s *Scenario, a args) (string, error) {
	keys, err := s.Chain.App().Validator.Keys(s.Chain.Context(), Address(a.text("seat")+"-operator"))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, key := range keys {
		signs := slices.ContainsFunc(s.Chain.signing.next, func(address []byte) bool { return bytes.Equal(address, key.ConsensusAddress()) })
		fmt.Fprintf(&b, "%X from=%d until=%d signs=%t\n", key.ConsensusKey[:4], key.FromHeight, key.UntilHeight, signs)
	}
	return b.String(), nil
}
