package main

import (
	"context"
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// verb is one step of a case as a command.
type verb struct {
	// group is the command it stands under; empty for steps of applications, appeals and grants.
	group, name, aliases, short, long, example string
	// kinds are what its numbers may be, applications when there are none; the first one needs no flag.
	kinds []*kind
	// act is the step of an application in its table. Steps of other kinds are found there by their command.
	act types.ActKind
	// free tells that no table is asked whether it may be next.
	free bool
	// says begins the preview: Approve 3 applications.
	says string
	// takes are the flags, and columns of a file, that it takes; needs those it can't do without.
	takes, needs []string
	// repeats tells that a number may stand in a file more than once.
	repeats bool
	// plan looks up what else is needed, and puts into words what would come of it; nil when there is nothing to say.
	plan func(ctx context.Context, d *desk, i *item) error
	// message builds one message for a batch of items, which has one item unless the chain takes batches.
	message func(signer string, items []*item) sdk.Msg
	// opens tells that it opens grants, for which the budget has to suffice.
	opens bool
	// batch tells that the chain takes many cases in one message.
	batch bool
}

// path is how the command is called.
func (v verb) path() string { return strings.TrimSpace(v.group + " " + v.name) }

func (v verb) of() []*kind {
	if v.kinds == nil {
		return []*kind{applications}
	}
	return v.kinds
}

// allows tells whether the step is one that may be next.
func (v verb) allows(i *item) bool {
	switch {
	case v.free:
		return true
	case i.kind == applications:
		return casework.Allows(i.application, v.act)
	}
	return slices.ContainsFunc(i.next, func(step casework.Step) bool { return strings.HasPrefix(step.Command, "reliefd case "+v.path()+" ") })
}

// one builds the messages of steps that take one case each.
func one(build func(signer string, i *item) sdk.Msg) func(string, []*item) sdk.Msg {
	return func(signer string, items []*item) sdk.Msg { return build(signer, items[0]) }
}

// each builds one part of a message for every case.
func each[P any](items []*item, build func(i *item) P) []P {
	parts := make([]P, len(items))
	for n, i := range items {
		parts[n] = build(i)
	}
	return parts
}

const exampleHash = "--document $(sha256sum < salted.pdf | cut -c1-64)"

// Flags that many steps take.
var (
	documented = []string{"document"}
	reasoned   = []string{"reason"}
)

// caseVerbs are the steps of applications and appeals.
var caseVerbs = []verb{
	{name: "accept", short: "Take applications up (intake)", act: types.ACT_KIND_ACCEPT, says: "Take up", batch: true, message: triage(types.ACT_KIND_ACCEPT)},
	{name: "ask", short: "Ask, once, for what is missing (intake)", act: types.ACT_KIND_ASK_SUPPLEMENT, says: "Ask for what is missing in", batch: true, message: triage(types.ACT_KIND_ASK_SUPPLEMENT)},
	{
		name: "turn-away", short: "Don't take applications up, with a reason (intake)", act: types.ACT_KIND_TURN_AWAY, says: "Turn away",
		takes: reasoned, needs: reasoned, batch: true, message: triage(types.ACT_KIND_TURN_AWAY), example: "--reason residence",
	},
	{
		name: "supplement", short: "Supply what was missing (applicant, intake)", act: types.ACT_KIND_SUPPLEMENT, says: "Supply what was missing in",
		takes: documented, needs: documented, example: exampleHash, message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgSupplementApplication{Signer: signer, Application: i.id, FileHash: i.hash()}
		}),
	},
	{name: "check", short: "Begin to check what was declared (reviewer)", act: types.ACT_KIND_CHECK, says: "Begin to check", batch: true, message: func(signer string, items []*item) sdk.Msg {
		return &types.MsgCheckApplications{Signer: signer, Applications: each(items, func(i *item) uint64 { return i.id })}
	}},
	{
		name: "review", short: "Give an opinion: what should be paid, or why not (reviewer)", act: types.ACT_KIND_REVIEW, says: "Give an opinion on",
		takes: []string{"opinion", "persons", "monthly", "first", "last", "reason", "document"}, needs: documented,
		example: "--persons 2 --monthly 645.00 --first 2024-02 --last 2024-12 " + exampleHash, batch: true, plan: planReview,
		message: func(signer string, items []*item) sdk.Msg {
			return &types.MsgReviewApplications{Signer: signer, Reviews: each(items, func(i *item) types.Review {
				return types.Review{Application: i.id, Opinion: *i.proposal(i.reason()), DocumentHash: i.hash()}
			})}
		},
	},
	{
		name: "notice", short: "Begin public notice of opinions (reviewer)", act: types.ACT_KIND_START_NOTICE, says: "Begin public notice of",
		takes: documented, needs: documented, example: exampleHash, batch: true, message: func(signer string, items []*item) sdk.Msg {
			return &types.MsgStartNotices{Signer: signer, Notices: each(items, func(i *item) types.NoticeStart {
				return types.NoticeStart{Application: i.id, Commitment: i.hash()}
			})}
		},
	},
	{
		name: "object", short: "Record an objection that came in during a notice (intake)", act: types.ACT_KIND_OBJECT, says: "Record an objection against",
		takes: documented, needs: documented, example: exampleHash, message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgRecordObjection{Signer: signer, Application: i.id, DocumentHash: i.hash()}
		}),
	},
	{
		name: "decide", aliases: "approve", short: "Approve what the reviewers propose (approver)", act: types.ACT_KIND_APPROVE, says: "Approve",
		takes: []string{"first"}, batch: true, opens: true, plan: planDecide, message: decide(types.ACT_KIND_APPROVE),
		long: "With --first the payments begin in another month than the opinion's, which may be paid already.",
	},
	{
		name: "refuse", short: "Refuse applications, with a reason (approver)", act: types.ACT_KIND_REFUSE, says: "Refuse",
		takes: reasoned, needs: reasoned, example: "--reason income", batch: true, message: decide(types.ACT_KIND_REFUSE),
	},
	{
		name: "send-back", short: "Send applications back to be checked again (approver)", act: types.ACT_KIND_SEND_BACK, says: "Send back",
		takes: reasoned, needs: reasoned, example: "--reason circumstances", batch: true, message: decide(types.ACT_KIND_SEND_BACK),
	},
	{
		name: "publish", short: "Tell that decisions were published and handed over (intake)", act: types.ACT_KIND_PUBLISH, says: "Publish the decision on",
		takes: documented, needs: documented, example: exampleHash, batch: true, message: func(signer string, items []*item) sdk.Msg {
			return &types.MsgPublishDecisions{Signer: signer, Publications: each(items, func(i *item) types.Publication {
				return types.Publication{Application: i.id, DocumentHash: i.hash()}
			})}
		},
	},
	{
		name: "withdraw", short: "Take applications back before they are decided (applicant, intake)", act: types.ACT_KIND_WITHDRAW, says: "Withdraw",
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgWithdrawApplication{Signer: signer, Application: i.id}
		}),
	},
	{
		name: "pause", short: "Pause the clocks of cases, with a reason (reviewer)", act: types.ACT_KIND_PAUSE, says: "Pause the clocks of",
		takes: []string{"days", "reason"}, needs: []string{"days", "reason"}, example: "--days 5 --reason inquiry",
		long: "The days are working days.", message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgPauseApplication{Signer: signer, Application: i.id, Days: i.number("days"), Reason: i.reason()}
		}),
	},
	{
		name: "appeal", short: "Appeal against a refusal, a change of a grant or a clawback (payee)", free: true, says: "Appeal against the decision on",
		kinds: []*kind{applications, changes, clawbacks}, takes: documented, needs: documented, example: exampleHash,
		long: "The decision is published, or carried out. The organisation above the one that decided answers.", message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgFileAppeal{Signer: signer, Subject: i.subject(), DocumentHash: i.hash()}
		}),
	},
	{
		name: "take-up", short: "Begin to examine appeals (approver of the organisation above)", says: "Take up", kinds: []*kind{appeals},
		message: one(func(signer string, i *item) sdk.Msg { return &types.MsgTakeUpAppeal{Signer: signer, Appeal: i.id} }),
	},
	{
		name: "answer", short: "Answer appeals (approver of the organisation above)", says: "Answer", kinds: []*kind{appeals},
		takes: []string{"answer", "reason", "persons", "monthly", "first", "last", "arrears", "document"}, needs: []string{"answer", "reason", "document"},
		example: "--answer uphold --reason income " + exampleHash, opens: true, plan: planAnswer, message: one(answerAppeal),
		long: "A refused application whose appeal is overturned opens a grant: --persons, --monthly, --first and --last say which, --arrears what was lost.",
	},
	{
		name: "withdraw-appeal", short: "Take appeals back before they are answered (payee)", says: "Withdraw", kinds: []*kind{appeals},
		message: one(func(signer string, i *item) sdk.Msg { return &types.MsgWithdrawAppeal{Signer: signer, Appeal: i.id} }),
	},
}

