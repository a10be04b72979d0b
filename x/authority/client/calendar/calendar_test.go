package calendar_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/client/calendar"
	"github.com/reliefchain/relief/x/authority/types"
)

func TestRead(t *testing.T) {
	year, err := calendar.Read("2027.json", strings.NewReader(`{"holidays":{"2027-01-01":"x","2027-01-02":"x"},"workdays":{"2027-01-03":"x"},"inLieuDays":{}}`))
	require.NoError(t, err)
	require.NoError(t, year.Validate())
	plain := types.Weekdays(2027)
	require.Equal(t, plain.WorkingDays(), year.WorkingDays(), "a Friday off, a Sunday worked")
	for n, want := range []bool{false, false, true, true} {
		require.Equal(t, want, year.Works(n), "day %d", n)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{name: "no JSON", text: "x", want: "2027.json"},
		{name: "nothing", text: "{}", want: "names no holidays"},
		{name: "a date", text: `{"holidays":{"1 January":""}}`, want: "1 January"},
		{name: "two years", text: `{"holidays":{"2027-01-01":"","2028-01-01":""}}`, want: "2028-01-01 isn't in 2027"},
		{name: "both", text: `{"holidays":{"2027-01-01":""},"workdays":{"2027-01-01":""}}`, want: "off and worked"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := calendar.Read("2027.json", strings.NewReader(test.text))
			require.ErrorIs(t, err, calendar.ErrMalformed)
			require.Contains(t, err.Error(), test.want, "what to look at")
		})
	}
}

// BenchmarkPublishedYears reads the State Council's calendars of 2004 to 2026, where they are, and compares the working days of
// those years whose number is known.
func BenchmarkPublishedYears(b *testing.B) {
	dir := os.Getenv("RELIEF_DATA")
	if dir == "" {
		b.Skip("name the directory of published data in RELIEF_DATA")
	}
	working := map[int]int{2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}
	for b.Loop() {
		for n := 2004; n <= 2026; n++ {
			name := filepath.Join(dir, "cn-holidays", strconv.Itoa(n)+".json")
			f, err := os.Open(name)
			require.NoError(b, err)
			year, err := calendar.Read(name, f)
			require.NoError(b, err)
			require.NoError(b, f.Close())
			if want, known := working[n]; known {
				require.Equal(b, want, year.WorkingDays(), n)
			}
		}
	}
}
