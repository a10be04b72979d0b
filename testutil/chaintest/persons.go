package chaintest

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256r1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	beneficiarykeeper "github.com/reliefchain/relief/x/beneficiary/keeper"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
)

// cardName begins the name of a key in a smart card.
const cardName = "card:"

// SigningKey is the account key of a name: "card:A" is one in a smart card, on its curve.
func SigningKey(name string) cryptotypes.PrivKey {
	if !strings.HasPrefix(name, cardName) {
		return Key(name)
	}
	secret := sha256.Sum256([]byte("relief test " + name))
	key := &secp256r1.PrivKey{}
	if err := key.Unmarshal(append([]byte{1<<3 | 2, byte(len(secret))}, secret[:]...)); err != nil {
		panic(err)
	}
	return key
}

// Ref is the reference of a named person or household.
func Ref(name string) []byte {
	h := sha256.Sum256([]byte("reference " + name))
	return h[:16]
}

// Hash32 is 32 bytes for a name.
func Hash32(name string) []byte {
	h := sha256.Sum256([]byte("hash " + name))
	return h[:]
}

// EnrolmentOf is a person by name: with a holder key, and one tag of a class.
func EnrolmentOf(name, tag string, class uint32) beneficiarytypes.Enrolment {
	return beneficiarytypes.Enrolment{
		Ref: Ref(name), AttrRoot: Hash32("attributes " + name), HolderKey: Key("person:" + name).PubKey().Bytes(),
		Tags: []beneficiarytypes.Tag{TagOf(tag, class, 0)},
	}
}

// holderKey is the key of a name with its curve.
func holderKey(name string) ([]byte, beneficiarytypes.KeyCurve) {
	if strings.HasPrefix(name, cardName) {
		return SigningKey(name).PubKey().Bytes(), beneficiarytypes.KEY_CURVE_SECP256R1
	}
	return Key(name).PubKey().Bytes(), beneficiarytypes.KEY_CURVE_SECP256K1
}

// enrol registers one household. Each person's tag is the person's own unless "tags" says otherwise, in the same order; those in "cards"
// have a key in a smart card; those in "wards" have none, and the first person is their guardian. "epochs" are those of the tags; "untagged" is without.
func enrol(_ *Scenario, a args) (sdk.Msg, error) {
	class := a.u32("class")
	if class == 0 {
		class = 1
	}
	h := beneficiarytypes.HouseholdEnrolment{Ref: Ref(a.text("household")), MemberRoot: Hash32("members " + a.text("household")), Area: a.text("area")}
	tags, persons := a.list("tags"), a.list("persons")
	for _, name := range persons {
		h.Persons = append(h.Persons, EnrolmentOf(name, name, class))
	}
	for _, name := range a.list("cards") {
		e := EnrolmentOf(name, name, class)
		e.HolderKey, e.Curve = holderKey(cardName + name)
		h.Persons = append(h.Persons, e)
	}
	for _, name := range a.list("wards") {
		e := EnrolmentOf(name, name, class)
		e.HolderKey = nil
		if guardian := a.text("guardian"); guardian != "" {
			e.Guardian = Ref(guardian)
		}
		h.Persons = append(h.Persons, e)
	}
	epochs, err := a.epochs()
	for i := range h.Persons {
		name := slices.Concat(persons, a.list("cards"), a.list("wards"))[i]
		if i < len(tags) {
			name = tags[i]
		}
		h.Persons[i].Tags = nil
		if a.has("untagged") {
			continue
		}
		for _, epoch := range epochs {
			h.Persons[i].Tags = append(h.Persons[i].Tags, TagOf(name, class, epoch))
		}
	}
	return &beneficiarytypes.MsgEnrol{Signer: a.signer(), Households: []beneficiarytypes.HouseholdEnrolment{h}}, err
}

// ofPerson is a verb whose message names a person and nothing else.
func ofPerson(msg func(signer string, ref []byte) sdk.Msg) verb {
	return func(_ *Scenario, a args) (sdk.Msg, error) { return msg(a.signer(), Ref(a.text("person"))), nil }
}