// subject names the case to the chain.
func (i *item) subject() types.Subject { return types.Subject{Kind: i.kind.subject, Id: i.id} }

// planReview reads what a reviewer proposes.
func planReview(_ context.Context, _ *desk, i *item) error {
	i.opinion = i.proposal(i.reason())
	return nil
}

// planDecide moves what the reviewer proposed to the month that is named.
func planDecide(_ context.Context, _ *desk, i *item) error {
	opinion := i.application.Opinion
	if opinion == nil || !opinion.Approve {
		return nil
	}
	moved := *opinion
	schedule, err := opinion.From(i.month("first"))
	moved.Schedule = &schedule
	i.opinion = &moved
	return err
}

// planAnswer reads what an appeal opens.
func planAnswer(_ context.Context, _ *desk, i *item) error {
	i.opinion = answerAppeal("", i).(*types.MsgAnswerAppeal).Opinion
	return nil
}

func triage(act types.ActKind) func(string, []*item) sdk.Msg {
	return func(signer string, items []*item) sdk.Msg {
		return &types.MsgTriageApplications{Signer: signer, Triages: each(items, func(i *item) types.Triage {
			return types.Triage{Application: i.id, Act: act, Reason: i.reason()}
		})}
	}
}

func decide(act types.ActKind) func(string, []*item) sdk.Msg {
	return func(signer string, items []*item) sdk.Msg {
		return &types.MsgDecideApplications{Signer: signer, Verdicts: each(items, func(i *item) types.Verdict {
			return types.Verdict{Application: i.id, Act: act, Reason: i.reason(), FromPeriod: uint32(i.month("first"))}
		})}
	}
}

// appealAnswers are the answers to an appeal.
var appealAnswers = map[string]types.ActKind{"uphold": types.ACT_KIND_UPHOLD, "overturn": types.ACT_KIND_OVERTURN, "remit": types.ACT_KIND_REMIT}

func answerAppeal(signer string, i *item) sdk.Msg {
	msg := &types.MsgAnswerAppeal{Signer: signer, Appeal: i.id, Act: appealAnswers[i.fields["answer"]], Reason: i.reason(), DocumentHash: i.hash()}
	if msg.Act == types.ACT_KIND_UNSPECIFIED {
		i.fail("answer", "want uphold, overturn or remit")
	}
	if msg.Act == types.ACT_KIND_OVERTURN && i.appeal.Subject.Kind == types.SUBJECT_KIND_APPLICATION {
		msg.Opinion, msg.Arrears = i.proposal(types.REASON_UNSPECIFIED), i.amount("arrears")
	}
	return msg
}
