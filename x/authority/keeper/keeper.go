// Package keeper holds the state of x/authority and answers who may act.
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

	"github.com/reliefchain/relief/x/authority/types"
)

// Deps are what the keeper needs.
type Deps struct {
	Store    store.KVStoreService
	Codec    codec.Codec
	Address  address.Codec
	Accounts types.Accounts
	// Router carries out what was approved.
	Router types.Router
	// Governance is the account of the provinces' vote.
	Governance string
}

// Keeper keeps areas, organisations, officers, the policy table, and what offices do together.
type Keeper struct {
	Schema collections.Schema

	deps   Deps
	params collections.Item[types.Params]
	// rules: action → row; written and deleted by SetRules.
	rules collections.Map[string, types.Rule]
	// areas: code → area without its code; changed once by RetireAreas, never deleted.
	areas collections.Map[string, types.Area]
	// years: year → calendar; replaced by an amendment, never deleted.
	years collections.Map[uint32, types.CalendarYear]
	// organisations: id → organisation; never deleted.
	organisations collections.Map[uint32, types.Organisation]
	// organisationsByArea: area ‖ 0x00 ‖ id; replaced when an organisation moves.
	organisationsByArea collections.KeySet[[]byte]
	// officers: address → membership; replaced by a new appointment, never deleted.
	officers *collections.IndexedMap[[]byte, types.Officer, officerIndexes]
	// officersByCredential: (credential, address) of officers not revoked; deleted on revocation and replacement.
	officersByCredential collections.KeySet[collections.Pair[[]byte, []byte]]
	// lastProposal: the number of the last proposal.
	lastProposal collections.Item[uint64]
	// proposals: id → open proposal; deleted when it is carried out, withdrawn or expired.
	proposals *collections.IndexedMap[uint64, types.Proposal, proposalIndexes]
	// approvals: (proposal, credential) → approval; deleted with the proposal.
	approvals collections.Map[collections.Pair[uint64, []byte], types.Approval]
	// rotations: address → rotation of that officer's account; deleted when it is accepted or cancelled, and when the officer is
	// appointed anew or revoked; an expired one is replaced by the next.
	rotations collections.Map[[]byte, types.Rotation]
	// interests: (credential, person) → interest; deleted when it is withdrawn.
	interests collections.Map[collections.Pair[[]byte, []byte], types.Interest]
	// interestsByPerson: (person, credential); deleted with the interest.
	interestsByPerson collections.KeySet[collections.Pair[[]byte, []byte]]
	// delegations: (organisation, action) → delegation; replaced by the next one of the same, deleted when it is revoked.
	delegations collections.Map[collections.Pair[uint32, string], types.Delegation]
	// delegationsByDelegator: (delegator, organisation, action); in step with delegations.
	delegationsByDelegator collections.KeySet[collections.Triple[uint32, uint32, string]]
}

type officerIndexes struct {
	// organisation: (organisation, address).
	organisation *indexes.Multi[uint32, []byte, types.Officer]
}

// IndexesList lists the indexes of officers.
func (i officerIndexes) IndexesList() []collections.Index[[]byte, types.Officer] {
	return []collections.Index[[]byte, types.Officer]{i.organisation}
}

type proposalIndexes struct {
	// organisation: (organisation, id).
	organisation *indexes.Multi[uint32, uint64, types.Proposal]
	// expiry: (expires at, id).
	expiry *indexes.Multi[uint64, uint64, types.Proposal]
}

