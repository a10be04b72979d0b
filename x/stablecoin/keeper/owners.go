package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

// owner tells whose an account is.
func (k *Keeper) owner(ctx context.Context, account sdk.AccAddress) (types.Owner, error) {
	if k.modules[string(account)] {
		return types.Owner{Class: types.WALLET_CLASS_INSTITUTION, Public: true}, nil
	}
	institution, err := k.institutions.Get(ctx, account)
	if err == nil {
		return types.Owner{Class: types.WALLET_CLASS_INSTITUTION, Organisation: institution.Organisation, Public: true}, nil
	}
	if !errors.Is(err, collections.ErrNotFound) {
		return types.Owner{}, err
	}
	text, err := k.deps.Address.BytesToString(account)
	if err != nil {
		return types.Owner{}, err
	}
	officer, known, err := k.deps.Authority.Membership(ctx, text)
	if err != nil || known {
		return types.Owner{Class: types.WALLET_CLASS_INSTITUTION, Organisation: officer.Organisation}, err
	}
	person, known, err := k.deps.Register.Holder(ctx, text)
	switch {
	case err != nil:
		return types.Owner{}, err
	case known && person.Status == beneficiarytypes.PERSON_STATUS_VERIFIED:
		return types.Owner{Class: types.WALLET_CLASS_VERIFIED}, nil
	case known:
		return types.Owner{Class: types.WALLET_CLASS_REGISTERED}, nil
	}
	return types.Owner{Class: types.WALLET_CLASS_UNKNOWN}, nil
}

// learn notes the accounts of organisations and programmes that came into being since it looked last. What it costs was paid by whoever
// made them, so nobody else's gas is used.
func (k *Keeper) learn(ctx context.Context) error {
	ctx = sdk.UnwrapSDKContext(ctx).WithGasMeter(storetypes.NewInfiniteGasMeter())
	last, err := k.deps.Authority.LastOrganisation(ctx)
	if err != nil {
		return err
	}
	if err := k.learnUpTo(ctx, kindOrganisation, last, k.deps.Public.OfOrganisation); err != nil {
		return err
	}
	if k.programmes == nil {
		return nil
	}
	if last, err = k.programmes.LastProgramme(ctx); err != nil {
		return err
	}
	return k.learnUpTo(ctx, kindProgramme, last, k.deps.Public.OfProgramme)
}

func (k *Keeper) learnUpTo(ctx context.Context, kind, last uint32, derive []func(uint32) sdk.AccAddress) error {
	known, err := k.upTo.Get(ctx, kind)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if known >= last {
		return nil
	}
	for id := known + 1; id <= last; id++ {
		institution := types.Institution{}
		if kind == kindOrganisation {
			institution.Organisation = id
		}
		for _, account := range derive {
			if err := k.institutions.Set(ctx, account(id), institution); err != nil {
				return err
			}
		}
	}
	return k.upTo.Set(ctx, kind, last)
}
