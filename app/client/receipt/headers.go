package receipt

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/cometbft/cometbft/light"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/proto"
)

// Headers lead from a header that the reader trusts to the one that commits to a state.
type Headers struct {
	// ChainID is the chain they are of.
	ChainID string
	// Blocks are ascending, each with commit and validator set.
	Blocks []*cmttypes.LightBlock
}

// encode writes the blocks in base64.
func (h *Headers) encode() ([]string, error) {
	var texts []string
	for _, b := range h.Blocks {
		pb, err := b.ToProto()
		if err != nil {
			return nil, fmt.Errorf("write a light block: %w", err)
		}
		raw, err := proto.Marshal(pb)
		if err != nil {
			return nil, fmt.Errorf("write a light block: %w", err)
		}
		texts = append(texts, base64.StdEncoding.EncodeToString(raw))
	}
	return texts, nil
}

// decode reads what encode wrote.
func (h *Headers) decode(texts []string) error {
	for _, text := range texts {
		var pb cmtproto.LightBlock
		if err := unmarshal(text, &pb); err != nil {
			return fmt.Errorf("%w: light block: %w", ErrMalformed, err)
		}
		b, err := cmttypes.LightBlockFromProto(&pb)
		if err != nil {
			return fmt.Errorf("%w: light block: %w", ErrMalformed, err)
		}
		h.Blocks = append(h.Blocks, b)
	}
	return h.whole()
}

// whole refuses a receipt without headers, or with a header that lacks its commit or its validators.
func (h *Headers) whole() error {
	if len(h.Blocks) == 0 {
		return fmt.Errorf("%w: no light block", ErrMalformed)
	}
	for _, b := range h.Blocks {
		if b == nil || b.SignedHeader == nil || b.Header == nil || b.Commit == nil || b.ValidatorSet == nil {
			return fmt.Errorf("%w: a light block lacks its header, commit or validators", ErrMalformed)
		}
	}
	return nil
}

// verify follows the headers from the trusted one to the last.
func (h *Headers) verify(trust Trust, period time.Duration, now time.Time) (*cmttypes.Header, error) {
	if err := h.whole(); err != nil {
		return nil, err
	}
	trusted := h.Blocks[0]
	if last := h.Blocks[len(h.Blocks)-1]; trust.Height > last.Height {
		return nil, fmt.Errorf("%w: it ends at height %d, before the trusted height %d: renew it (reliefd receipt renew)", ErrWrongHash, last.Height, trust.Height)
	}
	if trusted.Height != trust.Height || !bytes.Equal(trusted.Hash(), trust.Hash) {
		return nil, fmt.Errorf("%w: it starts from %d:%X, you trust %s", ErrWrongHash, trusted.Height, []byte(trusted.Hash()), trust)
	}
	for _, b := range h.Blocks {
		if b.ChainID != h.ChainID {
			return nil, fmt.Errorf("%w: a header is of %q", ErrWrongChain, b.ChainID)
		}
		if err := b.ValidateBasic(h.ChainID); err != nil {
			return nil, fmt.Errorf("%w: the block of height %d: %w", ErrTampered, b.Height, err)
		}
	}
	if err := trusted.ValidatorSet.VerifyCommitLight(h.ChainID, trusted.Commit.BlockID, trusted.Height, trusted.Commit); err != nil {
		return nil, commitError(trusted.Height, err)
	}
	for _, next := range h.Blocks[1:] {
		if next.Height <= trusted.Height {
			return nil, fmt.Errorf("%w: headers don't ascend", ErrTampered)
		}
		if err := light.Verify(trusted.SignedHeader, trusted.ValidatorSet, next.SignedHeader, next.ValidatorSet, period, now, maxClockDrift, light.DefaultTrustLevel); err != nil {
			return nil, commitError(next.Height, err)
		}
		trusted = next
	}
	return trusted.Header, nil
}

// commitError names what is wrong with a header's commit.
func commitError(height int64, err error) error {
	var (
		expired light.ErrOldHeaderExpired
		invalid light.ErrInvalidHeader
		set     light.ErrNewValSetCantBeTrusted
		power   cmttypes.ErrNotEnoughVotingPowerSigned
	)
	switch {
	case errors.As(err, &invalid): // doesn't unwrap by itself
		return commitError(height, invalid.Reason)
	case errors.As(err, &expired):
		return fmt.Errorf("%w: it expired at %s; renew the receipt from a fresh trusted header", ErrExpired, expired.At.UTC().Format(time.RFC3339))
	case errors.As(err, &set), errors.As(err, &power):
		return fmt.Errorf("%w of height %d: %w", ErrPower, height, err)
	}
	return fmt.Errorf("%w: the header of height %d: %w", ErrTampered, height, err)
}

// of refuses headers of another chain than the one wanted; empty wants none in particular.
func (h *Headers) of(chainID string) error {
	if chainID != "" && h.ChainID != chainID {
		return fmt.Errorf("%w: it says %q, want %q", ErrWrongChain, h.ChainID, chainID)
	}
	return nil
}
