package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Codes enter the results of a block, and registering one twice only prints. So every registration in the source stands in its
// module's table, with codes from 2 on, ascending; none is ever renumbered or used again.
func TestErrorCodesAreUniqueAndAscend(t *testing.T) {
	var all strings.Builder
	for _, root := range []string{"../x", "../app", "../cmd"} {
		require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			table := errorTable(t, path)
			if len(table) == 0 {
				return nil
			}
			module, ok := strings.CutSuffix(filepath.ToSlash(path), "/types/errors.go")
			require.True(t, ok, "%s registers errors outside its module's table", path)
			module = strings.TrimPrefix(module, "../x/")
			last := 1
			for _, e := range table {
				require.Greater(t, e.code, last, "%s: %s", module, e.name)
				last = e.code
				fmt.Fprintf(&all, "%s %d %s\n", module, e.code, e.name)
			}
			return nil
		}))
	}
	golden(t, "errors.txt", all.String())
}

type registration struct {
	name string
	code int
}

// errorTable lists the registrations of a file in their order.
func errorTable(t *testing.T, path string) []registration {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	var table []registration
	calls := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && isRegister(call) {
			calls++
		}
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || len(spec.Names) != 1 {
			return true
		}
		call, ok := spec.Values[0].(*ast.CallExpr)
		if !ok || !isRegister(call) {
			return true
		}
		space, ok := call.Args[0].(*ast.Ident)
		require.True(t, ok && space.Name == "ModuleName", "%s: %s is not of the module's codespace", path, spec.Names[0])
		literal, ok := call.Args[1].(*ast.BasicLit)
		require.True(t, ok, "%s: the code of %s is no number", path, spec.Names[0])
		code, err := strconv.Atoi(literal.Value)
		require.NoError(t, err)
		table = append(table, registration{spec.Names[0].Name, code})
		return true
	})
	require.Len(t, table, calls, "%s registers an error that isn't a variable of its own", path)
	return table
}

func isRegister(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := sel.X.(*ast.Ident)
	return ok && pkg.Name == "errorsmod" && strings.HasPrefix(sel.Sel.Name, "Register")
}
