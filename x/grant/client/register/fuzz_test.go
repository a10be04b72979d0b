package register_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/reliefchain/relief/x/grant/client/register"
)

// FuzzRead holds that reading never panics, that what is accepted is JSON, and that it survives being written and read again.
func FuzzRead(f *testing.F) {
	var file bytes.Buffer
	if err := register.Write(&file, sample(2)); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add(file.Bytes()[:file.Len()/2])
	f.Add([]byte(reseal(body(file.String())[:len(body(file.String()))-10] + "\\u00e9\"}\n")))
	f.Add([]byte("{\"format\":\"relief-register\",\"version\":1}\n{\"end\":true}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		// A checksum can't be guessed: give the rows a right end line too.
		for _, in := range [][]byte{data, []byte(reseal(string(data)))} {
			reg, err := register.ReadFrom("file", bytes.NewReader(in))
			if err != nil {
				continue
			}
			for line := range bytes.Lines(in) {
				if !json.Valid(line) {
					t.Fatalf("accepted a line that isn't JSON: %q", line)
				}
			}
			var out bytes.Buffer
			if err := register.Write(&out, reg); err != nil {
				t.Fatalf("write what was read: %v", err)
			}
			if _, err := register.ReadFrom("file", &out); err != nil {
				t.Fatalf("read what was written: %v", err)
			}
		}
	})
}
