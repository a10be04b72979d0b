package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// refresh is the pause between two drawings of a bar.
const refresh = 100 * time.Millisecond

// newProgress makes a bar on the terminal; where standard error is a file or a pipe, nothing is drawn.
func newProgress(what string, total int64, options ...progressbar.Option) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total, append(options, progressbar.OptionSetWriter(terminal()),
		progressbar.OptionSetDescription(what), progressbar.OptionThrottle(refresh), progressbar.OptionClearOnFinish())...)
}

func terminal() io.Writer {
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return os.Stderr
	}
	return io.Discard
}
