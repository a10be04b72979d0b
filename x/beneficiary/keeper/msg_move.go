package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// OfferMove offers persons who aren't paid, and a household, to the office of another area. Nothing changes until that office accepts.
func (s msgServer) OfferMove(ctx context.Context, msg *types.MsgOfferMove) (*types.MsgOfferMoveResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	offer := types.MoveOffer{Area: msg.Area, Household: msg.Household, Persons: msg.Persons}
	officer, err := s.overMove(ctx, msg.Signer, msg, offer)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireArea(ctx, msg.Area); err != nil {
		return nil, err
	}
	if err := s.requireMovable(ctx, offer); err != nil {
		return nil, err
	}
	for _, ref := range offer.Refs() {
		open, err := s.movesByRef.Has(ctx, ref)
		if err != nil {
			return nil, err
		}
		if open {
			return nil, types.ErrMoveOpen
		}
	}
	last, err := s.moveSeq.Peek(ctx)
	if err != nil {
		return nil, err
	}
	offer.Id, offer.By = last+1, s.decider(ctx, officer)
	if err := s.moveSeq.Set(ctx, offer.Id); err != nil {
		return nil, err
	}
	if err := s.setMove(ctx, offer); err != nil {
		return nil, err
	}
	event := &types.EventMoveOffered{Id: offer.Id, Area: offer.Area, Persons: uint32(len(offer.Persons)), Organisation: officer.Organisation}
	return &types.MsgOfferMoveResponse{Id: offer.Id}, emit(ctx, event)
}

// CancelMove takes an offer back.
func (s msgServer) CancelMove(ctx context.Context, msg *types.MsgCancelMove) (*types.MsgCancelMoveResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	offer, err := s.moveOffer(ctx, msg.Id)
	if err != nil {
		return nil, err
	}
	officer, err := s.overMove(ctx, msg.Signer, msg, offer)
	if err != nil {
		return nil, err
	}
	if err := s.removeMove(ctx, offer); err != nil {
		return nil, err
	}
	return &types.MsgCancelMoveResponse{}, emit(ctx, &types.EventMoveOffered{Id: offer.Id, Organisation: officer.Organisation})
}

// AcceptMove gives all of an offer their new home at once; the accepting organisation pays their fees from now on.
func (s msgServer) AcceptMove(ctx context.Context, msg *types.MsgAcceptMove) (*types.MsgAcceptMoveResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, err := s.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Area)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireArea(ctx, msg.Area); err != nil {
		return nil, err
	}
	offer, err := s.moveOffer(ctx, msg.Id)
	if err != nil {
		return nil, err
	}
	by := s.decider(ctx, officer)
	if err := s.requireDisinterested(ctx, by, offer.Persons...); err != nil {
		return nil, err
	}
	if err := offer.CheckAcceptance(msg.Area, by); err != nil {
		return nil, err
	}
	if err := s.requireMovable(ctx, offer); err != nil {
		return nil, err
	}
	if err := s.removeMove(ctx, offer); err != nil {
		return nil, err
	}
	for _, ref := range offer.Persons {
		if err := s.Move(ctx, ref, msg.Area, officer.Organisation); err != nil {
			return nil, err
		}
	}
	if err := s.moveHousehold(ctx, offer.Household, msg.Area, officer.Organisation); err != nil {
		return nil, err
	}
	event := &types.EventMoved{Id: offer.Id, Area: msg.Area, Persons: uint32(len(offer.Persons)), Organisation: officer.Organisation}
	return &types.MsgAcceptMoveResponse{}, emit(ctx, event)
}

// overMove authorises an officer in the home of each who moves, who has no declared interest in any.
func (k *Keeper) overMove(ctx context.Context, signer string, msg sdk.Msg, offer types.MoveOffer) (authoritytypes.Officer, error) {
	var officer authoritytypes.Officer
	for i, ref := range offer.Persons {
		person, err := k.Person(ctx, ref)
		if err != nil {
			return officer, errorsmod.Wrapf(err, "person %d", i)
		}
		if officer, err = k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), person.HomeArea); err != nil {
			return officer, errorsmod.Wrapf(err, "person %d", i)
		}
	}
	if len(offer.Household) > 0 {
		household, err := k.Household(ctx, offer.Household)
		if err != nil {
			return officer, err
		}
		if officer, err = k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), household.HomeArea); err != nil {
			return officer, err
		}
	}
	return officer, k.requireDisinterested(ctx, k.decider(ctx, officer), offer.Persons...)
}

