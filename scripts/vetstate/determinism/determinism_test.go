package determinism_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/reliefchain/relief/scripts/vetstate/determinism"
)

func TestAnalyzer(t *testing.T) {
	const root = "github.com/reliefchain/relief/"
	analysistest.Run(t, analysistest.TestData(), determinism.Analyzer,
		root+"app", root+"x/grant", root+"x/grant/keeper", root+"x/grant/types", root+"x/grant/client/cli")
}
