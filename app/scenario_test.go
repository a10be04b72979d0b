package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/chaintest"
)

// TestScenarios tells the stories in testdata/scenario on three instances whose app hashes must agree. Run with -rewrite to
// take what the chain answers for what it should.
func TestScenarios(t *testing.T) {
	stories, err := filepath.Glob("testdata/scenario/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, stories)
	for _, path := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			t.Parallel()
			s := chaintest.NewScenario(t)
			datadriven.RunTest(t, path, func(_ *testing.T, d *datadriven.TestData) string { return s.Run(d) })
		})
	}
}
