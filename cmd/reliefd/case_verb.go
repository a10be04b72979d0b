package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// item is what is to be done with one case: its number, and what flags or a line of a file say.
type item struct {
	id     uint64
	fields map[string]string
	// application and opinion are filled in before the preview; opinion is what is paid if it is carried out.
	application types.Application
	opinion     *types.Opinion
	money       casework.Currency
	appeal      types.Appeal
}

// verb is one step of a case as a command.
type verb struct {
	name, aliases, short, long, example string
	// act is the step in the table; none for steps of appeals.
	act types.ActKind
	// says begins the preview: Approve 3 applications.
	says string
	// takes are the flags, and columns of a file, that it takes; needs those it can't do without.
	takes, needs []string
	// appeal tells that the numbers are those of appeals.
	appeal bool
	// message builds one message for a batch of items, which has one item unless the chain takes batches.
	message func(signer string, items []item) (sdk.Msg, error)
	// batch tells that the chain takes many cases in one message.
	batch bool
}

// fieldHelp explains the flags of steps, which are also the columns of a file.
var fieldHelp = map[string]string{
	"reason":   "why, as a word such as income or the number of one of the programme's own",
	"document": "SHA-256 of the salted document behind it, 64 hexadecimal digits",
	"opinion":  "approve or refuse",
	"persons":  "persons the grant would cover",
	"monthly":  "amount a month, such as 645.00",
	"first":    "first month that is paid, such as 2024-02",
	"last":     "last month that is paid, such as 2024-12",
	"days":     "working days",
	"answer":   "uphold, overturn or remit",
	"arrears":  "amount on top of the first month for the months that were lost, such as 1290.00",
}

