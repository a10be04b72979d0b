package chaintest

import (
	"crypto/sha256"
	"fmt"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

func appoint(s *Scenario, a args) (sdk.Msg, error) {
	credential := sha256.Sum256([]byte(a.text("officer")))
	if person := a.text("person"); person != "" {
		credential = sha256.Sum256([]byte(person))
	}
	o := authoritytypes.Officer{
		Address: Officer(a.text("officer")), Organisation: a.organisation("organisation"),
		ValidFrom: s.Chain.Now.Unix(), ValidUntil: s.Chain.Now.AddDate(1, 0, 0).Unix(), Credential: credential[:],
	}
	if until := a.text("until"); until != "" {
		end, err := time.Parse(time.DateOnly, until)
		if err != nil {
			return nil, err
		}
		o.ValidUntil = end.Unix()
	}
	for _, r := range a.list("roles") {
		role, ok := roles[r]
		if !ok {
			return nil, fmt.Errorf("unknown role %s", r)
		}
		o.Roles = append(o.Roles, role)
	}
	return &authoritytypes.MsgAppointOfficer{Signer: a.signer(), Officer: o}, nil
}

var kinds = map[string]authoritytypes.OrganisationKind{
	"county": authoritytypes.ORGANISATION_KIND_COUNTY, "township": authoritytypes.ORGANISATION_KIND_TOWNSHIP,
	"treasury": authoritytypes.ORGANISATION_KIND_TREASURY, "issuer": authoritytypes.ORGANISATION_KIND_ISSUER,
}

func createOrganisation(_ *Scenario, a args) (sdk.Msg, error) {
	kind, ok := kinds[a.text("kind")]
	if !ok {
		return nil, fmt.Errorf("unknown kind %s", a.text("kind"))
	}
	return &authoritytypes.MsgCreateOrganisation{Signer: a.signer(), Kind: kind, Area: a.text("area")}, nil
}

func revoke(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgRevokeOfficer{Signer: a.signer(), Address: Officer(a.text("officer"))}, nil
}

func suspendOrganisation(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgSuspendOrganisation{Signer: a.signer(), Organisation: a.organisation("organisation")}, nil
}

func resumeOrganisation(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgResumeOrganisation{Signer: a.signer(), Organisation: a.organisation("organisation")}, nil
}

func suspendOfficer(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgSuspendOfficer{Signer: a.signer(), Address: Officer(a.text("officer"))}, nil
}

func resumeOfficer(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgResumeOfficer{Signer: a.signer(), Address: Officer(a.text("officer"))}, nil
}

func moveOrganisation(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgMoveOrganisation{
		Signer: a.signer(), Organisation: a.organisation("organisation"), Area: a.text("area"), Parent: a.organisation("parent"),
	}, nil
}

func closeOrganisation(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgCloseOrganisation{
		Signer: a.signer(), Organisation: a.organisation("organisation"), Successor: a.organisation("successor"),
	}, nil
}

func registerAreas(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgRegisterAreas{Signer: a.signer(), Codes: a.list("codes")}, nil
}

func registerLocalArea(_ *Scenario, a args) (sdk.Msg, error) {
	return &authoritytypes.MsgRegisterLocalArea{Signer: a.signer(), Parent: a.text("parent")}, nil
}

// retireArea retires areas in favour of others: "retire-area by=fujian-admin areas=(350526101,350526) successors=(350527101,350527)".
func retireArea(_ *Scenario, a args) (sdk.Msg, error) {
	msg := &authoritytypes.MsgRetireAreas{Signer: a.signer()}
	successors := a.list("successors")
	for n, area := range a.list("areas") {
		if n >= len(successors) {
			return nil, fmt.Errorf("%s has no successor", area)
		}
		msg.Areas = append(msg.Areas, authoritytypes.Succession{Area: area, Successor: successors[n]})
	}
	return msg, nil
}

// announceYear announces a year with Monday to Friday worked, but for the dates "off" and with the dates "worked".
func announceYear(_ *Scenario, a args) (sdk.Msg, error) {
	year := authoritytypes.Weekdays(a.u32("year"))
	for key, works := range map[string]bool{"off": false, "worked": true} {
		for _, date := range a.list(key) {
			day, err := authoritytypes.ParseDay(date)
			if err != nil {
				return nil, err
			}
			_, place := day.Date()
			year.Set(place, works)
		}
	}
	return &authoritytypes.MsgAnnounceYear{Signer: a.signer(), Year: year.Year, Working: year.Working}, nil
}

// showDeadline counts working days: "deadline from=2024-02-05 days=10".
func showDeadline(s *Scenario, a args) (string, error) {
	answer, err := authoritykeeper.NewQueryServer(s.Chain.App().Authority).Deadline(s.Chain.Context(), &authoritytypes.QueryDeadlineRequest{
		From: a.text("from"), Days: a.u32("days"),
	})
	if err != nil {
		return "", err
	}
	if answer.Left > 0 {
		return fmt.Sprintf("%s and %d working days more, provisional\n", answer.Date, answer.Left), nil
	}
	return answer.Date + "\n", nil
}

// showArea says what an area is: "area? code=350526".
func showArea(s *Scenario, a args) (string, error) {
	answer, err := authoritykeeper.NewQueryServer(s.Chain.App().Authority).Area(s.Chain.Context(), &authoritytypes.QueryAreaRequest{Code: a.text("code")})
	if err != nil {
		return "", err
	}
	if answer.Area.Live() {
		return "live since " + authoritytypes.Day(answer.Area.Since).String() + "\n", nil
	}
	return fmt.Sprintf("retired %s, its cases are now in %s\n", authoritytypes.Day(answer.Area.Retired), answer.Now), nil
}
