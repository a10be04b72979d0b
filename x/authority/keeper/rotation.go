package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// rotation gives the rotation of an officer's account, or ErrRotationUnknown.
func (k *Keeper) rotation(ctx context.Context, officer []byte) (types.Rotation, error) {
	r, err := k.rotations.Get(ctx, officer)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Rotation{}, types.ErrRotationUnknown
	}
	return r, err
}

// requireNoRotation refuses an officer who has a rotation whose time isn't over.
func (k *Keeper) requireNoRotation(ctx context.Context, officer []byte) error {
	r, err := k.rotation(ctx, officer)
	switch {
	case errors.Is(err, types.ErrRotationUnknown):
		return nil
	case err == nil && !r.Over(now(ctx)):
		return errorsmod.Wrapf(types.ErrRotationOpen, "for another %d seconds", r.ExpiresAt-now(ctx))
	default:
		return err
	}
}

// freshAccount gives the address and the key of an account that may take over a membership: never an officer's, not even a revoked one,
// which would lift the revocation, and not governance's.
func (k *Keeper) freshAccount(ctx context.Context, account string) (string, []byte, error) {
	key, err := k.parseAddress(account)
	if err != nil {
		return "", nil, err
	}
	if account, err = k.deps.Address.BytesToString(key); err != nil {
		return "", nil, err
	}
	taken, err := k.officers.Has(ctx, key)
	if err != nil {
		return "", nil, err
	}
	if taken || account == k.deps.Governance {
		return "", nil, errorsmod.Wrap(types.ErrAccountTaken, account)
	}
	return account, key, nil
}

// saveRotation keeps a rotation, and opens the new account so that its key can sign.
func (k *Keeper) saveRotation(ctx context.Context, officer, account []byte, r types.Rotation) error {
	if err := k.rotations.Set(ctx, officer, r); err != nil {
		return err
	}
	k.openAccount(ctx, account)
	return emit(ctx, types.NewEventRotationOpened(r))
}

func (k *Keeper) openAccount(ctx context.Context, account []byte) {
	if !k.deps.Accounts.HasAccount(ctx, account) {
		k.deps.Accounts.SetAccount(ctx, k.deps.Accounts.NewAccountWithAddress(ctx, account))
	}
}

// requireRotatable refuses an officer who may not act now, or of whose person another account is suspended: a new key changes neither.
func (k *Keeper) requireRotatable(ctx context.Context, key []byte, officer types.Officer, msg sdk.Msg) error {
	organisation, err := k.Organisation(ctx, officer.Organisation)
	if err != nil {
		return err
	}
	if err := officer.CheckActing(sdk.MsgTypeURL(msg), organisation, moment(ctx)); err != nil {
		return err
	}
	return k.checkPerson(ctx, key, officer)
}

// Rotating gives the organisation whose budget pays a transaction about a rotation: that of the officer whose place the signer takes, or of
// the officer who objects, suspended or not. For any other transaction there is none, nor for one that comes too early or too late or can't succeed.
func (k *Keeper) Rotating(ctx context.Context, signer string, msgs []sdk.Msg) (uint32, bool, error) {
	if len(msgs) != 1 {
		return 0, false, nil
	}
	var address string
	var entitled func(types.Rotation) bool
	switch msg := msgs[0].(type) {
	case *types.MsgAcceptRotation:
		address, entitled = msg.Officer, func(r types.Rotation) bool { return signer == r.Account && now(ctx) >= r.DueAt && !r.Over(now(ctx)) }
	case *types.MsgCancelRotation:
		address, entitled = msg.Officer, func(r types.Rotation) bool { return signer == r.Officer }
	default:
		return 0, false, nil
	}
	key, err := k.deps.Address.StringToBytes(address)
	if err != nil {
		return 0, false, nil //nolint:nilerr // the message itself is refused for it
	}
	r, err := k.rotation(ctx, key)
	if errors.Is(err, types.ErrRotationUnknown) || err == nil && !entitled(r) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	officer, err := k.officer(ctx, key)
	if err != nil {
		return 0, false, err
	}
	may := signer == officer.Address || officer.SuspendedBy == 0 && officer.ValidAt(now(ctx)) && officer.CountsAt(moment(ctx).Height)
	return officer.Organisation, may, nil
}

// standing leaves out of approvals the one that a person gave with an account which isn't the person's any more: it doesn't count, and may
// be given anew.
func (k *Keeper) standing(ctx context.Context, approvals []types.Approval, person []byte) ([]types.Approval, error) {
	var standing []types.Approval
	for _, a := range approvals {
		if bytes.Equal(a.Credential, person) {
			officer, _, err := k.member(ctx, a.Officer)
			if err != nil {
				return nil, err
			}
			if !a.Stands(officer) {
				continue
			}
		}
		standing = append(standing, a)
	}
	return standing, nil
}
