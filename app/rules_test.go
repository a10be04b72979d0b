package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
)

// invariantsPage says in docs/invariants.md what shows that a rule is kept.
func invariantsPage(all []app.Invariant) string {
	var b strings.Builder
	b.WriteString("# Rules and invariants\n\nWhat the chain keeps, whatever happens. `reliefd audit` looks at a state for every invariant below; tests look after every block." +
		"\nWritten by `go test ./app -run TestInvariantsPage -rewrite`.\n\n| rule | | shown by |\n|---|---|---|\n")
	for _, rule := range app.Rules() {
		var shown []string
		for _, i := range all {
			if slices.Contains(i.Rules, rule.Number) {
				shown = append(shown, "`"+i.Name+"`")
			}
		}
		for _, test := range rule.Shown {
			shown = append(shown, "the test `"+test+"`")
		}
		if rule.Missing != "" {
			shown = append(shown, "not yet: "+rule.Missing)
		}
		fmt.Fprintf(&b, "| %d | %s | %s |\n", rule.Number, rule.Text, strings.Join(shown, ", "))
	}
	b.WriteString("\n| invariant | rules | holds |\n|---|---|---|\n")
	for _, i := range all {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", i.Name, strings.Trim(strings.ReplaceAll(fmt.Sprint(i.Rules), " ", ", "), "[]"), i.Holds)
	}
	return b.String()
}

func TestInvariantsPage(t *testing.T) {
	golden(t, "../../docs/invariants.md", invariantsPage(chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight).App().Invariants()))
}

// TestRulesAreShown holds that every rule is shown by something, and those about grants by an invariant over state, but for the one that is about
// code alone.
func TestRulesAreShown(t *testing.T) {
	invariants := map[int]int{}
	for _, i := range chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight).App().Invariants() {
		require.NotEmpty(t, i.Holds, i.Name)
		require.True(t, slices.IsSorted(i.Rules), i.Name)
		for _, n := range i.Rules {
			require.LessOrEqual(t, n, len(app.Rules()), i.Name)
			invariants[n]++
		}
	}
	tests := testNames(t)
	for n, rule := range app.Rules() {
		require.Equal(t, n+1, rule.Number)
		for _, name := range rule.Shown {
			top, story, _ := strings.Cut(name, "/")
			require.Contains(t, tests, top)
			if story != "" {
				require.FileExists(t, filepath.Join("testdata", "scenario", story+".txt"))
			}
		}
		require.True(t, invariants[rule.Number] > 0 || len(rule.Shown) > 0 || rule.Missing != "", "rule %d", rule.Number)
	}
	for _, rule := range []int{1, 2, 3, 4, 5, 6, 9, 11, 14} {
		require.Positive(t, invariants[rule], "rule %d", rule)
	}
	require.Zero(t, invariants[13], "it is about code, not state")
}

// testNames lists the tests of this folder.
func testNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		parsed, err := parser.ParseFile(token.NewFileSet(), file, src, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}
