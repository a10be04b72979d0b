// Package layering keeps modules apart: a module asks another through an interface of its own, never through its keeper,
// and its types stand below its own keeper. State code imports no client package. What x/internal holds is for all of them, and knows none.
package layering

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/reliefchain/relief/scripts/vetstate/scope"
)

// Analyzer reports imports that cross a module's border.
var Analyzer = &analysis.Analyzer{
	Name: "layering",
	Doc:  "a module imports other modules' types only",
	Run:  run,
}

// shared is the folder under x that belongs to no module: what all of them may use.
const shared = "internal"

func run(pass *analysis.Pass) (any, error) {
	pkg, ok := scope.Of(pass.Pkg.Path())
	if !ok || pkg.Module == "" {
		return nil, nil
	}
	for _, file := range pass.Files {
		if !scope.HandWritten(pass.Fset, file) {
			continue
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, err
			}
			target, ok := scope.Of(name)
			switch {
			case !ok:
				if strings.HasPrefix(name, scope.Module+"testutil") || strings.HasPrefix(name, scope.Module+"cmd") || isClient(name) {
					pass.Reportf(spec.Pos(), "modules don't import %s", name)
				}
			case target.Module == shared:
			case target.Module == "":
				pass.Reportf(spec.Pos(), "modules don't import the app")
			case target.Module != pkg.Module && pkg.Module == shared:
				pass.Reportf(spec.Pos(), "x/%s knows no module", shared)
			case target.Module != pkg.Module && target.Layer != "types":
				pass.Reportf(spec.Pos(), "x/%s reaches into x/%s: declare the need in types/needs.go", pkg.Module, target.Module)
			case pkg.Layer == "types" && (target.Layer == "" || target.Layer == "keeper"):
				pass.Reportf(spec.Pos(), "types import the module above them")
			}
		}
	}
	return nil, nil
}

// isClient reports whether a package of a module runs at clients only.
func isClient(name string) bool {
	rel, ok := strings.CutPrefix(name, scope.Module+"x/")
	return ok && slices.Contains(strings.Split(rel, "/"), "client")
}
