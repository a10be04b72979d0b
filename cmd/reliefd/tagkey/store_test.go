package tagkey

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

// cheap is a passphrase that costs little, for tests.
func cheap(t *testing.T, text string) Secret {
	t.Helper()
	secret, err := Passphrase([]byte(text + " of sixteen bytes"))
	require.NoError(t, err)
	secret.cost = cost{Passes: 1, MemoryKiB: 64, Threads: 1}
	return secret
}

func open(t *testing.T, secret Secret) Store {
	t.Helper()
	store, err := Open(filepath.Join(t.TempDir(), "shares"), secret)
	require.NoError(t, err)
	return store
}

func deal(t *testing.T, epoch uint32) (oprf.KeySet, []oprf.Share) {
	t.Helper()
	set, shares, err := oprf.Deal(rand.Reader, epoch, 3, []uint32{11, 12, 13, 14})
	require.NoError(t, err)
	return set, shares
}

func TestSaveAndLoad(t *testing.T) {
	keyFile := filepath.Join(t.TempDir(), "key")
	require.NoError(t, NewKeyFile(rand.Reader, keyFile))
	require.ErrorIs(t, NewKeyFile(rand.Reader, keyFile), ErrExists)
	byFile, err := KeyFile(keyFile)
	require.NoError(t, err)
	usual, err := Passphrase([]byte("a passphrase that costs its price"))
	require.NoError(t, err)
	for name, secret := range map[string]Secret{"passphrase": usual, "key file": byFile} {
		t.Run(name, func(t *testing.T) {
			store := open(t, secret)
			set, shares := deal(t, 1)
			require.NoError(t, store.Save(rand.Reader, shares[0]))
			require.NoError(t, store.Save(rand.Reader, shares[0]), "the same again")
			share, err := store.Load(NameOf(shares[0]))
			require.NoError(t, err)
			require.NoError(t, share.Belongs(set))

			path := filepath.Join(store.dir, "share-epoch1-gen0-trustee11.json")
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
			raw, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NotContains(t, string(raw), string(share.Secret()))
			left, err := filepath.Glob(filepath.Join(store.dir, ".new-*"))
			require.NoError(t, err)
			require.Empty(t, left)
		})
	}
}

func TestRefusals(t *testing.T) {
	set, shares := deal(t, 1)
	name, another := NameOf(shares[0]), cheap(t, "another")
	file := func(s Store) string { return filepath.Join(s.dir, name.file()) }
	tests := []struct {
		name  string
		spoil func(*Store) error
		want  error
	}{
		{name: "another passphrase", want: ErrSecret, spoil: func(s *Store) error { s.secret = another; return nil }},
		{name: "a key file for a passphrase", want: ErrSecret, spoil: func(s *Store) error { s.secret = Secret{key: make([]byte, 32)}; return nil }},
		{name: "readable by others", want: ErrPermissions, spoil: func(s *Store) error { return os.Chmod(file(*s), 0o640) }},
		{name: "a link", want: ErrPermissions, spoil: func(s *Store) error {
			return errors.Join(os.Rename(file(*s), file(*s)+".real"), os.Symlink(file(*s)+".real", file(*s)))
		}},
		{name: "gone", want: ErrMissing, spoil: func(s *Store) error { return s.Erase(name) }},
		{name: "cut", want: ErrDamaged, spoil: func(s *Store) error { return os.Truncate(file(*s), 40) }},
		{name: "too large", want: ErrDamaged, spoil: func(s *Store) error { return os.Truncate(file(*s), maxFile+1) }},
		{name: "another share's file", want: ErrDamaged, spoil: func(s *Store) error {
			return errors.Join(s.Save(rand.Reader, shares[1]), os.Rename(filepath.Join(s.dir, NameOf(shares[1]).file()), file(*s)))
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			store := open(t, cheap(t, "usual"))
			require.NoError(t, store.Save(rand.Reader, shares[0]))
			require.NoError(t, test.spoil(&store))
			_, err := store.Load(name)
			require.ErrorIs(t, err, test.want)
			_, err = Drill(store, []oprf.KeySet{set})
			require.Error(t, err)
		})
	}
	t.Run("directory open to others", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.Chmod(dir, 0o755))
		_, err := Open(dir, cheap(t, "usual"))
		require.ErrorIs(t, err, ErrPermissions)
	})
	t.Run("no overwriting", func(t *testing.T) {
		store := open(t, cheap(t, "usual"))
		require.NoError(t, store.Save(rand.Reader, shares[0]))
		_, others := deal(t, 1)
		require.ErrorIs(t, store.Save(rand.Reader, others[0]), ErrExists)
	})
	t.Run("short passphrase", func(t *testing.T) {
		_, err := Passphrase([]byte("too short"))
		require.ErrorIs(t, err, ErrSecret)
		_, err = Open(t.TempDir(), Secret{})
		require.ErrorIs(t, err, ErrSecret)
	})
	t.Run("nothing is printed", func(t *testing.T) {
		require.Equal(t, "secret of the share store", fmt.Sprintf("%#v", cheap(t, "usual")))
	})
}

