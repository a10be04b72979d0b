package identity

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Version is the version of the specification, the first byte of a canonical form.
const Version = 1

// maxRaw bounds what is typed or scanned, bytes.
const maxRaw = 128

// Refusals. None carries any part of the document.
var (
	ErrKind       = errors.New("kind of document is unknown: use citizen, permanent-resident or passport")
	ErrCountry    = errors.New("issuing country is wrong: use three letters of ISO 3166-1, and CHN except for passports")
	ErrCitizen    = errors.New("a Chinese passport is no identity here: use the citizen's 18-digit number")
	ErrLength     = errors.New("number has a wrong length")
	ErrCharacter  = errors.New("number has a character that does not belong there")
	ErrDate       = errors.New("date of birth inside the number does not exist or is not plausible")
	ErrCheckDigit = errors.New("check digit does not fit: read the number again")
)

// Kind is a kind of identity document.
type Kind uint8

// Kinds of documents; their numbers are part of canonical forms.
const (
	// KindCitizen is the 18-digit number of GB 11643, or its old form of 15 digits: residents' identity cards, residence
	// permits of residents of Hong Kong, Macau and Taiwan, and foreigners' permanent residence cards since 2023.
	KindCitizen Kind = 1
	// KindPermanentResident is a foreigner's permanent residence card from before 2023: three letters and twelve digits.
	KindPermanentResident Kind = 2
	// KindPassport is a passport of another country, with that country.
	KindPassport Kind = 3
)

var kindNames = [...]string{KindCitizen: "citizen", KindPermanentResident: "permanent-resident", KindPassport: "passport"}

// ParseKind reads the name of a kind.
func ParseKind(name string) (Kind, error) {
	for kind := KindCitizen; int(kind) < len(kindNames); kind++ {
		if kindNames[kind] == name {
			return kind, nil
		}
	}
	return 0, ErrKind
}

// String names the kind.
func (k Kind) String() string {
	if k == 0 || int(k) >= len(kindNames) {
		return "unknown"
	}
	return kindNames[k]
}

// Document is an identity document as somebody typed it. Names and dates are no part of it. Printing it shows the kind alone.
type Document struct {
	Kind    Kind
	Country string // that issued it, ISO 3166-1 alpha-3
	Number  string
}

// Format prints the kind only, whatever the verb.
func (d Document) Format(state fmt.State, _ rune) { _, _ = fmt.Fprintf(state, "%s document", d.Kind) }

// Canonical is the canonical form of a document: version ‖ kind ‖ country ‖ number. Printing it shows the kind alone.
type Canonical []byte

// Format prints the kind only, whatever the verb.
func (c Canonical) Format(state fmt.State, _ rune) {
	var kind Kind
	if len(c) > 1 {
		kind = Kind(c[1])
	}
	_, _ = fmt.Fprintf(state, "canonical %s document", kind)
}

// MarshalText refuses, so that no log or file carries an identity by mistake.
func (Canonical) MarshalText() ([]byte, error) {
	return nil, errors.New("an identity is not written as text")
}

// Canonical gives the canonical form, the same for every way to write the same number, or one of this package's errors.
func (d Document) Canonical() (Canonical, error) {
	number, err := normalise(d.Number)
	if err != nil {
		return nil, err
	}
	country, err := normalise(d.Country)
	if err != nil || !isCountry(country) {
		return nil, ErrCountry
	}
	switch d.Kind {
	case KindCitizen:
		number, err = citizen(number)
	case KindPermanentResident:
		err = permanentResident(number)
	case KindPassport:
		if country == "CHN" {
			return nil, ErrCitizen
		}
		err = passport(number)
	default:
		return nil, ErrKind
	}
	if err != nil {
		return nil, err
	}
	if d.Kind != KindPassport && country != "CHN" {
		return nil, ErrCountry
	}
	return append([]byte{Version, byte(d.Kind)}, country+number...), nil
}

// normalise folds the ways to write one number into one: compatibility forms such as full-width digits, white space,
// invisible characters, hyphens and lower case.
func normalise(raw string) (string, error) {
	if len(raw) > maxRaw {
		return "", ErrLength
	}
	dropped := strings.Map(func(r rune) rune {
		if r == '-' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		if 'a' <= r && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, norm.NFKC.String(raw))
	for _, r := range dropped {
		if !isDigit(r) && !isLetter(r) {
			return "", ErrCharacter
		}
	}
	return dropped, nil
}

func isCountry(code string) bool {
	if len(code) != 3 {
		return false
	}
	region, err := language.ParseRegion(code)
	return err == nil && region.IsCountry() && region.ISO3() == code
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLetter(r rune) bool { return 'A' <= r && r <= 'Z' }

func allDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !isDigit(r) })
}
