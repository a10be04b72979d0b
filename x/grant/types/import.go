package types

import errorsmod "cosmossdk.io/errors"

// Bounds of imports. Changing these forks the chain.
const (
	// MaxImportChunks is the most chunks of one import.
	MaxImportChunks = 1_000_000
	// MaxChunkRows is the most rows of one chunk.
	MaxChunkRows = 200
	// MaxPersons is the most persons of one household or grant.
	MaxPersons = 32
)

// Add adds figures.
func (t ImportTotals) Add(more ImportTotals) (ImportTotals, error) {
	years := append(Years(nil), t.Amounts...)
	if err := years.AddAll(more.Amounts); err != nil {
		return ImportTotals{}, err
	}
	rows, persons := uint64(t.Rows)+uint64(more.Rows), uint64(t.Persons)+uint64(more.Persons)
	if rows > MaxImportChunks*MaxChunkRows || persons > 1<<32-1 {
		return ImportTotals{}, errorsmod.Wrap(ErrOverflow, "import")
	}
	return ImportTotals{Rows: uint32(rows), Persons: uint32(persons), Amounts: years}, nil
}

// Within tells that no figure is above the sealed one.
func (t ImportTotals) Within(sealed ImportTotals) bool {
	above, _ := Years(t.Amounts).Compare(sealed.Amounts)
	return t.Rows <= sealed.Rows && t.Persons <= sealed.Persons && len(above) == 0
}

// Meets tells that every figure is the sealed one.
func (t ImportTotals) Meets(sealed ImportTotals) bool {
	above, below := Years(t.Amounts).Compare(sealed.Amounts)
	return t.Rows == sealed.Rows && t.Persons == sealed.Persons && len(above) == 0 && len(below) == 0
}

// Validate refuses figures that no import of so many chunks can meet.
func (t ImportTotals) Validate(chunks uint32) error {
	rows, persons := uint64(t.Rows), uint64(t.Persons)
	if rows < uint64(chunks) || rows > uint64(chunks)*MaxChunkRows || persons < rows || persons > rows*MaxPersons {
		return errorsmod.Wrapf(ErrInvalid, "%d rows and %d persons in %d chunks", rows, persons, chunks)
	}
	if len(t.Amounts) == 0 {
		return errorsmod.Wrap(ErrInvalid, "no money in any fiscal year")
	}
	return Years(t.Amounts).Validate()
}

// Totals are the figures of one chunk.
func (c ImportChunk) Totals() (ImportTotals, error) {
	var years Years
	var persons uint32
	for _, row := range c.Rows {
		persons += uint32(len(row.Household.Persons))
		if err := years.AddAll(NewPlan(row.Schedule).Years(row.Schedule.First())); err != nil {
			return ImportTotals{}, err
		}
	}
	return ImportTotals{Rows: uint32(len(c.Rows)), Persons: persons, Amounts: years}, nil
}

// Close ends an import that isn't complete and tells what is left of its reservation by fiscal year.
func (i Import) Close() (Import, Years, error) {
	if i.Status != IMPORT_STATUS_OPEN {
		return Import{}, nil, errorsmod.Wrapf(ErrImportClosed, "import %d", i.Id)
	}
	_, left := Years(i.Loaded.Amounts).Compare(i.Sealed.Amounts)
	i.Status = IMPORT_STATUS_CLOSED
	return i, left, nil
}

// Accept takes a chunk with its figures: the import is open, the officer isn't the approver, the chunk is the next one
// and belongs under the root, and the sealed figures hold; with the last chunk they are met.
func (i Import) Accept(chunk ImportChunk, path [][]byte, officer Actor) (Import, error) {
	if i.Status != IMPORT_STATUS_OPEN {
		return Import{}, errorsmod.Wrapf(ErrImportClosed, "import %d", i.Id)
	}
	if officer.Is(i.Approver) || officer.IsAmong(i.ApproverCredentials) {
		return Import{}, errorsmod.Wrapf(ErrSelfDealing, "import %d", i.Id)
	}
	if chunk.Index != i.NextChunk {
		return Import{}, errorsmod.Wrapf(ErrChunkOrder, "chunk %d is the next one", i.NextChunk)
	}
	item, err := chunk.Marshal()
	if err != nil {
		return Import{}, errorsmod.Wrap(ErrInvalid, "chunk")
	}
	if err := VerifyPath(i.Root, i.Chunks, chunk.Index, item, path); err != nil {
		return Import{}, err
	}
	totals, err := chunk.Totals()
	if err != nil {
		return Import{}, err
	}
	if i.Loaded, err = i.Loaded.Add(totals); err != nil {
		return Import{}, err
	}
	i.NextChunk++
	switch {
	case !i.Loaded.Within(i.Sealed):
		return Import{}, errorsmod.Wrapf(ErrImportTotals, "import %d has more than was sealed", i.Id)
	case i.NextChunk < i.Chunks:
		return i, nil
	case !i.Loaded.Meets(i.Sealed):
		return Import{}, errorsmod.Wrapf(ErrImportTotals, "import %d has less than was sealed", i.Id)
	}
	i.Status = IMPORT_STATUS_DONE
	return i, nil
}