// Nobody who can write a file makes the node spend gigabytes on opening it.
func TestCostIsBounded(t *testing.T) {
	_, shares := deal(t, 1)
	store := open(t, cheap(t, "usual"))
	for _, how := range []cost{{Passes: 1, MemoryKiB: 2 << 20, Threads: 1}, {Passes: 100, MemoryKiB: 8, Threads: 1}, {Passes: 1, MemoryKiB: 8}} {
		_, err := store.secret.fileKey(derivation{Name: byPassphrase, Salt: make([]byte, saltLength), Cost: &how})
		require.ErrorIs(t, err, ErrDamaged)
	}
	require.NoError(t, store.Save(rand.Reader, shares[0]))
}

// A drill: back up, lose the node, prove the backup, restore, and answer again.
func TestBackupDrill(t *testing.T) {
	set, shares := deal(t, 1)
	next, nextShares := deal(t, 2)
	sets := []oprf.KeySet{set, next}
	node, backup := open(t, cheap(t, "node")), open(t, cheap(t, "backup"))
	_, err := Copy(rand.Reader, node, backup, sets)
	require.ErrorIs(t, err, ErrMissing)
	for _, share := range []oprf.Share{nextShares[2], shares[2]} {
		require.NoError(t, node.Save(rand.Reader, share))
	}
	copied, err := Copy(rand.Reader, node, backup, sets)
	require.NoError(t, err)
	require.Equal(t, []Name{NameOf(shares[2]), NameOf(nextShares[2])}, copied)

	require.NoError(t, os.RemoveAll(node.dir))
	checks, err := Drill(backup, sets)
	require.NoError(t, err)
	require.Len(t, checks, 2)

	fresh := open(t, cheap(t, "fresh node"))
	_, err = Copy(rand.Reader, backup, fresh, sets)
	require.NoError(t, err)
	restored, err := fresh.Load(NameOf(shares[2]))
	require.NoError(t, err)
	require.Equal(t, shares[2].Secret(), restored.Secret())

	_, err = Drill(fresh, sets[:1])
	require.ErrorIs(t, err, ErrStray)
	_, foreign := deal(t, 1)
	require.NoError(t, fresh.Erase(NameOf(shares[2])))
	require.NoError(t, fresh.Save(rand.Reader, foreign[2]))
	checks, err = Drill(fresh, sets)
	require.ErrorIs(t, err, oprf.ErrShareForeign)
	require.ErrorIs(t, checks[0].Err, oprf.ErrShareForeign)
	require.NoError(t, checks[1].Err)
}

// One of four trustees loses its share, and tags stay the same; when a second one does, there are none.
func TestLossOfSharesIsSurvivable(t *testing.T) {
	set, shares := deal(t, 1)
	var stores []Store
	for _, share := range shares {
		store := open(t, cheap(t, "node"))
		require.NoError(t, store.Save(rand.Reader, share))
		stores = append(stores, store)
	}
	tag := func() (oprf.Tag, error) {
		request, secrets, err := oprf.Blind(rand.Reader, 1, [][]byte{[]byte("somebody")})
		require.NoError(t, err)
		var partials []oprf.Partial
		for i, store := range stores {
			share, err := store.Load(NameOf(shares[i]))
			if err != nil {
				require.ErrorIs(t, err, ErrMissing)
				continue
			}
			partial, err := oprf.Evaluate(rand.Reader, share, request)
			require.NoError(t, err)
			partials = append(partials, partial)
		}
		combined, err := oprf.Combine(set, request, partials)
		if err != nil {
			return oprf.Tag{}, err
		}
		tags, err := secrets.Finalize(combined.Evaluated)
		require.NoError(t, err)
		return tags[0], nil
	}
	before, err := tag()
	require.NoError(t, err)
	require.NoError(t, stores[1].Erase(NameOf(shares[1])))
	after, err := tag()
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.NoError(t, stores[3].Erase(NameOf(shares[3])))
	_, err = tag()
	require.ErrorIs(t, err, oprf.ErrTooFew)
}

// A node that was restarted in the middle of a ceremony goes on with its seed.
func TestSeed(t *testing.T) {
	store := open(t, cheap(t, "usual"))
	seed, err := store.Seed(rand.Reader, [32]byte{1})
	require.NoError(t, err)
	again, err := store.Seed(rand.Reader, [32]byte{1})
	require.NoError(t, err)
	require.Equal(t, seed, again)
	other, err := store.Seed(rand.Reader, [32]byte{2})
	require.NoError(t, err)
	require.NotEqual(t, seed, other)
	names, err := store.List()
	require.NoError(t, err)
	require.Empty(t, names, "a seed is no share")

	require.NoError(t, os.Rename(store.seedFile([32]byte{2}), store.seedFile([32]byte{1})))
	_, err = store.Seed(rand.Reader, [32]byte{1})
	require.ErrorIs(t, err, ErrDamaged)
	require.NoError(t, store.EraseSeed([32]byte{1}))
	require.NoError(t, store.EraseSeed([32]byte{1}))
	fresh, err := store.Seed(rand.Reader, [32]byte{1})
	require.NoError(t, err)
	require.NotEqual(t, seed, fresh)
}
