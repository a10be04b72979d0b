package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestParseArea(t *testing.T) {
	tests := []struct {
		name string
		code string
		err  error
	}{
		{name: "nation", code: types.Nation},
		{name: "county", code: "350526"},
		{name: "leading zero", code: "01"},
		{name: "longest", code: strings.Repeat("9", types.MaxAreaDigits)},
		{name: "empty", code: "", err: types.ErrAreaMalformed},
		{name: "one digit", code: "1", err: types.ErrAreaMalformed},
		{name: "too long", code: strings.Repeat("9", types.MaxAreaDigits+1), err: types.ErrAreaMalformed},
		{name: "letter", code: "11a", err: types.ErrAreaMalformed},
		{name: "other digits", code: "１１", err: types.ErrAreaMalformed},
		{name: "sign", code: "-11", err: types.ErrAreaMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			area, err := types.ParseArea(test.code)
			require.ErrorIs(t, err, test.err)
			if test.err == nil {
				require.Equal(t, test.code, area.Code)
			}
		})
	}
}

func TestParentArea(t *testing.T) {
	tests := []struct {
		name string
		code string
		want string
		err  error
	}{
		{name: "province", code: "35", want: types.Nation},
		{name: "city", code: "3505", want: "35"},
		{name: "county", code: "350526", want: "3505"},
		{name: "township", code: "350526101", want: "350526"},
		{name: "village", code: "350526101001", want: "350526101"},
		{name: "nation", code: types.Nation, err: types.ErrAreaMalformed},
		{name: "between levels", code: "35052", err: types.ErrAreaMalformed},
		{name: "below the last", code: "3505261010011", err: types.ErrAreaMalformed},
		{name: "letter", code: "3x", err: types.ErrAreaMalformed},
		{name: "empty", code: "", err: types.ErrAreaMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := types.DefaultParams().ParentArea(test.code)
			require.ErrorIs(t, err, test.err)
			require.Equal(t, test.want, got)
		})
	}
}

func TestContains(t *testing.T) {
	tests := []struct {
		name  string
		outer string
		inner string
		want  bool
	}{
		{name: "itself", outer: "11", inner: "11", want: true},
		{name: "below", outer: "11", inner: "110101", want: true},
		{name: "above", outer: "1101", inner: "11"},
		{name: "beside", outer: "11", inner: "1201"},
		{name: "nation holds all", outer: types.Nation, inner: "35", want: true},
		{name: "nation holds itself", outer: types.Nation, inner: types.Nation, want: true},
		{name: "nobody else holds the nation", outer: "11", inner: types.Nation},
		{name: "no area", outer: types.Nation, inner: ""},
		{name: "from no area", outer: "", inner: "11"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, types.Contains(test.outer, test.inner))
		})
	}
}

// drawArea draws codes from few digits, so that prefixes meet.
func drawArea() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		width := rapid.SampledFrom([]int{1, 2, 4, 6, 9, 12}).Draw(t, "width")
		if width == 1 {
			return types.Nation
		}
		return rapid.StringOfN(rapid.SampledFrom([]rune("12")), width, width, -1).Draw(t, "code")
	})
}

func TestContainsIsAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawArea().Draw(t, "a"), drawArea().Draw(t, "b"), drawArea().Draw(t, "c")
		require.True(t, types.Contains(a, a))
		require.True(t, types.Contains(types.Nation, a))
		if types.Contains(a, b) && types.Contains(b, a) {
			require.Equal(t, a, b)
		}
		if types.Contains(a, b) && types.Contains(b, c) {
			require.True(t, types.Contains(a, c))
		}
		if types.Contains(a, c) && types.Contains(b, c) {
			require.True(t, types.Contains(a, b) || types.Contains(b, a), "areas that share a place are nested")
		}
	})
}

func TestParentContainsChild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := drawArea().Filter(func(s string) bool { return s != types.Nation }).Draw(t, "code")
		parent, err := types.DefaultParams().ParentArea(code)
		require.NoError(t, err)
		require.True(t, types.Contains(parent, code))
		require.False(t, types.Contains(code, parent))
	})
}
