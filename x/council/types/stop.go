package types

import (
	"bytes"
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
)

// Bounds of emergency stops; changing these forks the chain.
const (
	// MaxStopSeconds is the longest stop: 72 hours.
	MaxStopSeconds = 72 * 60 * 60
	// ConfirmSeconds is how long a request waits for a second pauser.
	ConfirmSeconds = 60 * 60
	// MaxStopMessages bounds the messages of one stop.
	MaxStopMessages = 32
	// MaxStops bounds the messages stopped at a time.
	MaxStops = 128
	// MaxRequests bounds the requests that wait at a time.
	MaxRequests = 32
	// MaxMessageLength is the longest message type URL.
	MaxMessageLength = 128
)

// neededPackages are those whose messages keep the network running, decide over it, or end a stop.
var neededPackages = []string{
	"/cosmos.gov.", "/cosmos.upgrade.", "/cosmos.consensus.", "/cosmos.slashing.", "/cosmos.evidence.", "/relief.validator.", "/relief.council.",
	"/relief.authority.v1.MsgPropose", "/relief.authority.v1.MsgApprove", "/relief.authority.v1.MsgExecute", // or revoking by approvals could be stopped
}

// neededNames begin the names of messages by which people defend themselves, get what is theirs, or change a lost key, and of those
// by which a pauser who does wrong is stopped.
var neededNames = []string{"MsgAppeal", "MsgRedeem", "MsgWithdraw", "MsgBurn", "MsgRotate", "MsgRevokeOfficer", "MsgSuspendOrganisation"}

// CheckStoppable refuses a message that no emergency may stop: governance, the validator set, evidence, upgrades, appeals,
// redemptions and withdrawals, rotation of keys, the revocation of officers.
func CheckStoppable(message string) error {
	for _, p := range neededPackages {
		if strings.HasPrefix(message, p) {
			return errorsmod.Wrap(ErrMessageNeeded, message)
		}
	}
	name := message[strings.LastIndexAny(message, "./")+1:]
	for _, n := range neededNames {
		if strings.HasPrefix(name, n) {
			return errorsmod.Wrap(ErrMessageNeeded, message)
		}
	}
	return nil
}

// checkMessages checks a list of type URLs: 1 to MaxStopMessages, ascending.
func checkMessages(messages []string) error {
	if len(messages) == 0 || len(messages) > MaxStopMessages {
		return errorsmod.Wrapf(ErrStopInvalid, "%d messages, want 1 to %d", len(messages), MaxStopMessages)
	}
	for i, m := range messages {
		if !strings.HasPrefix(m, "/") || len(m) > MaxMessageLength {
			return errorsmod.Wrapf(ErrStopInvalid, "message %d is not a type URL of at most %d characters", i, MaxMessageLength)
		}
		if i > 0 && m <= messages[i-1] {
			return errorsmod.Wrap(ErrStopInvalid, "list the messages in ascending order, each once")
		}
	}
	return nil
}

// Validate checks the shape of a request.
func (r StopRequest) Validate() error {
	if r.Organisation == 0 || r.Officer == "" || len(r.Officer) > MaxMessageLength || len(r.Credential) == 0 || r.RequestedAt < 0 {
		return errorsmod.Wrap(ErrStopInvalid, "give organisation, officer, credential and time")
	}
	return checkStop(r.Messages, r.Seconds)
}

func checkStop(messages []string, seconds int64) error {
	if seconds < 1 || seconds > MaxStopSeconds {
		return errorsmod.Wrapf(ErrStopInvalid, "%d seconds, want 1 to %d", seconds, MaxStopSeconds)
	}
	if err := checkMessages(messages); err != nil {
		return err
	}
	for _, m := range messages {
		if err := CheckStoppable(m); err != nil {
			return err
		}
	}
	return nil
}

// IsOver tells whether a request has waited too long for a second pauser.
func (r StopRequest) IsOver(now int64) bool { return now >= r.RequestedAt+ConfirmSeconds }

// Confirms tells whether r, made by another person of another organisation, asks for exactly what other asked for in time.
func (r StopRequest) Confirms(other StopRequest) bool {
	return r.Organisation != other.Organisation && !bytes.Equal(r.Credential, other.Credential) && r.Officer != other.Officer &&
		r.Seconds == other.Seconds && slices.Equal(r.Messages, other.Messages) && !other.IsOver(r.RequestedAt)
}

// Validate checks the shape of a stop.
func (s Stop) Validate() error {
	if err := checkMessages([]string{s.Message}); err != nil {
		return err
	}
	if s.Until <= 0 || s.RequestedBy == 0 || s.ConfirmedBy == 0 || s.RequestedBy == s.ConfirmedBy {
		return errorsmod.Wrap(ErrStopInvalid, "give the end and two organisations")
	}
	return CheckStoppable(s.Message)
}

// Refuses tells whether the message is refused at a moment.
func (s Stop) Refuses(now int64) bool { return now < s.Until }