func rotateKey(_ *Scenario, a args) (sdk.Msg, error) {
	msg := &beneficiarytypes.MsgRotateKey{Signer: a.signer()}
	msg.NewKey, msg.Curve = holderKey(a.text("to"))
	if a.has("ward") {
		msg.Ward = Ref(a.text("ward"))
	}
	return msg, nil
}

func lockPerson(_ *Scenario, a args) (sdk.Msg, error) {
	reason, ok := beneficiarytypes.LockReason_value["LOCK_REASON_"+strings.ToUpper(strings.ReplaceAll(a.text("reason"), "-", "_"))]
	if !ok {
		return nil, fmt.Errorf("unknown reason %s", a.text("reason"))
	}
	return &beneficiarytypes.MsgLockPerson{Signer: a.signer(), Ref: Ref(a.text("person")), Reason: beneficiarytypes.LockReason(reason)}, nil
}

func proposeMerger(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgProposeMerger{Signer: a.signer(), Ref: Ref(a.text("person")), Into: Ref(a.text("into"))}, nil
}

func confirmMerger(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgConfirmMerger{Signer: a.signer(), Ref: Ref(a.text("person")), Into: Ref(a.text("into"))}, nil
}

func proposeGuardian(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgProposeGuardian{Signer: a.signer(), Ward: Ref(a.text("ward")), Guardian: Ref(a.text("guardian"))}, nil
}

func confirmGuardian(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgConfirmGuardian{Signer: a.signer(), Ward: Ref(a.text("ward")), Guardian: Ref(a.text("guardian"))}, nil
}

// appointAgent: "agent by=person:A person=A agent=B for=720h withdraw".
func appointAgent(s *Scenario, a args) (sdk.Msg, error) {
	length, err := time.ParseDuration(a.text("for"))
	return &beneficiarytypes.MsgAppointAgent{
		Signer: a.signer(), Person: Ref(a.text("person")), Agent: Ref(a.text("agent")), Withdraw: a.has("withdraw"),
		ValidUntil: s.Chain.Now.Add(length).Unix(),
	}, err
}

func dismissAgent(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgDismissAgent{Signer: a.signer(), Person: Ref(a.text("person")), Agent: Ref(a.text("agent"))}, nil
}

func openRecovery(_ *Scenario, a args) (sdk.Msg, error) {
	msg := &beneficiarytypes.MsgOpenRecovery{Signer: a.signer(), Ref: Ref(a.text("person"))}
	msg.NewKey, msg.Curve = holderKey(a.text("to"))
	return msg, nil
}

func approveRecovery(_ *Scenario, a args) (sdk.Msg, error) {
	key, _ := holderKey(a.text("to"))
	return &beneficiarytypes.MsgApproveRecovery{Signer: a.signer(), Ref: Ref(a.text("person")), NewKey: key}, nil
}

func consentRecovery(_ *Scenario, a args) (sdk.Msg, error) {
	key, _ := holderKey(a.text("to"))
	return &beneficiarytypes.MsgConsentRecovery{Signer: a.signer(), Ref: Ref(a.text("person")), NewKey: key}, nil
}

func revisePerson(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgRevisePerson{Signer: a.signer(), Ref: Ref(a.text("person")), AttrRoot: Hash32("attributes " + a.text("attributes"))}, nil
}

// recognise: "recognise by=dehua-approver person=A category=1 for=720h".
func recognise(s *Scenario, a args) (sdk.Msg, error) {
	length, err := time.ParseDuration(a.text("for"))
	return &beneficiarytypes.MsgRecognise{
		Signer: a.signer(), Ref: Ref(a.text("person")), Category: a.u32("category"), ValidUntil: s.Chain.Now.Add(length).Unix(),
	}, err
}

func revokeRecognition(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgRevokeRecognition{Signer: a.signer(), Ref: Ref(a.text("person")), Category: a.u32("category")}, nil
}

