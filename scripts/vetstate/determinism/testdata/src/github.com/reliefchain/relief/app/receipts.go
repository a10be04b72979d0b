//relief:node-local the receipt log stands beside the state of one node

package app

import (
	"os"
	"time"
)

var (
	opened = time.Now()
	home   = os.Getenv("HOME")
)
