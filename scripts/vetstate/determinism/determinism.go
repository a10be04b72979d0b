// Package determinism finds code that could compute a different state on another node.
//
// It reads the hand-written files of app and of the modules. There is no way to silence a finding; a file of app that
// serves this node alone is left out with a line above its package clause:
//
//	//relief:node-local <reason>
package determinism

import (
	"go/ast"
	"go/constant"
	"go/types"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/reliefchain/relief/scripts/vetstate/scope"
)

// nodeLocal marks a file of app that serves this node alone and never decides state.
const nodeLocal = "//relief:node-local"

// Analyzer reports what may differ from node to node.
var Analyzer = &analysis.Analyzer{
	Name: "determinism",
	Doc:  "state code must give the same result on every node",
	Run:  run,
}

// checker holds one pass and what it has reported, so that one line carries one finding of a kind.
type checker struct {
	*analysis.Pass
	pkg  scope.Package
	seen map[finding]bool
}

type finding struct {
	file string
	line int
	text string
}

func run(pass *analysis.Pass) (any, error) {
	pkg, ok := scope.Of(pass.Pkg.Path())
	if !ok {
		return nil, nil
	}
	c := &checker{Pass: pass, pkg: pkg, seen: map[finding]bool{}}
	for cursor := range inspector.New(c.files()).Root().Preorder() {
		c.check(cursor)
	}
	return nil, nil
}

// files returns the state files of the pass and reports a node-local mark in a module or without a reason.
func (c *checker) files() []*ast.File {
	var files []*ast.File
	for _, file := range c.Files {
		if !scope.HandWritten(c.Fset, file) {
			continue
		}
		mark, reason := nodeLocalMark(file)
		switch {
		case mark == nil:
			files = append(files, file)
		case c.pkg.Module != "":
			c.report(mark, "node-local files live in app, not in a module")
		case reason == "":
			c.report(mark, "node-local needs a reason")
		}
	}
	return files
}

// nodeLocalMark finds the node-local directive above the package clause.
func nodeLocalMark(file *ast.File) (*ast.Comment, string) {
	for _, group := range file.Comments {
		if group.Pos() > file.Package {
			break
		}
		for _, comment := range group.List {
			if reason, ok := strings.CutPrefix(comment.Text, nodeLocal); ok {
				reason, _, _ = strings.Cut(reason, "//")
				return comment, strings.TrimSpace(reason)
			}
		}
	}
	return nil, ""
}

func (c *checker) check(cursor inspector.Cursor) {
	switch node := cursor.Node().(type) {
	case *ast.ImportSpec:
		c.checkImport(node)
	case *ast.RangeStmt:
		if hasMap(c.TypesInfo.TypeOf(node.X)) {
			c.report(node.X, "range over a map has no order: range over slices.Sorted(maps.Keys(m))")
		}
	case *ast.GoStmt:
		c.report(node, "goroutines end in no order")
	case *ast.SelectStmt:
		c.report(node, "select picks a ready case at random")
	case *ast.BasicLit:
		if isFloat(c.TypesInfo.TypeOf(node)) {
			c.report(node, "floating point rounds differently on other machines: use integers")
		}
	case *ast.Ident:
		c.checkIdent(cursor, node)
	case *ast.CallExpr:
		c.checkCall(cursor, node)
	}
}

// checkImport refuses packages whose whole purpose differs between nodes.
func (c *checker) checkImport(spec *ast.ImportSpec) {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return
	}
	for _, rule := range imports {
		if name == rule.path || strings.HasPrefix(name, rule.path+"/") {
			c.report(spec, "import of %s: %s", name, rule.reason)
			return
		}
	}
}

// checkIdent looks at uses of names: float types, and functions and constants that tell nodes apart. A function that is
// only passed on counts as well as one that is called.
func (c *checker) checkIdent(cursor inspector.Cursor, ident *ast.Ident) {
	obj := c.TypesInfo.Uses[ident]
	if obj == nil {
		return
	}
	if _, isType := obj.(*types.TypeName); isFloat(obj.Type()) && (isType || obj.Pkg() != c.Pkg) {
		c.report(ident, "floating point rounds differently on other machines: use integers")
		return
	}
	name := qualified(obj)
	if reason, ok := names[name]; ok {
		c.report(ident, "%s: %s", name, reason)
		return
	}
	switch name {
	case "maps.Keys", "maps.Values":
		if !c.sortedAtOnce(cursor) {
			c.report(ident, "%s has no order: pass it straight to slices.Sorted", name)
		}
	case "time.Unix", "time.UnixMilli", "time.UnixMicro":
		if !utcAtOnce(cursor) {
			c.report(ident, "%s is in the machine's time zone: call .UTC() on it", name)
		}
	}
}

