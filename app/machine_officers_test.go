package app_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/testutil/chaintest"
	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// administrators is how many the county has.
const administrators = 3

// modelOffice is what the county's officers should be able to do.
type modelOffice struct {
	admins    []*modelAdmin
	proposals []*modelProposal
	interests map[string]map[string]bool // officer → persons
	delegated *modelDelegation
}

// modelAdmin is a person with one account at a time.
type modelAdmin struct {
	account, next string // the one that signs, and the one that a rotation names
	keys          int
	waits         bool // its account changes in this block: it signs nothing else
	opened        time.Time
}

type modelProposal struct {
	hash      []byte
	approvals map[int]string // administrator → account that approved
	done      bool
	fresh     bool // of this block
	opened    time.Time
}

type modelDelegation struct {
	until     time.Time
	uses      uint32
	cap, each uint64
}

func adminAccount(person, key int) string {
	if person == 0 && key == 0 {
		return "dehua-admin"
	}
	return fmt.Sprintf("admin%d-%d", person, key)
}

// openTownship lets the donor fill the township's fee budget.
func (m *machine) openTownship() {
	m.office = &modelOffice{interests: map[string]map[string]bool{}}
	for n := range administrators {
		m.office.admins = append(m.office.admins, &modelAdmin{account: adminAccount(n, 0)})
	}
	m.send("donor", nil, &feetypes.MsgFundBudget{
		Signer: chaintest.Officer("donor"), Organisation: townOffice, Amount: sdk.NewInt64Coin(chaintest.Denom, 1_000_000_000),
	})
	m.block()
}

// open is how long a proposal or a rotation stands, and sure how long the machine counts on it.
const (
	open = 7 * 24 * time.Hour
	sure = open - 24*time.Hour
)

// pickAdmin picks a person whose account stays the same in this block; it may find none.
func (m *machine) pickAdmin() (int, *modelAdmin) {
	n := rapid.IntRange(0, administrators-1).Draw(m.t, "administrator")
	if m.office.admins[n].waits {
		return n, nil
	}
	return n, m.office.admins[n]
}

func (m *machine) openRotation() {
	n, a := m.pickAdmin()
	if a == nil {
		return
	}
	next := adminAccount(n, a.keys+1)
	msg := &authoritytypes.MsgOpenRotation{Signer: chaintest.Officer(a.account), Account: chaintest.Officer(next)}
	if age := m.at.Sub(a.opened); a.next != "" && age < open {
		if age < sure {
			m.send(a.account, authoritytypes.ErrRotationOpen, msg)
		}
		return
	}
	m.send(a.account, nil, msg)
	a.keys, a.next, a.waits, a.opened = a.keys+1, next, true, m.at
}

// acceptRotation is sent by an account that nothing but the rotation entitles to the office's fees.
func (m *machine) acceptRotation() {
	_, a := m.pickAdmin()
	if a == nil || a.next == "" || m.at.Sub(a.opened) >= sure {
		return
	}
	m.send(a.next, nil, &authoritytypes.MsgAcceptRotation{Signer: chaintest.Officer(a.next), Officer: chaintest.Officer(a.account)})
	a.account, a.next, a.waits = a.next, "", true
}

func (m *machine) cancelRotation() {
	_, a := m.pickAdmin()
	if a == nil || a.next != "" && m.at.Sub(a.opened) >= sure {
		return
	}
	var want *errorsmod.Error
	if a.next == "" {
		want = authoritytypes.ErrRotationUnknown
	}
	m.send(a.account, want, &authoritytypes.MsgCancelRotation{Signer: chaintest.Officer(a.account), Officer: chaintest.Officer(a.account)})
	a.next = ""
}

func (m *machine) propose() {
	n, a := m.pickAdmin()
	if a == nil {
		return
	}
	office := authoritytypes.OfficeAccount(chaintest.Organisations["dehua"]).String()
	msg, err := authoritytypes.NewMsgPropose(chaintest.Officer(a.account), &authoritytypes.MsgRegisterLocalArea{Signer: office, Parent: "350526"})
	require.NoError(m.t, err)
	m.send(a.account, nil, msg)
	m.office.proposals = append(m.office.proposals, &modelProposal{
		hash: authoritytypes.ContentHash(msg.Messages), approvals: map[int]string{n: a.account}, fresh: true, opened: m.at,
	})
}

