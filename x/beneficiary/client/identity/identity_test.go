package identity_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/beneficiary/client/identity"
)

var refusals = map[string]error{
	"kind": identity.ErrKind, "country": identity.ErrCountry, "citizen": identity.ErrCitizen, "length": identity.ErrLength,
	"character": identity.ErrCharacter, "date": identity.ErrDate, "check-digit": identity.ErrCheckDigit,
}

func TestVectors(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "vectors.json"))
	require.NoError(t, err)
	var file struct {
		Vectors []struct{ Name, Kind, Country, Number, Canonical, Refused string }
	}
	require.NoError(t, json.Unmarshal(raw, &file))
	require.NotEmpty(t, file.Vectors)
	for _, test := range file.Vectors {
		t.Run(test.Name, func(t *testing.T) {
			kind, _ := identity.ParseKind(test.Kind)
			document := identity.Document{Kind: kind, Country: test.Country, Number: test.Number}
			canonical, err := document.Canonical()
			if test.Refused != "" {
				require.Contains(t, refusals, test.Refused)
				require.ErrorIs(t, err, refusals[test.Refused])
				require.Nil(t, canonical)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.Canonical, hex.EncodeToString([]byte(canonical)))
			require.Equal(t, test.Kind, kind.String())
		})
	}
}

// Nothing that could be printed carries a part of the number.
func TestNothingIsPrinted(t *testing.T) {
	document := identity.Document{Kind: identity.KindCitizen, Country: "CHN", Number: "00000019900230000"}
	_, err := document.Canonical()
	require.Error(t, err)
	document.Number = "000000900101001"
	canonical, err := document.Canonical()
	require.NoError(t, err)
	_, err = json.Marshal(canonical)
	require.Error(t, err)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		require.Equal(t, "citizen document", fmt.Sprintf(verb, document))
		require.Equal(t, "canonical citizen document", fmt.Sprintf(verb, canonical))
	}
}

// Whatever is typed, an error carries no piece of it, and a canonical form is stable.
func TestRefusalsCarryNoNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		document := identity.Document{
			Kind:    identity.Kind(rapid.IntRange(0, 4).Draw(t, "kind")),
			Country: rapid.SampledFrom([]string{"CHN", "DEU", "xx", ""}).Draw(t, "country"),
			Number:  rapid.OneOf(rapid.StringMatching(`[0-9]{3,20}[Xx]?`), rapid.String()).Draw(t, "number"),
		}
		canonical, err := document.Canonical()
		if err != nil {
			if len(document.Number) > 3 {
				require.NotContains(t, err.Error(), document.Number)
			}
			return
		}
		number := string(canonical[5:])
		again, err := identity.Document{Kind: document.Kind, Country: string(canonical[2:5]), Number: strings.ToLower(number)}.Canonical()
		require.NoError(t, err)
		require.Equal(t, []byte(canonical), []byte(again))
		require.Equal(t, []byte{identity.Version, byte(document.Kind)}, []byte(canonical[:2]))
	})
}

// The check digit finds every wrong digit and every swap of neighbours.
func TestCheckDigit(t *testing.T) {
	const number = "00000019900101001"
	var good string
	for _, last := range "0123456789X" {
		document := identity.Document{Kind: identity.KindCitizen, Country: "CHN", Number: number + string(last)}
		if _, err := document.Canonical(); err == nil {
			require.Empty(t, good)
			good = document.Number
		}
	}
	require.NotEmpty(t, good)
	for i := range good[:17] {
		for digit := byte('0'); digit <= '9'; digit++ {
			changed := []byte(good)
			changed[i] = digit
			_, err := identity.Document{Kind: identity.KindCitizen, Country: "CHN", Number: string(changed)}.Canonical()
			require.Equal(t, digit == good[i], err == nil)
		}
	}
	for i := range good[:16] {
		changed := []byte(good)
		changed[i], changed[i+1] = changed[i+1], changed[i]
		_, err := identity.Document{Kind: identity.KindCitizen, Country: "CHN", Number: string(changed)}.Canonical()
		require.Equal(t, good[i] == good[i+1], err == nil)
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add(byte(1), "CHN", "000000900101001")
	f.Add(byte(3), "DEU", "C00X000000")
	f.Fuzz(func(t *testing.T, kind byte, country, number string) {
		canonical, err := identity.Document{Kind: identity.Kind(kind), Country: country, Number: number}.Canonical()
		if err == nil {
			require.LessOrEqual(t, len(canonical), 25)
		}
	})
}
