package chaintest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecoinkeeper "github.com/reliefchain/relief/x/stablecoin/keeper"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// questions look at the state or let time pass.
var questions = map[string]func(*Scenario, args) (string, error){
	"block":        passTime,
	"office":       openOffice,
	"absent":       missBlocks,
	"double-sign":  doubleSign,
	"grant":        showGrant,
	"coins":        showCoins,
	"run":          showRun,
	"budget":       showBudget,
	"roll?":        showRoll,
	"held":         showHeld,
	"seats":        showSeats,
	"keys":         showKeys,
	"person":       showPerson,
	"deadline":     showDeadline,
	"area?":        showArea,
	"reserve":      showReserve,
	"match?":       showMatch,
	"fee-budget?":  showFeeBudget,
	"shares?":      showShares,
	"export":       export,
	"vote":         vote,
	"proposal":     showProposal,
	"proposed":     showProposed,
	"officer":      showOfficer,
	"interests":    showInterests,
	"delegations":  showDelegations,
	"queue":        showQueue,
	"stops":        showStops,
	"seat-tokens":  showSeatTokens,
	"key-sets":     showKeySets,
	"sample?":      showSample,
	"tag-epochs":   showTagEpochs,
	"due-tags":     showDueTags,
	"recognitions": showRecognitions,
	"household?":   showHousehold,

	"budget-tree":    showBudgetTree,
	"reconciliation": showReconciliation,
	"held-top-ups":   showHeldTopUps,
}

// passTime makes blocks: "block", "block at=2024-02-01", "block count=20", "block after=72h". "events" shows what they did by themselves.
func passTime(s *Scenario, a args) (string, error) {
	at, err := a.at(s.Chain.Now)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("ok\n")
	for range max(a.number("count"), 1) {
		s.Chain.Block(at)
		at = at.Add(time.Second)
		if a.has("events") {
			b.WriteString(events(s.Chain.Events))
		}
	}
	return b.String(), nil
}

// missBlocks lets a province's seat miss blocks until told otherwise: "absent seat=tianjin", "absent seat=tianjin back".
func missBlocks(s *Scenario, a args) (string, error) {
	seat, err := a.seat()
	if err != nil {
		return "", err
	}
	s.Chain.SetAbsent(seat, !a.has("back"))
	return "ok\n", nil
}

// doubleSign shows the chain that a province's seat signed the last block twice.
func doubleSign(s *Scenario, a args) (string, error) {
	seat, err := a.seat()
	if err != nil {
		return "", err
	}
	s.Chain.DoubleSign(seat, s.Chain.Now.Add(time.Second))
	return "ok\n", nil
}

func (a args) seat() (int, error) {
	n := slices.Index(Provinces, a.text("seat"))
	if n < 0 {
		return 0, fmt.Errorf("unknown province %s", a.text("seat"))
	}
	return n, nil
}

func (s *Scenario) query() granttypes.QueryServer {
	return grantkeeper.NewQueryServer(s.Chain.App().Grant)
}

func (s *Scenario) run(id uint64) (granttypes.Run, error) {
	res, err := s.query().Run(s.Chain.Context(), &granttypes.QueryRunRequest{Id: id})
	if err != nil {
		return granttypes.Run{}, err
	}
	return res.Run, nil
}

func showGrant(s *Scenario, a args) (string, error) {
	id, err := a.grant()
	if err != nil {
		return "", err
	}
	res, err := s.query().Grant(s.Chain.Context(), &granttypes.QueryGrantRequest{Id: id})
	if err != nil {
		return "", err
	}
	r := res.Record
	var b strings.Builder
	fmt.Fprintf(&b, "monthly=%s balance=%s", showMoney(r.Amount), showMoney(r.Balance))
	if r.LastPeriod > 0 {
		fmt.Fprintf(&b, " handled=%s", granttypes.Period(r.LastPeriod))
	}
	if r.NextPeriod > 0 {
		fmt.Fprintf(&b, " next=%s:%s", granttypes.Period(r.NextPeriod), showMoney(r.NextAmount))
	}
	if r.Suspended {
		b.WriteString(" suspended")
	}
	if r.Locked {
		b.WriteString(" locked")
	}
	if r.Deceased {
		b.WriteString(" deceased")
	}
	b.WriteString("\n")
	return b.String(), nil
}

