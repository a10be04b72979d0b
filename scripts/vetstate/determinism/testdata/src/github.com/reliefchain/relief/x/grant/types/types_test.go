package types

import "time"

var started = time.Now()
