package tagkey

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
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
	raw, err := seal(random, s.secret, subject{Format: format, Name: name}, share.Secret())
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
	secret, err := unseal(s.secret, subject{Format: format, Name: name}, raw)
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
