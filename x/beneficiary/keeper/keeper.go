// Package keeper holds the register of beneficiaries.
package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/indexes"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// Deps are what the keeper needs.
type Deps struct {
	Store     store.KVStoreService
	Codec     codec.BinaryCodec
	Address   address.Codec
	Authority types.Authority
	Accounts  types.Accounts
}

// Keeper keeps persons, households, tags and holder keys.
type Keeper struct {
	Schema collections.Schema

	deps   Deps
	grants types.Grants
	keys   types.TagKeys
	// perBlock bounds the tags that a block counts or removes.
	perBlock int
	// persons: ref → person; never deleted.
	persons *collections.IndexedMap[[]byte, types.Person, personIndexes]
	// households: ref → household; never deleted.
	households *collections.IndexedMap[[]byte, types.Household, householdIndexes]
	params     collections.Item[types.Params]
	// guardianships: ward → guardianship; deleted by EndGuardian, ClosePerson and ConfirmMerger.
	guardianships collections.Map[[]byte, types.Guardianship]
	// wards: (guardian, ward) of those that are confirmed; deleted with the guardianship.
	wards collections.KeySet[collections.Pair[[]byte, []byte]]
	// agencies: (person, agent) → agency; deleted by DismissAgent, and with the person's life in the register.
	agencies collections.Map[collections.Pair[[]byte, []byte], types.Agency]
	// recoveries: ref → open recovery; deleted when it ends.
	recoveries collections.Map[[]byte, types.Recovery]
	// mergers: ref of the record that ends → proposal; deleted by ConfirmMerger, and with the person's life in the register.
	mergers  collections.Map[[]byte, types.Merger]
	matchSeq collections.Sequence // number of the last match
	// matches: id → match; never deleted.
	matches collections.Map[uint64, types.Match]
	// matchesByArea: (area, id), under the applicant's area and the holder's home; never deleted.
	matchesByArea collections.KeySet[collections.Pair[string, uint64]]
	// latestMatch: (person, asking organisation) → id; replaced by the next match.
	latestMatch collections.Map[collections.Pair[[]byte, uint32], uint64]
	tags        tagTables
	moveSeq     collections.Sequence // number of the last offer of a move
	// moves: id → open offer; deleted when it is accepted, taken back or dropped.
	moves collections.Map[uint64, types.MoveOffer]
	// movesByArea: (area, id); movesByRef: ref of a person or household → id. Deleted with the offer.
	movesByArea collections.KeySet[collections.Pair[string, uint64]]
	movesByRef  collections.Map[[]byte, uint64]
	// recognitions: (ref, category) → recognition; deleted by RevokeRecognition, and with the person's life in the register.
	recognitions collections.Map[collections.Pair[[]byte, uint32], types.Recognition]
	// dueTags: ref → tag that is owed; deleted when it is supplied, or the person leaves.
	dueTags collections.Map[[]byte, types.DueTag]
	// dueByOrganisation: (organisation, day, ref) of those that weren't waived; deleted likewise.
	dueByOrganisation collections.KeySet[collections.Triple[uint32, uint32, []byte]]
	// holders: address → ref of the live person who holds the account; deleted when the key changes or the person is no longer live.
	holders collections.Map[[]byte, []byte]
	// usedKeys: address → ref of the person who used the key; never deleted.
	usedKeys collections.Map[[]byte, []byte]
}

type personIndexes struct {
	// area: (home area, ref).
	area *indexes.Multi[string, []byte, types.Person]
}

// IndexesList lists the indexes of persons.
func (i personIndexes) IndexesList() []collections.Index[[]byte, types.Person] {
	return []collections.Index[[]byte, types.Person]{i.area}
}

type householdIndexes struct {
	// area: (home area, ref).
	area *indexes.Multi[string, []byte, types.Household]
}

// IndexesList lists the indexes of households.
func (i householdIndexes) IndexesList() []collections.Index[[]byte, types.Household] {
	return []collections.Index[[]byte, types.Household]{i.area}
}

