package casework

import (
	"encoding/csv"
	"encoding/hex"
	"io"
	"strconv"

	"github.com/reliefchain/relief/x/grant/types"
)

// Columns of an applications file.
var (
	applicationMust = []string{"payee", "file_hash"}
	applicationMay  = []string{"household", "coverage", "programme", "amount"}
)

// Request asks for assistance for one payee.
type Request struct {
	// Line in the file, from 1.
	Line int
	// Payee and Household are references; a household may be empty.
	Payee, Household []byte
	// Coverage says whom of the household it would cover.
	Coverage types.Coverage
	// FileHash is the SHA-256 of the salted file of the office.
	FileHash []byte
	// Programme asked for; 0 when the file doesn't say.
	Programme uint32
	// Amount asked for per month, as it is written in the file; empty when the file doesn't say.
	Amount string
}

// ReadApplications reads an applications file. Every problem is told.
func ReadApplications(file string, r io.Reader) ([]Request, error) {
	lines, err := Sheet(file, r, applicationMust, applicationMay, false)
	if err != nil {
		return nil, err
	}
	var problems Problems
	seen := map[string]bool{}
	requests := make([]Request, len(lines))
	for i, line := range lines {
		report := func(rule Rule, column string) {
			problems = append(problems, &Problem{File: file, Line: line.Number, Rule: rule, Detail: column})
		}
		request := Request{Line: line.Number, Amount: line.Fields["amount"]}
		var ok bool
		if request.Payee, ok = hexField(line.Fields["payee"], types.RefSize); !ok {
			report(HexMalformed, "payee")
		} else if seen[string(request.Payee)] {
			report(DuplicateRow, "payee")
		} else {
			seen[string(request.Payee)] = true
		}
		if text := line.Fields["household"]; text != "" {
			if request.Household, ok = hexField(text, types.RefSize); !ok {
				report(HexMalformed, "household")
			}
		}
		if request.FileHash, ok = hexField(line.Fields["file_hash"], types.HashSize); !ok {
			report(HexMalformed, "file_hash")
		}
		if request.Coverage, err = ParseCoverage(line.Fields["coverage"]); err != nil || request.Coverage == types.COVERAGE_SINGLE && line.Fields["household"] == "" {
			report(CoverageUnknown, "coverage")
		}
		if text := line.Fields["programme"]; text != "" {
			n, err := strconv.ParseUint(text, 10, 32)
			if err != nil || n == 0 {
				report(NumberMalformed, "programme")
			}
			request.Programme = uint32(n)
		}
		if request.Amount != "" {
			if _, err := ParseAmount(request.Amount, maxDecimals); err != nil {
				report(AmountMalformed, "amount")
			}
		}
		requests[i] = request
	}
	return requests, problems.Err()
}

// maxDecimals is the most digits after the point of any currency.
const maxDecimals = 4

// WriteApplications writes an applications file.
func WriteApplications(w io.Writer, requests []Request) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"payee", "household", "coverage", "file_hash", "programme", "amount"}); err != nil {
		return err
	}
	for _, r := range requests {
		programme := ""
		if r.Programme != 0 {
			programme = strconv.FormatUint(uint64(r.Programme), 10)
		}
		if err := out.Write([]string{
			hex.EncodeToString(r.Payee), hex.EncodeToString(r.Household), Name(r.Coverage), hex.EncodeToString(r.FileHash), programme, r.Amount,
		}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func hexField(text string, size int) ([]byte, bool) {
	value, err := hex.DecodeString(text)
	return value, err == nil && len(value) == size
}