// pickProposal prefers the last ones.
func (m *machine) pickProposal() (uint64, *modelProposal) {
	if len(m.office.proposals) == 0 {
		return 0, nil
	}
	id := rapid.IntRange(max(len(m.office.proposals)-3, 0), len(m.office.proposals)-1).Draw(m.t, "proposal")
	if p := m.office.proposals[id]; p.done || m.at.Sub(p.opened) < sure {
		return uint64(id) + 1, p
	}
	return 0, nil
}

func (m *machine) approve() {
	id, p := m.pickProposal()
	n, a := m.pickAdmin()
	if p == nil || a == nil {
		return
	}
	var want *errorsmod.Error
	switch {
	case p.done:
		want = authoritytypes.ErrProposalUnknown
	case p.approvals[n] == a.account:
		want = authoritytypes.ErrApprovedAlready
	default:
		p.approvals[n] = a.account // in the place of one with an earlier key
	}
	m.send(a.account, want, &authoritytypes.MsgApprove{Signer: chaintest.Officer(a.account), Proposal: id, ContentHash: p.hash})
}

func (m *machine) retract() {
	id, p := m.pickProposal()
	n, a := m.pickAdmin()
	if p == nil || a == nil {
		return
	}
	var want *errorsmod.Error
	switch {
	case p.done:
		want = authoritytypes.ErrProposalUnknown
	case p.approvals[n] == "":
		want = authoritytypes.ErrApprovalUnknown
	default:
		delete(p.approvals, n)
	}
	m.send(a.account, want, &authoritytypes.MsgRetractApproval{Signer: chaintest.Officer(a.account), Proposal: id})
}

func (m *machine) execute() {
	id, p := m.pickProposal()
	_, a := m.pickAdmin()
	if p == nil || a == nil || p.fresh { // what it costs isn't known in its own block
		return
	}
	standing := 0
	for n, account := range p.approvals {
		if m.office.admins[n].account == account {
			standing++
		}
	}
	var want *errorsmod.Error
	switch {
	case p.done:
		want = authoritytypes.ErrProposalUnknown
	case standing == 0 && len(p.approvals) > 0:
		want = authoritytypes.ErrOfficerRevoked
	case standing < 2:
		want = authoritytypes.ErrApprovalsMissing
	default:
		p.done = true
	}
	m.send(a.account, want, &authoritytypes.MsgExecute{Signer: chaintest.Officer(a.account), Proposal: id, ContentHash: p.hash})
}

// declare is an approver's own word about a person.
func (m *machine) declare() {
	by, person := m.pickApprover(), m.pickPerson()
	if m.office.interests[by] == nil {
		m.office.interests[by] = map[string]bool{}
	}
	var want *errorsmod.Error
	if m.office.interests[by][person] {
		want = authoritytypes.ErrInterestKnown
	}
	m.office.interests[by][person] = true
	m.send(by, want, &authoritytypes.MsgDeclareInterest{Signer: chaintest.Officer(by), Officer: chaintest.Officer(by), Person: chaintest.Ref(person)})
}

func (m *machine) withdrawInterest() {
	officer, person := m.pickApprover(), m.pickPerson()
	_, a := m.pickAdmin()
	if a == nil {
		return
	}
	if some := slices.Sorted(maps.Keys(m.office.interests[officer])); len(some) > 0 && rapid.IntRange(0, 3).Draw(m.t, "any person") > 0 {
		person = rapid.SampledFrom(some).Draw(m.t, "declared person")
	}
	var want *errorsmod.Error
	if !m.office.interests[officer][person] {
		want = authoritytypes.ErrInterestUnknown
	}
	delete(m.office.interests[officer], person)
	m.send(a.account, want, &authoritytypes.MsgWithdrawInterest{
		Signer: chaintest.Officer(a.account), Officer: chaintest.Officer(officer), Person: chaintest.Ref(person),
	})
}

func (m *machine) pickApprover() string {
	return rapid.SampledFrom([]string{"dehua-approver", "dehua-approver2"}).Draw(m.t, "approver")
}

// barred tells that an officer may not act along a person's case; otherwise the rest decides.
func (m *machine) barred(officer, person string, rest func() *errorsmod.Error) *errorsmod.Error {
	if m.office.interests[officer][person] {
		return authoritytypes.ErrInterestDeclared
	}
	return rest()
}

