package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/internal/invariant"
)

// Invariant is a promise of the module about its state.
type Invariant = invariant.Invariant[*Keeper]

// Invariants lists what always holds.
func Invariants() []Invariant {
	return []Invariant{
		{
			Name: "authority/organisation-tree", Rules: []int{11}, Check: checkTree,
			Holds: "numbers have no gap, and areas and organisations stand below their parents",
		},
		{
			Name: "authority/officer-indexes", Rules: []int{11}, Check: checkOfficerIndexes,
			Holds: "each officer stands once under the organisation and once under the credential",
		},
		{
			Name: "authority/duties-excluded", Rules: []int{4}, Check: checkDuties,
			Holds: "no person holds duties at one time of which one excludes another",
		},
		{
			Name: "authority/proposals", Rules: []int{11}, Check: checkProposals,
			Holds: "each open proposal has the content that its hash says, and no person approved it twice",
		},
		{
			Name: "authority/rotations", Rules: []int{11}, Check: checkRotations,
			Holds: "each rotation of a key is of an officer who isn't revoked",
		},
		{
			Name: "authority/interests", Rules: []int{11}, Check: checkInterests,
			Holds: "each declared interest stands once under the officer and once under the person",
		},
		{
			Name: "authority/delegations", Rules: []int{11}, Check: checkDelegations,
			Holds: "each delegation stands once under who delegates",
		},
	}
}