func showCoins(s *Scenario, a args) (string, error) {
	address, err := holder(a.text("of"))
	if err != nil {
		return "", err
	}
	denom := Denom
	if a.has("denom") {
		denom = a.text("denom")
	}
	return s.coinsOf(a.text("of"), address, denom).String() + "\n", nil
}

func showRun(s *Scenario, a args) (string, error) {
	r, err := s.run(a.number("run"))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s sealed=%d:%s paid=%d:%s held=%d:%s\n", strings.ToLower(strings.TrimPrefix(r.Status.String(), "RUN_STATUS_")),
		r.SealedCount, showMoney(r.SealedAmount), r.PaidCount, showMoney(r.PaidAmount), r.HeldCount, showMoney(r.HeldAmount)), nil
}

func showBudget(s *Scenario, a args) (string, error) {
	res, err := s.query().Budget(s.Chain.Context(), &granttypes.QueryBudgetRequest{Node: a.u32("node"), Year: a.u32("year")})
	if err != nil {
		return "", err
	}
	return describeLedger(res.Ledger, res.Free) + "\n", nil
}

func showRoll(s *Scenario, a args) (string, error) {
	res, err := s.query().Roll(s.Chain.Context(), &granttypes.QueryRollRequest{Id: a.u32("roll")})
	if err != nil {
		return "", err
	}
	r := res.Roll
	return fmt.Sprintf("next-slot=%d next-period=%s base=%d:%s reserved=%d\n", r.NextSlot, granttypes.Period(r.NextPeriod), r.BaseCount, showMoney(r.BaseAmount), r.ReservedYear), nil
}

func showHeld(s *Scenario, a args) (string, error) {
	id, err := a.grant()
	if err != nil {
		return "", err
	}
	res, err := s.query().Held(s.Chain.Context(), &granttypes.QueryHeldRequest{Grant: id})
	if err != nil {
		return "", err
	}
	return describeHeld(res.Held), nil
}

func describeHeld(held []granttypes.HeldPayment) string {
	if len(held) == 0 {
		return "none\n"
	}
	var b strings.Builder
	for _, h := range held {
		state := "held"
		if h.Released {
			state = "released"
		}
		if h.Returned {
			state = "returned"
		}
		fmt.Fprintf(&b, "%s %s %s %s\n", granttypes.Period(h.Period), showMoney(h.Amount), state, strings.ToLower(strings.TrimPrefix(h.Reason.String(), "HOLD_REASON_")))
	}
	return b.String()
}

// showSeats lists the seats by province, and how many keys sign the next block but one.
func showSeats(s *Scenario, _ args) (string, error) {
	seats, err := s.Chain.App().Validator.Seats(s.Chain.Context())
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, province := range Provinces {
		for _, seat := range seats {
			if seat.Organisation == Organisations[province] {
				fmt.Fprintf(&b, "%s %s\n", province, strings.ToLower(strings.TrimPrefix(seat.Status.String(), "SEAT_STATUS_")))
			}
		}
	}
	fmt.Fprintf(&b, "%d sign\n", len(s.Chain.signing.next))
	return b.String(), nil
}

func showPerson(s *Scenario, a args) (string, error) {
	p, err := s.Chain.App().Beneficiary.Person(s.Chain.Context(), Ref(a.text("of")))
	if err != nil {
		return "", err
	}
	live, err := s.Chain.App().Beneficiary.HasLiveTag(s.Chain.Context(), p.Ref, max(a.u32("class"), 1))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s area=%s live-tag=%t\n", strings.ToLower(strings.TrimPrefix(p.Status.String(), "PERSON_STATUS_")), p.HomeArea, live), nil
}

// showHousehold tells where a household is at home: "household? of=H1".
func showHousehold(s *Scenario, a args) (string, error) {
	h, err := s.Chain.App().Beneficiary.Household(s.Chain.Context(), Ref(a.text("of")))
	return fmt.Sprintf("area=%s organisation=%d\n", h.HomeArea, h.Organisation), err
}

func showReserve(s *Scenario, a args) (string, error) {
	r, err := stablecoinkeeper.NewQueryServer(s.Chain.App().Stablecoin).Reserve(s.Chain.Context(), &stablecointypes.QueryReserveRequest{Id: a.text("issuer")})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("supply=%s reserve=%s covered=%s headroom=%s\n", r.Supply, r.Reserve, r.Covered, r.Headroom), nil
}

// export writes the state, starts a second chain from it and writes that: both must be equal.
func export(s *Scenario, _ args) (string, error) {
	s.Chain.Export()
	return "ok\n", nil
}
