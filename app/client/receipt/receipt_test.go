package receipt_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/app/client/receipt"
)

func TestWriteRead(t *testing.T) {
	c := newChain(t)
	file := written(t, c.receipt(t, first, later))
	read, err := receipt.Read(bytes.NewReader(file))
	require.NoError(t, err)
	require.Equal(t, string(file), string(written(t, read)))
	_, err = read.Verify(c.trust(first), receipt.DefaultTrustingPeriod, now, receipt.Expect{})
	require.NoError(t, err)
}

func TestSaveLoad(t *testing.T) {
	c := newChain(t)
	r := c.receipt(t, first, later)
	name := filepath.Join(t.TempDir(), "receipt.json")
	require.NoError(t, r.Save(name))
	require.NoError(t, r.Save(name), "an older one is replaced")
	loaded, err := receipt.Load(name)
	require.NoError(t, err)
	require.Equal(t, string(written(t, r)), string(written(t, loaded)))
}

func TestReadRefuses(t *testing.T) {
	c := newChain(t)
	file := string(written(t, c.receipt(t, first, later)))
	for _, tc := range []struct {
		name string
		file string
	}{
		{"empty", ""},
		{"cut", file[:len(file)/2]},
		{"last byte cut", strings.TrimSpace(file)[:len(strings.TrimSpace(file))-1]},
		{"trailing data", file + "{}"},
		{"not an object", "[]"},
		{"unknown field", strings.Replace(file, `"format"`, `"note": "", "format"`, 1)},
		{"another format", strings.Replace(file, receipt.Format, "relief-register", 1)},
		{"another version", strings.Replace(file, `"version": 1`, `"version": 2`, 1)},
		{"no version", strings.Replace(file, `"version": 1,`, "", 1)},
		{"grant", change(t, file, "grant", "seven")},
		{"period", change(t, file, "period", "2024-13")},
		{"leaf", change(t, file, "leaf", "xx")},
		{"path", change(t, file, "path", []string{"xx"})},
		{"chunk key", change(t, file, "chunk_key", "0")},
		{"chunk value", change(t, file, "chunk_value", "0x")},
		{"negative index", change(t, file, "index", -1)},
		{"proof isn't base64", change(t, file, "proof", "!")},
		{"proof isn't a message", change(t, file, "proof", "AAAA")},
		{"no header", change(t, file, "light_blocks", []string{})},
		{"header isn't base64", change(t, file, "light_blocks", []string{"!"})},
		{"header isn't a message", change(t, file, "light_blocks", []string{"AAAA"})},
		{"header without its parts", change(t, file, "light_blocks", []string{""})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := receipt.Read(strings.NewReader(tc.file))
			require.ErrorIs(t, err, receipt.ErrMalformed)
		})
	}
}

// change sets one field of a receipt's JSON.
func change(t testing.TB, file, field string, value any) string {
	t.Helper()
	var fields map[string]any
	require.NoError(t, json.Unmarshal([]byte(file), &fields))
	require.Contains(t, fields, field)
	fields[field] = value
	out, err := json.Marshal(fields)
	require.NoError(t, err)
	return string(out)
}

// payload is one run of bytes in a receipt's JSON.
type payload struct {
	field  string
	item   int // in a list; -1 when the field is the bytes
	bytes  []byte
	encode func([]byte) string
}

// payloads lists all bytes of a receipt's JSON.
func payloads(t testing.TB, file []byte) []payload {
	t.Helper()
	var fields map[string]any
	require.NoError(t, json.Unmarshal(file, &fields))
	var all []payload
	add := func(field string, item int, text string, decode func(string) ([]byte, error), encode func([]byte) string) {
		raw, err := decode(text)
		require.NoError(t, err)
		all = append(all, payload{field, item, raw, encode})
	}
	for _, field := range []string{"leaf", "chunk_key", "chunk_value"} {
		add(field, -1, fields[field].(string), hex.DecodeString, hex.EncodeToString)
	}
	add("proof", -1, fields["proof"].(string), base64.StdEncoding.DecodeString, base64.StdEncoding.EncodeToString)
	for n, text := range fields["path"].([]any) {
		add("path", n, text.(string), hex.DecodeString, hex.EncodeToString)
	}
	for n, text := range fields["light_blocks"].([]any) {
		add("light_blocks", n, text.(string), base64.StdEncoding.DecodeString, base64.StdEncoding.EncodeToString)
	}
	return all
}

// with is the file with other bytes in place of the payload.
func (p payload) with(t testing.TB, file, other []byte) string {
	t.Helper()
	if p.item < 0 {
		return change(t, string(file), p.field, p.encode(other))
	}
	var fields map[string]any
	require.NoError(t, json.Unmarshal(file, &fields))
	list := fields[p.field].([]any)
	list[p.item] = p.encode(other)
	return change(t, string(file), p.field, list)
}

// TestNoByteMakesAnotherPayment changes bytes anywhere in a receipt: it is refused or proves the same payment, as when the byte
// belongs to a signature that isn't needed.
func TestNoByteMakesAnotherPayment(t *testing.T) {
	c := newChain(t)
	honest := c.receipt(t, first, later)
	file := written(t, honest)
	trust := c.trust(first)
	want, err := honest.Verify(trust, receipt.DefaultTrustingPeriod, now, receipt.Expect{})
	require.NoError(t, err)
	all := payloads(t, file)
	check := func(t testing.TB, p payload, at int, bits byte) {
		t.Helper()
		other := bytes.Clone(p.bytes)
		other[at] ^= bits
		r, err := receipt.Read(strings.NewReader(p.with(t, file, other)))
		if err != nil {
			require.ErrorIs(t, err, receipt.ErrMalformed)
			return
		}
		got, err := r.Verify(trust, receipt.DefaultTrustingPeriod, now, receipt.Expect{})
		if err == nil {
			require.Equal(t, want, got, "%s %d, byte %d, bits %08b", p.field, p.item, at, bits)
		}
	}
	t.Run("every byte once", func(t *testing.T) {
		for _, p := range all {
			for at := range p.bytes {
				check(t, p, at, 1<<(at%8))
			}
		}
	})
	t.Run("any bits", func(t *testing.T) {
		rapid.Check(t, func(r *rapid.T) {
			p := rapid.SampledFrom(all).Draw(r, "payload")
			check(t, p, rapid.IntRange(0, len(p.bytes)-1).Draw(r, "byte"), rapid.ByteRange(1, 255).Draw(r, "bits"))
		})
	})
}

// FuzzRead holds that no file makes reading or checking panic, and that none proves a payment other than the one on the chain.
func FuzzRead(f *testing.F) {
	c := newChain(f)
	honest := c.receipt(f, first, later)
	file := written(f, honest)
	trust := c.trust(first)
	want, err := honest.Verify(trust, receipt.DefaultTrustingPeriod, now, receipt.Expect{})
	require.NoError(f, err)
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add(written(f, c.receipt(f, first)))
	f.Add([]byte(change(f, string(file), "light_blocks", []string{""})))
	f.Add([]byte(change(f, string(file), "proof", "")))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := receipt.Read(bytes.NewReader(data))
		if err != nil {
			require.ErrorIs(t, err, receipt.ErrMalformed)
			return
		}
		got, err := r.Verify(trust, receipt.DefaultTrustingPeriod, now, receipt.Expect{})
		if err == nil {
			require.Equal(t, want.Leaf, got.Leaf)
		}
		var again bytes.Buffer
		require.NoError(t, r.Write(&again))
		_, err = receipt.Read(&again)
		require.NoError(t, err)
	})
}
