package register_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/stretchr/testify/require"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// january is 2024-01 as a period.
const january = 2024 * 12

// digest derives fixed bytes from a name and a number.
func digest(name string, n int) []byte {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(name), uint64(n)))
	return sum[:]
}

func holderKey(n int) []byte {
	return secp256k1.GenPrivKeyFromSecret(digest("key", n)).PubKey().Bytes()
}

// row builds household n with two persons and 645.00 a month for a year.
func row(n int) granttypes.ImportRow {
	person := func(i int, key []byte) beneficiarytypes.Enrolment {
		return beneficiarytypes.Enrolment{
			Ref:       digest("person", i)[:16],
			AttrRoot:  digest("attributes", i),
			HolderKey: key,
			Tags:      []beneficiarytypes.Tag{{Class: 1, Value: digest("tag", i)}},
		}
	}
	return granttypes.ImportRow{
		Household: beneficiarytypes.HouseholdEnrolment{
			Ref:        digest("household", n)[:16],
			MemberRoot: digest("members", n),
			Area:       "350526101",
			Persons:    []beneficiarytypes.Enrolment{person(2*n, holderKey(n)), person(2*n+1, nil)},
		},
		Schedule: granttypes.Schedule{
			Changes:     []granttypes.Change{{Period: january, Amount: 64500}},
			UntilPeriod: january + 12,
		},
	}
}

// sample builds a register of so many rows.
func sample(rows int) *register.Register {
	r := &register.Register{Header: register.Header{Programme: 1, Area: "350526101", Currency: "cny"}}
	for n := range rows {
		r.Rows = append(r.Rows, row(n))
	}
	return r
}

// write gives the file of a register.
func write(t *testing.T, r *register.Register) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, register.Write(&b, r))
	return b.String()
}

// reseal puts a right end line under a body of header and rows.
func reseal(body string) string {
	sum := sha256.Sum256([]byte(body))
	return fmt.Sprintf("%s{\"end\":true,\"rows\":%d,\"sha256\":\"%s\"}\n",
		body, strings.Count(body, "\n")-1, hex.EncodeToString(sum[:]))
}

// body gives a file without its end line.
func body(file string) string {
	return file[:strings.LastIndex(strings.TrimSuffix(file, "\n"), "\n")+1]
}

// bytesOf gives the bytes of the rows, to compare registers by.
func bytesOf(t *testing.T, r *register.Register) []byte {
	t.Helper()
	b, err := (&granttypes.ImportChunk{Rows: r.Rows}).Marshal()
	require.NoError(t, err)
	return b
}
