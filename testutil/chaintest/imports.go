package chaintest

import (
	"fmt"

	"github.com/cometbft/cometbft/crypto/merkle"
	sdk "github.com/cosmos/cosmos-sdk/types"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// openImport seals a register by name: every person is a household and a chunk of its own, all with the same schedule.
// "more" seals that many minor units more than the rows hold.
func openImport(s *Scenario, a args) (sdk.Msg, error) {
	name := a.text("name")
	if open, ok := s.imports[name]; ok {
		open.Signer = a.signer()
		return &open, nil
	}
	plan, err := schedule(a)
	if err != nil {
		return nil, err
	}
	var chunks []granttypes.MsgLoadChunk
	var items [][]byte
	var totals granttypes.ImportTotals
	for n, person := range a.list("persons") {
		chunk := granttypes.ImportChunk{Index: uint32(n), Rows: []granttypes.ImportRow{{
			Household: beneficiarytypes.HouseholdEnrolment{
				Ref: Ref("household " + person), MemberRoot: Hash32("members " + person), Area: a.text("area"),
				Persons: []beneficiarytypes.Enrolment{EnrolmentOf(person, person, 1)},
			},
			Schedule: plan,
		}}}
		item, err := chunk.Marshal()
		if err != nil {
			return nil, err
		}
		more, err := chunk.Totals()
		if err != nil {
			return nil, err
		}
		if totals, err = totals.Add(more); err != nil {
			return nil, err
		}
		chunks, items = append(chunks, granttypes.MsgLoadChunk{Chunk: chunk}), append(items, item)
	}
	root, proofs := merkle.ProofsFromByteSlices(items)
	for n := range chunks {
		chunks[n].Path = proofs[n].Aunts
	}
	if len(totals.Amounts) > 0 {
		totals.Amounts[0].Amount += a.number("more")
	}
	open := granttypes.MsgOpenImport{Signer: a.signer(), Roll: a.u32("roll"), Root: root, Chunks: uint32(len(chunks)), Totals: totals}
	s.imports[name], s.chunks[name] = open, chunks
	return &open, nil
}

// loadChunk loads one chunk of a named register into an import.
func loadChunk(s *Scenario, a args) (sdk.Msg, error) {
	chunks, n := s.chunks[a.text("name")], a.number("chunk")
	if n >= uint64(len(chunks)) {
		return nil, fmt.Errorf("register %s has %d chunks", a.text("name"), len(chunks))
	}
	msg := chunks[n]
	msg.Signer, msg.Import = a.signer(), a.number("import")
	return &msg, nil
}
