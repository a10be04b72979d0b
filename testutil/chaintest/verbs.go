package chaintest

import (
	"fmt"
	"strconv"
	"strings"

	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

type verb func(*Scenario, args) (sdk.Msg, error)

// verbs turn lines of a story into messages. "by" names the signer in each.
var verbs = map[string]verb{
	"organisation":    createOrganisation,
	"appoint":         appoint,
	"revoke":          revoke,
	"suspend-org":     suspendOrganisation,
	"resume-org":      resumeOrganisation,
	"move-org":        moveOrganisation,
	"suspend-officer": suspendOfficer,
	"resume-officer":  resumeOfficer,
	"open-rotation":   openRotation,
	"recover-officer": recoverOfficer,
	"accept-rotation": acceptRotation,

	"declare-interest":  declareInterest,
	"withdraw-interest": withdrawInterest,

	"delegate":          delegate,
	"revoke-delegation": revokeDelegation,

	"cancel-rotation": cancelRotation,
	"close-org":       closeOrganisation,
	"areas":           registerAreas,
	"local-area":      registerLocalArea,
	"retire-area":     retireArea,
	"announce":        announceYear,
	"enrol":           enrol,
	"rotate-key":      rotateKey,
	"close-person": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgClosePerson{Signer: signer, Ref: ref}
	}),
	"erase": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgErasePerson{Signer: signer, Ref: ref}
	}),
	"verify": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgVerifyPerson{Signer: signer, Ref: ref}
	}),
	"unlock": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgUnlockPerson{Signer: signer, Ref: ref}
	}),
	"report-death": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgReportDeath{Signer: signer, Ref: ref}
	}),
	"withdraw-death": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgWithdrawDeath{Signer: signer, Ref: ref}
	}),
	"end-guardian": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgEndGuardian{Signer: signer, Ward: ref}
	}),
	"cancel-recovery": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgCancelRecovery{Signer: signer, Ref: ref}
	}),
	"reject-recovery": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgRejectRecovery{Signer: signer, Ref: ref}
	}),
	"complete-recovery": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgCompleteRecovery{Signer: signer, Ref: ref}
	}),
	"open-recovery":    openRecovery,
	"approve-recovery": approveRecovery,
	"consent-recovery": consentRecovery,
	"lock":             lockPerson,
	"propose-merger":   proposeMerger,
	"confirm-merger":   confirmMerger,
	"propose-guardian": proposeGuardian,
	"confirm-guardian": confirmGuardian,
	"agent":            appointAgent,
	"dismiss-agent":    dismissAgent,
	"open-match":       openMatch,
	"take-up-match":    takeUpMatch,
	"answer-match":     answerMatch,
	"dispute-match":    disputeMatch,
	"settle-match":     settleMatch,
	"revise-person":    revisePerson,
	"programme":        createProgramme,
	"standard":         setStandard,
	"budget-node":      openBudgetNode,
	"appropriate":      appropriate,
	"allocate":         allocate,
	"roll":             openRoll,
	"offer-transfer":   offerTransfer,
	"cancel-transfer":  cancelTransfer,
	"accept-transfer":  acceptTransfer,
	"resume":           resume,
	"release":          release,
	"open-import":      openImport,
	"load-chunk":       loadChunk,
	"open-run":         openRun,
	"seal-run":         sealRun,
	"authorise-run":    authoriseRun,
	"cancel-run":       cancelRun,
	"withdraw":         withdraw,
	"attest":           attest,
	"cosign":           cosign,
	"mint":             mint,
	"burn":             burn,
	"fee-budget":       setFeeBudget,
	"fund-fees":        fundFees,
	"withdraw-shares":  withdrawShares,
	"send":             send,
	"unjail":           unjail,
	"activate-seat":    activateSeat,
	"rotate-seat":      rotateSeat,
	"retire-seat":      retireSeat,
	"override-seat":    overrideSeat,

	"request-tags":       requestTags,
	"repeat-request":     repeatRequest,
	"report-sample":      reportSample,
	"recognise":          recognise,
	"revoke-recognition": revokeRecognition,
	"offer-move":         offerMove,
	"cancel-move":        cancelMove,
	"accept-move":        acceptMove,
	"supply-tags":        supplyTags,
	"waive-tag": ofPerson(func(signer string, ref []byte) sdk.Msg {
		return &beneficiarytypes.MsgWaiveTag{Signer: signer, Ref: ref}
	}),
	"reissue":      reissueTags,
	"withdraw-tag": withdrawTag,

	"cast":            cast,
	"deposit":         deposit,
	"cancel-proposal": cancelProposal,
	"send-seat":       sendSeat,
	"stop":            stopMessages,
	"lift":            liftMessages,

	"approve":           approveProposal,
	"execute":           executeProposal,
	"withdraw-proposal": withdrawProposal,
	"retract":           retractApproval,

	"return-funds": returnFunds,
	"remit":        remit,
	"close-year":   closeYear,
	"reconcile":    reconcile,
	"open-top-up":  openTopUp,
	"reserve-year": reserveYear,
}

