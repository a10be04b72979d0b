package register

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Write writes a register as a file; the same register gives the same bytes. A register that Read would refuse is refused
// with Problems, and nothing is written.
func Write(w io.Writer, r *Register) error {
	c, err := r.check()
	if err != nil {
		return err
	}
	n, _ := decimals(r.Currency)
	out, sum := bufio.NewWriter(w), sha256.New()
	body := io.MultiWriter(out, sum)
	if _, err := body.Write(appendHeader(nil, r.Header, c.sums.figures, n)); err != nil {
		return err
	}
	var line []byte
	for _, row := range r.Rows {
		line = appendRow(line[:0], row, n)
		if _, err := body.Write(line); err != nil {
			return err
		}
	}
	line = append(line[:0], `{"end":true,"rows":`...)
	line = strconv.AppendUint(line, uint64(c.sums.rows), 10)
	line = appendHex(append(line, `,"sha256":`...), sum.Sum(nil))
	if _, err := out.Write(append(line, "}\n"...)); err != nil {
		return err
	}
	return out.Flush()
}

func appendHeader(b []byte, h Header, f figures, decimals int) []byte {
	b = append(b, `{"format":"`+Format+`","version":`...)
	b = strconv.AppendUint(b, Version, 10)
	b = append(b, `,"programme":`...)
	b = strconv.AppendUint(b, uint64(h.Programme), 10)
	b = append(b, `,"area":"`+h.Area+`","currency":"`+h.Currency+`","rows":`...)
	b = strconv.AppendUint(b, uint64(f.rows), 10)
	b = append(b, `,"persons":`...)
	b = strconv.AppendUint(b, uint64(f.persons), 10)
	b = append(b, `,"total":"`+formatAmount(f.total, decimals)+`"`...)
	if h.Reconstructed {
		b = append(b, `,"reconstructed":true`...)
	}
	if h.Label != "" {
		b = appendText(append(b, `,"label":`...), h.Label)
	}
	return append(b, "}\n"...)
}

func appendRow(b []byte, row granttypes.ImportRow, decimals int) []byte {
	b = appendHex(append(b, `{"household":`...), row.Household.Ref)
	b = appendHex(append(b, `,"member_root":`...), row.Household.MemberRoot)
	b = append(b, `,"area":"`+row.Household.Area+`","persons":[`...)
	for i, p := range row.Household.Persons {
		b = appendComma(b, i)
		b = appendHex(append(b, `{"ref":`...), p.Ref)
		b = appendHex(append(b, `,"attr_root":`...), p.AttrRoot)
		b = appendHex(append(b, `,"holder_key":`...), p.HolderKey)
		b = append(b, `,"tags":[`...)
		for j, tag := range p.Tags {
			b = appendComma(b, j)
			b = append(b, `{"class":`...)
			b = strconv.AppendUint(b, uint64(tag.Class), 10)
			b = appendHex(append(b, `,"value":`...), tag.Value)
			if epoch := tag.KeyEpoch(); epoch > beneficiarytypes.FirstEpoch {
				b = strconv.AppendUint(append(b, `,"epoch":`...), uint64(epoch), 10)
			}
			b = append(b, '}')
		}
		b = append(b, "]}"...)
	}
	b = append(b, `],"schedule":[`...)
	for i, change := range row.Schedule.Changes {
		b = appendComma(b, i)
		b = append(b, `{"from":"`+formatMonth(change.Period)+`","amount":"`+formatAmount(change.Amount, decimals)+`"}`...)
	}
	return append(b, `],"until":"`+formatMonth(row.Schedule.UntilPeriod)+"\"}\n"...)
}

func appendComma(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return b
}

func appendHex(b, value []byte) []byte {
	return append(hex.AppendEncode(append(b, '"'), value), '"')
}

// appendText quotes a label; a string always marshals.
func appendText(b []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return append(b, quoted...)
}
