package chaintest

import (
	"fmt"
	"strings"
	"time"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	counciltypes "github.com/reliefchain/relief/x/council/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// acts are messages that only the provinces' vote sends, besides those of verbs. They stand behind "act" in a line.
var acts = map[string]verb{
	"rules":   setRules,
	"prices":  setPrices,
	"rates":   setRates,
	"voting":  setVoting,
	"delay":   setDelay,
	"upgrade": softwareUpgrade,
	"blocks":  setBlocks,
	"nested":  scheduleAgain,
	"pay-out": payOut,

	"seat-admin": seatAdministrator,

	"enrol-seat":   enrolSeat,
	"suspend-seat": suspendSeat,
	"resume-seat":  resumeSeat,
	"remove-seat":  removeSeat,

	"key-set":       setKeySet,
	"open-ceremony": openCeremony,
	"retire-epoch":  retireEpoch,
	"open-epoch":    openEpoch,
	"end-epoch":     endEpoch,
	"tag-params":    setTagParams,
}

// Operator is the operator of a province's seat.
func Operator(province string) string { return province + "-operator" }

// Proposal is a proposal of a province that holds one act.
func Proposal(province string, act sdk.Msg) (*govv1.MsgSubmitProposal, error) {
	schedule, err := counciltypes.NewMsgSchedule(app.Governance(), act)
	if err != nil {
		return nil, err
	}
	content, err := codectypes.NewAnyWithValue(schedule)
	if err != nil {
		return nil, err
	}
	return &govv1.MsgSubmitProposal{
		Messages: []*codectypes.Any{content}, InitialDeposit: sdk.NewCoins(counciltypes.SeatToken()), Proposer: Officer(Operator(province)),
		Title: fmt.Sprintf("%x", Hash32("title")), Summary: fmt.Sprintf("%x", Hash32("summary")), Metadata: fmt.Sprintf("%x", Hash32("document")),
	}, nil
}

// act builds the message behind "act", signed by governance.
func (s *Scenario) act(a args) (sdk.Msg, error) {
	build, ok := acts[a.text("act")]
	if !ok {
		if build, ok = verbs[a.text("act")]; !ok {
			return nil, fmt.Errorf("unknown act %s", a.text("act"))
		}
	}
	return build(s, a)
}

// propose submits an act: "propose by=beijing-operator act=rules remove=/relief.grant.v1.MsgDecideApplications". "title", "metadata", "deposit" and
// "expedited" try what is refused.
func propose(s *Scenario, a args) (sdk.Msg, error) {
	act, err := s.act(a)
	if err != nil {
		return nil, err
	}
	m, err := Proposal("", act)
	if err != nil {
		return nil, err
	}
	m.Proposer, m.Expedited = Officer(a.text("by")), a.has("expedited")
	if a.has("title") {
		m.Title = a.text("title")
	}
	if a.has("metadata") {
		m.Metadata = a.text("metadata")
	}
	if a.has("deposit") {
		m.InitialDeposit = sdk.NewCoins(sdk.NewInt64Coin(counciltypes.SeatDenom, int64(a.number("deposit"))))
	}
	if a.has("bare") {
		bare, err := codectypes.NewAnyWithValue(act)
		m.Messages = []*codectypes.Any{bare}
		return m, err
	}
	return m, nil
}

var voteOptions = map[string]govv1.VoteOption{"yes": govv1.OptionYes, "no": govv1.OptionNo, "abstain": govv1.OptionAbstain, "veto": govv1.OptionNoWithVeto}

func cast(_ *Scenario, a args) (sdk.Msg, error) {
	return &govv1.MsgVote{ProposalId: a.number("proposal"), Voter: Officer(a.text("by")), Option: voteOptions[a.text("option")], Metadata: a.text("metadata")}, nil
}

func deposit(_ *Scenario, a args) (sdk.Msg, error) {
	return &govv1.MsgDeposit{ProposalId: a.number("proposal"), Depositor: Officer(a.text("by")), Amount: sdk.NewCoins(counciltypes.SeatToken())}, nil
}

func cancelProposal(_ *Scenario, a args) (sdk.Msg, error) {
	return &govv1.MsgCancelProposal{ProposalId: a.number("proposal"), Proposer: Officer(a.text("by"))}, nil
}

func sendSeat(_ *Scenario, a args) (sdk.Msg, error) {
	to, err := holder(a.text("to"))
	return banktypes.NewMsgSend(Address(a.text("by")), to, sdk.NewCoins(counciltypes.SeatToken())), err
}

func stopMessages(_ *Scenario, a args) (sdk.Msg, error) {
	return &counciltypes.MsgStop{Signer: a.signer(), Messages: a.list("messages"), Seconds: int64(a.number("seconds"))}, nil
}

func liftMessages(_ *Scenario, a args) (sdk.Msg, error) {
	return &counciltypes.MsgLift{Signer: a.signer(), Messages: a.list("messages")}, nil
}

func setRules(_ *Scenario, a args) (sdk.Msg, error) {
	m := &authoritytypes.MsgSetRules{Signer: a.signer(), Remove: a.list("remove")}
	if a.has("action") {
		m.Set = []authoritytypes.Rule{{
			Action: a.text("action"), Role: roles[a.text("role")], Approvals: a.u32("approvals"), Organisations: a.u32("organisations"),
			DelaySeconds: int64(a.number("delay")), ExpirySeconds: int64(a.number("expiry")),
		}}
	}
	return m, nil
}

func setPrices(_ *Scenario, a args) (sdk.Msg, error) {
	return &feetypes.MsgSetPrices{Signer: a.signer(), Prices: []feetypes.Price{{
		Message: a.text("message"), FromHeight: int64(a.number("from")), Base: a.number("base"), GasBase: 300_000, Class: feetypes.SERVICE_CLASS_OFFICE,
	}}}, nil
}

func setRates(_ *Scenario, a args) (sdk.Msg, error) {
	return &feetypes.MsgSetRates{Signer: a.signer(), Rates: []feetypes.Rate{{Denom: a.text("denom"), FromHeight: int64(a.number("from")), Worth: a.number("worth")}}}, nil
}

func setVoting(_ *Scenario, a args) (sdk.Msg, error) {
	period, err := time.ParseDuration(a.text("period"))
	m := &govv1.MsgUpdateParams{Authority: app.Governance(), Params: counciltypes.GovernanceParams(period)}
	m.Params.BurnVoteVeto = a.has("burn")
	return m, err
}

func setDelay(_ *Scenario, a args) (sdk.Msg, error) {
	m := &counciltypes.MsgUpdateParams{Authority: app.Governance(), Params: counciltypes.DefaultParams()}
	m.Params.DelaySeconds = int64(a.number("seconds"))
	return m, nil
}

func softwareUpgrade(_ *Scenario, a args) (sdk.Msg, error) {
	return &upgradetypes.MsgSoftwareUpgrade{Authority: app.Governance(), Plan: upgradetypes.Plan{
		Name: a.text("name"), Height: int64(a.number("height")), Info: a.text("info"),
	}}, nil
}

func setBlocks(s *Scenario, a args) (sdk.Msg, error) {
	now := s.Chain.App().GetConsensusParams(s.Chain.Context())
	m := &consensustypes.MsgUpdateParams{Authority: app.Governance(), Block: now.Block, Evidence: now.Evidence, Validator: now.Validator}
	m.Block.MaxBytes = int64(a.number("bytes"))
	return m, nil
}

func scheduleAgain(s *Scenario, a args) (sdk.Msg, error) {
	rules, err := setRules(s, a)
	if err != nil {
		return nil, err
	}
	return counciltypes.NewMsgSchedule(app.Governance(), rules)
}

func payOut(_ *Scenario, a args) (sdk.Msg, error) {
	to, err := holder(a.text("to"))
	from, _ := sdk.AccAddressFromBech32(app.Governance())
	return banktypes.NewMsgSend(from, to, sdk.NewCoins(counciltypes.SeatToken())), err
}

// vote lets one province propose, some vote yes, and waits until the act was carried out: "vote by=beijing yes=(beijing,hebei,fujian)
// act=rules remove=/relief.grant.v1.MsgDecideApplications". All vote yes unless "yes" names some.
func vote(s *Scenario, a args) (string, error) {
	province := a.text("by")
	act, err := s.act(a)
	if err != nil {
		return "", err
	}
	yes := a.list("yes")
	if !a.has("yes") {
		yes = Provinces[:len(s.Chain.seats)]
	}
	return s.Chain.Decide(province, act, yes...)
}

// Decide lets a province propose an act and others vote yes, and waits until the vote is over and the act is due. It tells the outcome.
func (c *Chain) Decide(province string, act sdk.Msg, yes ...string) (string, error) {
	c.t.Helper()
	m, err := Proposal(province, act)
	if err != nil {
		return "", err
	}
	next := func(d time.Duration) { c.Block(c.Now.Add(d)) }
	if r := c.Send(Operator(province), m); !r.OK() {
		return describe(r), nil
	}
	id, err := c.App().Gov.ProposalID.Peek(c.Context())
	if err != nil {
		return "", err
	}
	id--
	var votes [][]byte
	for _, name := range yes {
		votes = append(votes, c.Tx(Operator(name), &govv1.MsgVote{
			ProposalId: id, Voter: Officer(Operator(name)), Option: govv1.OptionYes,
		}))
	}
	for n, r := range c.Block(c.Now.Add(time.Second), votes...) {
		if !r.OK() {
			return fmt.Sprintf("%s: %s", yes[n], describe(r)), nil
		}
	}
	params, err := c.App().Gov.Params.Get(c.Context())
	if err != nil {
		return "", err
	}
	council, err := c.App().Council.ExportGenesis(c.Context())
	if err != nil {
		return "", err
	}
	var b strings.Builder
	next(*params.VotingPeriod)
	b.WriteString(c.showProposal(id))
	b.WriteString(events(c.Events))
	next(time.Duration(council.Params.DelaySeconds) * time.Second)
	b.WriteString(events(c.Events))
	return b.String(), nil
}

func (c *Chain) showProposal(id uint64) string {
	p, err := c.App().Gov.Proposals.Get(c.Context(), id)
	if err != nil {
		return fmt.Sprintf("proposal %d is gone\n", id)
	}
	t := p.FinalTallyResult
	return fmt.Sprintf("proposal %d %s yes=%s no=%s abstain=%s\n", id, strings.ToLower(strings.TrimPrefix(p.Status.String(), "PROPOSAL_STATUS_")),
		t.YesCount, t.NoCount, t.AbstainCount)
}

func showProposal(s *Scenario, a args) (string, error) {
	return s.Chain.showProposal(a.number("id")), nil
}

func showQueue(s *Scenario, _ args) (string, error) {
	items, err := s.Chain.App().Council.Queue(s.Chain.Context())
	if err != nil {
		return "", err
	}
	if len(items) == 0 {
		return "none\n", nil
	}
	var b strings.Builder
	for _, i := range items {
		fmt.Fprintf(&b, "%d %s due %s\n", i.Id, i.Content.TypeUrl, time.Unix(i.DueAt, 0).UTC().Format(time.DateTime))
	}
	return b.String(), nil
}

func showStops(s *Scenario, _ args) (string, error) {
	stops, err := s.Chain.App().Council.Stops(s.Chain.Context())
	if err != nil {
		return "", err
	}
	if len(stops) == 0 {
		return "none\n", nil
	}
	var b strings.Builder
	for _, stop := range stops {
		fmt.Fprintf(&b, "%s until %s\n", stop.Message, time.Unix(stop.Until, 0).UTC().Format(time.DateTime))
	}
	return b.String(), nil
}

// showSeatTokens tells how many seat tokens an account has and how many there are: "seat-tokens of=beijing-operator".
func showSeatTokens(s *Scenario, a args) (string, error) {
	address, err := holder(a.text("of"))
	if err != nil {
		return "", err
	}
	bank := s.Chain.App().Bank
	return fmt.Sprintf("%s of %s\n", bank.GetBalance(s.Chain.Context(), address, counciltypes.SeatDenom), bank.GetSupply(s.Chain.Context(), counciltypes.SeatDenom)), nil
}
