package tagkey

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

const seedFormat = "relief-tag-seed-v1"

func seedOf(ceremony [32]byte) subject {
	return subject{Format: seedFormat, Ceremony: hex.EncodeToString(ceremony[:])}
}

func (s Store) seedFile(ceremony [32]byte) string {
	return filepath.Join(s.dir, fmt.Sprintf("seed-%x.json", ceremony[:]))
}

// Seed gives the seed of this node's part in a ceremony, and draws and keeps one the first time. A node that was restarted
// goes on with the same seed; it says the same in the ceremony as before.
func (s Store) Seed(random io.Reader, ceremony [32]byte) ([oprf.SeedLength]byte, error) {
	raw, err := readPrivate(s.seedFile(ceremony), maxFile)
	if errors.Is(err, os.ErrNotExist) {
		return s.newSeed(random, ceremony)
	}
	if err != nil {
		return [oprf.SeedLength]byte{}, err
	}
	plain, err := unseal(s.secret, seedOf(ceremony), raw)
	if err != nil {
		return [oprf.SeedLength]byte{}, fmt.Errorf("seed: %w", err)
	}
	if len(plain) != oprf.SeedLength {
		return [oprf.SeedLength]byte{}, fmt.Errorf("%w: seed of %d bytes", ErrDamaged, len(plain))
	}
	return [oprf.SeedLength]byte(plain), nil
}

func (s Store) newSeed(random io.Reader, ceremony [32]byte) ([oprf.SeedLength]byte, error) {
	var seed [oprf.SeedLength]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return seed, fmt.Errorf("draw a seed: %w", err)
	}
	sealed, err := seal(random, s.secret, seedOf(ceremony), seed[:])
	if err != nil {
		return seed, err
	}
	return seed, writePrivate(s.seedFile(ceremony), sealed)
}

// EraseSeed removes a ceremony's seed. The share of a ceremony that is done must be in the store and its backup first.
func (s Store) EraseSeed(ceremony [32]byte) error {
	err := os.Remove(s.seedFile(ceremony))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(s.dir)
}
