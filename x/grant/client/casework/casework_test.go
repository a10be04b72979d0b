package casework_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestParseAmount(t *testing.T) {
	tests := []struct {
		name, text string
		decimals   uint32
		want       uint64
		refused    bool
	}{
		{name: "whole", text: "645", decimals: 2, want: 64_500},
		{name: "fen", text: "645.05", decimals: 2, want: 64_505},
		{name: "nothing before the point", text: ".1", decimals: 2, want: 10},
		{name: "zeros behind", text: "0.100", decimals: 2, want: 10},
		{name: "no decimals", text: "1500", decimals: 0, want: 1_500},
		{name: "too fine", text: "1.001", decimals: 2, refused: true},
		{name: "comma", text: "1,500.00", decimals: 2, refused: true},
		{name: "sign", text: "-1", decimals: 2, refused: true},
		{name: "exponent", text: "1e3", decimals: 2, refused: true},
		{name: "empty", text: "", decimals: 2, refused: true},
		{name: "a point alone", text: ".", decimals: 2, refused: true},
		{name: "nothing after the point", text: "1.", decimals: 2, refused: true},
		{name: "too large", text: "99999999999999999999", decimals: 2, refused: true},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := casework.ParseAmount(tc.text, tc.decimals)
			if tc.refused {
				require.ErrorIs(t, err, casework.ErrAmount)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestAmountsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor, decimals := rapid.Uint64().Draw(t, "minor"), rapid.Uint32Range(0, 4).Draw(t, "decimals")
		got, err := casework.ParseAmount(casework.FormatAmount(minor, decimals), decimals)
		if err != nil || got != minor {
			t.Fatalf("%d came back as %d: %v", minor, got, err)
		}
	})
}

func TestSayMoney(t *testing.T) {
	cny := casework.CurrencyOf("cny")
	require.Equal(t, "1,234,567.89 CNY", cny.Say(123_456_789))
	require.Equal(t, "0.05 CNY", cny.Say(5))
	require.Equal(t, "-10.00 CNY", cny.Difference(0, 1_000))
	require.Equal(t, "1,500 JPY", casework.CurrencyOf("jpy").Say(1_500))
	require.Equal(t, "1.005 KWD", casework.CurrencyOf("kwd").Say(1_005))
}

// What comes next is what the table of the chain says, for every state.
func TestNextFollowsTheTable(t *testing.T) {
	for n := range types.ApplicationStatus_name {
		status := types.ApplicationStatus(n)
		if status == types.APPLICATION_STATUS_UNSPECIFIED || status == types.APPLICATION_STATUS_PUBLISHED {
			continue
		}
		a := types.Application{Id: 17, Status: status}
		require.NotEqual(t, status.String(), casework.Status(status), "%s has words", status)
		var acts []types.ActKind
		for _, step := range casework.Next(a) {
			acts = append(acts, step.Act)
			require.True(t, casework.Allows(a, step.Act))
			require.NotEmpty(t, step.By)
		}
		var want []types.ActKind
		for _, step := range types.ApplicationMachine.Steps {
			if step.From == status {
				want = append(want, step.Act)
			}
		}
		require.Equal(t, want, acts, status.String())
	}
}

func TestNextOfARefusalIsAnAppeal(t *testing.T) {
	published := types.Application{Id: 17, Status: types.APPLICATION_STATUS_PUBLISHED}
	steps := casework.Next(published)
	require.Len(t, steps, 1)
	require.Equal(t, "reliefd case appeal 17", steps[0].Command)
	published.Grant = 1
	require.Empty(t, casework.Next(published))
}

func TestWhatIsMissingIsAskedForOnce(t *testing.T) {
	asked := types.Application{Id: 17, Status: types.APPLICATION_STATUS_SUBMITTED, SupplementAsked: true}
	for _, step := range casework.Next(asked) {
		require.NotEqual(t, types.ACT_KIND_ASK_SUPPLEMENT, step.Act)
	}
}

func TestNames(t *testing.T) {
	for n := range types.Reason_name {
		if reason := types.Reason(n); reason != types.REASON_UNSPECIFIED {
			got, err := casework.ParseReason(casework.ReasonName(reason))
			require.NoError(t, err)
			require.Equal(t, reason, got)
		}
	}
	local, err := casework.ParseReason("1003")
	require.NoError(t, err)
	require.Equal(t, types.Reason(1003), local)
	_, err = casework.ParseReason("12000")
	require.ErrorIs(t, err, types.ErrReason)
	_, err = casework.ParseReason("whim")
	require.ErrorIs(t, err, casework.ErrName)
	_, err = casework.ParseStatus("unspecified")
	require.ErrorIs(t, err, casework.ErrName)
}

