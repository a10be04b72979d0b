package receipt

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/cosmos/gogoproto/proto"
)

// maxFileSize bounds what is read; a receipt has some ten kilobytes.
const maxFileSize = 8 << 20

// kind is what every file begins with.
type kind struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

// check refuses a file of another kind.
func (k kind) check(want kind) error {
	if k != want {
		return fmt.Errorf("%w: format %q version %d, want %q version %d", ErrMalformed, k.Format, k.Version, want.Format, want.Version)
	}
	return nil
}

// FormatOf tells which format a file says it has, so that its reader can be chosen.
func FormatOf(name string) (string, error) {
	said, err := load(name, func(r io.Reader) (kind, error) {
		var k kind
		if err := json.NewDecoder(io.LimitReader(r, maxFileSize)).Decode(&k); err != nil {
			return k, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
		return k, nil
	})
	return said.Format, err
}

// load reads a file.
func load[T any](name string, read func(io.Reader) (T, error)) (T, error) {
	f, err := os.Open(name)
	if err != nil {
		var none T
		return none, err
	}
	defer f.Close()
	return read(f)
}

// save writes a file, whole or not at all.
func save(name string, write func(io.Writer) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".receipt-*")
	if err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	defer os.Remove(tmp.Name())
	if err := errors.Join(write(tmp), tmp.Chmod(0o644), tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(tmp.Name(), name)
}

// encode writes one JSON object.
func encode(w io.Writer, file any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(file)
}

// decode reads one JSON object and nothing else.
func decode(r io.Reader, into any) error {
	d := json.NewDecoder(io.LimitReader(r, maxFileSize))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows the receipt", ErrMalformed)
	}
	return nil
}

func unmarshal(text string, into proto.Message) error {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return err
	}
	return proto.Unmarshal(raw, into)
}
