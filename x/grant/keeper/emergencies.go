package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// emergencies keeps what is paid first, and the floats it is paid from.
type emergencies struct {
	seq    collections.Sequence
	cases  collections.Map[uint64, types.Emergency]                       // emergency; never deleted
	byRoll collections.KeySet[collections.Triple[uint32, uint32, uint64]] // roll, status, emergency; follows the status
	floats collections.Map[floatKey, types.Float]                         // organisation, programme; never deleted
}

type floatKey = collections.Pair[uint32, uint32]

func newEmergencies(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) emergencies {
	u32, u64 := collections.Uint32Key, collections.Uint64Key
	return emergencies{
		seq:    collections.NewSequence(sb, types.EmergencySeqPrefix, "emergency_seq"),
		cases:  collections.NewMap(sb, types.EmergencyPrefix, "emergencies", u64, codec.CollValue[types.Emergency](cdc)),
		byRoll: collections.NewKeySet(sb, types.EmergenciesPrefix, "emergencies_by_roll", collections.TripleKeyCodec(u32, u32, u64)),
		floats: collections.NewMap(sb, types.FloatPrefix, "floats", collections.PairKeyCodec(u32, u32), codec.CollValue[types.Float](cdc)),
	}
}

func (k *Keeper) emergency(ctx context.Context, id uint64) (types.Emergency, error) {
	v, err := k.emergencies.cases.Get(ctx, id)
	return found(v, err, types.ErrEmergencyUnknown, id)
}

// float is what an organisation may pay first in a programme, empty before it is funded.
func (k *Keeper) float(ctx context.Context, organisation, programme uint32) (types.Float, error) {
	f, err := k.emergencies.floats.Get(ctx, collections.Join(organisation, programme))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Float{Organisation: organisation, Programme: programme}, nil
	}
	return f, err
}

func (k *Keeper) setFloat(ctx context.Context, f types.Float) error {
	return k.emergencies.floats.Set(ctx, collections.Join(f.Organisation, f.Programme), f)
}

// saveEmergency stores an emergency, whose status was another one before, with its index.
func (k *Keeper) saveEmergency(ctx context.Context, e types.Emergency, before types.EmergencyStatus) error {
	if before != types.EMERGENCY_STATUS_UNSPECIFIED && before != e.Status {
		if err := k.emergencies.byRoll.Remove(ctx, collections.Join3(e.Roll, uint32(before), e.Id)); err != nil {
			return err
		}
	}
	if err := k.emergencies.byRoll.Set(ctx, collections.Join3(e.Roll, uint32(e.Status), e.Id)); err != nil {
		return err
	}
	return k.emergencies.cases.Set(ctx, e.Id, e)
}

// emergencyMoved stores an emergency that took a step, notes who did it and tells of it.
func (k *Keeper) emergencyMoved(ctx context.Context, before, after types.Emergency, act types.Act) error {
	if err := k.saveEmergency(ctx, after, before.Status); err != nil {
		return err
	}
	if err := k.note(ctx, act); err != nil {
		return err
	}
	return emit(ctx, &types.EventEmergencyMoved{
		Emergency: after.Id, Programme: after.Programme, Roll: after.Roll, Act: act.Kind, Status: after.Status, Organisation: after.Organisation,
		Reason: act.Reason, Grant: after.Grant, Amount: after.Amount - before.Amount, Application: after.Application,
	})
}

// emergencyOfficer loads an emergency and asks whether the signer may act on it in a duty, and acted on it in no other one.
func (s msgServer) emergencyOfficer(ctx context.Context, signer string, msg sdk.Msg, duty authoritytypes.Role, id uint64) (types.Emergency, types.Roll, hand, error) {
	emergency, roll, err := s.emergencyAndRoll(ctx, id)
	if err != nil {
		return types.Emergency{}, types.Roll{}, hand{}, err
	}
	by, err := s.officer(ctx, signer, msg, duty, roll, emergency.Payee)
	if err != nil {
		return types.Emergency{}, types.Roll{}, hand{}, err
	}
	if err := s.requireHands(ctx, duty, by.Actor, emergency.Subject()); err != nil {
		return types.Emergency{}, types.Roll{}, hand{}, err
	}
	return emergency, roll, by, s.decided(ctx, roll.Id, by.Actor)
}

func (k *Keeper) emergencyAndRoll(ctx context.Context, id uint64) (types.Emergency, types.Roll, error) {
	emergency, err := k.emergency(ctx, id)
	if err != nil {
		return types.Emergency{}, types.Roll{}, err
	}
	roll, err := k.roll(ctx, emergency.Roll)
	return emergency, roll, err
}

// requireAbove refuses an organisation that doesn't stand above another one, however far.
func (k *Keeper) requireAbove(ctx context.Context, above, organisation uint32) error {
	for at := organisation; at != 0; {
		own, err := k.deps.Authority.Organisation(ctx, at)
		if err != nil {
			return err
		}
		if at = own.Parent; at == above && above != 0 {
			return nil
		}
	}
	return errorsmod.Wrapf(types.ErrNotAbove, "organisation %d paid", organisation)
}

// aboveOrSelf is the organisation that stands above another one, or that one where nothing does.
func (k *Keeper) aboveOrSelf(ctx context.Context, organisation uint32) (uint32, error) {
	own, err := k.deps.Authority.Organisation(ctx, organisation)
	if err != nil || own.Parent == 0 {
		return organisation, err
	}
	return own.Parent, nil
}

// startHourClock starts a clock of hours, 24 of which are a day of the network's calendar; one of no hours doesn't run.
func (k *Keeper) startHourClock(ctx context.Context, subject types.Subject, clock types.Clock, organisation, hours uint32) error {
	if hours == 0 {
		return k.clocks.stop(ctx, subject, clock)
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	start, err := k.deps.Authority.StartOf(ctx, today)
	if err != nil {
		return err
	}
	end, err := k.deps.Authority.StartOf(ctx, today+1)
	if err != nil {
		return err
	}
	length := max((end-start)*int64(hours)/24, 1)
	return k.clocks.set(ctx, types.Deadline{Subject: subject, Clock: clock, Organisation: organisation, At: now(ctx) + length})
}

// initEmergencies stores emergencies and floats; the index follows.
func (k *Keeper) initEmergencies(ctx context.Context, gs types.GenesisState) error {
	for _, e := range gs.Emergencies {
		if err := k.saveEmergency(ctx, e, types.EMERGENCY_STATUS_UNSPECIFIED); err != nil {
			return err
		}
	}
	for _, f := range gs.Floats {
		if err := k.setFloat(ctx, f); err != nil {
			return err
		}
	}
	return k.emergencies.seq.Set(ctx, uint64(len(gs.Emergencies)))
}

// exportEmergencies reads them back.
func (k *Keeper) exportEmergencies(ctx context.Context, gs *types.GenesisState) error {
	if err := list(ctx, k.emergencies.cases, &gs.Emergencies); err != nil {
		return err
	}
	return list(ctx, k.emergencies.floats, &gs.Floats)
}
