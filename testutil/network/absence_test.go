//go:build system

package network_test

import (
	"encoding/hex"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/dehua"
)

// An office proves that nobody but one person claims under a tag, with the other provinces as witnesses. A node that others reach tells
// nobody, and proves nothing.
func TestAbsenceFromRealProvinces(t *testing.T) {
	payingTownship(t)
	n := shared.network
	registers, err := dehua.Registers(dehua.Seed)
	require.NoError(t, err)
	head := registers[0].Rows[0].Household.Persons[0]
	person, tag := hex.EncodeToString(head.Ref), hex.EncodeToString(head.Tags[0].Value)
	free := strings.Repeat("5f", 32)

	node := n.province(t, office)
	fetch := func(tag string, more ...string) (file, said string, code int) {
		file = filepath.Join(t.TempDir(), "absence.json")
		said, code = run(t, append(append([]string{"receipt", "absence", "1", tag, "-o", file}, n.sources(node)...), more...)...)
		return file, said, code
	}
	file, said, code := fetch(free)
	require.Zero(t, code, said)
	trust := trusted(t, said)
	require.Contains(t, mustRun(t, "verify", file, "--trust", trust, "--class", "1", "--tag", free), "nobody was registered in class 1")
	_, code = run(t, "verify", file, "--trust", trust, "--tag", tag)
	require.Equal(t, 21, code)

	_, said, code = fetch(tag)
	require.Equal(t, 20, code, said)
	require.NotContains(t, said, person)
	file, said, code = fetch(tag, "--person", person)
	require.Zero(t, code, said)
	require.Contains(t, mustRun(t, "verify", file, "--trust", trusted(t, said), "--person", person), "nobody but "+person)
	_, said, code = fetch(tag, "--epoch", "2")
	require.Equal(t, 22, code, said)

	// The same node, reached by others.
	n.kill(t, "hebei")
	public := &newcomer{province: n.province(t, "hebei")}
	public.env = n.byHand(t, "hebei", "RELIEFD_RPC_LADDR=tcp://0.0.0.0:"+strings.Split(public.province.RPC, ":")[1])
	public.start(t, "start")
	n.inStep(t, "hebei")
	node = public.province
	_, said, code = fetch(free)
	require.NotZero(t, code)
	require.Contains(t, said, "answers no lookups by tag")
	public.stop()
	n.restart(t, "hebei")
}
