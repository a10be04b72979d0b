package types_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

var rewrite = flag.Bool("rewrite", false, "write the machines into the README")

// The README draws the machine from the table that the code runs on.
func TestReadmeDrawsTheMachines(t *testing.T) {
	const begin, end = "<!-- machines: written by go test ./x/stablecoin/types -rewrite -->\n", "<!-- end of machines -->\n"
	require.NoError(t, types.HoldMachine.Check())
	diagram := types.HoldMachine.Diagram("HOLD_STATUS_", "HOLD_ACT_")
	raw, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(raw), begin)
	require.True(t, found)
	drawn, after, found := strings.Cut(rest, end)
	require.True(t, found)
	if *rewrite {
		require.NoError(t, os.WriteFile("../README.md", []byte(before+begin+diagram+end+after), 0o600))
		return
	}
	require.Equal(t, diagram, drawn, "-rewrite accepts the change")
}
