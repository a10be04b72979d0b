package traces_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/util"

	"github.com/reliefchain/relief/testutil/traces"
)

// somebody is a number with a right check digit and an area that was never given out.
const somebody = "99999919900307905X"

func TestBytes(t *testing.T) {
	tests := []struct {
		name string
		raw  string
		want []string
	}{
		{name: "number", raw: `{"memo":"` + somebody + `"}`, want: []string{traces.Number}},
		{name: "small x", raw: "99999919900307905x", want: []string{traces.Number}},
		{name: "old form", raw: "id 999999900307905.", want: []string{traces.Number}},
		{name: "among binary", raw: "\xff\x00" + somebody + "\x00", want: []string{traces.Number}},
		{name: "two", raw: somebody + " " + somebody, want: []string{traces.Number, traces.Number}},
		{name: "wrong check digit", raw: "999999199003079051"},
		{name: "part of more digits", raw: "1" + somebody[:17] + "0"},
		{name: "amount", raw: "300000000000000000ucny/anxin"},
		{name: "name in text", raw: `{"name":"张"}`, want: []string{traces.Writing}},
		{name: "sentence among binary", raw: "\xff家庭住址不详", want: []string{traces.Writing}},
		{name: "nothing", raw: "relief1frer2dz857ueak88y0k5u559zlx9lvkafm5y83"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var kinds []string
			for _, f := range traces.Bytes("here", []byte(test.raw)) {
				require.Equal(t, "here", f.Where)
				kinds = append(kinds, f.Kind)
			}
			require.Equal(t, test.want, kinds)
		})
	}
	noise := make([]byte, 4<<20)
	_, err := rand.Read(noise)
	require.NoError(t, err)
	require.Empty(t, traces.Bytes("noise", noise))
}

// What a database holds is found although its files are compressed.
func TestDirectory(t *testing.T) {
	dir := t.TempDir()
	db, err := leveldb.OpenFile(filepath.Join(dir, "data", "state.db"), nil)
	require.NoError(t, err)
	for i := range 1_000 {
		require.NoError(t, db.Put([]byte{byte(i >> 8), byte(i)}, []byte("nothing of anybody's, again and again and again"), nil))
	}
	require.NoError(t, db.Put([]byte("key"), []byte("memo "+somebody), nil))
	require.NoError(t, db.CompactRange(util.Range{}))
	require.NoError(t, db.Close())
	require.NoError(t, os.WriteFile(filepath.Join(dir, "node.log"), []byte("refused: 张三\n"), 0o600))
	found, seen, err := traces.Directory(dir)
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.Equal(t, []string{traces.Number, traces.Writing}, []string{found[0].Kind, found[1].Kind})
	require.Equal(t, 1, seen.Databases)
	require.Equal(t, 1_001, seen.Entries)
	require.Equal(t, 1, seen.Files)
}