func TestRefusalNamesTheRule(t *testing.T) {
	require.Equal(t, types.ErrPauseTooLong.Error()+" (grant 67)", casework.Refusal("grant", 67))
	require.Equal(t, "rule 9999 of grant", casework.Refusal("grant", 9999))
}

const (
	ref  = "0123456789abcdef0123456789abcdef"
	ref2 = "1123456789abcdef0123456789abcdef"
	hash = ref + ref
)

func TestReadApplications(t *testing.T) {
	requests, err := casework.ReadApplications("a.csv", strings.NewReader("\xef\xbb\xbfpayee, household,coverage,file_hash,programme,amount\n"+
		ref+","+ref2+",single,"+hash+",1,645.00\r\n"+ref2+",,, "+hash+" ,,"))
	require.NoError(t, err)
	require.Len(t, requests, 2)
	require.Equal(t, types.COVERAGE_SINGLE, requests[0].Coverage)
	require.Equal(t, uint32(1), requests[0].Programme)
	require.Equal(t, "645.00", requests[0].Amount)
	require.Equal(t, 3, requests[1].Line)
	require.Empty(t, requests[1].Household)
	var out bytes.Buffer
	require.NoError(t, casework.WriteApplications(&out, requests))
	again, err := casework.ReadApplications("b.csv", &out)
	require.NoError(t, err)
	require.Equal(t, requests[0], again[0])
}

func TestApplicationsAreRefusedWhole(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{name: "empty", text: "", want: []string{"a.csv: no-rows"}},
		{name: "header alone", text: "payee,file_hash\n", want: []string{"a.csv: no-rows"}},
		{name: "a column that could hold a name", text: "payee,file_hash,name\n", want: []string{"a.csv:1: unknown-column: column 3"}},
		{name: "no payee", text: "file_hash,file_hash\n", want: []string{"a.csv:1: duplicate-column: column 2", "a.csv:1: missing-column: payee"}},
		{name: "too few fields", text: "payee,file_hash\n" + ref + "\n", want: []string{"a.csv:2: malformed-row: 2 fields are wanted"}},
		{name: "every line is told", text: "payee,file_hash,amount,coverage,programme\nx," + hash + ",,,\n" + ref + ",00,1e3,single,0\n" + ref + "," + hash + ",,all,1\n", want: []string{
			"a.csv:2: hex-malformed: payee", "a.csv:3: hex-malformed: file_hash", "a.csv:3: coverage-unknown: coverage", "a.csv:3: number-malformed: programme",
			"a.csv:3: amount-malformed: amount", "a.csv:4: duplicate-row: payee", "a.csv:4: coverage-unknown: coverage",
		}},
		{name: "quotes", text: "payee,file_hash\n\"a,b\n", want: []string{"a.csv:2:6: malformed-file: quotes"}},
		{name: "not UTF-8", text: "payee,file_hash\n\xff,1\n", want: []string{"a.csv: malformed-file: not UTF-8"}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := casework.ReadApplications("a.csv", strings.NewReader(tc.text))
			var problems casework.Problems
			require.ErrorAs(t, err, &problems)
			var got []string
			for _, p := range problems {
				got = append(got, p.Error())
				require.ErrorIs(t, err, p.Rule)
			}
			require.Equal(t, tc.want, got)
		})
	}
}

// What to do is said once for each rule, after the places.
func TestProblemsSayWhatToDo(t *testing.T) {
	_, err := casework.ReadApplications("a.csv", strings.NewReader("payee,file_hash\nx,"+hash+"\ny,"+hash+"\n"))
	require.ErrorIs(t, err, casework.HexMalformed)
	require.Equal(t, "a.csv:2: hex-malformed: payee\na.csv:3: hex-malformed: payee\n  hex-malformed: write a reference as 32 hexadecimal digits and a hash as 64", err.Error())
}

