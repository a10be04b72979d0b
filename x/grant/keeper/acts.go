package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/codec"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// acts keeps the timeline of every case: who did what, when, and why.
type acts struct {
	log collections.Map[actKey, types.Act] // subject kind, subject, number; never deleted
}

type actKey = collections.Triple[uint32, uint64, uint32]

func newActs(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) acts {
	key := collections.TripleKeyCodec(collections.Uint32Key, collections.Uint64Key, collections.Uint32Key)
	return acts{log: collections.NewMap(sb, types.ActPrefix, "acts", key, codec.CollValue[types.Act](cdc))}
}

// of lists the acts of a case.
func (a acts) of(ctx context.Context, subject types.Subject) ([]types.Act, error) {
	var list []types.Act
	err := a.log.Walk(ctx, collections.NewSuperPrefixedTripleRange[uint32, uint64, uint32](subject.Key(), subject.Id), func(_ actKey, act types.Act) (bool, error) {
		list = append(list, act)
		return false, nil
	})
	return list, err
}

// last is the number of the last act of a case, 0 before the first.
func (a acts) last(ctx context.Context, subject types.Subject) (uint32, error) {
	span := new(collections.Range[actKey]).
		StartInclusive(collections.Join3(subject.Key(), subject.Id, uint32(0))).
		EndExclusive(collections.Join3(subject.Key(), subject.Id+1, uint32(0))).
		Descending()
	iter, err := a.log.Iterate(ctx, span)
	if err != nil {
		return 0, err
	}
	defer iter.Close()
	if !iter.Valid() {
		return 0, nil
	}
	key, err := iter.Key()
	return key.K3(), err
}

// note adds an act to the timeline of its case, at the time of the block.
func (k *Keeper) note(ctx context.Context, act types.Act) error {
	last, err := k.acts.last(ctx, act.Subject)
	if err != nil {
		return err
	}
	act.Number, act.Time = last+1, now(ctx)
	return k.acts.log.Set(ctx, collections.Join3(act.Subject.Key(), act.Subject.Id, act.Number), act)
}

// requireHands refuses an officer who acted along one of these cases in another duty.
func (k *Keeper) requireHands(ctx context.Context, duty authoritytypes.Role, actor types.Actor, cases ...types.Subject) error {
	for _, subject := range cases {
		list, err := k.acts.of(ctx, subject)
		if err != nil {
			return err
		}
		if err := types.CheckHands(list, duty, actor); err != nil {
			return err
		}
	}
	return nil
}

// hand is who acts: an officer in a duty, somebody who acts for the payee, or the chain.
type hand struct {
	types.Actor
	duty authoritytypes.Role
}

// byChain is the chain itself.
var byChain = hand{}

// act is the beginning of an entry.
func (h hand) act(subject types.Subject, kind types.ActKind, reason types.Reason, document []byte) types.Act {
	return types.Act{
		Subject: subject, Kind: kind, Actor: h.Address, Organisation: h.Organisation, Credentials: h.Persons, Duty: uint32(h.duty),
		Reason: reason, DocumentHash: document,
	}
}
