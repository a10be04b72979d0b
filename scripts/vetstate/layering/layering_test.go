package layering_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/reliefchain/relief/scripts/vetstate/layering"
)

func TestAnalyzer(t *testing.T) {
	const root = "github.com/reliefchain/relief/"
	analysistest.Run(t, analysistest.TestData(), layering.Analyzer, root+"x/grant/keeper", root+"x/grant/types", root+"x/internal/paging", root+"app")
}
