package chaintest

import (
	"crypto/sha256"
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

func openRotation(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgOpenRotation{Signer: a.signer(), Account: Officer(a.text("account"))}, nil
}

func recoverOfficer(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgOpenRecovery{Signer: a.signer(), Officer: Officer(a.text("officer")), Account: Officer(a.text("account"))}, nil
}

func acceptRotation(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgAcceptRotation{Signer: a.signer(), Officer: Officer(a.text("officer"))}, nil
}

func cancelRotation(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgCancelRotation{Signer: a.signer(), Officer: Officer(a.text("officer"))}, nil
}

// declareInterest bars an officer from a person's case: "declare-interest by=dehua-approver officer=dehua-approver person=A".
func declareInterest(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgDeclareInterest{Signer: a.signer(), Officer: Officer(a.text("officer")), Person: Ref(a.text("person"))}, nil
}

func withdrawInterest(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgWithdrawInterest{Signer: a.signer(), Officer: Officer(a.text("officer")), Person: Ref(a.text("person"))}, nil
}

// delegate lets a township decide: "delegate by=dehua-admin organisation=13 action=/relief.grant.v1.MsgDecideApplications after=24h uses=3 amount=1000.00 each=400.00".
func delegate(s *Scenario, a args) (sdk.Msg, error) {
	until, err := a.at(s.Chain.Now)
	return &authoritytypes.MsgDelegate{
		Signer: a.signer(), Organisation: a.organisation("organisation"), Action: a.text("action"), Until: until.Unix(),
		Uses: a.u32("uses"), Amount: a.money("amount"), PerDecision: a.money("each"),
	}, err
}

func revokeDelegation(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgRevokeDelegation{Signer: a.signer(), Organisation: a.organisation("organisation"), Action: a.text("action")}, nil
}

func retractApproval(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgRetractApproval{Signer: a.signer(), Proposal: a.number("proposal")}, nil
}

// seatAdministrator seats an administrator of the nation: "vote by=beijing act=seat-admin officer=new-admin remove=nation-admin last=100".
func seatAdministrator(s *Scenario, a args) (sdk.Msg, error) {
	credential := sha256.Sum256([]byte(a.text("officer")))
	var remove []string
	for _, name := range a.list("remove") {
		remove = append(remove, Officer(name))
	}
	return &authoritytypes.MsgSeatAdministrator{Signer: a.signer(), Remove: remove, Officer: authoritytypes.Officer{
		Address: Officer(a.text("officer")), Organisation: authoritytypes.NationalAuthority, Roles: []authoritytypes.Role{authoritytypes.ROLE_ADMIN},
		ValidFrom: s.Chain.Now.Unix(), ValidUntil: s.Chain.Now.AddDate(1, 0, 0).Unix(), Credential: credential[:], LastHeight: int64(a.number("last")),
	}}, nil
}

// showOfficer says what an account may do: "officer name=dehua-approver".
func showOfficer(s *Scenario, a args) (string, error) {
	answer, err := authoritykeeper.NewQueryServer(s.Chain.App().Authority).Officer(s.Chain.Context(), &authoritytypes.QueryOfficerRequest{
		Address: Officer(a.text("name")),
	})
	if err != nil {
		return "", err
	}
	o := answer.Officer
	out := fmt.Sprintf("organisation=%d roles=%v", o.Organisation, o.Roles)
	if o.Revoked {
		out += " revoked"
	}
	if o.SuspendedBy != 0 {
		out += fmt.Sprintf(" suspended by %d", o.SuspendedBy)
	}
	if o.VouchedBy != 0 {
		out += fmt.Sprintf(" rests on %d", o.VouchedBy)
	}
	if o.LastHeight != 0 {
		out += fmt.Sprintf(" until height %d", o.LastHeight)
	}
	return out + "\n", nil
}

// showInterests counts interests: "interests officer=dehua-approver" or "interests person=A".
func showInterests(s *Scenario, a args) (string, error) {
	queries := authoritykeeper.NewQueryServer(s.Chain.App().Authority)
	if a.has("person") {
		answer, err := queries.InterestsIn(s.Chain.Context(), &authoritytypes.QueryInterestsInRequest{Person: Ref(a.text("person"))})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("of %d officers\n", len(answer.Interests)), nil
	}
	answer, err := queries.Interests(s.Chain.Context(), &authoritytypes.QueryInterestsRequest{Officer: Officer(a.text("officer"))})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("in %d persons\n", len(answer.Interests)), nil
}

// showDelegations says what is left to a township: "delegations organisation=13".
func showDelegations(s *Scenario, a args) (string, error) {
	answer, err := authoritykeeper.NewQueryServer(s.Chain.App().Authority).Delegations(s.Chain.Context(), &authoritytypes.QueryDelegationsRequest{
		Organisation: a.organisation("organisation"),
	})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, d := range answer.Delegations {
		fmt.Fprintf(&b, "%s by %d uses=%d amount=%s each=%s\n", d.Action, d.Delegator, d.Uses, showMoney(d.Amount), showMoney(d.PerDecision))
	}
	fmt.Fprintf(&b, "%d in all\n", len(answer.Delegations))
	return b.String(), nil
}
