package chaintest

import (
	"fmt"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// proposeOffice proposes what an office account does: "office-propose by=dehua-approver office=dehua does=award roll=1 payee=A ...". "does"
// may list several verbs, which share the arguments.
func proposeOffice(s *Scenario, a args) (sdk.Msg, error) {
	var msgs []sdk.Msg
	for _, name := range a.list("does") {
		build, ok := verbs[name]
		if !ok {
			return nil, fmt.Errorf("unknown verb %s", name)
		}
		msg, err := build(s, a)
		if err != nil {
			return nil, err
		}
		msgs = append(msgs, msg)
	}
	return authoritytypes.NewMsgPropose(Officer(a.text("by")), msgs...)
}

// contentHash is the hash of the content of a proposal, or that of the text "hash".
func (s *Scenario) contentHash(a args) []byte {
	if a.has("hash") {
		return Hash32(a.text("hash"))
	}
	answer, err := s.proposed(a.number("proposal"))
	if err != nil {
		return Hash32("no proposal")
	}
	return answer.Proposal.ContentHash
}

func (s *Scenario) proposed(id uint64) (*authoritytypes.QueryProposalResponse, error) {
	queries := authoritykeeper.NewQueryServer(s.Chain.App().Authority)
	return queries.Proposal(s.Chain.Context(), &authoritytypes.QueryProposalRequest{Id: id})
}

func approveProposal(s *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgApprove{Signer: a.signer(), Proposal: a.number("proposal"), ContentHash: s.contentHash(a)}, nil
}

func executeProposal(s *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgExecute{Signer: a.signer(), Proposal: a.number("proposal"), ContentHash: s.contentHash(a)}, nil
}

func withdrawProposal(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgWithdrawProposal{Signer: a.signer(), Proposal: a.number("proposal")}, nil
}

// showProposed tells how far a proposal is: "proposed id=1".
func showProposed(s *Scenario, a args) (string, error) {
	answer, err := s.proposed(a.number("id"))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, m := range answer.Proposal.Messages {
		fmt.Fprintf(&b, "%s\n", m.TypeUrl)
	}
	fmt.Fprintf(&b, "approvals=%d", len(answer.Approvals))
	if answer.Approved {
		fmt.Fprintf(&b, " due %s", time.Unix(answer.DueAt, 0).UTC().Format(time.DateTime))
	}
	fmt.Fprintf(&b, " open until %s\n", time.Unix(answer.Proposal.ExpiresAt, 0).UTC().Format(time.DateTime))
	return b.String(), nil
}
