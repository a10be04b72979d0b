package app_test

import (
	"os"
	"runtime/debug"
	"testing"

	"github.com/reliefchain/relief/app"
)

// TestMain sets what the whole process shares before tests run side by side. Instances come and go: memory is cheaper than collecting it often.
func TestMain(m *testing.M) {
	debug.SetGCPercent(300)
	app.SetAddressPrefixes()
	os.Exit(m.Run())
}
