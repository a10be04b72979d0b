package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// ActsFor refuses an account that doesn't act for a person: as the holder of the person's own key, unless a guardian acts; as the
// guardian; or as an agent, who withdraws only if appointed for that. Nobody acts for a person who is locked, dead or out of the
// register, nor while being so.
func (k *Keeper) ActsFor(ctx context.Context, signer string, ref []byte, withdraw bool) error {
	actor, err := k.actor(ctx, signer)
	if err != nil {
		return err
	}
	person, err := k.Person(ctx, ref)
	if err != nil {
		return err
	}
	guardianship, err := k.guardianship(ctx, ref)
	if err != nil {
		return err
	}
	self, guards := bytes.Equal(actor.Ref, ref), bytes.Equal(actor.Ref, guardianship.Guardian)
	switch {
	case self && len(guardianship.Guardian) > 0:
		return types.ErrWard
	case !self && !guards:
		agency, err := k.agencies.Get(ctx, collections.Join(ref, actor.Ref))
		if err != nil && !errors.Is(err, collections.ErrNotFound) {
			return err
		}
		if !agency.ActsAt(now(ctx), withdraw) {
			return types.ErrNotActing
		}
	}
	return person.RequireActing()
}

// actor gives the person behind an account, who is live and not locked.
func (k *Keeper) actor(ctx context.Context, signer string) (types.Person, error) {
	person, holds, err := k.Holder(ctx, signer)
	if err != nil {
		return types.Person{}, err
	}
	if !holds {
		return types.Person{}, types.ErrHolderUnknown
	}
	return person, person.RequireActing()
}

// principal gives the person that an account decides for: its own, unless a guardian acts for it, or that of a ward.
func (k *Keeper) principal(ctx context.Context, signer string, ward []byte) (types.Person, error) {
	actor, err := k.actor(ctx, signer)
	if err != nil {
		return types.Person{}, err
	}
	if len(ward) == 0 {
		ward = actor.Ref
	}
	guardianship, err := k.guardianship(ctx, ward)
	if err != nil {
		return types.Person{}, err
	}
	switch self := bytes.Equal(ward, actor.Ref); {
	case self && len(guardianship.Guardian) > 0:
		return types.Person{}, types.ErrWard
	case !self && !bytes.Equal(guardianship.Guardian, actor.Ref):
		return types.Person{}, types.ErrNotActing
	}
	person, err := k.Person(ctx, ward)
	if err != nil {
		return types.Person{}, err
	}
	return person, person.RequireActing()
}

// target loads a person and authorises the officer in the person's home area.
func (k *Keeper) target(ctx context.Context, signer string, msg sdk.Msg, ref []byte) (types.Person, types.Decider, error) {
	person, err := k.Person(ctx, ref)
	if err != nil {
		return types.Person{}, types.Decider{}, err
	}
	officer, err := k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), person.HomeArea)
	if err != nil {
		return types.Person{}, types.Decider{}, err
	}
	by := k.decider(ctx, officer)
	return person, by, k.requireDisinterested(ctx, by, ref)
}

// liveTarget is target for what only a live person can be subject to.
func (k *Keeper) liveTarget(ctx context.Context, signer string, msg sdk.Msg, ref []byte) (types.Person, types.Decider, error) {
	person, by, err := k.target(ctx, signer, msg, ref)
	if err != nil {
		return types.Person{}, types.Decider{}, err
	}
	return person, by, person.RequireLive()
}

// requireDisinterested refuses who acts about persons in one of whom one of those behind it has a declared interest.
func (k *Keeper) requireDisinterested(ctx context.Context, by types.Decider, persons ...[]byte) error {
	return k.deps.Authority.RequireNoInterest(ctx, by.Credentials, persons...)
}

func (k *Keeper) decider(ctx context.Context, officer authoritytypes.Officer) types.Decider {
	return types.Decider{Organisation: officer.Organisation, Credentials: k.deps.Authority.Persons(ctx, officer)}
}

// save stores a person who stands elsewhere than before, and emits EventPersonChanged.
func (k *Keeper) save(ctx context.Context, before, after types.Person, by types.Decider) error {
	if err := k.store(ctx, before, after); err != nil {
		return err
	}
	return emit(ctx, types.NewEventPersonChanged(after, by.Organisation))
}

// store stores a person who stands elsewhere than before, and tells the grants what they need to know.
func (k *Keeper) store(ctx context.Context, before, after types.Person) error {
	locked, deceased := after.Lock != nil, after.Deceased()
	if locked != (before.Lock != nil) || deceased != before.Deceased() {
		if k.grants == nil {
			return errorsmod.Wrap(types.ErrDependencyMissing, "grants")
		}
		if err := k.grants.Mark(ctx, after.Ref, locked, deceased); err != nil {
			return err
		}
	}
	return k.persons.Set(ctx, after.Ref, after)
}

// settle ends what is under way about a person who is no longer live: agencies, recovery, move, recognitions, merger.
func (k *Keeper) settle(ctx context.Context, ref []byte) error {
	if err := k.agencies.Clear(ctx, collections.NewPrefixedPairRange[[]byte, []byte](ref)); err != nil {
		return err
	}
	if err := k.recoveries.Remove(ctx, ref); err != nil {
		return err
	}
	if err := k.dropMove(ctx, ref); err != nil {
		return err
	}
	if err := k.recognitions.Clear(ctx, collections.NewPrefixedPairRange[[]byte, uint32](ref)); err != nil {
		return err
	}
	return k.mergers.Remove(ctx, ref)
}

// leave takes a person out of the register: nothing is owed, no ward depends on the person, the tags are free and the key signs no more.
func (k *Keeper) leave(ctx context.Context, person types.Person) error {
	if k.grants == nil {
		return errorsmod.Wrap(types.ErrDependencyMissing, "grants")
	}
	paid, err := k.grants.Pays(ctx, person.Ref)
	if err != nil {
		return err
	}
	if paid {
		return types.ErrPersonPaid
	}
	if err := k.requireNoWards(ctx, person.Ref); err != nil {
		return err
	}
	if err := k.endGuardianship(ctx, person.Ref); err != nil {
		return err
	}
	if err := k.settle(ctx, person.Ref); err != nil {
		return err
	}
	if err := k.releaseTags(ctx, person.Ref); err != nil {
		return err
	}
	due, owed, err := k.dueTag(ctx, person.Ref)
	if err != nil {
		return err
	}
	if owed {
		if err := k.removeDue(ctx, due); err != nil {
			return err
		}
	}
	return k.dropKey(ctx, person)
}

func now(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }
