package keeper

import (
	"context"
	"slices"

	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// OpenImport seals a register's root and totals and reserves its money.
func (s msgServer) OpenImport(ctx context.Context, msg *types.MsgOpenImport) (*types.MsgOpenImportResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	roll, err := s.roll(ctx, msg.Roll)
	if err != nil {
		return nil, err
	}
	officer, err := s.authorize(ctx, msg.Signer, msg, roll.Area)
	if err != nil {
		return nil, err
	}
	if err := roll.Free(); err != nil {
		return nil, err
	}
	if _, err := s.openProgramme(ctx, roll.Programme); err != nil {
		return nil, err
	}
	known, err := s.importRoots.Has(ctx, msg.Root)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, types.ErrImportKnown
	}
	if first := msg.Totals.Amounts[0].Year; first < types.Period(roll.NextPeriod).Year() {
		return nil, errorsmod.Wrapf(types.ErrPeriodSealed, "roll %d takes %s, not %d", roll.Id, types.Period(roll.NextPeriod), first)
	}
	if err := roll.RequireReserved(types.Period(msg.Totals.Amounts[0].Year * types.MonthsPerYear)); err != nil {
		return nil, err
	}
	if err := s.changeReserved(ctx, roll, msg.Totals.Amounts, types.Ledger.Reserve); err != nil {
		return nil, err
	}
	id, err := next(ctx, s.importSeq)
	if err != nil {
		return nil, err
	}
	load := types.Import{
		Id: id, Roll: roll.Id, Root: msg.Root, Chunks: msg.Chunks, Sealed: msg.Totals,
		Approver: officer.Address, ApproverCredentials: officer.Persons, Status: types.IMPORT_STATUS_OPEN,
	}
	if err := s.decided(ctx, roll.Id, officer); err != nil {
		return nil, err
	}
	roll.OpenImport = id
	if err := s.rolls.Set(ctx, roll.Id, roll); err != nil {
		return nil, err
	}
	if err := s.importRoots.Set(ctx, load.Root, id); err != nil {
		return nil, err
	}
	if err := s.imports.Set(ctx, id, load); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventImportOpened(load)); err != nil {
		return nil, err
	}
	return &types.MsgOpenImportResponse{Import: id}, nil
}

// LoadChunk loads the next chunk of an import: it enrols the households and opens a grant for each.
func (s msgServer) LoadChunk(ctx context.Context, msg *types.MsgLoadChunk) (*types.MsgLoadChunkResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	load, err := s.importOf(ctx, msg.Import)
	if err != nil {
		return nil, err
	}
	roll, err := s.roll(ctx, load.Roll)
	if err != nil {
		return nil, err
	}
	officer, err := s.authorize(ctx, msg.Signer, msg, roll.Area)
	if err != nil {
		return nil, err
	}
	if load, err = load.Accept(msg.Chunk, msg.Path, officer); err != nil {
		return nil, err
	}
	if err := s.requireDisinterested(ctx, load, officer, msg.Chunk.Rows); err != nil {
		return nil, err
	}
	households, err := s.checkRows(ctx, roll, msg.Chunk.Rows)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Register.Enrol(ctx, officer.Organisation, households); err != nil {
		return nil, err
	}
	if err := s.decided(ctx, roll.Id, officer); err != nil {
		return nil, err
	}
	if roll, err = s.loadRows(ctx, roll, load, officer.Organisation, msg.Chunk.Rows); err != nil {
		return nil, err
	}
	done := load.Status == types.IMPORT_STATUS_DONE
	if done {
		roll.OpenImport = 0
	}
	if err := s.rolls.Set(ctx, roll.Id, roll); err != nil {
		return nil, err
	}
	if err := s.imports.Set(ctx, load.Id, load); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventImportChunkLoaded(load, msg.Chunk)); err != nil {
		return nil, err
	}
	if done {
		if err := emit(ctx, types.NewEventImportDone(load)); err != nil {
			return nil, err
		}
	}
	return &types.MsgLoadChunkResponse{NextChunk: load.NextChunk}, nil
}