func init() { verbs["propose"], verbs["office-propose"] = propose, proposeOffice } // they build other verbs

// signer is the account behind "by", or governance for what a vote decides, or the account of an "office" for what its officers propose.
func (a args) signer() string {
	if a.has("act") {
		return app.Governance()
	}
	if a.has("office") {
		return authoritytypes.OfficeAccount(a.organisation("office")).String()
	}
	return Officer(a.text("by"))
}

func createProgramme(_ *Scenario, a args) (sdk.Msg, error) {
	class := a.u32("class")
	if class == 0 {
		class = 1
	}
	category := granttypes.CATEGORY_BASIC
	if a.has("urgent") {
		category = granttypes.CATEGORY_URGENT
	}
	return &granttypes.MsgCreateProgramme{
		Signer: a.signer(), Category: category, Area: a.text("area"), Currency: "cny", ExclusivityClass: class, LegalBasisHash: Hash32("law"),
		PayFirstCap: a.money("pay-first"), Terms: terms(a), Draft: a.has("draft"),
	}, nil
}

func setStandard(_ *Scenario, a args) (sdk.Msg, error) {
	from, err := granttypes.ParsePeriod(a.text("from"))
	return &granttypes.MsgSetStandard{Signer: a.signer(), Standard: granttypes.Standard{
		Programme: a.u32("programme"), Area: a.text("area"), FromPeriod: uint32(from), Amount: a.money("amount"),
	}}, err
}

func openBudgetNode(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgOpenBudgetNode{Signer: a.signer(), Parent: a.u32("parent"), Organisation: a.organisation("organisation"), Programme: a.u32("programme")}, nil
}

func appropriate(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgAppropriate{Signer: a.signer(), Node: a.u32("node"), Year: a.u32("year"), Amount: a.money("amount")}, nil
}

func allocate(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgAllocate{Signer: a.signer(), FromNode: a.u32("from"), ToNode: a.u32("to"), Year: a.u32("year"), Amount: a.money("amount")}, nil
}

func openRoll(_ *Scenario, a args) (sdk.Msg, error) {
	first, err := granttypes.ParsePeriod(a.text("first"))
	return &granttypes.MsgOpenRoll{Signer: a.signer(), Programme: a.u32("programme"), Area: a.text("area"), BudgetNode: a.u32("node"), FirstPeriod: uint32(first)}, err
}

// schedule reads from=2024-01 monthly=645.00 until=2024-04 and changes=(2024-03:500.00).
func schedule(a args) (granttypes.Schedule, error) {
	from, err := granttypes.ParsePeriod(a.text("from"))
	if err != nil {
		return granttypes.Schedule{}, err
	}
	until, err := granttypes.ParsePeriod(a.text("until"))
	if err != nil {
		return granttypes.Schedule{}, err
	}
	s := granttypes.Schedule{Changes: []granttypes.Change{{Period: uint32(from), Amount: a.money("monthly")}}, UntilPeriod: uint32(until)}
	for _, c := range a.list("changes") {
		when, amount, _ := strings.Cut(c, ":")
		p, err := granttypes.ParsePeriod(when)
		if err != nil {
			return granttypes.Schedule{}, err
		}
		s.Changes = append(s.Changes, granttypes.Change{Period: uint32(p), Amount: money(amount)})
	}
	return s, nil
}

func (a args) grant() (uint64, error) {
	id, err := granttypes.ParseGrantID(a.text("grant"))
	return uint64(id), err
}

func offerTransfer(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	if err != nil {
		return nil, err
	}
	p, err := granttypes.ParsePeriod(a.text("from"))
	return &granttypes.MsgOfferTransfer{Signer: a.signer(), Grant: id, Area: a.text("area"), Period: uint32(p)}, err
}

func cancelTransfer(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	return &granttypes.MsgCancelTransfer{Signer: a.signer(), Grant: id}, err
}

func acceptTransfer(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	if err != nil {
		return nil, err
	}
	s, err := schedule(a)
	return &granttypes.MsgAcceptTransfer{Signer: a.signer(), Grant: id, Roll: a.u32("roll"), Persons: max(a.u32("persons"), 1), Schedule: s}, err
}

