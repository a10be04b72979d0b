package cli

import "time"

var started = time.Now()
