package intake_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/client/intake"
)

const group = `{
 "message": {"search_response": [{"data": {"reg_records": [
  {"@type": "Group", "group_identifier": [{"identifier_type": "HH", "identifier_value": "H-7"}],
   "group_head_info": {"person": {"identifier": [{"identifier_type": "NID", "identifier_value": "N-1"}], "name": {"surname": "Secretname"}}},
   "member_list": [
    {"household_member": {"member_identifier": [{"identifier_type": "M", "identifier_value": "2"}],
     "demographic_info": {"person": {"identifier": {"identifier_type": "NID", "identifier_value": "N-2"}}}, "relationship_head": "child"}},
    {"household_member": {"demographic_info": {"person": {"identifier": [{"identifier_type": "NID", "identifier_value": "N-1"}]}}, "relationship_head": "self"}}]},
  {"@type": "Person", "identifier": [{"identifier_type": "UIN", "identifier_value": "U-9"}], "household_identifier": "", "phone_number": ["+100 5550100"]}
 ]}}]}}`

func TestReadSDP(t *testing.T) {
	records, err := intake.Read("sdp", "i.csv", strings.NewReader("phone,id,amount,verification\n+10055501,a1,.1,1980-01-02\n+10055502,a2,25.50,"), intake.Options{Decimals: 2})
	require.NoError(t, err)
	require.Len(t, records, 2)
	require.Equal(t, "a1", records[0].Identifier)
	require.Equal(t, "0.10", records[0].Amount)
	require.Equal(t, 3, records[1].Line)
	require.Contains(t, string(records[0].Source), "1980-01-02")
}

func TestReadDCI(t *testing.T) {
	records, err := intake.Read("dci", "r.json", strings.NewReader(group), intake.Options{})
	require.NoError(t, err)
	require.Len(t, records, 2)
	require.Equal(t, "NID:N-1", records[0].Identifier)
	require.Equal(t, "HH:H-7", records[0].Household)
	require.Equal(t, []string{"NID:N-1", "NID:N-2"}, records[0].Members)
	require.Equal(t, 3, records[0].Line)
	require.Equal(t, "UIN:U-9", records[1].Identifier)
	require.Empty(t, records[1].Household)
	require.Equal(t, 9, records[1].Line)
}

// Some registries wrap the message twice, and answer with the members of households alone.
func TestReadMembersInAWrappedMessage(t *testing.T) {
	records, err := intake.Read("dci", "r.json", strings.NewReader(`{"message":{"message":{"search_response":[{"data":{"reg_records":[
		{"member_identifier":[{"identifier_type":"M","identifier_value":"1"}],"demographic_info":{"person":{"identifier":[{"identifier_type":"NID","identifier_value":"N-1"}]}}},
		{"member_identifier":[{"identifier_type":"M","identifier_value":"2"}]}]}}]}}}`), intake.Options{})
	require.NoError(t, err)
	require.Len(t, records, 2)
	require.Equal(t, "NID:N-1", records[0].Identifier)
	require.Equal(t, "M:2", records[1].Identifier)
	require.Equal(t, 3, records[1].Line)
}

func TestFilesAreRefusedWhole(t *testing.T) {
	tests := []struct {
		name, format, text string
		want               []string
	}{
		{name: "empty instructions", format: "sdp", text: "", want: []string{"f: no-rows"}},
		{name: "no way to reach", format: "sdp", text: "id,amount\na,1\n", want: []string{"f:2: identity-missing: phone, email or walletAddress"}},
		{name: "another column", format: "sdp", text: "id,amount,phone,iban\n", want: []string{"f:1: unknown-column: column 4"}},
		{name: "every line is told", format: "sdp", text: "phone,id,amount\n1,a,0\n1,a,x\n1,,1.001\n", want: []string{
			"f:2: amount-missing: amount", "f:3: duplicate-row: id", "f:3: amount-malformed: amount", "f:4: identity-missing: id", "f:4: amount-malformed: amount",
		}},
		{name: "no JSON", format: "dci", text: "{\n\n!", want: []string{"f:3:1: malformed-file: not a search response in JSON"}},
		{name: "a request", format: "dci", text: `{"message":{"search_request":[]}}`, want: []string{"f: not-a-response: no search_response in it"}},
		{name: "no records", format: "dci", text: `{"message":{"search_response":[{"data":{"reg_records":[]}}]}}`, want: []string{"f: no-rows"}},
		{name: "a schema's example", format: "dci", text: `{"message":{"message":{"search_response":[{"data":{` + "\n" + `"reg_records":{"type":"array"}}}]}}}`, want: []string{"f:2: not-a-response: reg_records is no list"}},
		{name: "a text", format: "dci", text: "{\n\"message\": \"x\"}", want: []string{"f:2: malformed-file: not a search response in JSON"}},
		{name: "nobody", format: "dci", text: `{"message":{"search_response":[{"data":{"reg_records":[{"identifier":""},` + "\n" + `7,{"member_list":[{}]}]}}]}}`, want: []string{
			"f:1: identity-missing: identifier", "f:2: malformed-row: record", "f:2: identity-missing: group_identifier", "f:2: identity-missing: member_list[0]", "f:2: identity-missing: group_head_info",
		}},
		{name: "single of no household", format: "csv", text: "identifier,coverage\na,single\n", want: []string{"f:2: coverage-unknown: coverage"}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := intake.Read(tc.format, "f", strings.NewReader(tc.text), intake.Options{Decimals: 2})
			var problems casework.Problems
			require.ErrorAs(t, err, &problems)
			var got []string
			for _, p := range problems {
				got = append(got, p.Error())
			}
			require.Equal(t, tc.want, got)
		})
	}
	_, err := intake.Read("pdf", "f", strings.NewReader(""), intake.Options{})
	require.ErrorIs(t, err, intake.ErrFormat)
}

