package grant

import "os"

var home = os.Getenv("HOME")
