package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// Delegate lets a township do something for the signer's organisation.
func (s msgServer) Delegate(ctx context.Context, msg *types.MsgDelegate) (*types.MsgDelegateResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	to, err := s.Organisation(ctx, msg.Organisation)
	if err != nil {
		return nil, err
	}
	_, own, err := s.authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), to.Area)
	if err != nil {
		return nil, err
	}
	rule, err := s.rule(ctx, msg.Action)
	if err != nil {
		return nil, err
	}
	delegation := msg.By(own.Id)
	if err := delegation.CheckNew(rule, own, to, now(ctx)); err != nil {
		return nil, err
	}
	if err := s.requireReplaceable(ctx, rule, own, to); err != nil {
		return nil, err
	}
	if err := s.saveDelegation(ctx, delegation); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventDelegated(delegation)); err != nil {
		return nil, err
	}
	return &types.MsgDelegateResponse{}, nil
}

// requireReplaceable refuses to take the place of another organisation's delegation that is live, and makes room for the new one.
func (k *Keeper) requireReplaceable(ctx context.Context, rule types.Rule, own, to types.Organisation) error {
	present, err := k.delegation(ctx, to.Id, rule.Action)
	if errors.Is(err, types.ErrDelegationUnknown) {
		return nil
	}
	if err != nil {
		return err
	}
	if present.Delegator != own.Id {
		delegator, err := k.Organisation(ctx, present.Delegator)
		if err != nil {
			return err
		}
		if present.CheckLive(rule, delegator, to, now(ctx)) == nil {
			return errorsmod.Wrapf(types.ErrDelegationForeign, "organisation %d", present.Delegator)
		}
	}
	return k.dropDelegation(ctx, present)
}

// RevokeDelegation ends at once what a township may do.
func (s msgServer) RevokeDelegation(ctx context.Context, msg *types.MsgRevokeDelegation) (*types.MsgRevokeDelegationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	delegation, err := s.delegation(ctx, msg.Organisation, msg.Action)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorizeOver(ctx, msg.Signer, sdk.MsgTypeURL(msg), delegation.Delegator); err != nil {
		return nil, err
	}
	if err := s.dropDelegation(ctx, delegation); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventDelegationRevoked(delegation)); err != nil {
		return nil, err
	}
	return &types.MsgRevokeDelegationResponse{}, nil
}

// permitsDelegated answers whether an officer of an organisation whose kind may not do an action may do it for the one above. It counts for
// what an officer does directly, so neither for approvals nor for an office account.
func (k *Keeper) permitsDelegated(ctx context.Context, rule types.Rule, officer types.Officer, organisation types.Organisation, area string) error {
	if _, err := k.liveDelegation(ctx, rule, organisation); err != nil {
		return err
	}
	rule.Kinds = []types.OrganisationKind{organisation.Kind}
	return k.permits(ctx, rule, officer, organisation, area)
}

// liveDelegation gives the delegation by which an organisation may do an action now; without any, ErrKindNotAllowed.
func (k *Keeper) liveDelegation(ctx context.Context, rule types.Rule, organisation types.Organisation) (types.Delegation, error) {
	delegation, err := k.delegation(ctx, organisation.Id, rule.Action)
	if errors.Is(err, types.ErrDelegationUnknown) {
		return types.Delegation{}, errorsmod.Wrapf(types.ErrKindNotAllowed, "%s by %s, and nothing is delegated", rule.Action, organisation.Kind)
	}
	if err != nil {
		return types.Delegation{}, err
	}
	delegator, err := k.Organisation(ctx, delegation.Delegator)
	if err != nil {
		return types.Delegation{}, err
	}
	return delegation, delegation.CheckLive(rule, delegator, organisation, now(ctx))
}

// Draw takes what a decision promises, minor units, from the delegation by which an officer whom Authorize gave does an action. Who does it in
// its own right draws nothing.
func (k *Keeper) Draw(ctx context.Context, officer types.Officer, action string, amount uint64) error {
	rule, err := k.rule(ctx, action)
	if err != nil {
		return err
	}
	organisation, err := k.Organisation(ctx, officer.Organisation)
	if err != nil {
		return err
	}
	if rule.AllowsKind(organisation.Kind) {
		return nil
	}
	delegation, err := k.liveDelegation(ctx, rule, organisation)
	if err != nil {
		return err
	}
	if delegation, err = delegation.Draw(amount); err != nil {
		return err
	}
	if err := k.saveDelegation(ctx, delegation); err != nil {
		return err
	}
	return emit(ctx, types.NewEventDelegationDrawn(delegation, officer.Address, amount))
}

// delegation gives what an organisation may do of an action for the one above, or ErrDelegationUnknown.
func (k *Keeper) delegation(ctx context.Context, organisation uint32, action string) (types.Delegation, error) {
	d, err := k.delegations.Get(ctx, collections.Join(organisation, action))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Delegation{}, errorsmod.Wrapf(types.ErrDelegationUnknown, "%s to organisation %d", action, organisation)
	}
	return d, err
}

func (k *Keeper) saveDelegation(ctx context.Context, d types.Delegation) error {
	if err := k.delegations.Set(ctx, collections.Join(d.Organisation, d.Action), d); err != nil {
		return err
	}
	return k.delegationsByDelegator.Set(ctx, collections.Join3(d.Delegator, d.Organisation, d.Action))
}

func (k *Keeper) dropDelegation(ctx context.Context, d types.Delegation) error {
	if err := k.delegations.Remove(ctx, collections.Join(d.Organisation, d.Action)); err != nil {
		return err
	}
	return k.delegationsByDelegator.Remove(ctx, collections.Join3(d.Delegator, d.Organisation, d.Action))
}