// IndexesList lists the indexes of proposals.
func (i proposalIndexes) IndexesList() []collections.Index[uint64, types.Proposal] {
	return []collections.Index[uint64, types.Proposal]{i.organisation, i.expiry}
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
	case d.Accounts == nil:
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "accounts")
	case d.Router == nil:
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "router")
	case d.Governance == "":
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "governance")
	}
	sb := collections.NewSchemaBuilder(d.Store)
	k := &Keeper{
		deps:          d,
		params:        collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](d.Codec)),
		rules:         collections.NewMap(sb, types.RulesKey, "rules", collections.StringKey, codec.CollValue[types.Rule](d.Codec)),
		areas:         collections.NewMap(sb, types.AreasKey, "areas", collections.StringKey, codec.CollValue[types.Area](d.Codec)),
		years:         collections.NewMap(sb, types.YearsKey, "years", collections.Uint32Key, codec.CollValue[types.CalendarYear](d.Codec)),
		organisations: collections.NewMap(sb, types.OrganisationsKey, "organisations", collections.Uint32Key, codec.CollValue[types.Organisation](d.Codec)),
		organisationsByArea: collections.NewKeySet(sb, types.OrganisationsByAreaKey, "organisations_by_area",
			collections.BytesKey),
		officersByCredential: collections.NewKeySet(sb, types.OfficersByCredentialKey, "officers_by_credential",
			collections.PairKeyCodec(collections.BytesKey, collections.BytesKey)),
		lastProposal: collections.NewItem(sb, types.LastProposalKey, "last_proposal", collections.Uint64Value),
		approvals: collections.NewMap(sb, types.ApprovalsKey, "approvals", collections.PairKeyCodec(collections.Uint64Key, collections.BytesKey),
			codec.CollValue[types.Approval](d.Codec)),
		rotations: collections.NewMap(sb, types.RotationsKey, "rotations", collections.BytesKey, codec.CollValue[types.Rotation](d.Codec)),
		interests: collections.NewMap(sb, types.InterestsKey, "interests", collections.PairKeyCodec(collections.BytesKey, collections.BytesKey),
			codec.CollValue[types.Interest](d.Codec)),
		interestsByPerson: collections.NewKeySet(sb, types.InterestsByPersonKey, "interests_by_person",
			collections.PairKeyCodec(collections.BytesKey, collections.BytesKey)),
		delegations: collections.NewMap(sb, types.DelegationsKey, "delegations", collections.PairKeyCodec(collections.Uint32Key, collections.StringKey),
			codec.CollValue[types.Delegation](d.Codec)),
		delegationsByDelegator: collections.NewKeySet(sb, types.DelegationsByDelegatorKey, "delegations_by_delegator",
			collections.TripleKeyCodec(collections.Uint32Key, collections.Uint32Key, collections.StringKey)),
	}
	officers, err := collections.NewIndexedMapSafe(sb, types.OfficersKey, "officers", collections.BytesKey,
		codec.CollValue[types.Officer](d.Codec), officerIndexes{
			organisation: indexes.NewMulti(sb, types.OfficersByOrganisationKey, "officers_by_organisation",
				collections.Uint32Key, collections.BytesKey,
				func(_ []byte, o types.Officer) (uint32, error) { return o.Organisation, nil }),
		})
	if err != nil {
		return nil, err
	}
	k.officers = officers
	k.proposals, err = collections.NewIndexedMapSafe(sb, types.ProposalsKey, "proposals", collections.Uint64Key,
		codec.CollValue[types.Proposal](d.Codec), proposalIndexes{
			organisation: indexes.NewMulti(sb, types.ProposalsByOrganisationKey, "proposals_by_organisation", collections.Uint32Key, collections.Uint64Key,
				func(_ uint64, p types.Proposal) (uint32, error) { return p.Organisation, nil }),
			expiry: indexes.NewMulti(sb, types.ProposalsByExpiryKey, "proposals_by_expiry", collections.Uint64Key, collections.Uint64Key,
				func(_ uint64, p types.Proposal) (uint64, error) { return uint64(p.ExpiresAt), nil }),
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

// Authorize answers whether a signer may do an action, a message type URL, in an area. Without a row in the policy table
// it is denied. It checks in order: rule, officer known, not revoked, not suspended, valid now, within its last height, organisation active, role, kind, area;
// each has its own sentinel; ErrApprovalsNeeded comes last. It gives the officer. The governance account passes for an officer of the nation
// with the role PROVINCES. An office account passes for an officer of its organisation while a proposal is carried out.
func (k *Keeper) Authorize(ctx context.Context, signer, action, area string) (types.Officer, error) {
	officer, _, err := k.authorize(ctx, signer, action, area)
	return officer, err
}

func (k *Keeper) authorize(ctx context.Context, signer, action, area string) (types.Officer, types.Organisation, error) {
	rule, err := k.rule(ctx, action)
	if err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	if e, acting := executionOf(ctx); acting && signer == e.account {
		return k.authorizeOffice(ctx, e, action, area)
	}
	if signer == k.deps.Governance {
		officer, organisation := types.Provinces(signer, now(ctx))
		if err := rule.Permits(officer, organisation, area, moment(ctx)); err != nil {
			return types.Officer{}, types.Organisation{}, err
		}
		return officer, organisation, nil
	}
	key, err := k.parseAddress(signer)
	if err != nil {
		return types.Officer{}, types.Organisation{}, errorsmod.Wrap(err, action)
	}
	officer, err := k.officer(ctx, key)
	if err != nil {
		return types.Officer{}, types.Organisation{}, errorsmod.Wrap(err, action)
	}
	organisation, err := k.Organisation(ctx, officer.Organisation)
	if err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	err = k.permits(ctx, rule, officer, organisation, area)
	if errors.Is(err, types.ErrKindNotAllowed) && rule.Delegable && organisation.Kind == types.ORGANISATION_KIND_TOWNSHIP {
		err = k.permitsDelegated(ctx, rule, officer, organisation, area)
	}
	if err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	if rule.NeedsProposal() {
		return types.Officer{}, types.Organisation{}, errorsmod.Wrapf(types.ErrApprovalsNeeded, "%s takes %d persons", action, rule.Persons())
	}
	return officer, organisation, nil
}

// permits asks the rule for an area, or for the one where its cases are now.
func (k *Keeper) permits(ctx context.Context, rule types.Rule, officer types.Officer, organisation types.Organisation, area string) error {
	err := rule.Permits(officer, organisation, area, moment(ctx))
	if errors.Is(err, types.ErrAreaOutside) { // its cases may have followed to a successor
		current, unknown := k.CurrentArea(ctx, area)
		if unknown == nil && current != area {
			err = rule.Permits(officer, organisation, current, moment(ctx))
		}
	}
	return err
}

// rule gives the row of an action or ErrActionDenied.
func (k *Keeper) rule(ctx context.Context, action string) (types.Rule, error) {
	rule, err := k.rules.Get(ctx, action)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Rule{}, errorsmod.Wrap(types.ErrActionDenied, action)
	}
	return rule, err
}

// Organisation gives one organisation or ErrOrganisationUnknown.
func (k *Keeper) Organisation(ctx context.Context, id uint32) (types.Organisation, error) {
	organisation, err := k.organisations.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Organisation{}, errorsmod.Wrapf(types.ErrOrganisationUnknown, "organisation %d", id)
	}
	return organisation, err
}

