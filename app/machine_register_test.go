package app_test

import (
	"fmt"
	"slices"
	"time"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
)

// nextEpoch is the epoch that the machine's provinces have opened.
const nextEpoch = 2

// openEpoch lets the provinces change the tag key: whoever was registered before has a tag of the first epoch only.
func (m *machine) openEpoch() {
	for epoch := uint32(1); epoch <= nextEpoch; epoch++ {
		dealt, _, err := chaintest.DealtKey(epoch, chaintest.Provinces[:4]...)
		require.NoError(m.t, err)
		set := pseudonymtypes.NewKeySet(dealt, pseudonymtypes.KEY_SET_STATUS_ACTIVE, 0)
		m.decideByVote(&pseudonymtypes.MsgSetKeySet{
			Authority: app.Governance(), Epoch: epoch, Threshold: set.Threshold, PublicKey: set.PublicKey, Trustees: set.Trustees,
		})
		if epoch == nextEpoch {
			m.decideByVote(&beneficiarytypes.MsgOpenEpoch{Signer: app.Governance(), Epoch: epoch, PublicKey: set.PublicKey})
		}
	}
	m.model.open = true
}

// officerOf gives an officer of a person's home.
func (m *machine) officerOf(name, role string) string {
	return counties[countyAt(m.model.persons[name].area)].name + "-" + role
}

// enrol registers one person, in one of three counties, with one of few tags.
func (m *machine) enrol() {
	m.next++
	m.enrolAs(rapid.IntRange(0, len(counties)-1).Draw(m.t, "place"), fmt.Sprintf("p%d", m.next), fmt.Sprintf("tag%d", rapid.IntRange(1, 20).Draw(m.t, "tag")))
}

func (m *machine) enrolAs(place int, name, tag string) {
	area := counties[place].area
	if place == 0 {
		area = rollSeeds[townRoll].area
	}
	m.sendEnrolment(counties[place].name+"-intake", area, name, tag, "", m.model.enrol(name, tag, area))
}

// classes are those of the machine's programmes.
const classes = 2

func (m *machine) sendEnrolment(by, area, name, tag, guardian string, want *errorsmod.Error) {
	enrolment := chaintest.EnrolmentOf(name, tag, 1)
	enrolment.Tags = nil
	for epoch := uint32(1); epoch == 1 || m.model.open && epoch <= nextEpoch; epoch++ {
		for class := uint32(1); class <= classes; class++ {
			enrolment.Tags = append(enrolment.Tags, tagOf(tag, class, epoch))
		}
	}
	if guardian != "" {
		enrolment.Guardian = chaintest.Ref(guardian)
	}
	m.send(by, want, &beneficiarytypes.MsgEnrol{Signer: chaintest.Officer(by), Households: []beneficiarytypes.HouseholdEnrolment{{
		Ref: chaintest.Ref("household " + name), MemberRoot: chaintest.Hash32(name), Area: area, Persons: []beneficiarytypes.Enrolment{enrolment},
	}}})
}

// tagOf is a person's tag of a class, another one for each.
func tagOf(tag string, class, epoch uint32) beneficiarytypes.Tag {
	return chaintest.TagOf(fmt.Sprintf("%s of class %d", tag, class), class, epoch)
}

// decideByVote lets the provinces carry out an act.
func (m *machine) decideByVote(act sdk.Msg) {
	said, err := m.chain.Decide(chaintest.Provinces[0], act, chaintest.Provinces[:4]...)
	require.NoError(m.t, err)
	require.Contains(m.t, said, "ActCarriedOut", said)
	m.at = m.chain.Now
}

func (m *machine) closePerson() {
	name := m.pickPerson()
	by := m.officerOf(name, "approver")
	want := m.barred(by, name, func() *errorsmod.Error { return m.model.closePerson(name) })
	m.send(by, want, &beneficiarytypes.MsgClosePerson{Signer: chaintest.Officer(by), Ref: chaintest.Ref(name)})
}

// enrolWard registers one person for whom another acts.
func (m *machine) enrolWard() {
	m.next++
	name, tag, guardian := fmt.Sprintf("w%d", m.next), fmt.Sprintf("tag%d", rapid.IntRange(1, 20).Draw(m.t, "tag")), m.pickPerson()
	want := m.model.enrol(name, tag, "350526101")
	if want == nil {
		if want = m.model.guard(name, guardian); want != nil {
			delete(m.model.persons, name)
			delete(m.model.tags, tag)
		}
	}
	m.sendEnrolment("dehua-intake", "350526101", name, tag, guardian, want)
}