// checkTree: numbers have no gap, areas are registered with their parents, each organisation stands below its parent and
// in the area index once.
func checkTree(ctx context.Context, k *Keeper) error {
	gs, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	gs.Officers, gs.Rotations = nil, nil
	if err := gs.Validate(); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	indexed := 0
	err = k.organisationsByArea.Walk(ctx, nil, func(key []byte) (bool, error) {
		indexed++
		organisation, err := k.Organisation(ctx, types.OrganisationOfAreaKey(key))
		if err != nil {
			return true, err
		}
		if !bytes.Equal(key, types.OrganisationAreaKey(organisation.Area, organisation.Id)) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "organisation %d is indexed under another area", organisation.Id)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if indexed != len(gs.Organisations) {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d organisations, %d indexed", len(gs.Organisations), indexed)
	}
	return nil
}

// checkOfficerIndexes: each officer stands once under its organisation and, unless revoked, once under its credential.
func checkOfficerIndexes(ctx context.Context, k *Keeper) error {
	officers, live := 0, 0
	err := k.officers.Walk(ctx, nil, func(key []byte, officer types.Officer) (bool, error) {
		officers++
		address, err := k.deps.Address.BytesToString(key)
		if err != nil {
			return true, err
		}
		if address != officer.Address {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "officer is stored under another address")
		}
		if !officer.Revoked {
			live++
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	byOrganisation := 0
	err = k.officers.Indexes.organisation.Walk(ctx, nil, func(id uint32, key []byte) (bool, error) {
		byOrganisation++
		officer, err := k.officer(ctx, key)
		if err != nil {
			return true, err
		}
		if officer.Organisation != id {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "officer of %d is indexed under %d", officer.Organisation, id)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	byCredential := 0
	err = k.officersByCredential.Walk(ctx, nil, func(key collections.Pair[[]byte, []byte]) (bool, error) {
		byCredential++
		officer, err := k.officer(ctx, key.K2())
		if err != nil {
			return true, err
		}
		if officer.Revoked || !bytes.Equal(officer.Credential, key.K1()) {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "credential index names an officer without it")
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if byOrganisation != officers || byCredential != live {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d officers, %d by organisation; %d live, %d by credential",
			officers, byOrganisation, live, byCredential)
	}
	return nil
}

// checkDuties: no person holds duties at one time of which one excludes another.
func checkDuties(ctx context.Context, k *Keeper) error {
	var officers []types.Officer
	err := k.officers.Walk(ctx, nil, func(_ []byte, officer types.Officer) (bool, error) {
		officers = append(officers, officer)
		return false, types.CheckDuties(officer.Roles)
	})
	if err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	if err := types.CheckMemberships(officers); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	return nil
}

// checkProposals: each open proposal has the content that its hash says, stands once under its organisation and its expiry, and has at most
// one approval of a person; there is no approval without a proposal.
func checkProposals(ctx context.Context, k *Keeper) error {
	var gs types.GenesisState
	if err := k.exportProposals(ctx, &gs); err != nil {
		return err
	}
	if err := gs.ValidateProposals(); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	approvals, kept := 0, 0
	for _, open := range gs.Proposals {
		approvals += len(open.Approvals)
	}
	err := k.approvals.Walk(ctx, nil, func(key collections.Pair[uint64, []byte], a types.Approval) (bool, error) {
		kept++
		if !bytes.Equal(key.K2(), a.Credential) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "approval of proposal %d is another person's", key.K1())
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	byOrganisation, byExpiry := 0, 0
	err = k.proposals.Indexes.organisation.Walk(ctx, nil, func(organisation uint32, id uint64) (bool, error) {
		byOrganisation++
		p, _, err := k.proposal(ctx, id)
		if err != nil || p.Organisation != organisation {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "proposal %d is indexed under organisation %d", id, organisation)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.proposals.Indexes.expiry.Walk(ctx, nil, func(at, id uint64) (bool, error) {
		byExpiry++
		p, _, err := k.proposal(ctx, id)
		if err != nil || uint64(p.ExpiresAt) != at {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "proposal %d is indexed under another expiry", id)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if n := len(gs.Proposals); byOrganisation != n || byExpiry != n || approvals != kept {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d proposals, %d by organisation, %d by expiry; %d approvals of them, %d kept",
			n, byOrganisation, byExpiry, approvals, kept)
	}
	return nil
}

// checkRotations: each rotation is one of the officer under whose address it stands, who isn't revoked.
func checkRotations(ctx context.Context, k *Keeper) error {
	return k.rotations.Walk(ctx, nil, func(key []byte, r types.Rotation) (bool, error) {
		officer, err := k.officer(ctx, key)
		if err != nil || officer.Revoked || officer.Address != r.Officer || r.Validate() != nil {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "rotation of %s, who is no officer", r.Officer)
		}
		return false, nil
	})
}

// checkInterests: each interest stands once under its person, and no person has more than there may be.
func checkInterests(ctx context.Context, k *Keeper) error {
	interests, err := values(ctx, k.interests)
	if err != nil {
		return err
	}
	if err := types.ValidateInterests(interests); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	indexed := 0
	err = k.interestsByPerson.Walk(ctx, nil, func(key collections.Pair[[]byte, []byte]) (bool, error) {
		indexed++
		known, err := k.interests.Has(ctx, collections.Join(key.K2(), key.K1()))
		if err == nil && !known {
			err = errorsmod.Wrap(types.ErrInvariantBroken, "person index names an interest that isn't declared")
		}
		return err != nil, err
	})
	if err == nil && indexed != len(interests) {
		err = errorsmod.Wrapf(types.ErrInvariantBroken, "%d interests, %d by person", len(interests), indexed)
	}
	return err
}

// checkDelegations: each delegation has its shape and stands once under its delegator.
func checkDelegations(ctx context.Context, k *Keeper) error {
	delegations, err := values(ctx, k.delegations)
	if err != nil {
		return err
	}
	organisations, err := values(ctx, k.organisations)
	if err != nil {
		return err
	}
	if err := types.ValidateDelegations(delegations, len(organisations)); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	indexed := 0
	err = k.delegationsByDelegator.Walk(ctx, nil, func(key collections.Triple[uint32, uint32, string]) (bool, error) {
		indexed++
		d, err := k.delegation(ctx, key.K2(), key.K3())
		if err == nil && d.Delegator != key.K1() {
			err = errorsmod.Wrapf(types.ErrInvariantBroken, "delegation to %d is indexed under %d", d.Organisation, key.K1())
		}
		return err != nil, err
	})
	if err == nil && indexed != len(delegations) {
		err = errorsmod.Wrapf(types.ErrInvariantBroken, "%d delegations, %d by delegator", len(delegations), indexed)
	}
	return err
}
