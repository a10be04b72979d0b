package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// kind is what the numbers of a command are.
type kind struct {
	// noun, and column of a file, for one; plural for more.
	noun, plural, column string
	// subject is what clocks and timelines call it; none for what isn't a case.
	subject types.SubjectKind
	// load looks one up.
	load func(ctx context.Context, d *desk, i *item) error
	// note says in a line or two what it is about, once it is loaded.
	note func(i *item) string
}

// item is what is to be done with one case: its number, and what flags or a line of a file say.
type item struct {
	id     uint64
	kind   *kind
	fields map[string]string

	// What load fills in: money as it is written, where it stands, what may come next, its clocks, and the thing itself.
	money       casework.Currency
	status      fmt.Stringer
	next        []casework.Step
	deadlines   []types.Deadline
	application types.Application
	appeal      types.Appeal
	change      types.ProposedChange
	clawback    types.Clawback
	emergency   types.Emergency
	lot         types.Lot
	grant       types.QueryGrantResponse
	roll        types.Roll
	programme   types.Programme
	budget      types.QueryBudgetResponse
	held        *held

	// err is the first field that couldn't be read.
	err error
	// opinion is what is paid if it is carried out, and says what the preview says beside.
	opinion *types.Opinion
	says    []string
	// result is what became of it.
	result result
}

// The kinds.
var (
	applications = &kind{noun: "application", plural: "applications", column: "application", subject: types.SUBJECT_KIND_APPLICATION, load: loadApplication, note: func(i *item) string {
		return fmt.Sprintf("programme %d, roll %d: %s", i.application.Programme, i.application.Roll, casework.Opinion(i.application.Opinion, i.money))
	}}
	appeals = &kind{noun: "appeal", plural: "appeals", column: "appeal", subject: types.SUBJECT_KIND_APPEAL, load: loadAppeal, note: func(i *item) string {
		text := fmt.Sprintf("against %s %d; organisation %d answers", casework.Words(i.appeal.Subject.Kind), i.appeal.Subject.Id, i.appeal.Organisation)
		return text + because(i.appeal.Reason)
	}}
	changes = &kind{noun: "change", plural: "changes", column: "change", subject: types.SUBJECT_KIND_CHANGE, load: loadChange, note: func(i *item) string {
		text := fmt.Sprintf("grant %s: %s%s", types.GrantID(i.change.Grant), casework.Change(i.change, i.money), because(i.change.Reason))
		return text + statement(i.change.StatementHash)
	}}
	clawbacks = &kind{noun: "clawback", plural: "clawbacks", column: "clawback", subject: types.SUBJECT_KIND_CLAWBACK, load: loadClawback, note: func(i *item) string {
		text := fmt.Sprintf("grant %s: %s%s", types.GrantID(i.clawback.Grant), casework.Clawback(i.clawback, i.money), because(i.clawback.Reason))
		return text + statement(i.clawback.StatementHash)
	}}
	emergencies = &kind{
		noun: "emergency", plural: "emergencies", column: "emergency", subject: types.SUBJECT_KIND_EMERGENCY, load: loadEmergency,
		note: func(i *item) string { return casework.Emergency(i.emergency, i.money) },
	}
	lots   = &kind{noun: "lot", plural: "lots", column: "lot", subject: types.SUBJECT_KIND_LOT, load: loadLot, note: func(i *item) string { return casework.Lot(i.lot) }}
	grants = &kind{noun: "grant", plural: "grants", column: "grant", subject: types.SUBJECT_KIND_GRANT, load: loadGrant, note: func(i *item) string {
		text := fmt.Sprintf("programme %d, roll %d, %s; %s in %s", i.grant.Grant.Programme, i.grant.Grant.Roll, casework.Persons(i.grant.Grant.Persons),
			i.money.Say(i.plan().At(types.Period(i.roll.NextPeriod))), types.Period(i.roll.NextPeriod))
		if open := i.grant.Grant.OpenChange; open != 0 {
			text += fmt.Sprintf("; change %d is open", open)
		}
		return text
	}}
	rolls      = &kind{noun: "roll", plural: "rolls", column: "roll", load: loadRoll}
	programmes = &kind{noun: "programme", plural: "programmes", column: "programme", load: loadProgramme}
	nodes      = &kind{noun: "budget node", plural: "budget nodes", column: "node", load: loadNode}
)

