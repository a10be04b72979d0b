package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/authority/types"
)

// Area gives one area, retired or not, or ErrAreaUnknown. The nation always was.
func (k *Keeper) Area(ctx context.Context, code string) (types.Area, error) {
	if code == types.Nation {
		return types.Area{Code: code}, nil
	}
	area, err := k.areas.Get(ctx, code)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Area{}, errorsmod.Wrap(types.ErrAreaUnknown, "register it first")
	}
	area.Code = code
	return area, err
}

// RequireArea refuses with ErrAreaUnknown a code that is neither registered nor the nation, and with ErrAreaRetired one that exists
// no more.
func (k *Keeper) RequireArea(ctx context.Context, code string) error {
	area, err := k.Area(ctx, code)
	if err == nil && !area.Live() {
		return errorsmod.Wrapf(types.ErrAreaRetired, "%s: its successor is %s", code, area.Successor)
	}
	return err
}

// RequireKnownArea refuses with ErrAreaUnknown a code that never was registered.
func (k *Keeper) RequireKnownArea(ctx context.Context, code string) error {
	_, err := k.Area(ctx, code)
	return err
}

// CurrentArea is the live area where the cases of a code are now: the code itself, or the end of its successors.
func (k *Keeper) CurrentArea(ctx context.Context, code string) (string, error) {
	for {
		area, err := k.Area(ctx, code)
		if err != nil || area.Live() {
			return code, err
		}
		code = area.Successor
	}
}

func (k *Keeper) saveArea(ctx context.Context, area types.Area) error {
	code := area.Code
	area.Code = "" // the key says it
	return k.areas.Set(ctx, code, area)
}

// requireEmpty refuses with ErrAreaInUse an area with live areas or open organisations in it.
func (k *Keeper) requireEmpty(ctx context.Context, code string) error {
	inUse := false
	err := k.areas.Walk(ctx, new(collections.Range[string]).Prefix(code), func(inner string, area types.Area) (bool, error) {
		inUse = inner != code && area.Live()
		return inUse, nil
	})
	if err == nil && !inUse {
		inUse, err = k.anyOrganisation(ctx, code, func(types.Organisation) bool { return true })
	}
	if err == nil && inUse {
		err = errorsmod.Wrap(types.ErrAreaInUse, code)
	}
	return err
}

// anyOrganisation tells whether an organisation in an area that isn't closed fits.
func (k *Keeper) anyOrganisation(ctx context.Context, area string, fits func(types.Organisation) bool) (found bool, err error) {
	if area == types.Nation {
		area = ""
	}
	err = k.organisationsByArea.Walk(ctx, new(collections.Range[[]byte]).Prefix([]byte(area)), func(key []byte) (bool, error) {
		organisation, err := k.Organisation(ctx, types.OrganisationOfAreaKey(key))
		found = err == nil && organisation.CheckOpen() == nil && fits(organisation)
		return found, err
	})
	return found, err
}
