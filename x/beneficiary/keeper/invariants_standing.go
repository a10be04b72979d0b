package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// checkGuardians: each ward stands once under its guardian and nowhere else, is still in the register, and no guardian is a ward.
func checkGuardians(ctx context.Context, k *Keeper) error {
	guarded, indexed := 0, 0
	err := k.guardianships.Walk(ctx, nil, func(ref []byte, g types.Guardianship) (bool, error) {
		ward, err := k.Person(ctx, ref)
		if err != nil || !bytes.Equal(ref, g.Ward) || !ward.HoldsTags() {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a guardianship without a ward")
		}
		if len(g.Guardian) == 0 {
			return false, nil
		}
		guarded++
		above, err := k.guardianship(ctx, g.Guardian)
		if err != nil || len(above.Guardian) > 0 {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a ward is a guardian")
		}
		known, err := k.wards.Has(ctx, collections.Join(g.Guardian, ref))
		if err != nil || !known {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a ward is not under its guardian")
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.wards.Walk(ctx, nil, func(collections.Pair[[]byte, []byte]) (bool, error) {
		indexed++
		return false, nil
	})
	if err != nil {
		return err
	}
	if guarded != indexed {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d wards, %d under guardians", guarded, indexed)
	}
	return nil
}

// checkStanding: agencies, recoveries, recognitions and mergers are of live persons, and nobody has more agents than allowed.
func checkStanding(ctx context.Context, k *Keeper) error {
	requireLive := func(ref []byte, what string) error {
		person, err := k.Person(ctx, ref)
		if err == nil {
			err = person.RequireLive()
		}
		if err != nil {
			return errorsmod.Wrapf(types.ErrInvariantBroken, "%s of a person who isn't live", what)
		}
		return nil
	}
	var last []byte
	agents := 0
	err := k.agencies.Walk(ctx, nil, func(key collections.Pair[[]byte, []byte], _ types.Agency) (bool, error) {
		if !bytes.Equal(last, key.K1()) {
			last, agents = key.K1(), 0
		}
		if agents++; agents > types.MaxAgentsPerPerson {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "too many agents")
		}
		err := requireLive(key.K1(), "agency")
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.recoveries.Walk(ctx, nil, func(ref []byte, _ types.Recovery) (bool, error) {
		err := requireLive(ref, "recovery")
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.recognitions.Walk(ctx, nil, func(key collections.Pair[[]byte, uint32], r types.Recognition) (bool, error) {
		if !bytes.Equal(key.K1(), r.Person) || key.K2() != r.Category {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a recognition of another person or category")
		}
		err := requireLive(key.K1(), "recognition")
		return err != nil, err
	})
	if err != nil {
		return err
	}
	return k.mergers.Walk(ctx, nil, func(ref []byte, _ types.Merger) (bool, error) {
		err := requireLive(ref, "merger")
		return err != nil, err
	})
}

// checkMatches: matches go by number without a gap, each stands under both areas and nowhere else, and the latest ones are known.
func checkMatches(ctx context.Context, k *Keeper) error {
	count, indexed := uint64(0), 0
	last, err := k.matchSeq.Peek(ctx)
	if err != nil {
		return err
	}
	err = k.matches.Walk(ctx, nil, func(id uint64, m types.Match) (bool, error) {
		count++
		areas := []string{m.Area, m.HomeArea}
		if m.Area == m.HomeArea {
			areas = areas[:1]
		}
		for _, area := range areas {
			known, err := k.matchesByArea.Has(ctx, collections.Join(area, id))
			if err != nil || !known {
				return true, errorsmod.Wrapf(types.ErrInvariantBroken, "match %d is not under %s", id, area)
			}
			indexed--
		}
		latest, err := k.latestMatch.Get(ctx, collections.Join(m.Person, m.Opener.Organisation))
		if err != nil || id != count || latest < id || latest > last {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "match %d", id)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.matchesByArea.Walk(ctx, nil, func(collections.Pair[string, uint64]) (bool, error) {
		indexed++
		return false, nil
	})
	if err != nil {
		return err
	}
	if count != last || indexed != 0 {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d matches of %d, %d entries more under areas", count, last, indexed)
	}
	return nil
}

// checkMoves: each open offer stands once under its area, and each of its live persons and its household leads to it, nobody else to any.
func checkMoves(ctx context.Context, k *Keeper) error {
	refs, areas := 0, 0
	err := k.moves.Walk(ctx, nil, func(id uint64, m types.MoveOffer) (bool, error) {
		for _, ref := range m.Refs() {
			refs++
			of, err := k.movesByRef.Get(ctx, ref)
			if err != nil || of != id {
				return true, errorsmod.Wrapf(types.ErrInvariantBroken, "move %d", id)
			}
		}
		for _, ref := range m.Persons {
			person, err := k.Person(ctx, ref)
			if err != nil || !person.Live() {
				return true, errorsmod.Wrapf(types.ErrInvariantBroken, "move %d of somebody who isn't live", id)
			}
		}
		areas++
		known, err := k.movesByArea.Has(ctx, collections.Join(m.Area, id))
		if err == nil && !known {
			err = errorsmod.Wrapf(types.ErrInvariantBroken, "move %d is not under its area", id)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.movesByRef.Walk(ctx, nil, func([]byte, uint64) (bool, error) {
		refs--
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.movesByArea.Walk(ctx, nil, func(collections.Pair[string, uint64]) (bool, error) {
		areas--
		return false, nil
	})
	if err == nil && (refs != 0 || areas != 0) {
		err = errorsmod.Wrap(types.ErrInvariantBroken, "somebody leads to a move that isn't offered")
	}
	return err
}
