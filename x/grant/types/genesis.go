package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// DefaultGenesis is an empty module.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate refuses a genesis whose lists are out of key order, have gaps in their numbers or name what isn't there.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	for _, check := range []func() error{
		gs.validateProgrammes, gs.validateBudgets, gs.validateRolls, gs.validateGrants, gs.validateRuns, gs.validateCases,
		gs.validateReconciliations, gs.validateHeldTopUps, gs.validateChanges, gs.validateEmergencies, gs.validateLots,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (gs GenesisState) validateProgrammes() error {
	for i, p := range gs.Programmes {
		if err := follows("programmes", uint64(p.Id), i); err != nil {
			return err
		}
		if validateArea(p.Area) != nil || validateCurrency(p.Currency) != nil || len(p.LegalBasisHash) != HashSize ||
			p.ExclusivityClass == 0 || p.Category == CATEGORY_UNSPECIFIED || validatePayFirst(p.Category, p.PayFirstCap) != nil || p.Terms.Validate() != nil ||
			p.Status == PROGRAMME_STATUS_UNSPECIFIED || ProgrammeStatus_name[int32(p.Status)] == "" {
			return errorsmod.Wrapf(ErrGenesisInvalid, "programme %d", p.Id)
		}
	}
	for i, s := range gs.Standards {
		if err := s.Validate(); err != nil {
			return err
		}
		if !counted(uint64(s.Programme), gs.Programmes) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "standard %d", i)
		}
		if i > 0 && !standardLess(gs.Standards[i-1], s) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "standard %d out of order", i)
		}
	}
	return nil
}

func standardLess(a, b Standard) bool {
	switch {
	case a.Programme != b.Programme:
		return a.Programme < b.Programme
	case a.Area != b.Area:
		return a.Area < b.Area
	default:
		return a.FromPeriod < b.FromPeriod
	}
}

func (gs GenesisState) validateBudgets() error {
	for i, n := range gs.BudgetNodes {
		if err := follows("budget nodes", uint64(n.Id), i); err != nil {
			return err
		}
		if n.Parent >= n.Id || n.Organisation == 0 || !counted(uint64(n.Programme), gs.Programmes) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "budget node %d", n.Id)
		}
	}
	var order ascending
	for _, l := range gs.Ledgers {
		if err := l.Validate(); err != nil {
			return err
		}
		if !counted(uint64(l.Node), gs.BudgetNodes) || !order.next(uint64(l.Node), uint64(l.Year), 0) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "ledger %d, %d", l.Node, l.Year)
		}
	}
	return nil
}

func (gs GenesisState) validateRolls() error {
	for i, r := range gs.Rolls {
		if err := follows("rolls", uint64(r.Id), i); err != nil {
			return err
		}
		if validateArea(r.Area) != nil || !counted(uint64(r.Programme), gs.Programmes) || !counted(uint64(r.BudgetNode), gs.BudgetNodes) ||
			!validYear(r.ReservedYear) || r.NextSlot < FirstSlot || r.NextPeriod < uint32(MinPeriod) || r.NextPeriod > uint32(MaxPeriod)+1 ||
			r.OpenRun > uint64(len(gs.Runs)) || r.OpenImport > uint64(len(gs.Imports)) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "roll %d", r.Id)
		}
	}
	var order ascending
	for _, d := range gs.Deltas {
		if !counted(uint64(d.Roll), gs.Rolls) || !order.next(uint64(d.Roll), uint64(d.Period), 0) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "aggregate of roll %d, period %d", d.Roll, d.Period)
		}
	}
	return nil
}

