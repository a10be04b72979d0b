package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// closeStock removes the commands of stock modules whose messages the chain refuses: those without a price, and proposals that hold
// another message than an act of the provinces.
func closeStock(root *cobra.Command) error {
	tx, _, err := root.Find([]string{"tx"})
	if err != nil {
		return err
	}
	for _, module := range tx.Commands() {
		if module.Name() == "gov" || !module.HasSubCommands() {
			continue
		}
		for _, c := range module.Commands() {
			if c.Name() == "multi-send" || strings.HasSuffix(c.Name(), "-proposal") {
				module.RemoveCommand(c)
			}
		}
		if !module.HasSubCommands() {
			tx.RemoveCommand(module)
		}
	}
	return nil
}
