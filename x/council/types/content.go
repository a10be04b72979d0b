package types

import (
	"bytes"
	"errors"
	"strings"

	errorsmod "cosmossdk.io/errors"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// MaxContentBytes is the largest content of an act: a whole policy table fits several times. Changing it forks the chain.
const MaxContentBytes = 32 * 1024

// ownPrefix begins the type URL of every message of Relief.
const ownPrefix = "/relief."

func checkSize(content *codectypes.Any) error {
	if content == nil || content.TypeUrl == "" {
		return errorsmod.Wrap(ErrContentInvalid, "content is missing")
	}
	if len(content.TypeUrl) > MaxMessageLength || len(content.Value) > MaxContentBytes {
		return errorsmod.Wrapf(ErrContentSize, "%d bytes, at most %d", len(content.Value), MaxContentBytes)
	}
	return nil
}

// Message is the decoded content.
func (m *MsgSchedule) Message() (sdk.Msg, error) { return message(m.Content) }

// Message is the decoded content.
func (i Item) Message() (sdk.Msg, error) { return message(i.Content) }

func message(content *codectypes.Any) (sdk.Msg, error) {
	if err := checkSize(content); err != nil {
		return nil, err
	}
	msg, ok := content.GetCachedValue().(sdk.Msg)
	if !ok {
		return nil, errorsmod.Wrapf(ErrContentInvalid, "%s is no message of this chain", content.TypeUrl)
	}
	return msg, nil
}

// Validate checks the shape of an act that waits.
func (i Item) Validate() error {
	if i.Tries > MaxTries {
		return errorsmod.Wrapf(ErrContentInvalid, "act %d was tried %d times", i.Id, i.Tries)
	}
	if i.Id == 0 || i.DecidedAt < 0 || i.DueAt < i.DecidedAt {
		return errorsmod.Wrap(ErrContentInvalid, "give a number and times")
	}
	msg, err := i.Message()
	if err != nil {
		return err
	}
	return CheckContent(msg)
}

// CheckContent decides whether the provinces may decide a message, and checks its shape: messages of Relief except another act, and
// those of stock modules that are named in stockRules, within the bounds given there.
func CheckContent(msg sdk.Msg) error {
	url := sdk.MsgTypeURL(msg)
	if _, nested := msg.(*MsgSchedule); nested {
		return errorsmod.Wrap(ErrContentRefused, "an act can't schedule another")
	}
	rule, known := stockRules[url]
	if !known && !strings.HasPrefix(url, ownPrefix) {
		return errorsmod.Wrap(ErrContentRefused, url)
	}
	if m, ok := msg.(sdk.HasValidateBasic); ok {
		if err := m.ValidateBasic(); err != nil {
			return err
		}
	}
	if known {
		return rule(msg)
	}
	return nil
}

// CheckSigners refuses content that anybody but governance signs.
func CheckSigners(signers [][]byte, governance sdk.AccAddress) error {
	if len(signers) != 1 || !bytes.Equal(signers[0], governance) {
		return errorsmod.Wrap(ErrSignerInvalid, "of the content")
	}
	return nil
}

// Again puts an act off for some seconds when what stands in its way passes by itself: CometBFT is taking over another change of the
// validator set. The second result is false for any other outcome, and once it was put off MaxTries times.
func (i Item) Again(outcome error, now int64) (Item, bool) {
	if !errors.Is(outcome, validatortypes.ErrChangeInFlight) || i.Tries >= MaxTries {
		return Item{}, false
	}
	i.Tries++
	i.DueAt = now + RetrySeconds
	return i, true
}