func resume(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	return &granttypes.MsgResume{Signer: a.signer(), Grant: id}, err
}

func release(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	if err != nil {
		return nil, err
	}
	p, err := granttypes.ParsePeriod(a.text("period"))
	return &granttypes.MsgReleaseHeld{Signer: a.signer(), Grant: id, Period: uint32(p), Run: a.number("run")}, err
}

func openRun(_ *Scenario, a args) (sdk.Msg, error) {
	p, err := granttypes.ParsePeriod(a.text("period"))
	if err != nil {
		return nil, err
	}
	rolls, err := a.rolls()
	return &granttypes.MsgOpenRun{Signer: a.signer(), Period: uint32(p), Rolls: rolls}, err
}

func sealRun(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgSealRun{Signer: a.signer(), Run: a.number("run")}, nil
}

// authoriseRun takes count and amount from the sealed run unless the line gives others.
func authoriseRun(s *Scenario, a args) (sdk.Msg, error) {
	run, err := s.run(a.number("run"))
	if err != nil {
		return nil, err
	}
	m := &granttypes.MsgAuthoriseRun{Signer: a.signer(), Run: run.Id, Denom: Denom, Count: run.SealedCount, Amount: run.SealedAmount}
	if a.has("denom") {
		m.Denom = a.text("denom")
	}
	if a.has("count") {
		m.Count = a.number("count")
	}
	if a.has("amount") {
		m.Amount = a.money("amount")
	}
	return m, nil
}

func cancelRun(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgCancelRun{Signer: a.signer(), Run: a.number("run")}, nil
}

func withdraw(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	m := &granttypes.MsgWithdraw{Signer: a.signer(), Grant: id, Amount: a.money("amount"), Denom: Denom}
	if a.has("denom") {
		m.Denom = a.text("denom")
	}
	return m, err
}

// coins reads 645.00, or 0.000001, as millionths.
func (a args) coins(key string) sdkmath.Int {
	whole, part, _ := strings.Cut(a.text(key), ".")
	n, err := strconv.ParseUint(whole+(part + "000000")[:6], 10, 64)
	if err != nil {
		panic(fmt.Sprintf("%s: %s=%s is no amount", a.d.Pos, key, a.text(key)))
	}
	return sdkmath.NewIntFromUint64(n)
}

func attest(s *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgAttest{Signer: a.signer(), Id: a.text("issuer"), Reserve: a.coins("reserve"), AsOf: s.Chain.Now.Unix(), ReportHash: Hash32("report")}, nil
}

func cosign(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgCosignAttestation{Signer: a.signer(), Id: a.text("issuer"), Attestation: a.number("attestation")}, nil
}

func mint(_ *Scenario, a args) (sdk.Msg, error) {
	to, err := holder(a.text("to"))
	return &stablecointypes.MsgMint{Signer: a.signer(), Id: a.text("issuer"), Recipient: to.String(), Amount: a.coins("amount")}, err
}

func burn(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgBurn{Signer: a.signer(), Id: a.text("issuer"), Amount: a.coins("amount")}, nil
}

func send(_ *Scenario, a args) (sdk.Msg, error) {
	to, err := holder(a.text("to"))
	denom := Denom
	if a.has("denom") {
		denom = a.text("denom")
	}
	return banktypes.NewMsgSend(Address(a.text("by")), to, sdk.NewCoins(sdk.NewCoin(denom, a.coins("amount")))), err
}

func unjail(_ *Scenario, a args) (sdk.Msg, error) {
	return slashingtypes.NewMsgUnjail(sdk.ValAddress(Address(a.text("by"))).String()), nil
}

// holder reads who holds coins: treasury:dehua, pool:1, fees:dehua, or an account's name.
func holder(text string) (sdk.AccAddress, error) {
	if text == "fee-collector" {
		return authtypes.NewModuleAddress(authtypes.FeeCollectorName), nil
	}
	kind, name, found := strings.Cut(text, ":")
	if !found || kind == "person" || kind == "card" {
		return Address(text), nil
	}
	id := organisationOf(name)
	switch kind {
	case "treasury":
		return granttypes.TreasuryAddress(id), nil
	case "fees":
		return feetypes.BudgetAddress(id), nil
	case "pool":
		return granttypes.PoolAddress(id), nil
	}
	return nil, fmt.Errorf("unknown holder %s", text)
}

// organisationOf reads an organisation's name or number.
func organisationOf(name string) uint32 {
	id, ok := Organisations[name]
	if !ok {
		n, _ := strconv.ParseUint(name, 10, 32)
		id = uint32(n)
	}
	return id
}
