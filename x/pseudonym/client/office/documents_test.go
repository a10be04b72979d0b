package office_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/beneficiary/client/identity"
	"github.com/reliefchain/relief/x/pseudonym/client/office"
)

const number = "12AB34567"

func document(person, rest string) string {
	return fmt.Sprintf(`{"person":%q,%s}`, person, rest)
}

func TestReadDocuments(t *testing.T) {
	ref, other := strings.Repeat("01", 16), strings.Repeat("02", 16)
	passport := `"kind":"passport","country":"FRA","number":"` + number + `"`
	list, err := office.ReadDocuments(strings.NewReader(document(ref, passport) + "\n\n" + document(other, `"kind":"citizen","number":"11010519491231002X"`)))
	require.NoError(t, err)
	require.Len(t, list, 2)
	inputs, err := office.Inputs(1, list)
	require.NoError(t, err)
	require.NotEqual(t, inputs[0], inputs[1])
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", list, list, list), number)
	_, err = office.Inputs(0, list)
	require.Error(t, err)
	office.Forget(list, inputs)
	require.NotContains(t, string(list[0].Canonical), number)
	require.NotContains(t, string(inputs[0]), number)

	for _, tc := range []struct {
		name, text string
		want       error
	}{
		{name: "nothing", text: "\n", want: office.ErrDocuments},
		{name: "no JSON", text: number, want: office.ErrDocuments},
		{name: "a name", text: document(ref, passport+`,"name":"`+number+`"`), want: office.ErrDocuments},
		{name: "a short reference", text: document("01", passport), want: office.ErrDocuments},
		{name: "one person twice", text: document(ref, passport) + "\n" + document(ref, passport), want: office.ErrDocuments},
		{name: "a long line", text: document(ref, passport) + strings.Repeat(" ", 5_000), want: office.ErrDocuments},
		{name: "an unknown kind", text: document(ref, `"kind":"`+number+`","number":"`+number+`"`), want: identity.ErrKind},
		{name: "no country", text: document(ref, `"kind":"passport","number":"`+number+`"`), want: identity.ErrCountry},
		{name: "a wrong digit", text: document(ref, `"kind":"citizen","number":"110105194912310021"`), want: identity.ErrCheckDigit},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := office.ReadDocuments(strings.NewReader(tc.text))
			require.ErrorIs(t, err, tc.want)
			require.NotContains(t, err.Error(), number)
			require.NotContains(t, err.Error(), "110105")
		})
	}
}

func TestMadeComesBackTheSame(t *testing.T) {
	made := []office.Made{{Person: [16]byte{1}, Class: 2, Epoch: 1, Tag: [32]byte{3}}, {Person: [16]byte{1}, Class: 2, Epoch: 2, Tag: [32]byte{4}}}
	var out bytes.Buffer
	require.NoError(t, office.WriteMade(&out, made))
	first, _, _ := strings.Cut(out.String(), "\n")
	require.JSONEq(t, `{"person":"01000000000000000000000000000000","class":2,"value":"0300000000000000000000000000000000000000000000000000000000000000"}`, first)
	read, err := office.ReadMade(&out)
	require.NoError(t, err)
	require.Equal(t, made, read)
	require.Error(t, office.WriteMade(full{}, []office.Made{{}}))
	for _, text := range []string{"", "x", first + `{"name":1}`, strings.Replace(first, "01", "1", 1), strings.Replace(first, `"class":2`, `"class":0`, 1)} {
		_, err := office.ReadMade(strings.NewReader(text))
		require.ErrorIs(t, err, office.ErrMade)
	}
}

var errFull = errors.New("no space")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
