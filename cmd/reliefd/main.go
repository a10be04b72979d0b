// Command reliefd runs and queries a node of Relief.
package main

import "os"

func main() { os.Exit(run()) }
