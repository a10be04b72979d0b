package types

import (
	"crypto/sha256"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
)

// CheckHash refuses anything but a SHA-256 hash in lower-case hexadecimal digits.
func CheckHash(field, text string) error {
	if len(text) != 2*sha256.Size {
		return errorsmod.Wrapf(ErrTextRefused, "%s has %d characters", field, len(text))
	}
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return errorsmod.Wrap(ErrTextRefused, field)
		}
	}
	return nil
}

// CheckOptionalHash is CheckHash for a field that may be empty.
func CheckOptionalHash(field, text string) error {
	if text == "" {
		return nil
	}
	return CheckHash(field, text)
}

// CheckProposal decides on the shape of a proposal: one MsgSchedule, hashes instead of texts, a deposit of one seat token, not
// expedited. It gives the act to be scheduled.
func CheckProposal(m *govv1.MsgSubmitProposal) (*MsgSchedule, error) {
	if m.Expedited {
		return nil, ErrProposalExpedited
	}
	if err := CheckHash("title", m.Title); err != nil {
		return nil, err
	}
	if err := CheckHash("summary", m.Summary); err != nil {
		return nil, err
	}
	if err := CheckOptionalHash("metadata", m.Metadata); err != nil {
		return nil, err
	}
	if err := CheckDeposit(m.InitialDeposit); err != nil {
		return nil, err
	}
	if len(m.Messages) != 1 {
		return nil, errorsmod.Wrapf(ErrProposalContent, "%d messages", len(m.Messages))
	}
	act, ok := m.Messages[0].GetCachedValue().(*MsgSchedule)
	if !ok {
		return nil, errorsmod.Wrap(ErrProposalContent, "wrap the message in a MsgSchedule")
	}
	return act, nil
}

// CheckDeposit refuses anything but one seat token.
func CheckDeposit(amount []sdk.Coin) error {
	if len(amount) != 1 || amount[0].Amount.IsNil() || amount[0].Denom != SeatDenom || !amount[0].Equal(SeatToken()) {
		return ErrDepositInvalid
	}
	return nil
}

// CheckVote refuses a veto and free text.
func CheckVote(m *govv1.MsgVote) error {
	switch m.Option {
	case govv1.OptionYes, govv1.OptionNo, govv1.OptionAbstain:
		return CheckOptionalHash("metadata", m.Metadata)
	default:
		return errorsmod.Wrap(ErrVoteOption, m.Option.String())
	}
}