// showRecognitions lists what is recognised about a person: "recognitions of=A".
func showRecognitions(s *Scenario, a args) (string, error) {
	res, err := beneficiarykeeper.NewQueryServer(s.Chain.App().Beneficiary).Recognitions(s.Chain.Context(), &beneficiarytypes.QueryRecognitionsRequest{Ref: Ref(a.text("of"))})
	if err != nil {
		return "", err
	}
	if len(res.Recognitions) == 0 {
		return "none\n", nil
	}
	var b strings.Builder
	for _, r := range res.Recognitions {
		fmt.Fprintf(&b, "category=%d organisation=%d until %s holds=%t\n", r.Category, r.Organisation,
			time.Unix(r.ValidUntil, 0).UTC().Format(time.DateTime), r.HoldsAt(s.Chain.Now.Unix()))
	}
	return b.String(), nil
}

// offerMove: "offer-move by=dehua-approver area=110101 persons=(A,B) household=H1".
func offerMove(_ *Scenario, a args) (sdk.Msg, error) {
	msg := &beneficiarytypes.MsgOfferMove{Signer: a.signer(), Area: a.text("area")}
	for _, name := range a.list("persons") {
		msg.Persons = append(msg.Persons, Ref(name))
	}
	if a.has("household") {
		msg.Household = Ref(a.text("household"))
	}
	return msg, nil
}

func cancelMove(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgCancelMove{Signer: a.signer(), Id: a.number("move")}, nil
}

func acceptMove(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgAcceptMove{Signer: a.signer(), Id: a.number("move"), Area: a.text("area")}, nil
}

// openMatch: "open-match by=dongcheng-intake area=110101 tag=A".
func openMatch(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgOpenMatch{
		Signer: a.signer(), Area: a.text("area"), Class: max(a.u32("class"), 1), Epoch: a.u32("epoch"),
		Value: TagOf(a.text("tag"), 1, a.u32("epoch")).Value,
	}, nil
}

func takeUpMatch(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgTakeUpMatch{Signer: a.signer(), Id: a.number("match")}, nil
}

func answerMatch(_ *Scenario, a args) (sdk.Msg, error) {
	answer, err := a.matchAnswer()
	return &beneficiarytypes.MsgAnswerMatch{Signer: a.signer(), Id: a.number("match"), Answer: answer}, err
}

func disputeMatch(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgDisputeMatch{Signer: a.signer(), Id: a.number("match")}, nil
}

func settleMatch(_ *Scenario, a args) (sdk.Msg, error) {
	answer, err := a.matchAnswer()
	return &beneficiarytypes.MsgSettleMatch{Signer: a.signer(), Id: a.number("match"), Answer: answer}, err
}

func (a args) matchAnswer() (beneficiarytypes.MatchStatus, error) {
	answer, ok := beneficiarytypes.MatchStatus_value["MATCH_STATUS_"+strings.ToUpper(strings.ReplaceAll(a.text("answer"), "-", "_"))]
	if !ok {
		return 0, fmt.Errorf("unknown answer %s", a.text("answer"))
	}
	return beneficiarytypes.MatchStatus(answer), nil
}

// showMatch says how far a match is: "match? match=1".
func showMatch(s *Scenario, a args) (string, error) {
	res, err := beneficiarykeeper.NewQueryServer(s.Chain.App().Beneficiary).Match(s.Chain.Context(), &beneficiarytypes.QueryMatchRequest{Id: a.number("match")})
	if err != nil {
		return "", err
	}
	text := strings.ToLower(strings.TrimPrefix(res.Match.Status.String(), "MATCH_STATUS_")) + " until " + res.Date
	if res.Left > 0 {
		text += fmt.Sprintf(" and %d working days more", res.Left)
	}
	if res.Overdue {
		text += ", overdue"
	}
	if res.Match.Settled {
		text += ", settled"
	}
	return text + "\n", nil
}
