package types

import errorsmod "cosmossdk.io/errors"

// ValidateBasic checks that there is a content of bounded size.
func (m *MsgSchedule) ValidateBasic() error {
	if m.Authority == "" || len(m.Authority) > MaxMessageLength {
		return errorsmod.Wrap(ErrSignerInvalid, "authority")
	}
	return checkSize(m.Content)
}

// ValidateBasic checks the messages and the length of the stop.
func (m *MsgStop) ValidateBasic() error { return checkStop(m.Messages, m.Seconds) }

// ValidateBasic checks the messages.
func (m *MsgLift) ValidateBasic() error { return checkMessages(m.Messages) }

// ValidateBasic checks the ranges of the params.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }
