package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Bounds of approvals. Changing these forks the chain.
const (
	// MaxApprovals bounds the persons that a row asks for, and those who approve one proposal.
	MaxApprovals = 16
	// DefaultExpirySeconds is how long a proposal is open when its row doesn't say: seven days.
	DefaultExpirySeconds = 7 * 24 * 60 * 60
	// MinExpirySeconds is the shortest time that a row may leave for approvals.
	MinExpirySeconds = 60
	// MaxExpirySeconds is the longest time that a proposal is open: thirty days.
	MaxExpirySeconds = 30 * 24 * 60 * 60
)

// NeedsProposal tells whether no officer does the action directly: several have to approve it, or it has to wait.
func (r Rule) NeedsProposal() bool { return r.Approvals > 1 || r.DelaySeconds > 0 }

// Persons is how many persons have to want the action.
func (r Rule) Persons() int { return int(max(r.Approvals, 1)) }

// Bodies is of how many organisations these persons have to be.
func (r Rule) Bodies() int { return int(max(r.Organisations, 1)) }

// Expiry is how long a proposal of the action is open, seconds.
func (r Rule) Expiry() int64 {
	if r.ExpirySeconds == 0 {
		return DefaultExpirySeconds
	}
	return r.ExpirySeconds
}

// validateApprovals checks the bounds of what a row asks for, and that approvals make sense for its action.
func (r Rule) validateApprovals() error {
	switch {
	case r.Approvals > MaxApprovals:
		return errorsmod.Wrapf(ErrRuleInvalid, "%s: %d approvals, at most %d", r.Action, r.Approvals, MaxApprovals)
	case r.Bodies() > r.Persons():
		return errorsmod.Wrapf(ErrRuleInvalid, "%s: %d persons can't be of %d organisations", r.Action, r.Persons(), r.Bodies())
	case r.ExpirySeconds != 0 && (r.ExpirySeconds < MinExpirySeconds || r.ExpirySeconds > MaxExpirySeconds):
		return errorsmod.Wrapf(ErrRuleInvalid, "%s: expiry_seconds is not in %d to %d", r.Action, MinExpirySeconds, MaxExpirySeconds)
	case r.DelaySeconds < 0 || r.DelaySeconds >= r.Expiry():
		return errorsmod.Wrapf(ErrRuleInvalid, "%s: a delay of %d seconds isn't over before the proposal is", r.Action, r.DelaySeconds)
	case r.NeedsProposal() && r.Role == ROLE_PROVINCES:
		return errorsmod.Wrapf(ErrRuleInvalid, "%s: the provinces' vote is its approval", r.Action)
	}
	if r.NeedsProposal() {
		if err := CheckProposable(r.Action); err != nil {
			return errorsmod.Wrapf(ErrRuleInvalid, "%s can't be proposed", r.Action)
		}
	}
	return nil
}

// Hand is an approval of a proposal by somebody who may do what was proposed.
type Hand struct {
	// Time of the approval, Unix time.
	Time int64
	// Organisation of the officer, and the one on which the appointment rests.
	Organisation, Voucher uint32
}

// Voucher is the organisation on which the officer's appointment rests.
func (o Officer) Voucher() uint32 {
	if o.VouchedBy == 0 {
		return o.Organisation
	}
	return o.VouchedBy
}

// Vouchers are the organisations on which an appointment by these hands rests: the one to be kept with the officer, or 0 when there are
// several.
func Vouchers(hands []Hand) uint32 {
	var vouchers []uint32
	for _, hand := range hands {
		vouchers = include(vouchers, hand.Voucher)
	}
	if len(vouchers) != 1 {
		return 0
	}
	return vouchers[0]
}

// CheckHand decides whether an approval counts for a proposal of an organisation: the officer is still the person who approved, of the
// same organisation, and that is the proposal's own, one that manages it, or, where the row asks for several organisations, any other.
// Whether the officer may do the action is the matter of Permits.
func (r Rule) CheckHand(a Approval, officer Officer, of, own Organisation) error {
	if officer.Organisation != a.Organisation || !bytes.Equal(officer.Credential, a.Credential) {
		return errorsmod.Wrapf(ErrApprovalVoid, "%s: the account has become another officer", r.Action)
	}
	if of.Id != own.Id && !of.Manages(own) && r.Bodies() == 1 {
		return errorsmod.Wrapf(ErrApproverForeign, "%s by organisation %d for organisation %d", r.Action, of.Id, own.Id)
	}
	return nil
}

// Met tells since when the approvals that count, one hand for each person, are as many as the row asks for: so many persons, at least
// one of them of the proposal's own organisation, of so many organisations, and with appointments that rest on as many. The last one matters
// because whoever appoints officers can appoint any number, who appoint others, in every organisation below.
func (r Rule) Met(own uint32, hands []Hand) (since int64, err error) {
	hands = slices.Clone(hands)
	slices.SortStableFunc(hands, func(a, b Hand) int { return int(min(max(a.Time-b.Time, -1), 1)) })
	var bodies, vouchers []uint32
	for n, hand := range hands {
		bodies, vouchers = include(bodies, hand.Organisation), include(vouchers, hand.Voucher)
		if n+1 >= r.Persons() && slices.Contains(bodies, own) && min(len(bodies), len(vouchers)) >= r.Bodies() {
			return hand.Time, nil
		}
	}
	switch {
	case len(hands) < r.Persons():
		return 0, errorsmod.Wrapf(ErrApprovalsMissing, "%s has %d of %d", r.Action, len(hands), r.Persons())
	case !slices.Contains(bodies, own):
		return 0, errorsmod.Wrapf(ErrApprovalsMissing, "%s has none of organisation %d itself", r.Action, own)
	default:
		return 0, errorsmod.Wrapf(ErrOrganisationsMissing, "%s has approvals of %d organisations whose appointments rest on %d, of %d",
			r.Action, len(bodies), len(vouchers), r.Bodies())
	}
}

func include(list []uint32, n uint32) []uint32 {
	if slices.Contains(list, n) {
		return list
	}
	return append(list, n)
}

// Stands tells whether the account that approved is still the same person's, of the same organisation.
func (a Approval) Stands(officer Officer) bool {
	return !officer.Revoked && officer.Organisation == a.Organisation && bytes.Equal(officer.Credential, a.Credential)
}

// CheckRetraction refuses to take back what a person hasn't approved.
func CheckRetraction(approvals []Approval, person []byte) error {
	if !slices.ContainsFunc(approvals, func(a Approval) bool { return bytes.Equal(a.Credential, person) }) {
		return ErrApprovalUnknown
	}
	return nil
}

// Validate checks the shape of an approval.
func (a Approval) Validate() error {
	if err := validateAddress(a.Officer); err != nil {
		return err
	}
	if a.Organisation == 0 || a.Time < 0 || len(a.Credential) != CredentialLength {
		return errorsmod.Wrap(ErrContentInvalid, "an approval has an organisation, a time and a credential")
	}
	return nil
}
