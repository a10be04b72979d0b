package app_test

import (
	"fmt"
	"maps"
	"slices"

	errorsmod "cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

const (
	townOffice     = 13 // the organisation that officeWorld adds
	administrators = 3  // administrators of the county
)

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
}

type modelProposal struct {
	hash      []byte
	approvals map[int]string // administrator → account that approved
	done      bool
	fresh     bool // of this block
}

type modelDelegation struct {
	uses      uint32
	cap, each uint64
}

// officeWorld adds a township that pays fees, two administrators of the county, and a row that asks for two of them.
func officeWorld(set chaintest.Settings) func(*app.App, *app.Genesis) error {
	return func(a *app.App, g *app.Genesis) error {
		if err := set.World(a, g); err != nil {
			return err
		}
		id, err := g.AddOrganisation(authoritytypes.ORGANISATION_KIND_TOWNSHIP, "350526101", chaintest.Organisations["dehua"])
		if err != nil {
			return err
		}
		if err := g.EditFees(func(f *feetypes.GenesisState) error {
			f.Budgets = append(f.Budgets, feetypes.Budget{
				Organisation: id, Denom: chaintest.Denom, TransactionCap: sdkmath.NewInt(1_000_000), BeneficiaryQuota: quota, Spent: sdkmath.ZeroInt(),
			})
			return nil
		}); err != nil {
			return err
		}
		members := map[string]uint32{"town-approver": id}
		for n := 1; n < administrators; n++ {
			members[adminAccount(n, 0)] = chaintest.Organisations["dehua"]
		}
		for _, name := range slices.Sorted(maps.Keys(members)) {
			role := authoritytypes.ROLE_ADMIN
			if members[name] == id {
				role = authoritytypes.ROLE_APPROVER
			}
			if err := g.AddOfficer(authoritytypes.Officer{
				Address: chaintest.Officer(name), Organisation: members[name], Roles: []authoritytypes.Role{role},
				ValidFrom: chaintest.Genesis.Unix() - 1, ValidUntil: chaintest.Genesis.Unix() + 50_000_000, Credential: chaintest.Hash32("person " + name),
			}); err != nil {
				return err
			}
		}
		return g.EditAuthority(func(s *authoritytypes.GenesisState) error {
			i := slices.IndexFunc(s.Rules, func(r authoritytypes.Rule) bool {
				return r.Action == sdk.MsgTypeURL(&authoritytypes.MsgRegisterLocalArea{})
			})
			s.Rules[i].Approvals = 2
			return nil
		})
	}
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
	coins := sdk.NewInt64Coin(chaintest.Denom, 100_000_000)
	m.txs, m.want = append(m.txs, m.chain.TxWith(chaintest.SigningKey("donor"), func(b client.TxBuilder) {
		b.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1_000_000)))
	}, &feetypes.MsgFundBudget{Signer: chaintest.Officer("donor"), Organisation: townOffice, Amount: coins})), append(m.want, nil)
	m.block()
}

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
	if a.next != "" {
		m.send(a.account, authoritytypes.ErrRotationOpen, msg)
		return
	}
	m.send(a.account, nil, msg)
	a.keys, a.next, a.waits = a.keys+1, next, true
}

// acceptRotation is sent by an account that nothing but the rotation entitles to the office's fees.
func (m *machine) acceptRotation() {
	_, a := m.pickAdmin()
	if a == nil || a.next == "" {
		return
	}
	m.send(a.next, nil, &authoritytypes.MsgAcceptRotation{Signer: chaintest.Officer(a.next), Officer: chaintest.Officer(a.account)})
	a.account, a.next, a.waits = a.next, "", true
}

func (m *machine) cancelRotation() {
	_, a := m.pickAdmin()
	if a == nil {
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
		hash: authoritytypes.ContentHash(msg.Messages), approvals: map[int]string{n: a.account}, fresh: true,
	})
}

// pickProposal prefers the last ones.
func (m *machine) pickProposal() (uint64, *modelProposal) {
	if len(m.office.proposals) == 0 {
		return 0, nil
	}
	id := rapid.IntRange(max(len(m.office.proposals)-3, 0), len(m.office.proposals)-1).Draw(m.t, "proposal")
	return uint64(id) + 1, m.office.proposals[id]
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
	m.office.delegated = d
	m.send(a.account, nil, &authoritytypes.MsgDelegate{
		Signer: chaintest.Officer(a.account), Organisation: townOffice, Action: sdk.MsgTypeURL(&granttypes.MsgDecideApplications{}),
		Until: m.chain.Now.Unix() + 10_000_000, Uses: d.uses, Amount: d.cap, PerDecision: d.each,
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

// awardInTown is an award of the township's own approver.
func (m *machine) awardInTown() {
	payee, roll := m.pickPerson(), rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(m.t, "roll")
	s, p := m.drawSchedule(m.model.rolls[roll].next + rapid.IntRange(-1, 1).Draw(m.t, "delay"))
	m.awardBy("town-approver", roll, payee, s, func() *errorsmod.Error { return m.decideInTown(roll, payee, p) })
}

func (m *machine) decideInTown(roll int, payee string, p plan) *errorsmod.Error {
	d := m.office.delegated
	switch {
	case d == nil:
		return authoritytypes.ErrKindNotAllowed
	case d.uses == 0:
		return authoritytypes.ErrDelegationOver
	case roll != 0:
		return authoritytypes.ErrAreaOutside
	}
	if err := m.model.awardable(roll, payee, p); err != nil {
		return err
	}
	if p.total(0) > min(d.each, d.cap) {
		return authoritytypes.ErrDelegationExceeded
	}
	if err := m.model.award(roll, payee, p); err != nil {
		return err
	}
	d.uses, d.cap = d.uses-1, d.cap-p.total(0)
	return nil
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
		require.Equal(m.t, a.next != "", err == nil, "rotation of %s", a.account)
	}
	for n, p := range m.office.proposals {
		p.fresh = false
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
	got := modelDelegation{uses: d.Uses, cap: d.Amount, each: d.PerDecision}
	require.Equal(m.t, *m.office.delegated, got)
}