func (m *machine) endGuardian() {
	name := m.pickPerson()
	by := m.officerOf(name, "approver")
	m.send(by, m.barred(by, name, func() *errorsmod.Error { return m.model.endGuardian(name) }), &beneficiarytypes.MsgEndGuardian{Signer: chaintest.Officer(by), Ward: chaintest.Ref(name)})
}

// forgetTag registers a person without the tag of the next epoch.
func (m *machine) forgetTag() {
	m.next++
	name := fmt.Sprintf("p%d", m.next)
	enrolment := chaintest.EnrolmentOf(name, name, 1)
	m.send("dehua-intake", beneficiarytypes.ErrEpochPair, &beneficiarytypes.MsgEnrol{
		Signer: chaintest.Officer("dehua-intake"), Households: []beneficiarytypes.HouseholdEnrolment{{
			Ref: chaintest.Ref("household " + name), MemberRoot: chaintest.Hash32(name), Area: "350526101", Persons: []beneficiarytypes.Enrolment{enrolment},
		}},
	})
}

func (m *machine) reissue() {
	name := m.pickPerson()
	by, p := m.officerOf(name, "intake"), m.model.persons[name]
	m.send(by, m.model.reissue(name), &beneficiarytypes.MsgReissueTags{Signer: chaintest.Officer(by), Tags: []beneficiarytypes.LiveTag{
		{Tag: tagOf(p.tag, 1, nextEpoch), Person: chaintest.Ref(name)}, {Tag: tagOf(p.tag, 2, nextEpoch), Person: chaintest.Ref(name)},
	}})
}

func (m *machine) recognise() {
	name, category := m.pickPerson(), rapid.Uint32Range(1, 3).Draw(m.t, "category")
	by := m.officerOf(name, "approver")
	if rapid.Bool().Draw(m.t, "revoke") {
		m.send(by, m.barred(by, name, func() *errorsmod.Error { return m.model.revoke(name, category) }), &beneficiarytypes.MsgRevokeRecognition{Signer: chaintest.Officer(by), Ref: chaintest.Ref(name), Category: category})
		return
	}
	m.send(by, m.barred(by, name, func() *errorsmod.Error { return m.model.recognise(name, category) }), &beneficiarytypes.MsgRecognise{
		Signer: chaintest.Officer(by), Ref: chaintest.Ref(name), Category: category, ValidUntil: m.at.Add(24 * time.Hour).Unix(),
	})
}

// checkRegister compares who lacks a tag, and what is recognised.
func (m *machine) checkRegister() {
	a, ctx := m.chain.App(), m.chain.Context()
	if !m.model.open {
		return
	}
	epochs, err := a.Beneficiary.TagEpochs(ctx)
	require.NoError(m.t, err)
	lacking := uint64(0)
	for _, p := range m.model.persons {
		if !p.closed && !p.reissued {
			lacking += classes
		}
	}
	if epochs.Counted {
		require.Equal(m.t, lacking, epochs.Left)
	}
}

// guard makes somebody the guardian of a ward.
func (m *model) guard(ward, guardian string) *errorsmod.Error {
	g := m.persons[guardian]
	switch {
	case g.closed:
		return beneficiarytypes.ErrPersonClosed
	case g.guardian != "":
		return beneficiarytypes.ErrGuardianUnfit
	}
	m.persons[ward].guardian = guardian
	return nil
}

func (m *model) hasWards(name string) bool {
	for _, p := range m.persons {
		if p.guardian == name {
			return true
		}
	}
	return false
}

func (m *model) endGuardian(ward string) *errorsmod.Error {
	p := m.persons[ward]
	if p.guardian == "" {
		return beneficiarytypes.ErrGuardianUnknown
	}
	p.guardian, p.fresh = "", true // CheckTx doesn't know yet that the ward acts alone
	return nil
}

func (m *model) reissue(name string) *errorsmod.Error {
	p := m.persons[name]
	if p.closed {
		return beneficiarytypes.ErrTagMissing
	}
	p.reissued = true
	return nil
}

func (m *model) recognise(name string, category uint32) *errorsmod.Error {
	p := m.persons[name]
	if p.closed {
		return beneficiarytypes.ErrPersonClosed
	}
	if !slices.Contains(p.recognised, category) {
		p.recognised = append(p.recognised, category)
	}
	return nil
}

func (m *model) revoke(name string, category uint32) *errorsmod.Error {
	p := m.persons[name]
	at := slices.Index(p.recognised, category)
	if p.closed || at < 0 {
		return beneficiarytypes.ErrRecognitionUnknown
	}
	p.recognised = slices.Delete(p.recognised, at, at+1)
	return nil
}
