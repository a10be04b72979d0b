// Package statemachine holds the life of a case as a table. The code asks the table whether a step may be taken, and the README draws it, so
// that neither can say something else than the other.
package statemachine

import (
	"fmt"
	"strings"
)

// State and Act are numbers of enums with names.
type (
	// State is where a case stands.
	State interface {
		~int32
		fmt.Stringer
	}
	// Act is what somebody, or the chain, does with it.
	Act interface {
		~int32
		fmt.Stringer
	}
)

// Step is one arrow: an act leads from a state to another one.
type Step[S State, A Act] struct {
	From S
	Act  A
	To   S
	// By is who takes the step, in a word or two.
	By string
	// Guard is what has to hold beside who takes it; empty when nothing has.
	Guard string
}

// Table is a machine. The zero state stands for a case that doesn't exist yet.
type Table[S State, A Act] struct {
	// Name of the machine.
	Name string
	// Steps in the order of a life.
	Steps []Step[S, A]
}

// Next is the state to which an act leads, and whether the table has the step.
func (t Table[S, A]) Next(from S, act A) (S, bool) {
	for _, step := range t.Steps {
		if step.From == from && step.Act == act {
			return step.To, true
		}
	}
	return from, false
}

// Final tells whether nothing leads out of a state.
func (t Table[S, A]) Final(s S) bool {
	for _, step := range t.Steps {
		if step.From == s {
			return false
		}
	}
	return true
}

// Check refuses a table with an ambiguous step, or with a state that nothing leads to.
func (t Table[S, A]) Check() error {
	var none S
	reached := map[S]bool{none: true}
	seen := map[[2]int32]bool{}
	for _, step := range t.Steps {
		key := [2]int32{int32(step.From), int32(step.Act)}
		if seen[key] {
			return fmt.Errorf("%s: %s leads from %s to two states", t.Name, step.Act, step.From)
		}
		seen[key], reached[step.To] = true, true
		if step.By == "" {
			return fmt.Errorf("%s: nobody does %s", t.Name, step.Act)
		}
	}
	for _, step := range t.Steps {
		if !reached[step.From] {
			return fmt.Errorf("%s: nothing leads to %s", t.Name, step.From)
		}
	}
	return nil
}

// Diagram draws the machine for Mermaid, with a table of who does what under which guard. The prefixes are cut off the names of the enums.
func (t Table[S, A]) Diagram(states, acts string) string {
	var b strings.Builder
	var none S
	name := func(s S) string {
		if s == none {
			return "[*]"
		}
		return strings.TrimPrefix(s.String(), states)
	}
	act := func(a A) string {
		return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(a.String(), acts), "_", " "))
	}
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	final := map[S]bool{}
	for _, step := range t.Steps {
		fmt.Fprintf(&b, "  %s --> %s: %s\n", name(step.From), name(step.To), act(step.Act))
	}
	for _, step := range t.Steps {
		if t.Final(step.To) && !final[step.To] {
			final[step.To] = true
			fmt.Fprintf(&b, "  %s --> [*]\n", name(step.To))
		}
	}
	b.WriteString("```\n\n| from | act | to | who | guard |\n|---|---|---|---|---|\n")
	for _, step := range t.Steps {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", strings.ReplaceAll(name(step.From), "[*]", "–"), act(step.Act), name(step.To), step.By, step.Guard)
	}
	return b.String()
}
