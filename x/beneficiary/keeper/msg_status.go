package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// VerifyPerson records that an identity authority has seen the person's document.
func (s msgServer) VerifyPerson(ctx context.Context, msg *types.MsgVerifyPerson) (*types.MsgVerifyPersonResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, err := s.change(ctx, msg.Signer, msg, msg.Ref, func(p types.Person, _ types.Decider) (types.Person, error) { return p.Verify() })
	if err != nil {
		return nil, err
	}
	return &types.MsgVerifyPersonResponse{}, nil
}

// LockPerson stops a person's key and holds the payments.
func (s msgServer) LockPerson(ctx context.Context, msg *types.MsgLockPerson) (*types.MsgLockPersonResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, err := s.change(ctx, msg.Signer, msg, msg.Ref, func(p types.Person, by types.Decider) (types.Person, error) { return p.LockBy(by, msg.Reason) })
	if err != nil {
		return nil, err
	}
	return &types.MsgLockPersonResponse{}, nil
}

// UnlockPerson takes a lock off that another person has set; what was held meanwhile waits for its release.
func (s msgServer) UnlockPerson(ctx context.Context, msg *types.MsgUnlockPerson) (*types.MsgUnlockPersonResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, err := s.change(ctx, msg.Signer, msg, msg.Ref, func(p types.Person, by types.Decider) (types.Person, error) { return p.UnlockBy(by) })
	if err != nil {
		return nil, err
	}
	return &types.MsgUnlockPersonResponse{}, nil
}

// ReportDeath records a death: the key signs no more and payments are held. Tags stay, so that nobody else takes up the claim.
func (s msgServer) ReportDeath(ctx context.Context, msg *types.MsgReportDeath) (*types.MsgReportDeathResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, err := s.change(ctx, msg.Signer, msg, msg.Ref, func(p types.Person, by types.Decider) (types.Person, error) { return p.DieBy(by) })
	if err != nil {
		return nil, err
	}
	if err := s.settle(ctx, person.Ref); err != nil {
		return nil, err
	}
	if err := s.dropKey(ctx, person); err != nil {
		return nil, err
	}
	return &types.MsgReportDeathResponse{}, nil
}

// WithdrawDeath takes back a death that another person has reported by mistake.
func (s msgServer) WithdrawDeath(ctx context.Context, msg *types.MsgWithdrawDeath) (*types.MsgWithdrawDeathResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, err := s.change(ctx, msg.Signer, msg, msg.Ref, func(p types.Person, by types.Decider) (types.Person, error) { return p.ReviveBy(by) })
	if err != nil {
		return nil, err
	}
	if len(person.HolderKey) > 0 {
		addr, err := types.HolderAddress(person.HolderKey, person.Curve)
		if err != nil {
			return nil, err
		}
		if err := s.holders.Set(ctx, addr, person.Ref); err != nil {
			return nil, err
		}
	}
	return &types.MsgWithdrawDeathResponse{}, nil
}

// ErasePerson empties the record of a person who is closed or merged. The event is the receipt: with it the office shows that the chain
// holds no root any more, and that it may destroy the salts.
func (s msgServer) ErasePerson(ctx context.Context, msg *types.MsgErasePerson) (*types.MsgErasePersonResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, err := s.change(ctx, msg.Signer, msg, msg.Ref, func(p types.Person, _ types.Decider) (types.Person, error) { return p.Erase() })
	if err != nil {
		return nil, err
	}
	return &types.MsgErasePersonResponse{}, nil
}

// change authorises an officer in the person's home area, decides and saves.
func (k *Keeper) change(
	ctx context.Context, signer string, msg sdk.Msg, ref []byte, decide func(types.Person, types.Decider) (types.Person, error),
) (types.Person, error) {
	before, by, err := k.target(ctx, signer, msg, ref)
	if err != nil {
		return types.Person{}, err
	}
	after, err := decide(before, by)
	if err != nil {
		return types.Person{}, err
	}
	return after, k.save(ctx, before, after, by)
}