func (gs GenesisState) validateGrants() error {
	if len(gs.Records) != len(gs.Grants) {
		return errorsmod.Wrap(ErrGenesisInvalid, "grants and records differ in number")
	}
	for i, r := range gs.Records {
		if _, err := r.Record(); err != nil {
			return err
		}
		if !counted(uint64(r.Roll), gs.Rolls) || r.Slot == 0 || r.Slot >= gs.Rolls[r.Roll-1].NextSlot {
			return errorsmod.Wrapf(ErrGenesisInvalid, "record %d-%d", r.Roll, r.Slot)
		}
		if i > 0 && NewGrantID(gs.Records[i-1].Roll, gs.Records[i-1].Slot) >= NewGrantID(r.Roll, r.Slot) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "record %d-%d out of order", r.Roll, r.Slot)
		}
	}
	for i, g := range gs.Grants {
		// Grants keep the place they were opened in, so records and grants go in the same order.
		record := gs.Records[i]
		if g.Id != record.Grant || g.Roll != record.Roll || g.Slot != record.Slot || GrantID(g.Id) != NewGrantID(g.Roll, g.Slot) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "grant %s and its record", GrantID(g.Id))
		}
		if len(g.Payee) != RefSize || len(g.Household) != 0 && len(g.Household) != RefSize || g.Persons == 0 || g.Persons > MaxPersons ||
			g.Programme != gs.Rolls[g.Roll-1].Programme || g.UntilPeriod < g.FromPeriod || g.Import > uint64(len(gs.Imports)) ||
			(g.Status == GRANT_STATUS_SUSPENDED) != record.Suspended {
			return errorsmod.Wrapf(ErrGenesisInvalid, "grant %s", GrantID(g.Id))
		}
	}
	var order ascending
	for _, c := range gs.Changes {
		if c.Change.Amount > MaxAmount || !order.next(c.Grant, uint64(c.Change.Period), 0) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "change of grant %s", GrantID(c.Grant))
		}
	}
	return nil
}

func (gs GenesisState) validateRuns() error {
	for i, m := range gs.Imports {
		if err := follows("imports", m.Id, i); err != nil {
			return err
		}
		if !counted(uint64(m.Roll), gs.Rolls) || len(m.Root) != HashSize || m.NextChunk > m.Chunks {
			return errorsmod.Wrapf(ErrGenesisInvalid, "import %d", m.Id)
		}
	}
	for i, r := range gs.Runs {
		if err := follows("runs", r.Id, i); err != nil {
			return err
		}
		if len(r.Rolls) == 0 || len(r.Rolls) > MaxRunRolls || Period(r.Period).Validate() != nil || int(r.CursorRoll) > len(r.Rolls) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "run %d", r.Id)
		}
		for _, roll := range r.Rolls {
			if !counted(uint64(roll), gs.Rolls) {
				return errorsmod.Wrapf(ErrGenesisInvalid, "run %d", r.Id)
			}
		}
	}
	var periods, chunks, held ascending
	for _, p := range gs.RunPeriods {
		if !counted(p.Run, gs.Runs) || !periods.next(uint64(p.Roll), uint64(p.Period), 0) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "run of roll %d, period %d", p.Roll, p.Period)
		}
	}
	for _, c := range gs.Chunks {
		if !counted(c.Run, gs.Runs) || len(c.Chunk.Root) != HashSize || c.Chunk.LastSlot < c.FirstSlot ||
			!chunks.next(c.Run, uint64(c.Roll), uint64(c.FirstSlot)) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "chunk of run %d", c.Run)
		}
	}
	var offers ascending
	for _, t := range gs.Transfers {
		if !offers.next(t.Grant, 0, 0) || !slices.ContainsFunc(gs.Grants, func(g Grant) bool { return g.Id == t.Grant }) || t.Organisation == 0 || Period(t.Period).Validate() != nil {
			return errorsmod.Wrapf(ErrGenesisInvalid, "transfer of grant %s", GrantID(t.Grant))
		}
	}
	for i, d := range gs.Deciders {
		if !counted(uint64(d.Roll), gs.Rolls) || len(d.Credential) != HashSize || i > 0 && !deciderLess(gs.Deciders[i-1], d) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "decider %d", i)
		}
	}
	for _, h := range gs.Held {
		if !counted(h.Run, gs.Runs) || !held.next(h.Grant, uint64(h.Period), 0) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "held payment of grant %s", GrantID(h.Grant))
		}
	}
	return nil
}

func deciderLess(a, b Decider) bool {
	if a.Roll != b.Roll {
		return a.Roll < b.Roll
	}
	return bytes.Compare(a.Credential, b.Credential) < 0
}

// follows refuses a number that isn't one more than its place in the list.
func follows(list string, id uint64, place int) error {
	if id != uint64(place)+1 {
		return errorsmod.Wrapf(ErrGenesisInvalid, "%s have a gap before %d", list, id)
	}
	return nil
}

// counted tells that the list, numbered from 1, has the number.
func counted[T any](id uint64, list []T) bool { return id >= 1 && id <= uint64(len(list)) }

// ascending tells whether keys come in strict order.
type ascending struct {
	last [3]uint64
	any  bool
}

func (a *ascending) next(first, second, third uint64) bool {
	key := [3]uint64{first, second, third}
	for i := range key {
		if !a.any || key[i] > a.last[i] {
			a.last, a.any = key, true
			return true
		}
		if key[i] < a.last[i] {
			return false
		}
	}
	return false
}