func (c *checker) checkCall(cursor inspector.Cursor, call *ast.CallExpr) {
	if isFloat(c.TypesInfo.TypeOf(call)) {
		c.report(call, "floating point rounds differently on other machines: use integers")
	}
	switch callee := typeutil.Callee(c.TypesInfo, call).(type) {
	case *types.Builtin:
		if callee.Name() == "panic" && c.pkg.Layer == "keeper" && !documentsPanic(cursor) {
			c.report(call, "panic halts the chain: return an error, or say in the function's comment when it panics")
		}
	case *types.Func:
		if qualified(callee) == "fmt.Errorf" && (c.pkg.Layer == "keeper" || c.pkg.Layer == "types") {
			c.report(call, "fmt.Errorf loses the ABCI code: use errorsmod.Wrap or Wrapf")
		}
		c.checkFormat(call, callee)
	}
}

var pointerVerb = regexp.MustCompile(`%[-+# 0-9.*\[\]]*p`)

// checkFormat looks at calls that take a format or any number of values: addresses and maps don't belong in state.
func (c *checker) checkFormat(call *ast.CallExpr, callee *types.Func) {
	signature := callee.Signature()
	if !signature.Variadic() || call.Ellipsis.IsValid() {
		return
	}
	fixed := signature.Params().Len() - 1
	last, ok := signature.Params().At(fixed).Type().(*types.Slice)
	if !ok || !types.IsInterface(last.Elem()) {
		return
	}
	for i, arg := range call.Args {
		if value := c.TypesInfo.Types[arg].Value; value != nil && value.Kind() == constant.String && i < fixed &&
			pointerVerb.MatchString(constant.StringVal(value)) {
			c.report(arg, "%%p prints a memory address")
		}
		if i >= fixed && hasMap(c.TypesInfo.TypeOf(arg)) {
			c.report(arg, "a map as text is no stable format: print its sorted entries")
		}
	}
}

// sortedAtOnce reports whether the function under the cursor is called right inside slices.Sorted.
func (c *checker) sortedAtOnce(cursor inspector.Cursor) bool {
	inner, ok := callOf(cursor)
	if !ok {
		return false
	}
	outer, ok := inner.Parent().Node().(*ast.CallExpr)
	if !ok {
		return false
	}
	callee, ok := typeutil.Callee(c.TypesInfo, outer).(*types.Func)
	return ok && qualified(callee) == "slices.Sorted"
}

// utcAtOnce reports whether the result of the call under the cursor is turned to UTC in the same expression.
func utcAtOnce(cursor inspector.Cursor) bool {
	call, ok := callOf(cursor)
	if !ok {
		return false
	}
	selector, ok := call.Parent().Node().(*ast.SelectorExpr)
	return ok && selector.Sel.Name == "UTC"
}

// callOf returns the call whose function is the qualified identifier under the cursor.
func callOf(cursor inspector.Cursor) (inspector.Cursor, bool) {
	function := cursor
	if _, ok := cursor.Parent().Node().(*ast.SelectorExpr); ok {
		function = cursor.Parent()
	}
	call, ok := function.Parent().Node().(*ast.CallExpr)
	return function.Parent(), ok && call.Fun == function.Node()
}

// documentsPanic reports whether the function around the cursor says in its comment that it panics.
func documentsPanic(cursor inspector.Cursor) bool {
	for enclosing := range cursor.Enclosing((*ast.FuncDecl)(nil)) {
		return strings.Contains(enclosing.Node().(*ast.FuncDecl).Doc.Text(), "panics")
	}
	return false
}

// hasMap reports whether a type is a map, or a type parameter that a map may stand for.
func hasMap(t types.Type) bool {
	if t == nil {
		return false
	}
	switch under := t.Underlying().(type) {
	case *types.Map:
		return true
	case *types.Interface:
		if _, ok := types.Unalias(t).(*types.TypeParam); !ok {
			return false
		}
		for i := range under.NumEmbeddeds() {
			if termHasMap(under.EmbeddedType(i)) {
				return true
			}
		}
	}
	return false
}

func termHasMap(t types.Type) bool {
	union, ok := t.(*types.Union)
	if !ok {
		return hasMap(t)
	}
	for i := range union.Len() {
		if hasMap(union.Term(i).Type()) {
			return true
		}
	}
	return false
}

// isFloat reports whether a type, or one of a call's results, is floating point.
func isFloat(t types.Type) bool {
	if t == nil {
		return false
	}
	if results, ok := t.(*types.Tuple); ok {
		for result := range results.Variables() {
			if isFloat(result.Type()) {
				return true
			}
		}
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0
}

// qualified names an object: "time.Now", or "reflect.Value.MapKeys" for a method.
func qualified(obj types.Object) string {
	if obj.Pkg() == nil {
		return obj.Name()
	}
	if function, ok := obj.(*types.Func); ok {
		return strings.NewReplacer("(", "", ")", "", "*", "").Replace(function.FullName())
	}
	if obj.Parent() != obj.Pkg().Scope() {
		return ""
	}
	return obj.Pkg().Path() + "." + obj.Name()
}

func (c *checker) report(at ast.Node, format string, args ...any) {
	position := c.Fset.Position(at.Pos())
	key := finding{position.Filename, position.Line, format}
	if !c.seen[key] {
		c.seen[key] = true
		c.Reportf(at.Pos(), format, args...)
	}
}
