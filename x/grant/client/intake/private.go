package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// ErrMap says that a private map can't be read.
var ErrMap = errors.New("not a private map of this version")

const (
	mapFormat  = "relief-private-map"
	mapVersion = 1
	saltSize   = 32
)

// Map tells an office who is behind a reference. It never leaves the office.
type Map struct {
	// Format and Version name the file.
	Format  string `json:"format"`
	Version int    `json:"version"`
	// Persons and Households are references, hexadecimal, by the format and the identifier of the other system.
	Persons    map[string]string `json:"persons"`
	Households map[string]string `json:"households"`
	// Cases are the applications that were taken in, in order.
	Cases []Case `json:"cases"`
}

// Case is one application with the record behind it.
type Case struct {
	// Payee and Household are references, hexadecimal.
	Payee     string `json:"payee"`
	Household string `json:"household,omitempty"`
	// Salt makes the hash of the record; the hash goes on the chain, both hexadecimal.
	Salt string `json:"salt"`
	Hash string `json:"file_hash"`
	// Record as the other system wrote it.
	Record json.RawMessage `json:"record"`
}

// NewMap makes an empty map.
func NewMap() *Map {
	return &Map{Format: mapFormat, Version: mapVersion, Persons: map[string]string{}, Households: map[string]string{}}
}

// ReadMap reads a private map.
func ReadMap(r io.Reader) (*Map, error) {
	m := NewMap()
	m.Format = ""
	if err := json.NewDecoder(r).Decode(m); err != nil || m.Format != mapFormat || m.Version != mapVersion || m.Persons == nil || m.Households == nil {
		return nil, ErrMap
	}
	for _, references := range []map[string]string{m.Persons, m.Households} {
		for _, reference := range references {
			if raw, err := hex.DecodeString(reference); err != nil || len(raw) != types.RefSize {
				return nil, ErrMap
			}
		}
	}
	return m, nil
}

// Write writes the map.
func (m *Map) Write(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(m)
}

// Take gives each record its references and a salted hash, remembers in the map who is behind them, and returns what may leave the office. A
// record that was taken in before, exactly as it is, keeps its hash, so that it is recognised.
func (m *Map) Take(format string, records []Record, programme uint32, random io.Reader) ([]casework.Request, error) {
	known := map[string]Case{}
	for _, c := range m.Cases {
		var compact bytes.Buffer
		if json.Compact(&compact, c.Record) == nil {
			known[c.Payee+compact.String()] = c
		}
	}
	requests := make([]casework.Request, 0, len(records))
	for _, record := range records {
		payee, err := reference(m.Persons, format+":"+record.Identifier, random)
		if err != nil {
			return nil, err
		}
		for _, member := range record.Members {
			if _, err := reference(m.Persons, format+":"+member, random); err != nil {
				return nil, err
			}
		}
		household := ""
		if record.Household != "" {
			if household, err = reference(m.Households, format+":"+record.Household, random); err != nil {
				return nil, err
			}
		}
		c, again := known[payee+string(record.Source)]
		if !again {
			salt := make([]byte, saltSize)
			if _, err := io.ReadFull(random, salt); err != nil {
				return nil, fmt.Errorf("draw a salt: %w", err)
			}
			sum := sha256.Sum256(slices.Concat(salt, record.Source))
			c = Case{Payee: payee, Household: household, Salt: hex.EncodeToString(salt), Hash: hex.EncodeToString(sum[:]), Record: record.Source}
			m.Cases = append(m.Cases, c)
		}
		request := casework.Request{Line: record.Line, Coverage: record.Coverage, Programme: programme, Amount: record.Amount}
		for _, part := range []struct {
			into *[]byte
			text string
		}{{&request.Payee, payee}, {&request.Household, household}, {&request.FileHash, c.Hash}} {
			if *part.into, err = hex.DecodeString(part.text); err != nil {
				return nil, ErrMap
			}
		}
		requests = append(requests, request)
	}
	return requests, nil
}

// reference finds the reference of an identifier, or draws one.
func reference(known map[string]string, identifier string, random io.Reader) (string, error) {
	if ref, found := known[identifier]; found {
		return ref, nil
	}
	ref := make([]byte, types.RefSize)
	if _, err := io.ReadFull(random, ref); err != nil {
		return "", fmt.Errorf("draw a reference: %w", err)
	}
	known[identifier] = hex.EncodeToString(ref)
	return known[identifier], nil
}

// source writes fields as JSON, always in the same order.
func source(fields map[string]string) []byte {
	raw, err := json.Marshal(fields)
	if err != nil {
		return []byte("{}") // strings can't fail
	}
	return canonical(raw)
}

// canonical writes JSON without space and with < and > escaped, as the map's file does, so that hashes can be made again from it.
func canonical(raw []byte) []byte {
	var compact, escaped bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return raw
	}
	json.HTMLEscape(&escaped, compact.Bytes())
	return escaped.Bytes()
}

// headFirst puts the head before the other members.
func headFirst(head string, members []string) []string {
	members = slices.DeleteFunc(members, func(m string) bool { return m == head })
	return append([]string{head}, members...)
}

// placeOfError is the line and the column where JSON couldn't be read; 0 when it isn't known.
func placeOfError(data []byte, err error) (line, column int) {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var offset int64
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	default:
		return 0, 0
	}
	read := data[:min(offset, int64(len(data)))]
	return 1 + bytes.Count(read, []byte("\n")), max(len(read)-1-bytes.LastIndexByte(read, '\n'), 1)
}

func decimal(n int) string { return strconv.Itoa(n) }