// caseVerbs are the steps of a case.
var caseVerbs = []verb{
	{name: "accept", short: "Take applications up (intake)", act: types.ACT_KIND_ACCEPT, says: "Take up", batch: true, message: triage(types.ACT_KIND_ACCEPT)},
	{name: "ask", short: "Ask, once, for what is missing (intake)", act: types.ACT_KIND_ASK_SUPPLEMENT, says: "Ask for what is missing in", batch: true, message: triage(types.ACT_KIND_ASK_SUPPLEMENT)},
	{
		name: "turn-away", short: "Don't take applications up, with a reason (intake)", act: types.ACT_KIND_TURN_AWAY, says: "Turn away",
		takes: []string{"reason"}, needs: []string{"reason"}, batch: true, message: triage(types.ACT_KIND_TURN_AWAY), example: "--reason residence",
	},
	{
		name: "supplement", short: "Supply what was missing (applicant, intake)", act: types.ACT_KIND_SUPPLEMENT, says: "Supply what was missing in",
		takes: []string{"document"}, needs: []string{"document"}, example: exampleHash, message: func(signer string, items []item) (sdk.Msg, error) {
			hash, err := items[0].hash()
			return &types.MsgSupplementApplication{Signer: signer, Application: items[0].id, FileHash: hash}, err
		},
	},
	{name: "check", short: "Begin to check what was declared (reviewer)", act: types.ACT_KIND_CHECK, says: "Begin to check", batch: true, message: func(signer string, items []item) (sdk.Msg, error) {
		msg := &types.MsgCheckApplications{Signer: signer}
		for _, i := range items {
			msg.Applications = append(msg.Applications, i.id)
		}
		return msg, nil
	}},
	{
		name: "review", short: "Give an opinion: what should be paid, or why not (reviewer)", act: types.ACT_KIND_REVIEW, says: "Give an opinion on",
		takes: []string{"opinion", "persons", "monthly", "first", "last", "reason", "document"}, needs: []string{"document"},
		example: "--persons 2 --monthly 645.00 --first 2024-02 --last 2024-12 " + exampleHash, batch: true, message: review,
	},
	{
		name: "notice", short: "Begin public notice of opinions (reviewer)", act: types.ACT_KIND_START_NOTICE, says: "Begin public notice of",
		takes: []string{"document"}, needs: []string{"document"}, example: exampleHash, batch: true, message: func(signer string, items []item) (sdk.Msg, error) {
			msg := &types.MsgStartNotices{Signer: signer}
			for _, i := range items {
				hash, err := i.hash()
				if err != nil {
					return nil, err
				}
				msg.Notices = append(msg.Notices, types.NoticeStart{Application: i.id, Commitment: hash})
			}
			return msg, nil
		},
	},
	{
		name: "object", short: "Record an objection that came in during a notice (intake)", act: types.ACT_KIND_OBJECT, says: "Record an objection against",
		takes: []string{"document"}, needs: []string{"document"}, example: exampleHash, message: func(signer string, items []item) (sdk.Msg, error) {
			hash, err := items[0].hash()
			return &types.MsgRecordObjection{Signer: signer, Application: items[0].id, DocumentHash: hash}, err
		},
	},
	{
		name: "decide", aliases: "approve", short: "Approve what the reviewers propose (approver)", act: types.ACT_KIND_APPROVE, says: "Approve",
		takes: []string{"first"}, batch: true, message: decide(types.ACT_KIND_APPROVE),
		long: "With --first the payments begin in another month than the opinion's, which may be paid already.",
	},
	{
		name: "refuse", short: "Refuse applications, with a reason (approver)", act: types.ACT_KIND_REFUSE, says: "Refuse",
		takes: []string{"reason"}, needs: []string{"reason"}, example: "--reason income", batch: true, message: decide(types.ACT_KIND_REFUSE),
	},
	{
		name: "send-back", short: "Send applications back to be checked again (approver)", act: types.ACT_KIND_SEND_BACK, says: "Send back",
		takes: []string{"reason"}, needs: []string{"reason"}, example: "--reason circumstances", batch: true, message: decide(types.ACT_KIND_SEND_BACK),
	},
	{
		name: "publish", short: "Tell that decisions were published and handed over (intake)", act: types.ACT_KIND_PUBLISH, says: "Publish the decision on",
		takes: []string{"document"}, needs: []string{"document"}, example: exampleHash, batch: true, message: func(signer string, items []item) (sdk.Msg, error) {
			msg := &types.MsgPublishDecisions{Signer: signer}
			for _, i := range items {
				hash, err := i.hash()
				if err != nil {
					return nil, err
				}
				msg.Publications = append(msg.Publications, types.Publication{Application: i.id, DocumentHash: hash})
			}
			return msg, nil
		},
	},
	{name: "withdraw", short: "Take applications back before they are decided (applicant, intake)", act: types.ACT_KIND_WITHDRAW, says: "Withdraw", message: func(signer string, items []item) (sdk.Msg, error) {
		return &types.MsgWithdrawApplication{Signer: signer, Application: items[0].id}, nil
	}},
	{
		name: "pause", short: "Pause the clocks of cases, with a reason (reviewer)", act: types.ACT_KIND_PAUSE, says: "Pause the clocks of",
		takes: []string{"days", "reason"}, needs: []string{"days", "reason"}, example: "--days 5 --reason inquiry", message: func(signer string, items []item) (sdk.Msg, error) {
			days, err := items[0].number("days")
			if err != nil {
				return nil, err
			}
			reason, err := items[0].reason()
			return &types.MsgPauseApplication{Signer: signer, Application: items[0].id, Days: days, Reason: reason}, err
		},
	},
	{
		name: "appeal", short: "Appeal against a published refusal (payee)", act: types.ACT_KIND_UNSPECIFIED, says: "Appeal against the refusal of",
		takes: []string{"document"}, needs: []string{"document"}, example: exampleHash, message: func(signer string, items []item) (sdk.Msg, error) {
			hash, err := items[0].hash()
			return &types.MsgFileAppeal{Signer: signer, Subject: items[0].application.Subject(), DocumentHash: hash}, err
		},
	},
	{name: "take-up", short: "Begin to examine appeals (approver of the organisation above)", says: "Take up", appeal: true, message: func(signer string, items []item) (sdk.Msg, error) {
		return &types.MsgTakeUpAppeal{Signer: signer, Appeal: items[0].id}, nil
	}},
	{
		name: "answer", short: "Answer appeals (approver of the organisation above)", says: "Answer", appeal: true,
		takes: []string{"answer", "reason", "persons", "monthly", "first", "last", "arrears", "document"}, needs: []string{"answer", "reason", "document"},
		example: "--answer uphold --reason income " + exampleHash, message: answerAppeal,
		long: "An appeal against a refusal that is overturned opens a grant: --persons, --monthly, --first and --last say which, --arrears what was lost.",
	},
	{name: "withdraw-appeal", short: "Take appeals back before they are answered (payee)", says: "Withdraw", appeal: true, message: func(signer string, items []item) (sdk.Msg, error) {
		return &types.MsgWithdrawAppeal{Signer: signer, Appeal: items[0].id}, nil
	}},
}

const exampleHash = "--document $(sha256sum < salted.pdf | cut -c1-64)"

func triage(act types.ActKind) func(string, []item) (sdk.Msg, error) {
	return func(signer string, items []item) (sdk.Msg, error) {
		msg := &types.MsgTriageApplications{Signer: signer}
		for _, i := range items {
			reason, err := i.reason()
			if err != nil {
				return nil, err
			}
			msg.Triages = append(msg.Triages, types.Triage{Application: i.id, Act: act, Reason: reason})
		}
		return msg, nil
	}
}

