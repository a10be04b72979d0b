package register

import (
	"github.com/cometbft/cometbft/crypto/merkle"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Plan is a register cut into the chunks of one import.
type Plan struct {
	// Chunks in the order they are loaded.
	Chunks []granttypes.ImportChunk
	// Root of the RFC 6962 tree over the bytes of each chunk, 32 bytes.
	Root []byte
	// Totals the import has to meet; fiscal years that pay nothing are left out.
	Totals granttypes.ImportTotals

	// RowsPerChunk is how many rows each chunk has, the last one maybe fewer.
	RowsPerChunk int

	proofs []*merkle.Proof
}

// NewPlan checks a register and cuts it into chunks of so many rows, the last one maybe shorter; 0 means DefaultChunkRows.
// The chunks share the register's rows. The error is a Problems.
func NewPlan(r *Register, rowsPerChunk int) (*Plan, error) {
	if rowsPerChunk == 0 {
		rowsPerChunk = DefaultChunkRows
	}
	if rowsPerChunk < 1 || rowsPerChunk > MaxChunkRows || len(r.Rows) > MaxChunks*rowsPerChunk {
		return nil, Problems{{Rule: ChunkRows, Detail: "rows in a chunk"}}
	}
	c, err := r.check()
	if err != nil {
		return nil, err
	}
	p := &Plan{Totals: c.sums.totals(), RowsPerChunk: rowsPerChunk}
	var leaves [][]byte
	for from := 0; from < len(r.Rows); from += rowsPerChunk {
		to := min(from+rowsPerChunk, len(r.Rows))
		chunk := granttypes.ImportChunk{Index: uint32(len(p.Chunks)), Rows: r.Rows[from:to:to]}
		leaf, err := chunk.Marshal()
		if err != nil {
			return nil, err
		}
		p.Chunks = append(p.Chunks, chunk)
		leaves = append(leaves, leaf)
	}
	p.Root, p.proofs = merkle.ProofsFromByteSlices(leaves)
	return p, nil
}

// Path gives the hashes from chunk i to the root, bottom up; none when the plan has one chunk.
func (p *Plan) Path(i int) [][]byte { return p.proofs[i].Aunts }

// Row gives the row of the register that stands at a position in chunk i, both from 0.
func (p *Plan) Row(i, position int) int { return i*p.RowsPerChunk + position }
