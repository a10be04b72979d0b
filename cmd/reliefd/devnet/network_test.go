package devnet

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestANetworkThatWasMovedIsFoundWhereItIs(t *testing.T) {
	root := t.TempDir()
	before, after := filepath.Join(root, "before"), filepath.Join(root, "after")
	require.NoError(t, os.Mkdir(before, 0o700))
	info := Info{
		Settings: Settings{Provinces: 1, ChainID: "relief-dev", BlockTime: 2 * time.Second, FastClock: true},
		Dir:      before, Keys: filepath.Join(before, keysDir), Denom: Denom(),
		Provinces: []Province{{Name: "fujian", Area: "35", Home: filepath.Join(before, "fujian"), NodeID: "id"}},
	}
	require.NoError(t, info.write())
	require.NoError(t, os.Rename(before, after))

	read, err := ReadInfo(after)
	require.NoError(t, err)
	info.Dir, info.Keys, info.Provinces[0].Home = after, filepath.Join(after, keysDir), filepath.Join(after, "fujian")
	require.Equal(t, info, read)
}