// New builds the keeper; it refuses a missing dependency with ErrDependencyMissing.
func New(d Deps) (*Keeper, error) {
	switch {
	case d.Store == nil:
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "store")
	case d.Codec == nil:
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "codec")
	case d.Address == nil:
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "address")
	case d.Authority == nil:
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "authority")
	case d.Accounts == nil:
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "accounts")
	}
	sb := collections.NewSchemaBuilder(d.Store)
	k := &Keeper{
		deps: d, perBlock: types.MaxTagsPerBlock,
		tags:    newTagTables(sb, d.Codec),
		moveSeq: collections.NewSequence(sb, types.MoveSeqKey, "move_seq"),
		moves:   collections.NewMap(sb, types.MovesKey, "moves", collections.Uint64Key, codec.CollValue[types.MoveOffer](d.Codec)),
		movesByArea: collections.NewKeySet(sb, types.MovesByAreaKey, "moves_by_area",
			collections.PairKeyCodec(collections.StringKey, collections.Uint64Key)),
		movesByRef: collections.NewMap(sb, types.MovesByRefKey, "moves_by_ref", collections.BytesKey, collections.Uint64Value),
		recognitions: collections.NewMap(sb, types.RecognitionsKey, "recognitions",
			collections.PairKeyCodec(collections.BytesKey, collections.Uint32Key), codec.CollValue[types.Recognition](d.Codec)),
		dueTags: collections.NewMap(sb, types.DueTagsKey, "due_tags", collections.BytesKey, codec.CollValue[types.DueTag](d.Codec)),
		dueByOrganisation: collections.NewKeySet(sb, types.DueTagsByOrganisationKey, "due_tags_by_organisation",
			collections.TripleKeyCodec(collections.Uint32Key, collections.Uint32Key, collections.BytesKey)),
		params: collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](d.Codec)),
		guardianships: collections.NewMap(sb, types.GuardianshipsKey, "guardianships", collections.BytesKey,
			codec.CollValue[types.Guardianship](d.Codec)),
		wards: collections.NewKeySet(sb, types.WardsKey, "wards", collections.PairKeyCodec(collections.BytesKey, collections.BytesKey)),
		agencies: collections.NewMap(sb, types.AgenciesKey, "agencies",
			collections.PairKeyCodec(collections.BytesKey, collections.BytesKey), codec.CollValue[types.Agency](d.Codec)),
		matchSeq: collections.NewSequence(sb, types.MatchSeqKey, "match_seq"),
		matches:  collections.NewMap(sb, types.MatchesKey, "matches", collections.Uint64Key, codec.CollValue[types.Match](d.Codec)),
		matchesByArea: collections.NewKeySet(sb, types.MatchesByAreaKey, "matches_by_area",
			collections.PairKeyCodec(collections.StringKey, collections.Uint64Key)),
		latestMatch: collections.NewMap(sb, types.LatestMatchKey, "latest_match",
			collections.PairKeyCodec(collections.BytesKey, collections.Uint32Key), collections.Uint64Value),
		recoveries: collections.NewMap(sb, types.RecoveriesKey, "recoveries", collections.BytesKey, codec.CollValue[types.Recovery](d.Codec)),
		mergers:    collections.NewMap(sb, types.MergersKey, "mergers", collections.BytesKey, codec.CollValue[types.Merger](d.Codec)),
		holders:    collections.NewMap(sb, types.HoldersKey, "holders", collections.BytesKey, collections.BytesValue),
		usedKeys:   collections.NewMap(sb, types.UsedKeysKey, "used_keys", collections.BytesKey, collections.BytesValue),
	}
	var err error
	k.persons, err = collections.NewIndexedMapSafe(sb, types.PersonsKey, "persons", collections.BytesKey,
		codec.CollValue[types.Person](d.Codec), personIndexes{
			area: indexes.NewMulti(sb, types.PersonsByAreaKey, "persons_by_area", collections.StringKey, collections.BytesKey,
				func(_ []byte, p types.Person) (string, error) { return p.HomeArea, nil }),
		})
	if err != nil {
		return nil, err
	}
	k.households, err = collections.NewIndexedMapSafe(sb, types.HouseholdsKey, "households", collections.BytesKey,
		codec.CollValue[types.Household](d.Codec), householdIndexes{
			area: indexes.NewMulti(sb, types.HouseholdsByAreaKey, "households_by_area", collections.StringKey, collections.BytesKey,
				func(_ []byte, h types.Household) (string, error) { return h.HomeArea, nil }),
		})
	if err != nil {
		return nil, err
	}
	k.Schema, err = sb.Build()
	if err != nil {
		return nil, err
	}
	return k, nil
}

