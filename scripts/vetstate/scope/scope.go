// Package scope says which packages and files hold state code.
package scope

import (
	"go/ast"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Module is the import path everything here belongs to, with a slash at its end.
const Module = "github.com/reliefchain/relief/"

// Package is the place of a state package in the tree.
type Package struct {
	Module string // module under x/, empty for app
	Layer  string // "keeper", "types" and so on; empty for the module root and app
}

// Of parses an import path and reports whether it holds state code: app, and x/<module> without its client and
// test packages.
func Of(importPath string) (Package, bool) {
	rel, ok := strings.CutPrefix(importPath, Module)
	if !ok {
		return Package{}, false
	}
	if rel == "app" {
		return Package{}, true
	}
	parts := strings.Split(rel, "/")
	if len(parts) < 2 || parts[0] != "x" || slices.ContainsFunc(parts, aside) {
		return Package{}, false
	}
	return Package{Module: parts[1], Layer: path.Join(parts[2:]...)}, true
}

// HandWritten reports whether a file of a state package holds state code: no test, nothing generated, no command line.
func HandWritten(fset *token.FileSet, file *ast.File) bool {
	name := filepath.Base(fset.Position(file.Package).Filename)
	return !ast.IsGenerated(file) && !strings.HasSuffix(name, "_test.go") && name != "autocli.go"
}

// aside reports whether a folder holds clients, or fixtures for tests such as internal/feetest.
func aside(folder string) bool {
	return folder == "client" || folder == "testutil" || strings.HasSuffix(folder, "test")
}
