package tagkey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/reliefchain/relief/x/beneficiary/oprf"
)

// Refusals.
var (
	ErrSecret      = errors.New("passphrase or key file is wrong")
	ErrPermissions = errors.New("others may read it")
	ErrExists      = errors.New("a file for this share exists: erase it first if it is not needed")
	ErrMissing     = errors.New("there is no file for this share: restore it from the backup")
	ErrDamaged     = errors.New("file is damaged: restore it from the backup")
)

const (
	format  = "relief-tag-share-v1"
	maxFile = 4096
)

// Name tells one share of a node from the others.
type Name struct {
	Epoch      uint32 `json:"epoch"`
	Generation uint32 `json:"generation"`
	Index      uint32 `json:"index"`
}

// NameOf gives the name of a share.
func NameOf(share oprf.Share) Name {
	return Name{Epoch: share.Epoch, Generation: share.Generation, Index: share.Index}
}

func (n Name) file() string {
	return fmt.Sprintf("share-epoch%d-gen%d-trustee%d.json", n.Epoch, n.Generation, n.Index)
}

// String tells the numbers.
func (n Name) String() string {
	return fmt.Sprintf("share of trustee %d, epoch %d, generation %d", n.Index, n.Epoch, n.Generation)
}

// header is what stands open in a file; the seal covers it.
type header struct {
	Format string `json:"format"`
	Name
	Derivation derivation `json:"derivation"`
}

type file struct {
	Header header `json:"header"`
	Nonce  []byte `json:"nonce"`
	Sealed []byte `json:"sealed"`
}

// Store is a directory of share files.
type Store struct {
	dir    string
	secret Secret
}

// Open uses a directory and makes it if there is none. It refuses one that others may enter.
func Open(dir string, secret Secret) (Store, error) {
	if secret.passphrase == nil && secret.key == nil {
		return Store{}, fmt.Errorf("%w: none was given", ErrSecret)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Store{}, err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return Store{}, err
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return Store{}, fmt.Errorf("%w: %s has mode %s, want a directory with 0700 (chmod 700)", ErrPermissions, dir, info.Mode())
	}
	return Store{dir: dir, secret: secret}, nil
}

// Save encrypts a share into a new file. A file that holds the same share already is left as it is.
func (s Store) Save(random io.Reader, share oprf.Share) error {
	name := NameOf(share)
	if there, err := s.Load(name); err == nil {
		if bytes.Equal(there.Secret(), share.Secret()) {
			return nil
		}
		return fmt.Errorf("%w: %s holds another", ErrExists, name)
	} else if !errors.Is(err, ErrMissing) {
		return err
	}
	raw, err := seal(random, s.secret, name, share.Secret())
	if err != nil {
		return err
	}
	return writePrivate(filepath.Join(s.dir, name.file()), raw)
}

// Load opens a share's file, or returns ErrMissing, ErrPermissions, ErrSecret or ErrDamaged.
func (s Store) Load(name Name) (oprf.Share, error) {
	raw, err := readPrivate(filepath.Join(s.dir, name.file()), maxFile)
	if errors.Is(err, os.ErrNotExist) {
		return oprf.Share{}, fmt.Errorf("%w: %s in %s", ErrMissing, name, s.dir)
	}
	if err != nil {
		return oprf.Share{}, err
	}
	secret, err := unseal(s.secret, name, raw)
	if err != nil {
		return oprf.Share{}, fmt.Errorf("%s: %w", name, err)
	}
	share, err := oprf.ParseShare(name.Epoch, name.Generation, name.Index, secret)
	if err != nil {
		return oprf.Share{}, fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
	}
	return share, nil
}

// List names the shares in the store by epoch, generation and index, without opening them.
func (s Store) List() ([]Name, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	var names []Name
	for _, entry := range entries {
		var name Name
		if _, err := fmt.Sscanf(entry.Name(), "share-epoch%d-gen%d-trustee%d.json", &name.Epoch, &name.Generation, &name.Index); err == nil &&
			entry.Name() == name.file() {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, compare)
	return names, nil
}

func compare(a, b Name) int {
	return slices.Compare([]uint32{a.Epoch, a.Generation, a.Index}, []uint32{b.Epoch, b.Generation, b.Index})
}

// Erase removes a share's file, for generations that a resharing replaced. Disks and their snapshots may keep old blocks:
// what makes an old share useless for good is that the others erase theirs too.
func (s Store) Erase(name Name) error {
	err := os.Remove(filepath.Join(s.dir, name.file()))
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: %s in %s", ErrMissing, name, s.dir)
	}
	if err != nil {
		return err
	}
	return syncDir(s.dir)
}

func seal(random io.Reader, secret Secret, name Name, plain []byte) ([]byte, error) {
	how, err := secret.derivation(random)
	if err != nil {
		return nil, err
	}
	key, err := secret.fileKey(how)
	if err != nil {
		return nil, err
	}
	f := file{Header: header{Format: format, Name: name, Derivation: how}, Nonce: make([]byte, chacha20poly1305.NonceSizeX)}
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

func unseal(secret Secret, name Name, raw []byte) ([]byte, error) {
	var f file
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if f.Header.Format != format || f.Header.Name != name || len(f.Nonce) != chacha20poly1305.NonceSizeX {
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