// SetGrants tells the keeper who knows the grants, which themselves are built over this keeper. It must follow New.
func (k *Keeper) SetGrants(g types.Grants) error {
	if g == nil {
		return errorsmod.Wrap(types.ErrDependencyMissing, "grants")
	}
	k.grants = g
	return nil
}

// SetTagKeys tells the keeper who knows the keys that tags are made with, which itself is built over this keeper. It must follow New.
func (k *Keeper) SetTagKeys(keys types.TagKeys) error {
	if keys == nil {
		return errorsmod.Wrap(types.ErrDependencyMissing, "tag keys")
	}
	k.keys = keys
	return nil
}

// Person gives one person, closed or not, or ErrPersonUnknown.
func (k *Keeper) Person(ctx context.Context, ref []byte) (types.Person, error) {
	person, err := k.persons.Get(ctx, ref)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Person{}, types.ErrPersonUnknown
	}
	return person, err
}

// Household gives one household or ErrHouseholdUnknown.
func (k *Keeper) Household(ctx context.Context, ref []byte) (types.Household, error) {
	household, err := k.households.Get(ctx, ref)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Household{}, types.ErrHouseholdUnknown
	}
	return household, err
}

// Holder gives the live person whose present holder key has this account, and whether there is one.
func (k *Keeper) Holder(ctx context.Context, addr string) (types.Person, bool, error) {
	key, err := k.parseAddress(addr)
	if err != nil {
		return types.Person{}, false, err
	}
	ref, err := k.holders.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Person{}, false, nil
	}
	if err != nil {
		return types.Person{}, false, err
	}
	person, err := k.Person(ctx, ref)
	if err != nil {
		return types.Person{}, false, err
	}
	return person, true, nil
}

// claimKey gives a person a holder key that nobody ever used, or ErrKeyUsed, opens its account and gives its address.
func (k *Keeper) claimKey(ctx context.Context, ref, key []byte, curve types.KeyCurve) (sdk.AccAddress, error) {
	addr, err := types.HolderAddress(key, curve)
	if err != nil {
		return nil, err
	}
	if err := k.useKey(ctx, ref, addr); err != nil {
		return nil, err
	}
	if err := k.holders.Set(ctx, addr, ref); err != nil {
		return nil, err
	}
	if !k.deps.Accounts.HasAccount(ctx, addr) {
		k.deps.Accounts.SetAccount(ctx, k.deps.Accounts.NewAccountWithAddress(ctx, addr))
	}
	return addr, nil
}

// dropKey takes the account of a person's present key out of those that act.
func (k *Keeper) dropKey(ctx context.Context, person types.Person) error {
	if len(person.HolderKey) == 0 {
		return nil
	}
	addr, err := types.HolderAddress(person.HolderKey, person.Curve)
	if err != nil {
		return err
	}
	return k.holders.Remove(ctx, addr)
}

// useKey records a key as used for ever, or refuses with ErrKeyUsed.
func (k *Keeper) useKey(ctx context.Context, ref []byte, addr sdk.AccAddress) error {
	used, err := k.usedKeys.Has(ctx, addr)
	if err != nil {
		return err
	}
	if used {
		return types.ErrKeyUsed
	}
	return k.usedKeys.Set(ctx, addr, ref)
}

func (k *Keeper) parseAddress(addr string) (sdk.AccAddress, error) {
	key, err := k.deps.Address.StringToBytes(addr)
	if err != nil {
		return nil, errorsmod.Wrap(types.ErrAddressMalformed, "not an address of this chain")
	}
	return key, nil
}

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
