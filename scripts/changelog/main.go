// Command changelog keeps CHANGELOG.md, which is built from one small file per change:
//
//	.changelog/<release>/<section>/<slug>.md
//
// Usage: changelog build | check. Check fails on a fragment out of shape and on a CHANGELOG.md that is not up to date.
package main

import (
	"errors"
	"fmt"
	"os"
)

const (
	fragments = ".changelog"
	target    = "CHANGELOG.md"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "changelog:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 || (args[0] != "build" && args[0] != "check") {
		return errors.New("usage: changelog build | check")
	}
	text, err := Render(os.DirFS(fragments))
	if err != nil {
		return err
	}
	if args[0] == "build" {
		return os.WriteFile(target, []byte(text), 0o644)
	}
	current, err := os.ReadFile(target)
	if err != nil {
		return err
	}
	if string(current) != text {
		return fmt.Errorf("%s is out of date: run make changelog", target)
	}
	return nil
}