// kindsOfCases are those that are shown and have a timeline, the usual one first.
var kindsOfCases = []*kind{applications, grants, changes, clawbacks, appeals, emergencies, lots}

// addKinds gives a command a flag for each kind but the first.
func addKinds(cmd *cobra.Command, kinds []*kind) {
	for _, k := range kinds[1:] {
		cmd.Flags().Bool(k.noun, false, "the numbers are those of "+k.plural)
	}
}

// kindOf is the kind that the flags name, the first one when they name none.
func kindOf(cmd *cobra.Command, kinds []*kind) (*kind, error) {
	named := kinds[0]
	for _, k := range kinds[1:] {
		if on, _ := cmd.Flags().GetBool(k.noun); on {
			if named != kinds[0] {
				return nil, fmt.Errorf("--%s and --%s: name one kind", named.noun, k.noun)
			}
			named = k
		}
	}
	return named, nil
}

// parse reads a number; a grant's is written 1-17.
func (k *kind) parse(text string) (uint64, error) {
	if k == grants {
		id, err := types.ParseGrantID(text)
		if err != nil {
			return 0, fmt.Errorf("grant %q: want a number like 1-17", text)
		}
		return uint64(id), nil
	}
	id, err := strconv.ParseUint(text, 10, 64)
	if err != nil || id == 0 || k.subject == 0 && id > 1<<32-1 {
		return 0, fmt.Errorf("%s %q: want its number", k.column, text)
	}
	return id, nil
}

// parseAll reads numbers; the same one twice is refused, unless they may repeat.
func (k *kind) parseAll(args []string, repeats bool) ([]uint64, error) {
	seen := map[uint64]bool{}
	ids := make([]uint64, len(args))
	for n, arg := range args {
		id, err := k.parse(arg)
		if err != nil {
			return nil, err
		}
		if seen[id] && !repeats {
			return nil, fmt.Errorf("%s %s is named twice", k.noun, k.say(id))
		}
		ids[n], seen[id] = id, true
	}
	return ids, nil
}

// say writes a number as people do.
func (k *kind) say(id uint64) string {
	if k == grants {
		return types.GrantID(id).String()
	}
	return strconv.FormatUint(id, 10)
}

func (i *item) name() string { return i.kind.say(i.id) }

// load looks up what the items are about.
func (d *desk) load(ctx context.Context, items ...*item) error {
	for _, i := range items {
		if err := i.kind.load(ctx, d, i); err != nil {
			return fmt.Errorf("look %s %s up: %w", i.kind.noun, i.name(), err)
		}
	}
	return nil
}

func loadApplication(ctx context.Context, d *desk, i *item) error {
	res, err := d.grants.Application(ctx, &types.QueryApplicationRequest{Id: i.id})
	if err != nil {
		return err
	}
	i.application, i.deadlines, i.status, i.next = res.Application, res.Deadlines, res.Application.Status, casework.Next(res.Application)
	i.money, err = d.money(ctx, i.application.Programme)
	return err
}

// loadAppeal loads the case that is appealed against, too.
func loadAppeal(ctx context.Context, d *desk, i *item) error {
	res, err := d.grants.Appeal(ctx, &types.QueryAppealRequest{Id: i.id})
	if err != nil {
		return err
	}
	for _, k := range []*kind{applications, changes, clawbacks} {
		if k.subject == res.Appeal.Subject.Kind {
			against := &item{id: res.Appeal.Subject.Id, kind: k}
			if err := d.load(ctx, against); err != nil {
				return err
			}
			i.application, i.change, i.clawback, i.grant, i.money = against.application, against.change, against.clawback, against.grant, against.money
		}
	}
	i.appeal, i.deadlines, i.status, i.next = res.Appeal, res.Deadlines, res.Appeal.Status, casework.NextOfAppeal(res.Appeal)
	return nil
}