func (m *machine) delegate() {
	_, a := m.pickAdmin()
	if a == nil {
		return
	}
	d := &modelDelegation{uses: rapid.Uint32Range(1, 3).Draw(m.t, "uses"), cap: rapid.Uint64Range(1_000, 5_000).Draw(m.t, "cap")}
	d.each = rapid.Uint64Range(d.cap/2, d.cap).Draw(m.t, "each")
	d.until = m.at.Add(365 * 24 * time.Hour)
	m.office.delegated = d
	m.send(a.account, nil, &authoritytypes.MsgDelegate{
		Signer: chaintest.Officer(a.account), Organisation: townOffice, Action: sdk.MsgTypeURL(&granttypes.MsgDecideApplications{}),
		Until: d.until.Unix(), Uses: d.uses, Amount: d.cap, PerDecision: d.each,
	})
}

func (m *machine) revokeDelegation() {
	_, a := m.pickAdmin()
	if a == nil {
		return
	}
	var want *errorsmod.Error
	if m.office.delegated == nil {
		want = authoritytypes.ErrDelegationUnknown
	}
	m.office.delegated = nil
	m.send(a.account, want, &authoritytypes.MsgRevokeDelegation{
		Signer: chaintest.Officer(a.account), Organisation: townOffice, Action: sdk.MsgTypeURL(&granttypes.MsgDecideApplications{}),
	})
}

// inTown is what the township's approver may decide; the rest tells whether a county could, and the last what it promises.
func (m *machine) inTown(roll *modelRoll, rest func() (*errorsmod.Error, uint64)) *errorsmod.Error {
	d := m.office.delegated
	switch {
	case d == nil:
		return authoritytypes.ErrKindNotAllowed
	case d.uses == 0, !m.at.Before(d.until):
		return authoritytypes.ErrDelegationOver
	case roll.area != rollSeeds[townRoll].area:
		return authoritytypes.ErrAreaOutside
	}
	refused, promised := rest()
	if refused == nil {
		d.uses, d.cap = d.uses-1, d.cap-promised
	}
	return refused
}

// checkOffice compares accounts, proposals, interests and what is delegated with the model, and begins the next block.
func (m *machine) checkOffice() {
	ctx := m.chain.Context()
	query := authoritykeeper.NewQueryServer(m.chain.App().Authority)
	for _, a := range m.office.admins {
		a.waits = false
		res, err := query.Officer(ctx, &authoritytypes.QueryOfficerRequest{Address: chaintest.Officer(a.account)})
		require.NoError(m.t, err)
		require.False(m.t, res.Officer.Revoked, a.account)
		_, err = query.Rotation(ctx, &authoritytypes.QueryRotationRequest{Officer: chaintest.Officer(a.account)})
		if a.next == "" || m.at.Sub(a.opened) < sure {
			require.Equal(m.t, a.next != "", err == nil, "rotation of %s", a.account)
		}
	}
	for n, p := range m.office.proposals {
		p.fresh = false
		if !p.done && m.at.Sub(p.opened) >= sure {
			continue
		}
		res, err := query.Proposal(ctx, &authoritytypes.QueryProposalRequest{Id: uint64(n) + 1})
		if p.done {
			require.ErrorIs(m.t, err, authoritytypes.ErrProposalUnknown)
			continue
		}
		require.NoError(m.t, err)
		require.Len(m.t, res.Approvals, len(p.approvals), "approvals of %d", n+1)
	}
	for officer, persons := range m.office.interests {
		res, err := query.Interests(ctx, &authoritytypes.QueryInterestsRequest{Officer: chaintest.Officer(officer)})
		require.NoError(m.t, err)
		require.Len(m.t, res.Interests, len(persons), "interests of %s", officer)
	}
	res, err := query.Delegations(ctx, &authoritytypes.QueryDelegationsRequest{Organisation: townOffice})
	require.NoError(m.t, err)
	if m.office.delegated == nil {
		require.Empty(m.t, res.Delegations)
		return
	}
	d := res.Delegations[0]
	got := modelDelegation{until: m.office.delegated.until, uses: d.Uses, cap: d.Amount, each: d.PerDecision}
	require.Equal(m.t, *m.office.delegated, got)
}