func decide(act types.ActKind) func(string, []item) (sdk.Msg, error) {
	return func(signer string, items []item) (sdk.Msg, error) {
		msg := &types.MsgDecideApplications{Signer: signer}
		for _, i := range items {
			reason, err := i.reason()
			if err != nil {
				return nil, err
			}
			first, err := i.month("first")
			if err != nil {
				return nil, err
			}
			msg.Verdicts = append(msg.Verdicts, types.Verdict{Application: i.id, Act: act, Reason: reason, FromPeriod: uint32(first)})
		}
		return msg, nil
	}
}

func review(signer string, items []item) (sdk.Msg, error) {
	msg := &types.MsgReviewApplications{Signer: signer}
	for _, i := range items {
		opinion, err := i.proposal()
		if err != nil {
			return nil, err
		}
		hash, err := i.hash()
		if err != nil {
			return nil, err
		}
		msg.Reviews = append(msg.Reviews, types.Review{Application: i.id, Opinion: *opinion, DocumentHash: hash})
	}
	return msg, nil
}

// appealAnswers are the answers to an appeal.
var appealAnswers = map[string]types.ActKind{"uphold": types.ACT_KIND_UPHOLD, "overturn": types.ACT_KIND_OVERTURN, "remit": types.ACT_KIND_REMIT}

func answerAppeal(signer string, items []item) (sdk.Msg, error) {
	i := items[0]
	act, known := appealAnswers[i.fields["answer"]]
	if !known {
		return nil, errors.New("answer: want uphold, overturn or remit")
	}
	reason, err := i.reason()
	if err != nil {
		return nil, err
	}
	hash, err := i.hash()
	if err != nil {
		return nil, err
	}
	msg := &types.MsgAnswerAppeal{Signer: signer, Appeal: i.id, Act: act, Reason: reason, DocumentHash: hash}
	if act != types.ACT_KIND_OVERTURN {
		return msg, nil
	}
	i.fields["opinion"] = ""
	given := reason
	delete(i.fields, "reason")
	msg.Opinion, err = i.proposal()
	i.fields["reason"] = casework.ReasonName(given)
	if err != nil {
		return nil, err
	}
	if text := i.fields["arrears"]; text != "" {
		if msg.Arrears, err = casework.ParseAmount(text, i.money.Decimals); err != nil {
			return nil, fmt.Errorf("arrears: %w", err)
		}
	}
	return msg, nil
}

// hash reads the document's hash.
func (i item) hash() ([]byte, error) {
	hash, err := hex.DecodeString(i.fields["document"])
	if err != nil || len(hash) != types.HashSize {
		return nil, fmt.Errorf("case %d: document: want the SHA-256 of the salted document, 64 hexadecimal digits", i.id)
	}
	return hash, nil
}

// reason reads the reason; none when none is given.
func (i item) reason() (types.Reason, error) {
	if i.fields["reason"] == "" {
		return types.REASON_UNSPECIFIED, nil
	}
	reason, err := casework.ParseReason(i.fields["reason"])
	if err != nil {
		return 0, fmt.Errorf("case %d: reason: %w", i.id, err)
	}
	return reason, nil
}

func (i item) number(field string) (uint32, error) {
	n, err := strconv.ParseUint(i.fields[field], 10, 32)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("case %d: %s: want a number above 0", i.id, field)
	}
	return uint32(n), nil
}

// month reads a month; 0 when none is given.
func (i item) month(field string) (types.Period, error) {
	if i.fields[field] == "" {
		return 0, nil
	}
	period, err := types.ParsePeriod(i.fields[field])
	if err != nil {
		return 0, fmt.Errorf("case %d: %s: a month is written like 2024-02", i.id, field)
	}
	return period, nil
}

// proposal reads an opinion.
func (i item) proposal() (*types.Opinion, error) {
	switch i.fields["opinion"] {
	case "", "approve":
	case "refuse":
		reason, err := i.reason()
		return &types.Opinion{Reason: reason}, err
	default:
		return nil, fmt.Errorf("case %d: opinion: want approve or refuse", i.id)
	}
	persons, err := i.number("persons")
	if err != nil {
		return nil, err
	}
	amount, err := casework.ParseAmount(i.fields["monthly"], i.money.Decimals)
	if err != nil {
		return nil, fmt.Errorf("case %d: monthly: %w", i.id, err)
	}
	first, err := i.month("first")
	if err != nil {
		return nil, err
	}
	last, err := i.month("last")
	if err != nil {
		return nil, err
	}
	if first == 0 || last < first {
		return nil, fmt.Errorf("case %d: first and last: want the first and the last month that is paid", i.id)
	}
	opinion := &types.Opinion{Approve: true, Persons: persons, Schedule: &types.Schedule{
		Changes: []types.Change{{Period: uint32(first), Amount: amount}}, UntilPeriod: uint32(last) + 1,
	}}
	if opinion.Reason, err = i.reason(); err != nil {
		return nil, err
	}
	if err := opinion.Validate(); err != nil {
		return nil, fmt.Errorf("case %d: %w", i.id, err)
	}
	return opinion, nil
}
