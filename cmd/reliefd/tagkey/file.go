package tagkey

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/crypto/chacha20poly1305"
)

// subject is what a file holds.
type subject struct {
	Format string `json:"format"`
	Name
	Ceremony string `json:"ceremony,omitempty"` // of a seed, hexadecimal
}

// header is what stands open in a file; the seal covers it.
type header struct {
	subject
	Derivation derivation `json:"derivation"`
}

type file struct {
	Header header `json:"header"`
	Nonce  []byte `json:"nonce"`
	Sealed []byte `json:"sealed"`
}

func seal(random io.Reader, secret Secret, of subject, plain []byte) ([]byte, error) {
	how, err := secret.derivation(random)
	if err != nil {
		return nil, err
	}
	key, err := secret.fileKey(how)
	if err != nil {
		return nil, err
	}
	f := file{Header: header{subject: of, Derivation: how}, Nonce: make([]byte, chacha20poly1305.NonceSizeX)}
	if _, err := io.ReadFull(random, f.Nonce); err != nil {
		return nil, fmt.Errorf("draw a nonce: %w", err)
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	open, err := json.Marshal(f.Header)
	if err != nil {
		return nil, err
	}
	f.Sealed = aead.Seal(nil, f.Nonce, plain, open)
	return json.MarshalIndent(f, "", "  ")
}

func unseal(secret Secret, of subject, raw []byte) ([]byte, error) {
	var f file
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if f.Header.subject != of || len(f.Nonce) != chacha20poly1305.NonceSizeX {
		return nil, fmt.Errorf("%w: its header names another share or form", ErrDamaged)
	}
	key, err := secret.fileKey(f.Header.Derivation)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	open, err := json.Marshal(f.Header)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, f.Nonce, f.Sealed, open)
	if err != nil {
		return nil, fmt.Errorf("%w, or the file was changed", ErrSecret)
	}
	return plain, nil
}

// writePrivate writes a new file whole: a crash leaves all of it or none.
func writePrivate(path string, content []byte) (err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	// A link, unlike a rename, doesn't replace a file.
	if err := os.Link(f.Name(), path); err != nil {
		if errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%w: %s", ErrExists, path)
		}
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