// Nothing of whom it is about leaves the office; what leaves can be proved from the map.
func TestWhatLeavesTheOffice(t *testing.T) {
	records, err := intake.Read("dci", "r.json", strings.NewReader(group), intake.Options{})
	require.NoError(t, err)
	m := intake.NewMap()
	requests, err := m.Take("dci", records, 1, rand.Reader)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, casework.WriteApplications(&out, requests))
	for _, private := range []string{"N-1", "N-2", "H-7", "U-9", "Secretname", "5550100", hex.EncodeToString([]byte("N-1"))} {
		require.NotContains(t, out.String(), private)
	}
	_, err = casework.ReadApplications("out", bytes.NewReader(out.Bytes()))
	require.NoError(t, err)

	var file bytes.Buffer
	require.NoError(t, m.Write(&file))
	again, err := intake.ReadMap(&file)
	require.NoError(t, err)
	require.Len(t, again.Persons, 3)
	require.Len(t, again.Households, 1)
	salt, err := hex.DecodeString(again.Cases[0].Salt)
	require.NoError(t, err)
	sum := sha256.Sum256(slices.Concat(salt, records[0].Source))
	require.Equal(t, sum[:], requests[0].FileHash)

	twice, err := again.Take("dci", records, 1, rand.Reader)
	require.NoError(t, err)
	require.Equal(t, requests, twice, "what is known keeps its reference and its hash")
	require.Len(t, again.Cases, 2)
}

func TestASecondMapKnowsNobody(t *testing.T) {
	records, err := intake.Read("csv", "p.csv", strings.NewReader("identifier,name,household\n1,A,h\n2,B,h\n"), intake.Options{Decimals: 2})
	require.NoError(t, err)
	one, err := intake.NewMap().Take("csv", records, 1, rand.Reader)
	require.NoError(t, err)
	other, err := intake.NewMap().Take("csv", records, 1, rand.Reader)
	require.NoError(t, err)
	require.Equal(t, one[0].Household, one[1].Household)
	require.NotEqual(t, one[0].Payee, one[1].Payee)
	require.NotEqual(t, one[0].Payee, other[0].Payee)
	require.NotEqual(t, one[0].FileHash, other[0].FileHash)
}

func TestReadMapRefusesOtherFiles(t *testing.T) {
	for _, text := range []string{"", "{}", `{"format":"relief-private-map","version":2}`, `{"format":"relief-private-map","version":1,"persons":{"a":"xyz"},"households":{}}`} {
		_, err := intake.ReadMap(strings.NewReader(text))
		require.ErrorIs(t, err, intake.ErrMap)
	}
}

// FuzzRead holds that no reader panics, that a refusal names rules, and that what is accepted leaves as a file that is taken.
func FuzzRead(f *testing.F) {
	f.Add("sdp", "phone,id,amount,verification\n+10055501,a1,.1,1980-01-02\n")
	f.Add("dci", group)
	f.Add("dci", `{"message":{"search_response":[{"data":{"reg_records":[{"identifier":""},7,{"member_list":[{}]}]}}]}}`)
	f.Add("csv", "identifier,name,household,coverage,amount\n1,A,h,single,2\n")
	f.Fuzz(func(t *testing.T, format, text string) {
		records, err := intake.Read(format, "f", strings.NewReader(text), intake.Options{Decimals: 2})
		if err != nil {
			var problems casework.Problems
			if !errors.As(err, &problems) && !errors.Is(err, intake.ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		m := intake.NewMap()
		requests, err := m.Take(format, records, 1, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		var out, file bytes.Buffer
		if err := errors.Join(casework.WriteApplications(&out, requests), m.Write(&file)); err != nil {
			t.Fatal(err)
		}
		if _, err := casework.ReadApplications("f", &out); err != nil {
			t.Fatal(err)
		}
		again, err := intake.ReadMap(&file)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := again.Take(format, records, 1, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for i := range requests {
			if !bytes.Equal(requests[i].FileHash, twice[i].FileHash) {
				t.Fatal("a record that is known got another hash")
			}
		}
	})
}
