package office

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/reliefchain/relief/x/beneficiary/client/identity"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

// RefLength is the length of a person's reference, bytes.
const RefLength = 16

// maxLine bounds one line of a file with documents, bytes.
const maxLine = 4 << 10

// ErrDocuments says that a file with documents can't be used. Errors name lines, never what stands there.
var ErrDocuments = errors.New("the file with the documents is malformed")

// Document is an identity document in its canonical form, and whose it is. Printing it shows no identity.
type Document struct {
	Person    [RefLength]byte
	Canonical identity.Canonical
}

// line is one line of the file: {"person":"…32 hex","kind":"citizen","number":"…"}, with "country" for a passport.
type line struct {
	Person  string `json:"person"`
	Kind    string `json:"kind"`
	Country string `json:"country"`
	Number  string `json:"number"`
}

// ReadDocuments reads JSON Lines, one person each. A file with a line that breaks a rule is refused whole.
func ReadDocuments(r io.Reader) ([]Document, error) {
	var (
		all  []Document
		seen = map[[RefLength]byte]bool{}
	)
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, maxLine), maxLine)
	for n := 1; in.Scan(); n++ {
		raw := bytes.TrimSpace(in.Bytes())
		if len(raw) == 0 {
			continue
		}
		document, err := readLine(raw)
		clear(in.Bytes())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if seen[document.Person] {
			return nil, fmt.Errorf("line %d: %w: the person stands in an earlier line", n, ErrDocuments)
		}
		seen[document.Person] = true
		all = append(all, document)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%w: a line is longer than %d bytes, or can't be read", ErrDocuments, maxLine)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%w: it has no lines", ErrDocuments)
	}
	return all, nil
}

func readLine(raw []byte) (Document, error) {
	var l line
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil { // the decoder's own words may quote the line
		return Document{}, fmt.Errorf(`%w: want {"person":"32 hexadecimal digits","kind":"citizen","number":"..."}, for a passport with "country"`, ErrDocuments)
	}
	ref, err := hex.DecodeString(l.Person)
	if err != nil || len(ref) != RefLength {
		return Document{}, fmt.Errorf("%w: person wants %d hexadecimal digits", ErrDocuments, 2*RefLength)
	}
	kind, err := identity.ParseKind(l.Kind)
	if err != nil {
		return Document{}, err
	}
	if l.Country == "" && kind != identity.KindPassport {
		l.Country = "CHN"
	}
	canonical, err := identity.Document{Kind: kind, Country: l.Country, Number: l.Number}.Canonical()
	return Document{Person: [RefLength]byte(ref), Canonical: canonical}, err
}

// Inputs gives what the tags of documents in a class are derived from. Forget clears them.
func Inputs(class uint32, documents []Document) ([][]byte, error) {
	inputs := make([][]byte, len(documents))
	for i, d := range documents {
		input, err := oprf.Input(class, d.Canonical)
		if err != nil {
			return nil, err
		}
		inputs[i] = input
	}
	return inputs, nil
}

// Forget overwrites identities in memory.
func Forget(documents []Document, inputs [][]byte) {
	for _, d := range documents {
		clear(d.Canonical)
	}
	for _, input := range inputs {
		clear(input)
	}
}

// Made is the tag that was made for a person with the key of an epoch.
type Made struct {
	Person [RefLength]byte
	Class  uint32
	Epoch  uint32
	Tag    oprf.Tag
}

// madeLine is one line of a file with tags; a line without an epoch is of the first.
type madeLine struct {
	Person string `json:"person"`
	Class  uint32 `json:"class"`
	Value  string `json:"value"`
	Epoch  uint32 `json:"epoch,omitempty"`
}

// ErrMade says that a file with tags can't be used.
var ErrMade = errors.New(`want lines {"person":"32 hexadecimal digits","class":1,"value":"64 hexadecimal digits","epoch":2}`)

// WriteMade writes JSON Lines: {"person":"…","class":1,"value":"…"}, with "epoch" from the second on.
func WriteMade(w io.Writer, made []Made) error {
	out := json.NewEncoder(w)
	for _, m := range made {
		l := madeLine{Person: hex.EncodeToString(m.Person[:]), Class: m.Class, Value: hex.EncodeToString(m.Tag[:])}
		if m.Epoch > 1 {
			l.Epoch = m.Epoch
		}
		if err := out.Encode(l); err != nil {
			return err
		}
	}
	return nil
}

// ReadMade reads what WriteMade wrote. A file with a line that breaks a rule is refused whole.
func ReadMade(r io.Reader) ([]Made, error) {
	var made []Made
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, maxLine), maxLine)
	for n := 1; in.Scan(); n++ {
		raw := bytes.TrimSpace(in.Bytes())
		if len(raw) == 0 {
			continue
		}
		var l madeLine
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&l); err != nil || d.More() {
			return nil, fmt.Errorf("line %d: %w", n, ErrMade)
		}
		ref, refErr := hex.DecodeString(l.Person)
		value, valueErr := hex.DecodeString(l.Value)
		if refErr != nil || valueErr != nil || len(ref) != RefLength || len(value) != oprf.TagLength || l.Class == 0 {
			return nil, fmt.Errorf("line %d: %w", n, ErrMade)
		}
		made = append(made, Made{Person: [RefLength]byte(ref), Class: l.Class, Epoch: max(l.Epoch, 1), Tag: oprf.Tag(value)})
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%w: a line is longer than %d bytes, or can't be read", ErrMade, maxLine)
	}
	if len(made) == 0 {
		return nil, fmt.Errorf("%w: the file has none", ErrMade)
	}
	return made, nil
}
