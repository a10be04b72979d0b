package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/reliefchain/relief/x/grant/types"
)

// cases keeps applications and appeals.
type cases struct {
	applicationSeq collections.Sequence
	appealSeq      collections.Sequence
	applications   collections.Map[uint64, types.Application]                     // application; never deleted
	byRoll         collections.KeySet[collections.Triple[uint32, uint32, uint64]] // roll, status, application; follows the status
	byPayee        collections.KeySet[collections.Pair[[]byte, uint64]]           // payee, application; never deleted
	open           collections.Map[collections.Pair[uint32, []byte], uint64]      // class, payee → application that isn't decided; deleted when it is
	appeals        collections.Map[uint64, types.Appeal]                          // appeal; never deleted
}

func newCases(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) cases {
	u32, u64 := collections.Uint32Key, collections.Uint64Key
	return cases{
		applicationSeq: collections.NewSequence(sb, types.ApplicationSeqPrefix, "application_seq"),
		appealSeq:      collections.NewSequence(sb, types.AppealSeqPrefix, "appeal_seq"),
		applications:   collections.NewMap(sb, types.ApplicationPrefix, "applications", u64, codec.CollValue[types.Application](cdc)),
		byRoll:         collections.NewKeySet(sb, types.ApplicationsPrefix, "applications_by_roll", collections.TripleKeyCodec(u32, u32, u64)),
		byPayee:        collections.NewKeySet(sb, types.ApplicationsOfPrefix, "applications_by_payee", collections.PairKeyCodec(collections.BytesKey, u64)),
		open: collections.NewMap(sb, types.OpenApplicationPrefix, "open_applications",
			collections.PairKeyCodec(u32, collections.BytesKey), collections.Uint64Value),
		appeals: collections.NewMap(sb, types.AppealPrefix, "appeals", u64, codec.CollValue[types.Appeal](cdc)),
	}
}

func (k *Keeper) application(ctx context.Context, id uint64) (types.Application, error) {
	v, err := k.cases.applications.Get(ctx, id)
	return found(v, err, types.ErrApplicationUnknown, id)
}

func (k *Keeper) appeal(ctx context.Context, id uint64) (types.Appeal, error) {
	v, err := k.cases.appeals.Get(ctx, id)
	return found(v, err, types.ErrAppealUnknown, id)
}

// applicationAndRoll loads an application with the roll whose area decides who may act.
func (k *Keeper) applicationAndRoll(ctx context.Context, id uint64) (types.Application, types.Roll, error) {
	application, err := k.application(ctx, id)
	if err != nil {
		return types.Application{}, types.Roll{}, err
	}
	roll, err := k.roll(ctx, application.Roll)
	return application, roll, err
}

// saveApplication stores an application, whose status was another one before, with its indexes.
func (k *Keeper) saveApplication(ctx context.Context, a types.Application, before types.ApplicationStatus) error {
	programme, err := k.programme(ctx, a.Programme)
	if err != nil {
		return err
	}
	if err := k.cases.applications.Set(ctx, a.Id, a); err != nil {
		return err
	}
	if before != types.APPLICATION_STATUS_UNSPECIFIED && before != a.Status {
		if err := k.cases.byRoll.Remove(ctx, collections.Join3(a.Roll, uint32(before), a.Id)); err != nil {
			return err
		}
	}
	if err := k.cases.byRoll.Set(ctx, collections.Join3(a.Roll, uint32(a.Status), a.Id)); err != nil {
		return err
	}
	if err := k.cases.byPayee.Set(ctx, collections.Join(a.Payee, a.Id)); err != nil {
		return err
	}
	key := collections.Join(programme.ExclusivityClass, a.Payee)
	open, err := k.cases.open.Get(ctx, key)
	switch {
	case err != nil && !errors.Is(err, collections.ErrNotFound):
		return err
	case a.Undecided():
		return k.cases.open.Set(ctx, key, a.Id)
	case err == nil && open == a.Id:
		return k.cases.open.Remove(ctx, key)
	}
	return nil
}

// requireNoOpenApplication refuses a second application of the class while one isn't decided.
func (k *Keeper) requireNoOpenApplication(ctx context.Context, programme types.Programme, payee []byte) error {
	open, err := k.cases.open.Get(ctx, collections.Join(programme.ExclusivityClass, payee))
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return errorsmod.Wrapf(types.ErrApplicationLive, "application %d", open)
}

// moved stores an application that took a step, notes who did it and tells of it.
func (k *Keeper) moved(ctx context.Context, before, after types.Application, act types.Act) error {
	if err := k.saveApplication(ctx, after, before.Status); err != nil {
		return err
	}
	if err := k.note(ctx, act); err != nil {
		return err
	}
	return emit(ctx, &types.EventApplicationMoved{
		Application: after.Id, Programme: after.Programme, Roll: after.Roll, Act: act.Kind, Status: after.Status, Reason: act.Reason, Grant: after.Grant,
	})
}
