package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// register FILE ROWS [SERIES] writes a register of one township whose households of two get 645.00 a month in 2024. Another series
// holds other households.
func writeRegister(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: register FILE ROWS [SERIES]")
	}
	series := strings.Join(args[2:], "")
	rows, err := strconv.Atoi(args[1])
	ts.Check(err)
	digest := func(name string, n int) []byte {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(name+series), uint64(n)))
		return sum[:]
	}
	r := register.Register{Header: register.Header{Programme: 1, Area: countyTownship, Currency: "cny"}}
	for n := range rows {
		h := beneficiarytypes.HouseholdEnrolment{Ref: digest("household", n)[:16], MemberRoot: digest("members", n), Area: r.Area}
		for i := 2 * n; i < 2*n+2; i++ {
			h.Persons = append(h.Persons, beneficiarytypes.Enrolment{
				Ref: digest("person", i)[:16], AttrRoot: digest("attributes", i),
				Tags: []beneficiarytypes.Tag{{Class: 1, Value: digest("tag", i)}},
			})
		}
		r.Rows = append(r.Rows, granttypes.ImportRow{Household: h, Schedule: granttypes.Schedule{
			Changes: []granttypes.Change{{Period: 2024 * 12, Amount: 64500}}, UntilPeriod: 2025 * 12,
		}})
	}
	var b bytes.Buffer
	ts.Check(register.Write(&b, &r))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

// edit [-unsealed] IN OUT LINE OLD NEW copies a register with a change to one line and, unless unsealed, puts a right end line under it.
func editRegister(ts *testscript.TestScript, neg bool, args []string) {
	sealed := true
	if len(args) > 0 && args[0] == "-unsealed" {
		sealed, args = false, args[1:]
	}
	if neg || len(args) != 5 {
		ts.Fatalf("usage: edit [-unsealed] IN OUT LINE OLD NEW")
	}
	lines := strings.SplitAfter(ts.ReadFile(args[0]), "\n")
	number, err := strconv.Atoi(args[2])
	ts.Check(err)
	if number < 1 || number > len(lines) || !strings.Contains(lines[number-1], args[3]) {
		ts.Fatalf("line %d of %s doesn't hold %s", number, args[0], args[3])
	}
	lines[number-1] = strings.Replace(lines[number-1], args[3], args[4], 1)
	if sealed {
		lines = lines[:len(lines)-2]
	}
	out := strings.Join(lines, "")
	if sealed {
		sum := sha256.Sum256([]byte(out))
		out += fmt.Sprintf("{\"end\":true,\"rows\":%d,\"sha256\":\"%s\"}\n", len(lines)-1, hex.EncodeToString(sum[:]))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(out), 0o600))
}
