package statemachine_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/internal/statemachine"
)

type (
	state int32
	act   int32
)

func (s state) String() string { return fmt.Sprintf("STATE_%d", int32(s)) }
func (a act) String() string   { return fmt.Sprintf("ACT_%d", int32(a)) }

type table = statemachine.Table[state, act]

func steps(list ...statemachine.Step[state, act]) table { return table{Name: "Door", Steps: list} }

func TestNext(t *testing.T) {
	m := steps(statemachine.Step[state, act]{From: 0, Act: 1, To: 1, By: "us"}, statemachine.Step[state, act]{From: 1, Act: 2, To: 2, By: "us"})
	require.NoError(t, m.Check())
	to, known := m.Next(1, 2)
	require.True(t, known)
	require.Equal(t, state(2), to)
	to, known = m.Next(2, 1)
	require.False(t, known)
	require.Equal(t, state(2), to)
	require.True(t, m.Final(2))
	require.False(t, m.Final(1))
}

func TestCheckSeesWhatIsWrong(t *testing.T) {
	for name, m := range map[string]table{
		"ambiguous": steps(statemachine.Step[state, act]{From: 0, Act: 1, To: 1, By: "us"}, statemachine.Step[state, act]{From: 0, Act: 1, To: 2, By: "us"}),
		"unreached": steps(statemachine.Step[state, act]{From: 3, Act: 1, To: 1, By: "us"}),
		"by nobody": steps(statemachine.Step[state, act]{From: 0, Act: 1, To: 1}),
	} {
		require.Error(t, m.Check(), name)
	}
}

func TestDiagram(t *testing.T) {
	m := steps(statemachine.Step[state, act]{From: 0, Act: 1, To: 1, By: "us", Guard: "a key"}, statemachine.Step[state, act]{From: 1, Act: 2, To: 2, By: "them"})
	require.Equal(t, "```mermaid\nstateDiagram-v2\n  [*] --> 1: 1\n  1 --> 2: 2\n  2 --> [*]\n```\n\n"+
		"| from | act | to | who | guard |\n|---|---|---|---|---|\n| – | 1 | 1 | us | a key |\n| 1 | 2 | 2 | them |  |\n", m.Diagram("STATE_", "ACT_"))
}
