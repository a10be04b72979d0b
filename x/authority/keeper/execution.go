package keeper

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/authority/types"
)

// execution is one message of a proposal that is being carried out. It stands in the context of its handler, where no message can put
// one, and nowhere else does an office account pass for an officer.
type execution struct {
	account   string // the office account
	action    string
	proposal  types.Proposal
	approvals []types.Approval
	asked     bool         // the handler asked for authority
	hands     []types.Hand // the approvals that counted when it did
}

type executionKey struct{}

func executionOf(ctx context.Context) (*execution, bool) {
	e, ok := ctx.Value(executionKey{}).(*execution)
	return e, ok
}

// requireOutside refuses a message about proposals inside one.
func requireOutside(ctx context.Context) error {
	if e, acting := executionOf(ctx); acting {
		return errorsmod.Wrapf(types.ErrProposalNested, "proposal %d is being carried out", e.proposal.Id)
	}
	return nil
}

// authorizeOffice answers whether an office account may do an action in an area: it is the one that is being carried out, its row is still
// there, and the approvals that count for it there are as many as the frozen row asks for, since long enough.
func (k *Keeper) authorizeOffice(ctx context.Context, e *execution, action, area string) (types.Officer, types.Organisation, error) {
	rule, known := e.proposal.Rule(action)
	if action != e.action || !known {
		return types.Officer{}, types.Organisation{}, errorsmod.Wrap(types.ErrActionDenied, action)
	}
	own, err := k.Organisation(ctx, e.proposal.Organisation)
	if err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	since, hands, err := k.CountApprovals(ctx, rule, own, e.approvals, area)
	if err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	if err := k.checkDue(ctx, e.proposal, since); err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	e.asked, e.hands = true, hands
	return types.Officer{
		Address: e.account, Organisation: own.Id, Roles: []types.Role{rule.Role}, ValidFrom: now(ctx), ValidUntil: now(ctx) + 1,
	}, own, nil
}

// CountApprovals counts the approvals of officers who may still do what a row says for an organisation, in an area, or with "" wherever
// their own organisation may. It tells which count, and since when there are as many as the row asks for.
func (k *Keeper) CountApprovals(
	ctx context.Context, rule types.Rule, own types.Organisation, approvals []types.Approval, area string,
) (since int64, hands []types.Hand, err error) {
	var refused error
	for _, approval := range approvals {
		officer, organisation, err := k.member(ctx, approval.Officer)
		if err != nil {
			return 0, nil, err
		}
		err = rule.CheckHand(approval, officer, organisation, own)
		if err == nil {
			err = k.permits(ctx, rule, officer, organisation, cmp.Or(area, organisation.Area))
		}
		if err == nil {
			hands = append(hands, types.Hand{Time: approval.Time, Organisation: organisation.Id, Voucher: officer.Voucher()})
		} else if refused == nil {
			refused = err
		}
	}
	if len(hands) == 0 && refused != nil {
		return 0, nil, refused
	}
	since, err = rule.Met(own.Id, hands)
	if err != nil && refused != nil {
		err = errorsmod.Wrapf(err, "an approval doesn't count (%s)", refused)
	}
	return since, hands, err
}

// approvedAt tells since when every message of a proposal has the approvals it needs, whatever area it is about.
func (k *Keeper) approvedAt(ctx context.Context, p types.Proposal, own types.Organisation, approvals []types.Approval) (int64, error) {
	var latest int64
	for _, rule := range p.Rules {
		since, _, err := k.CountApprovals(ctx, rule, own, approvals, "")
		if err != nil {
			return 0, err
		}
		latest = max(latest, since)
	}
	return latest, nil
}

// member gives the officer behind an address, whatever its state, with its organisation.
func (k *Keeper) member(ctx context.Context, address string) (types.Officer, types.Organisation, error) {
	key, err := k.parseAddress(address)
	if err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	officer, err := k.officer(ctx, key)
	if err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	organisation, err := k.Organisation(ctx, officer.Organisation)
	return officer, organisation, err
}

// Persons lists the credentials of the natural persons behind an officer whom Authorize gave in the same context: one for an officer; for
// an office account everybody who proposed or approved what it does; none for governance.
func (k *Keeper) Persons(ctx context.Context, officer types.Officer) [][]byte {
	if e, acting := executionOf(ctx); acting && officer.Address == e.account {
		return e.proposal.Acting(e.approvals)
	}
	if len(officer.Credential) == 0 {
		return nil
	}
	return [][]byte{officer.Credential}
}

// voucher is the organisation on which an appointment by an officer rests, or 0 when it rests on several: as many as approve it.
func (k *Keeper) voucher(ctx context.Context, acting types.Officer) uint32 {
	if e, ok := executionOf(ctx); ok && acting.Address == e.account {
		return types.Vouchers(e.hands)
	}
	return acting.Voucher()
}

// isActing tells whether an officer is one of those, by account or person, who are behind another one that acts.
func (k *Keeper) isActing(ctx context.Context, acting, officer types.Officer) bool {
	accounts := []string{acting.Address}
	if e, ok := executionOf(ctx); ok && acting.Address == e.account {
		accounts = append(accounts, e.proposal.Officer)
		for _, a := range e.approvals {
			accounts = append(accounts, a.Officer)
		}
	}
	return slices.Contains(accounts, officer.Address) ||
		slices.ContainsFunc(k.Persons(ctx, acting), func(person []byte) bool { return bytes.Equal(person, officer.Credential) })
}