func loadChange(ctx context.Context, d *desk, i *item) error {
	res, err := d.grants.Change(ctx, &types.QueryChangeRequest{Id: i.id})
	if err != nil {
		return err
	}
	i.change = res.Change
	if err := d.loadGrantOf(ctx, i, res.Change.Grant); err != nil {
		return err
	}
	i.deadlines, i.status, i.next = res.Deadlines, res.Change.Status, casework.NextOfChange(res.Change)
	return nil
}

func loadClawback(ctx context.Context, d *desk, i *item) error {
	res, err := d.grants.Clawback(ctx, &types.QueryClawbackRequest{Id: i.id})
	if err != nil {
		return err
	}
	i.clawback = res.Clawback
	if err := d.loadGrantOf(ctx, i, res.Clawback.Grant); err != nil {
		return err
	}
	i.deadlines, i.status, i.next = res.Deadlines, res.Clawback.Status, casework.NextOfClawback(res.Clawback)
	return nil
}

func loadGrant(ctx context.Context, d *desk, i *item) error { return d.loadGrantOf(ctx, i, i.id) }

func (d *desk) loadGrantOf(ctx context.Context, i *item, id uint64) error {
	res, err := d.grants.Grant(ctx, &types.QueryGrantRequest{Id: id})
	if err != nil {
		return err
	}
	i.grant, i.deadlines, i.status = *res, res.Deadlines, res.Standing
	if i.roll, err = d.roll(ctx, res.Grant.Roll); err != nil {
		return err
	}
	if i.programme, err = d.programme(ctx, res.Grant.Programme); err != nil {
		return err
	}
	i.money = casework.CurrencyOf(i.programme.Currency)
	return nil
}

func loadEmergency(ctx context.Context, d *desk, i *item) error {
	res, err := d.grants.Emergency(ctx, &types.QueryEmergencyRequest{Id: i.id})
	if err != nil {
		return err
	}
	i.emergency, i.deadlines, i.status, i.next = res.Emergency, res.Deadlines, res.Emergency.Status, casework.NextOfEmergency(res.Emergency)
	i.programme, err = d.programme(ctx, i.emergency.Programme)
	i.money = casework.CurrencyOf(i.programme.Currency)
	return err
}

func loadLot(ctx context.Context, d *desk, i *item) error {
	res, err := d.grants.Lot(ctx, &types.QueryLotRequest{Id: i.id})
	if err != nil {
		return err
	}
	i.lot, i.deadlines, i.status, i.next = res.Lot, res.Deadlines, res.Lot.Status, casework.NextOfLot(res.Lot)
	i.programme, err = d.programme(ctx, i.lot.Programme)
	return err
}

func loadRoll(ctx context.Context, d *desk, i *item) (err error) {
	if i.roll, err = d.roll(ctx, uint32(i.id)); err != nil {
		return err
	}
	i.programme, err = d.programme(ctx, i.roll.Programme)
	i.money = casework.CurrencyOf(i.programme.Currency)
	return err
}

func loadProgramme(ctx context.Context, d *desk, i *item) (err error) {
	i.programme, err = d.programme(ctx, uint32(i.id))
	return err
}

// loadNode looks a budget node up in the fiscal year of today.
func loadNode(ctx context.Context, d *desk, i *item) error {
	year, _ := d.day(d.now).Month()
	res, err := d.grants.Budget(ctx, &types.QueryBudgetRequest{Node: uint32(i.id), Year: year})
	if err != nil {
		return err
	}
	i.budget = *res
	i.money, err = d.money(ctx, res.Node.Programme)
	return err
}

// plan is what the grant pays, as its record and the changes behind it say.
func (i *item) plan() types.Plan {
	record, err := i.grant.Record.Record()
	if err != nil {
		return types.Plan{}
	}
	return types.PlanOf(record, i.grant.Changes)
}

func because(reason types.Reason) string {
	if reason == types.REASON_UNSPECIFIED {
		return ""
	}
	return "; reason: " + casework.ReasonName(reason)
}

func statement(hash []byte) string {
	if len(hash) == 0 {
		return ""
	}
	return "; the payee's statement is in"
}