func TestSayRunningCases(t *testing.T) {
	cny := casework.CurrencyOf("cny")
	const first types.Period = 2024*12 + 5
	schedule := func(until types.Period, changes ...types.Change) *types.Schedule {
		return &types.Schedule{Changes: changes, UntilPeriod: uint32(until)}
	}
	change := func(at types.Period, amount uint64) types.Change {
		return types.Change{Period: uint32(at), Amount: amount}
	}
	before, after := types.Plan{Amount: 64_500, Changes: []types.Change{change(first+8, 0)}}, types.Plan{Amount: 64_500, Changes: []types.Change{change(first, 40_000), change(first+8, 0)}}
	tests := []struct{ name, got, want string }{
		{name: "reduction", got: casework.Change(types.ProposedChange{Schedule: schedule(first+2, change(first, 40_000))}, cny), want: "400.00 CNY a month from 2024-06 to 2024-07"},
		{
			name: "fade-out", got: casework.Change(types.ProposedChange{Schedule: schedule(first+2, change(first, 40_000), change(first+1, 20_000))}, cny),
			want: "400.00 CNY a month in 2024-06, then 200.00 CNY a month in 2024-07",
		},
		{name: "end", got: casework.Change(types.ProposedChange{Schedule: schedule(first, change(first, 0))}, cny), want: "nothing from 2024-06 on"},
		{
			name: "one-off", got: casework.Change(types.ProposedChange{Item: &types.Item{Kind: types.ITEM_KIND_TOP_UP, Period: uint32(first), Amount: 100}}, cny),
			want: "top up of 1.00 CNY once, in 2024-06",
		},
		{name: "difference", got: casework.Difference(before, after, first, cny), want: "400.00 CNY instead of 645.00 CNY in 2024-06"},
		{
			name: "less of two years", got: casework.Promise(before, after, first, cny),
			want: "sets 1,715.00 CNY of the budget of 2024 free, sets 245.00 CNY of the budget of 2025 free",
		},
		{name: "more", got: casework.Promise(after, before, first+7, cny), want: "reserves 245.00 CNY of the budget of 2025"},
		{name: "a hearing", got: casework.Hearing(0, types.Terms{HearingDays: 1}), want: "the payee is heard for 1 day first, and nothing changes until an approver decides"},
		{name: "none", got: casework.Hearing(types.HEARING_WAIVER_RAISE, types.Terms{}), want: "no hearing: no month pays less"},
		{
			name: "claim", got: casework.Clawback(types.Clawback{FromPeriod: uint32(first), UntilPeriod: uint32(first) + 1, Claimed: 64_500}, cny),
			want: "645.00 CNY paid in 2024-06",
		},
		{
			name: "order", got: casework.Clawback(types.Clawback{FromPeriod: uint32(first), UntilPeriod: uint32(first) + 1, Claimed: 64_500, Amount: 60_000, Fine: 1_000, Collected: 500, Scheduled: 400, Waived: 100}, cny),
			want: "645.00 CNY paid in 2024-06: 600.00 CNY ordered and 10.00 CNY as a fine, 5.00 CNY came in, 4.00 CNY is to be kept from instalments, 1.00 CNY given up, 600.00 CNY open",
		},
		{
			name: "emergency", got: casework.Emergency(types.Emergency{Roll: 4, Persons: 1, Amount: 50_000, Grant: uint64(types.NewGrantID(4, 2))}, cny),
			want: "1 person at roll 4, 500.00 CNY paid first as grant 4-2, not confirmed",
		},
		{
			name: "lot", got: casework.Lot(types.Lot{Programme: 3, Item: 7, Area: "11", Quantity: 10, Left: 5, Split: 1, Pending: 1, Handed: 1, Lost: 1, Expired: 1}),
			want: "10 of item 7, programme 3, at 11: 5 there, 1 sent off as other lots, 1 handed over on one signature, 1 handed over, 1 missing, 1 expired",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) { require.Equal(t, tc.want, tc.got) })
	}
}

// FuzzReadApplications holds that reading never panics, and that what is accepted comes back the same from what is written.
func FuzzReadApplications(f *testing.F) {
	f.Add("payee,household,coverage,file_hash,programme,amount\n" + ref + "," + ref2 + ",single," + hash + ",1,645.00\n")
	f.Add("payee,file_hash\n\"" + ref + "\"," + hash + "\n")
	f.Add("payee,file_hash\n")
	f.Fuzz(func(t *testing.T, text string) {
		requests, err := casework.ReadApplications("f", strings.NewReader(text))
		if err != nil {
			var problems casework.Problems
			if !errors.As(err, &problems) {
				t.Fatal(err)
			}
			return
		}
		var out bytes.Buffer
		if err := casework.WriteApplications(&out, requests); err != nil {
			t.Fatal(err)
		}
		again, err := casework.ReadApplications("f", &out)
		if err != nil || len(again) != len(requests) {
			t.Fatalf("%d came back as %d: %v", len(requests), len(again), err)
		}
	})
}
