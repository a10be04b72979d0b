package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// lots keeps goods and services and what was handed over of them.
type lots struct {
	seq       collections.Sequence
	all       collections.Map[uint64, types.Lot]                             // lot; never deleted
	byStatus  collections.KeySet[collections.Triple[uint32, uint32, uint64]] // programme, status, lot; follows the status
	handovers collections.Map[handoverKey, types.Handover]                   // lot, payee; never deleted
}

type handoverKey = collections.Pair[uint64, []byte]

func newLots(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) lots {
	u32, u64 := collections.Uint32Key, collections.Uint64Key
	return lots{
		seq:       collections.NewSequence(sb, types.LotSeqPrefix, "lot_seq"),
		all:       collections.NewMap(sb, types.LotPrefix, "lots", u64, codec.CollValue[types.Lot](cdc)),
		byStatus:  collections.NewKeySet(sb, types.LotsPrefix, "lots_by_status", collections.TripleKeyCodec(u32, u32, u64)),
		handovers: collections.NewMap(sb, types.HandoverPrefix, "handovers", collections.PairKeyCodec(u64, collections.BytesKey), codec.CollValue[types.Handover](cdc)),
	}
}

func (k *Keeper) lot(ctx context.Context, id uint64) (types.Lot, error) {
	v, err := k.lots.all.Get(ctx, id)
	return found(v, err, types.ErrLotUnknown, id)
}

// saveLot stores a lot, whose status was another one before, with its index.
func (k *Keeper) saveLot(ctx context.Context, l types.Lot, before types.LotStatus) error {
	if before != types.LOT_STATUS_UNSPECIFIED && before != l.Status {
		if err := k.lots.byStatus.Remove(ctx, collections.Join3(l.Programme, uint32(before), l.Id)); err != nil {
			return err
		}
	}
	if err := k.lots.byStatus.Set(ctx, collections.Join3(l.Programme, uint32(l.Status), l.Id)); err != nil {
		return err
	}
	return k.lots.all.Set(ctx, l.Id, l)
}

// lotMoved stores a lot that took a step, notes who did it and tells of it.
func (k *Keeper) lotMoved(ctx context.Context, before, after types.Lot, act types.Act) error {
	if err := k.saveLot(ctx, after, before.Status); err != nil {
		return err
	}
	if err := k.note(ctx, act); err != nil {
		return err
	}
	return emit(ctx, &types.EventLotMoved{Lot: after, Act: act.Kind, Reason: act.Reason})
}

// lotHanded stores a lot of which something was handed over and tells of it. Who did it stands in the handover: a lot may have thousands, and
// every step reads its timeline.
func (k *Keeper) lotHanded(ctx context.Context, before, after types.Lot, act types.ActKind) error {
	if err := k.saveLot(ctx, after, before.Status); err != nil {
		return err
	}
	return emit(ctx, &types.EventLotMoved{Lot: after, Act: act})
}

// lotOfficer loads a lot and asks whether the signer may act on it in a duty, and acted on it in no other one.
func (s msgServer) lotOfficer(ctx context.Context, signer string, msg sdk.Msg, duty authoritytypes.Role, id uint64) (types.Lot, hand, error) {
	lot, err := s.lot(ctx, id)
	if err != nil {
		return types.Lot{}, hand{}, err
	}
	actor, err := s.authorize(ctx, signer, msg, lot.Area)
	if err != nil {
		return types.Lot{}, hand{}, err
	}
	return lot, hand{Actor: actor, duty: duty}, s.requireHands(ctx, duty, actor, lot.Subject())
}

// missing takes what wasn't found out of a lot and puts it into the agenda of the organisation above, until an auditor notes it.
func (k *Keeper) missing(ctx context.Context, lot types.Lot, missing uint64, by hand, reason types.Reason, document []byte) (types.Lot, error) {
	if missing == 0 {
		return lot, nil
	}
	lost, err := lot.Lose(missing)
	if err != nil {
		return types.Lot{}, err
	}
	if err := k.lotMoved(ctx, lot, lost, by.act(lost.Subject(), types.ACT_KIND_LOSE, reason, document)); err != nil {
		return types.Lot{}, err
	}
	above, err := k.aboveOrSelf(ctx, lost.Organisation)
	if err != nil {
		return types.Lot{}, err
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return types.Lot{}, err
	}
	return lost, k.miss(ctx, types.Deadline{Subject: lost.Subject(), Clock: types.CLOCK_LOSS, Organisation: above, Day: int32(today), At: now(ctx)})
}

// endLot takes the last step of a lot of which nothing is left. The chain does it.
func (k *Keeper) endLot(ctx context.Context, lot types.Lot) error {
	act, ends := lot.Ends()
	if !ends {
		return nil
	}
	over, err := lot.Step(act)
	if err != nil {
		return err
	}
	if err := k.clocks.stop(ctx, over.Subject(), types.CLOCK_EXPIRY, types.CLOCK_SIGN); err != nil {
		return err
	}
	return k.lotMoved(ctx, lot, over, byChain.act(over.Subject(), act, 0, nil))
}

// expireLot writes off what is left of a lot after its last day. The chain does it.
func (k *Keeper) expireLot(ctx context.Context, id uint64) error {
	lot, err := k.lot(ctx, id)
	if err != nil {
		return err
	}
	over, err := lot.Expire()
	if err != nil {
		return err
	}
	if err := k.clocks.stop(ctx, over.Subject(), types.CLOCK_EXPIRY); err != nil {
		return err
	}
	return k.lotMoved(ctx, lot, over, byChain.act(over.Subject(), types.ACT_KIND_EXPIRE, 0, nil))
}

// startExpiry starts the clock of a lot's last day, if it has one.
func (k *Keeper) startExpiry(ctx context.Context, lot types.Lot) error {
	if lot.ExpiryDay == 0 {
		return nil
	}
	end, err := k.deps.Authority.StartOf(ctx, authoritytypes.Day(lot.ExpiryDay)+1)
	if err != nil {
		return err
	}
	return k.clocks.set(ctx, types.Deadline{
		Subject: lot.Subject(), Clock: types.CLOCK_EXPIRY, Organisation: lot.Organisation, Day: int32(lot.ExpiryDay), At: end,
	})
}

// initLots stores lots and handovers; the index follows.
func (k *Keeper) initLots(ctx context.Context, gs types.GenesisState) error {
	for _, l := range gs.Lots {
		if err := k.saveLot(ctx, l, types.LOT_STATUS_UNSPECIFIED); err != nil {
			return err
		}
	}
	for _, h := range gs.Handovers {
		if err := k.lots.handovers.Set(ctx, collections.Join(h.Lot, h.Payee), h); err != nil {
			return err
		}
	}
	return k.lots.seq.Set(ctx, uint64(len(gs.Lots)))
}

// exportLots reads them back.
func (k *Keeper) exportLots(ctx context.Context, gs *types.GenesisState) error {
	if err := list(ctx, k.lots.all, &gs.Lots); err != nil {
		return err
	}
	return list(ctx, k.lots.handovers, &gs.Handovers)
}
