package divisions_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/client/divisions"
	"github.com/reliefchain/relief/x/authority/types"
)

func TestCodesComeWithTheirParents(t *testing.T) {
	var l divisions.List
	params := types.DefaultParams()
	require.NoError(t, l.Read("towns.csv", strings.NewReader("code,name\n350526101,\"a, b\"\n350526100,c\n"), params))
	require.NoError(t, l.Read("counties.csv", strings.NewReader("name,code\nx,350526\ny,120101\n"), params))
	codes, err := l.Codes(params)
	require.NoError(t, err)
	require.Equal(t, []string{"12", "35", "1201", "3505", "120101", "350526", "350526100", "350526101"}, codes)
}

func TestReadNamesTheLine(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{name: "empty", text: "", want: "towns.csv: EOF"},
		{name: "no column", text: "Code\n35\n", want: `no column "code"`},
		{name: "level", text: "code\n35\n3505261\n", want: "towns.csv:3: no level has 7 digits"},
		{name: "letters", text: "code\n35a\n", want: "towns.csv:2: digits only"},
		{name: "columns", text: "code,name\n35\n", want: "line 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var l divisions.List
			err := l.Read("towns.csv", strings.NewReader(test.text), types.DefaultParams())
			require.ErrorIs(t, err, divisions.ErrMalformed)
			require.Contains(t, err.Error(), test.want, "what to look at")
		})
	}
}