// DaySeconds is how many seconds a calendar day lasts on this network.
func (k *Keeper) DaySeconds(ctx context.Context) (int64, error) {
	params, err := k.params.Get(ctx)
	return params.DaySeconds, err
}

// Membership gives the officer behind an address and whether there is one that is valid now: neither revoked nor
// suspended nor outside its period nor beyond its last height, whatever the status of its organisation.
func (k *Keeper) Membership(ctx context.Context, addr string) (types.Officer, bool, error) {
	key, err := k.parseAddress(addr)
	if err != nil {
		return types.Officer{}, false, err
	}
	officer, err := k.officers.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Officer{}, false, nil
	}
	if err != nil {
		return types.Officer{}, false, err
	}
	if officer.Revoked || officer.SuspendedBy != 0 || !officer.ValidAt(now(ctx)) || !officer.CountsAt(moment(ctx).Height) {
		return types.Officer{}, false, nil
	}
	return officer, true, nil
}

func (k *Keeper) officer(ctx context.Context, key []byte) (types.Officer, error) {
	officer, err := k.officers.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Officer{}, types.ErrOfficerUnknown
	}
	return officer, err
}

func (k *Keeper) parseAddress(addr string) ([]byte, error) {
	key, err := k.deps.Address.StringToBytes(addr)
	if err != nil {
		return nil, errorsmod.Wrap(types.ErrAddressMalformed, "not an address of this chain")
	}
	return key, nil
}

func now(ctx context.Context) int64 {
	return sdk.UnwrapSDKContext(ctx).BlockTime().Unix()
}

func moment(ctx context.Context) types.Moment {
	return types.Moment{Time: now(ctx), Height: sdk.UnwrapSDKContext(ctx).BlockHeight()}
}

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
