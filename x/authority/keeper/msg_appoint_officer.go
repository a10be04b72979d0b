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

// AppointOfficer gives an account duties in the signer's own organisation or one below it, or renews them.
func (s msgServer) AppointOfficer(ctx context.Context, msg *types.MsgAppointOfficer) (*types.MsgAppointOfficerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer := msg.Officer
	signer, err := s.authorizeOver(ctx, msg.Signer, sdk.MsgTypeURL(msg), officer.Organisation)
	if err != nil {
		return nil, err
	}
	if s.isActing(ctx, signer, officer) {
		return nil, types.ErrSelfAppointment
	}
	officer.VouchedBy = s.voucher(ctx, signer)
	if err := s.appoint(ctx, officer, true); err != nil {
		return nil, err
	}
	return &types.MsgAppointOfficerResponse{}, nil
}

// appoint stores a membership that may be, in the place of the account's present one. With inherit it keeps the last height of that one and
// of the person's others.
func (k *Keeper) appoint(ctx context.Context, officer types.Officer, inherit bool) error {
	key, err := k.parseAddress(officer.Address)
	if err != nil {
		return err
	}
	if officer.Address, err = k.deps.Address.BytesToString(key); err != nil {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := params.CheckValidity(officer); err != nil {
		return err
	}
	present, err := k.officers.Get(ctx, key)
	switch {
	case errors.Is(err, collections.ErrNotFound):
	case err != nil:
		return err
	case !present.Revoked && present.Organisation != officer.Organisation:
		return errorsmod.Wrapf(types.ErrOfficerElsewhere, "organisation %d", present.Organisation)
	case !present.Revoked && present.SuspendedBy != 0:
		return errorsmod.Wrapf(types.ErrOfficerSuspended, "by organisation %d", present.SuspendedBy)
	}
	if err := k.checkPerson(ctx, key, officer); err != nil {
		return err
	}
	if inherit {
		if officer, err = k.inherit(ctx, officer, present); err != nil {
			return err
		}
	}
	if err := k.saveOfficer(ctx, key, officer); err != nil {
		return err
	}
	if err := k.rotations.Remove(ctx, key); err != nil { // the account may be another person's now
		return err
	}
	k.openAccount(ctx, key)
	return emit(ctx, types.NewEventOfficerAppointed(officer))
}

// inherit gives an appointment the last height of the account's present membership and of the person's others.
func (k *Keeper) inherit(ctx context.Context, officer, present types.Officer) (types.Officer, error) {
	officer = officer.Inherit(present)
	others, err := k.accountsOf(ctx, officer.Credential)
	if err != nil {
		return types.Officer{}, err
	}
	for _, other := range others {
		membership, err := k.officer(ctx, other)
		if err != nil {
			return types.Officer{}, err
		}
		officer = officer.Inherit(membership)
	}
	return officer, nil
}

// authorizeOver authorises a signer over an organisation: its own, or one that its own manages. It gives the signer.
func (k *Keeper) authorizeOver(ctx context.Context, signer, action string, id uint32) (types.Officer, error) {
	target, err := k.Organisation(ctx, id)
	if err != nil {
		return types.Officer{}, err
	}
	officer, own, err := k.authorize(ctx, signer, action, target.Area)
	if err != nil {
		return types.Officer{}, err
	}
	if own.Id != target.Id {
		if err := own.CheckManages(target); err != nil {
			return types.Officer{}, err
		}
	}
	return officer, nil
}

// checkPerson checks an appointment against the person's other accounts: at most MaxAccountsPerPerson are read.
func (k *Keeper) checkPerson(ctx context.Context, key []byte, officer types.Officer) error {
	others, err := k.accountsOf(ctx, officer.Credential)
	if err != nil {
		return err
	}
	accounts := 1
	for _, other := range others {
		if bytes.Equal(other, key) {
			continue
		}
		accounts++
		membership, err := k.officer(ctx, other)
		if err != nil {
			return err
		}
		if membership.SuspendedBy != 0 {
			return errorsmod.Wrap(types.ErrOfficerSuspended, "another account of the person")
		}
		if err := types.CheckPerson(officer, membership, now(ctx)); err != nil {
			return err
		}
	}
	if accounts > types.MaxAccountsPerPerson {
		return errorsmod.Wrapf(types.ErrAccountsExceeded, "more than %d", types.MaxAccountsPerPerson)
	}
	return nil
}

func (k *Keeper) accountsOf(ctx context.Context, credential []byte) ([][]byte, error) {
	var accounts [][]byte
	prefix := collections.NewPrefixedPairRange[[]byte, []byte](credential)
	err := k.officersByCredential.Walk(ctx, prefix, func(key collections.Pair[[]byte, []byte]) (bool, error) {
		accounts = append(accounts, key.K2())
		return false, nil
	})
	return accounts, err
}

// saveOfficer stores a membership and keeps the credential index in step.
func (k *Keeper) saveOfficer(ctx context.Context, key []byte, officer types.Officer) error {
	present, err := k.officers.Get(ctx, key)
	switch {
	case errors.Is(err, collections.ErrNotFound):
	case err != nil:
		return err
	case !present.Revoked:
		if err := k.officersByCredential.Remove(ctx, collections.Join(present.Credential, key)); err != nil {
			return err
		}
	}
	if !officer.Revoked {
		if err := k.officersByCredential.Set(ctx, collections.Join(officer.Credential, key)); err != nil {
			return err
		}
	}
	return k.officers.Set(ctx, key, officer)
}
