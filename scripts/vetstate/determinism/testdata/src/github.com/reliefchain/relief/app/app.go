package app

import "time"

var started = time.Now() // want `time.Now: the clock differs`
