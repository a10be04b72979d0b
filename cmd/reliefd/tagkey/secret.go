package tagkey

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"slices"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

const (
	// MinPassphrase is the least length of a passphrase, bytes.
	MinPassphrase = 16
	keyFileLength = 32
	saltLength    = 16
)

// cost is what argon2id spends on a passphrase.
type cost struct {
	Passes    uint32 `json:"passes"`
	MemoryKiB uint32 `json:"memory_kib"`
	Threads   uint8  `json:"threads"`
}

// The second recommendation of RFC 9106, section 4, and the most that a file may ask for.
var (
	usualCost = cost{Passes: 3, MemoryKiB: 64 << 10, Threads: 4}
	maxCost   = cost{Passes: 16, MemoryKiB: 1 << 20, Threads: 16}
)

// Secret opens and closes share files. Printing it shows nothing.
type Secret struct {
	passphrase []byte
	key        []byte
	cost       cost
}

// Format prints no secret, whatever the verb.
func (Secret) Format(state fmt.State, _ rune) { _, _ = fmt.Fprint(state, "secret of the share store") }

// Passphrase makes a secret from a passphrase of at least 16 bytes.
func Passphrase(passphrase []byte) (Secret, error) {
	if len(passphrase) < MinPassphrase {
		return Secret{}, fmt.Errorf("%w: %d bytes, want at least %d", ErrSecret, len(passphrase), MinPassphrase)
	}
	return Secret{passphrase: slices.Clone(passphrase), cost: usualCost}, nil
}

// PassphraseFile makes a secret from a passphrase in a file that only its owner may read; white space around it doesn't count.
func PassphraseFile(path string) (Secret, error) {
	raw, err := readPrivate(path, maxFile)
	if err != nil {
		return Secret{}, err
	}
	return Passphrase(bytes.TrimSpace(raw))
}

// KeyFile makes a secret from a file of 32 random bytes that only its owner may read; NewKeyFile writes one.
func KeyFile(path string) (Secret, error) {
	raw, err := readPrivate(path, keyFileLength)
	if err != nil {
		return Secret{}, err
	}
	if len(raw) != keyFileLength {
		return Secret{}, fmt.Errorf("%w: %s has %d bytes, want %d", ErrSecret, path, len(raw), keyFileLength)
	}
	return Secret{key: raw}, nil
}

// NewKeyFile writes a fresh key file and never overwrites one.
func NewKeyFile(random io.Reader, path string) error {
	key := make([]byte, keyFileLength)
	if _, err := io.ReadFull(random, key); err != nil {
		return fmt.Errorf("draw a key: %w", err)
	}
	return writePrivate(path, key)
}

// derivation says in a file's header how its key was derived.
type derivation struct {
	Name string `json:"name"` // argon2id or key-file
	Salt []byte `json:"salt"`
	Cost *cost  `json:"cost,omitempty"`
}

const (
	byPassphrase = "argon2id"
	byKeyFile    = "key-file"
)

func (s Secret) derivation(random io.Reader) (derivation, error) {
	d := derivation{Name: byKeyFile, Salt: make([]byte, saltLength)}
	if _, err := io.ReadFull(random, d.Salt); err != nil {
		return derivation{}, fmt.Errorf("draw a salt: %w", err)
	}
	if s.passphrase != nil {
		d.Name, d.Cost = byPassphrase, &s.cost
	}
	return d, nil
}

// fileKey derives the key of one file as its header says.
func (s Secret) fileKey(d derivation) ([]byte, error) {
	if len(d.Salt) != saltLength {
		return nil, fmt.Errorf("%w: salt of %d bytes", ErrDamaged, len(d.Salt))
	}
	switch d.Name {
	case byPassphrase:
		if s.passphrase == nil {
			return nil, fmt.Errorf("%w: the file wants a passphrase", ErrSecret)
		}
		if d.Cost == nil || d.Cost.Passes == 0 || d.Cost.Passes > maxCost.Passes || d.Cost.MemoryKiB > maxCost.MemoryKiB ||
			d.Cost.Threads == 0 || d.Cost.Threads > maxCost.Threads {
			return nil, fmt.Errorf("%w: cost of the passphrase is out of range", ErrDamaged)
		}
		return argon2.IDKey(s.passphrase, d.Salt, d.Cost.Passes, d.Cost.MemoryKiB, d.Cost.Threads, chacha20poly1305.KeySize), nil
	case byKeyFile:
		if s.key == nil {
			return nil, fmt.Errorf("%w: the file wants a key file", ErrSecret)
		}
		return hkdf.Key(sha256.New, s.key, d.Salt, format, chacha20poly1305.KeySize)
	}
	return nil, fmt.Errorf("%w: derivation is unknown", ErrDamaged)
}

// readPrivate reads a regular file of at most limit bytes that only its owner may read.
func readPrivate(path string, limit int64) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: %s has mode %s, want a file with 0600 (chmod 600)", ErrPermissions, path, info.Mode())
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%w: %s has %d bytes, at most %d", ErrDamaged, path, info.Size(), limit)
	}
	return os.ReadFile(path)
}
