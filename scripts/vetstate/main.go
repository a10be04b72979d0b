// Command vetstate checks the rules of state code that the compiler does not know: determinism and layering.
//
// Every node must compute the same state from the same blocks, so nothing in state code may depend on the machine,
// its clock or the order of a map. Run it with make vet-state.
package main

import (
	"golang.org/x/tools/go/analysis/multichecker"

	"github.com/reliefchain/relief/scripts/vetstate/determinism"
	"github.com/reliefchain/relief/scripts/vetstate/layering"
)

func main() {
	multichecker.Main(determinism.Analyzer, layering.Analyzer)
}
