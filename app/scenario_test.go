package app_test

import (
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/reliefchain/relief/testutil/chaintest"
)

// TestScenarios tells the stories in testdata/scenario on three instances whose app hashes must agree. Run with -rewrite to
// take what the chain answers for what it should.
func TestScenarios(t *testing.T) {
	datadriven.Walk(t, "testdata/scenario", func(t *testing.T, path string) {
		s := chaintest.NewScenario(t)
		datadriven.RunTest(t, path, func(_ *testing.T, d *datadriven.TestData) string { return s.Run(d) })
	})
}