// requireMovable refuses an offer with somebody who can't act or is still paid, whose grant is what moves, or that parts a household from
// its head.
func (k *Keeper) requireMovable(ctx context.Context, offer types.MoveOffer) error {
	if k.grants == nil {
		return errorsmod.Wrap(types.ErrDependencyMissing, "grants")
	}
	for i, ref := range offer.Persons {
		person, err := k.Person(ctx, ref)
		if err == nil {
			err = offer.CheckPerson(person)
		}
		if err != nil {
			return errorsmod.Wrapf(err, "person %d", i)
		}
		paid, err := k.grants.Pays(ctx, ref)
		if err == nil && paid {
			err = types.ErrPersonPaid
		}
		if err != nil {
			return errorsmod.Wrapf(err, "person %d", i)
		}
	}
	if len(offer.Household) == 0 {
		return nil
	}
	household, err := k.Household(ctx, offer.Household)
	if err != nil {
		return err
	}
	head, err := k.Person(ctx, household.Head)
	if err != nil {
		return err
	}
	return offer.CheckHousehold(household, head)
}

// Move gives a live person another home and the organisation that pays the person's fees from now on, and ends an offer to move the person
// elsewhere. The caller authorises it.
func (k *Keeper) Move(ctx context.Context, ref []byte, area string, organisation uint32) error {
	person, err := k.Person(ctx, ref)
	if err != nil {
		return err
	}
	if err := person.RequireLive(); err != nil {
		return err
	}
	if err := k.dropMove(ctx, ref); err != nil {
		return err
	}
	person.HomeArea, person.Organisation = area, organisation
	return k.persons.Set(ctx, ref, person)
}

func (k *Keeper) moveHousehold(ctx context.Context, ref []byte, area string, organisation uint32) error {
	if len(ref) == 0 {
		return nil
	}
	household, err := k.Household(ctx, ref)
	if err != nil {
		return err
	}
	household.HomeArea, household.Organisation = area, organisation
	return k.households.Set(ctx, ref, household)
}

func (k *Keeper) moveOffer(ctx context.Context, id uint64) (types.MoveOffer, error) {
	offer, err := k.moves.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.MoveOffer{}, errorsmod.Wrapf(types.ErrMoveUnknown, "move %d", id)
	}
	return offer, err
}

func (k *Keeper) setMove(ctx context.Context, offer types.MoveOffer) error {
	if err := k.moves.Set(ctx, offer.Id, offer); err != nil {
		return err
	}
	for _, ref := range offer.Refs() {
		if err := k.movesByRef.Set(ctx, ref, offer.Id); err != nil {
			return err
		}
	}
	return k.movesByArea.Set(ctx, collections.Join(offer.Area, offer.Id))
}

func (k *Keeper) removeMove(ctx context.Context, offer types.MoveOffer) error {
	if err := k.moves.Remove(ctx, offer.Id); err != nil {
		return err
	}
	for _, ref := range offer.Refs() {
		if err := k.movesByRef.Remove(ctx, ref); err != nil {
			return err
		}
	}
	return k.movesByArea.Remove(ctx, collections.Join(offer.Area, offer.Id))
}

// dropMove ends the offer that somebody is in, if there is one.
func (k *Keeper) dropMove(ctx context.Context, ref []byte) error {
	id, err := k.movesByRef.Get(ctx, ref)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	offer, err := k.moveOffer(ctx, id)
	if err != nil {
		return err
	}
	if err := k.removeMove(ctx, offer); err != nil {
		return err
	}
	return emit(ctx, &types.EventMoveOffered{Id: id})
}
