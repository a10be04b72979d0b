package types_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

var rewrite = flag.Bool("rewrite", false, "write the machines into the README")

// The README draws the machines from the tables that the code runs on.
func TestReadmeDrawsTheMachines(t *testing.T) {
	const begin, end = "<!-- machines: written by go test ./x/grant/types -rewrite -->\n", "<!-- end of machines -->\n"
	var b strings.Builder
	for _, m := range []struct{ name, diagram string }{
		{types.ProgrammeMachine.Name, types.ProgrammeMachine.Diagram("PROGRAMME_STATUS_", "ACT_KIND_")},
		{types.ApplicationMachine.Name, types.ApplicationMachine.Diagram("APPLICATION_STATUS_", "ACT_KIND_")},
		{types.AppealMachine.Name, types.AppealMachine.Diagram("APPEAL_STATUS_", "ACT_KIND_")},
		{types.GrantMachine.Name, types.GrantMachine.Diagram("GRANT_STANDING_", "ACT_KIND_")},
		{types.InstalmentMachine.Name, types.InstalmentMachine.Diagram("INSTALMENT_STATUS_", "ACT_KIND_")},
		{types.RunMachine.Name, types.RunMachine.Diagram("RUN_STATUS_", "ACT_KIND_")},
		{types.ChangeMachine.Name, types.ChangeMachine.Diagram("CHANGE_STATUS_", "ACT_KIND_")},
		{types.ClawbackMachine.Name, types.ClawbackMachine.Diagram("CLAWBACK_STATUS_", "ACT_KIND_")},
		{types.EmergencyMachine.Name, types.EmergencyMachine.Diagram("EMERGENCY_STATUS_", "ACT_KIND_")},
		{types.LotMachine.Name, types.LotMachine.Diagram("LOT_STATUS_", "ACT_KIND_")},
	} {
		b.WriteString("### " + m.name + "\n" + m.diagram + "\n")
	}
	raw, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(raw), begin)
	require.True(t, found)
	drawn, after, found := strings.Cut(rest, end)
	require.True(t, found)
	if *rewrite {
		require.NoError(t, os.WriteFile("../README.md", []byte(before+begin+b.String()+end+after), 0o600))
		return
	}
	require.Equal(t, b.String(), drawn, "-rewrite accepts the change")
}