// CloseImport ends an import that won't be completed: what is loaded stays, the rest of the reservation is released.
func (s msgServer) CloseImport(ctx context.Context, msg *types.MsgCloseImport) (*types.MsgCloseImportResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	load, err := s.importOf(ctx, msg.Import)
	if err != nil {
		return nil, err
	}
	roll, err := s.roll(ctx, load.Roll)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, roll.Area); err != nil {
		return nil, err
	}
	load, left, err := load.Close()
	if err != nil {
		return nil, err
	}
	if err := s.changeReserved(ctx, roll, left, types.Ledger.Unreserve); err != nil {
		return nil, err
	}
	roll.OpenImport = 0
	if err := s.rolls.Set(ctx, roll.Id, roll); err != nil {
		return nil, err
	}
	if err := s.imports.Set(ctx, load.Id, load); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventImportClosed(load)); err != nil {
		return nil, err
	}
	return &types.MsgCloseImportResponse{}, nil
}

// checkRows checks areas, periods and standards before anything is written, and lists the households. Its errors name the position of
// the household, like those of the register.
func (s msgServer) checkRows(ctx context.Context, roll types.Roll, rows []types.ImportRow) ([]beneficiarytypes.HouseholdEnrolment, error) {
	standards := s.standardsOf(roll)
	households := make([]beneficiarytypes.HouseholdEnrolment, len(rows))
	for i, row := range rows {
		if err := types.RequireInside(roll.Area, row.Household.Area); err != nil {
			return nil, errorsmod.Wrapf(err, "household %d", i)
		}
		if err := requireUnsealed(roll, row.Schedule); err != nil {
			return nil, errorsmod.Wrapf(err, "household %d", i)
		}
		if err := standards.check(ctx, row.Schedule, uint32(len(row.Household.Persons))); err != nil {
			return nil, errorsmod.Wrapf(err, "household %d", i)
		}
		households[i] = row.Household
	}
	return households, nil
}

// requireDisinterested refuses rows with a person in whom somebody has a declared interest who opened the import or loads it.
func (s msgServer) requireDisinterested(ctx context.Context, load types.Import, officer types.Actor, rows []types.ImportRow) error {
	interests, err := s.deps.Authority.Interests(ctx, slices.Concat(load.ApproverCredentials, officer.Persons))
	if err != nil || len(interests) == 0 {
		return err
	}
	for i, row := range rows {
		for _, person := range row.Household.Persons {
			if err := authoritytypes.CheckInterests(interests, person.Ref); err != nil {
				return errorsmod.Wrapf(err, "household %d", i)
			}
		}
	}
	return nil
}

// loadRows opens the grants of a chunk; their money was reserved when the import was opened.
func (s msgServer) loadRows(ctx context.Context, roll types.Roll, load types.Import, organisation uint32, rows []types.ImportRow) (types.Roll, error) {
	programme, err := s.openProgramme(ctx, roll.Programme)
	if err != nil {
		return types.Roll{}, err
	}
	var deltas types.Deltas
	for i, row := range rows {
		draft := types.Grant{
			Payee: row.Household.Persons[0].Ref, Household: row.Household.Ref, Persons: uint32(len(row.Household.Persons)),
			Approver: load.Approver, Import: load.Id,
		}
		if err := s.requireLiveTag(ctx, programme, draft.Payee); err != nil {
			return types.Roll{}, errorsmod.Wrapf(err, "household %d", i)
		}
		var grant types.Grant
		if roll, grant, err = s.openGrant(ctx, roll, programme, draft, row.Schedule, &deltas); err != nil {
			return types.Roll{}, errorsmod.Wrapf(err, "household %d", i)
		}
		if err := s.startReviewClock(ctx, programme.Terms, grant, organisation); err != nil {
			return types.Roll{}, err
		}
	}
	return roll, s.addDeltas(ctx, roll.Id, deltas)
}
