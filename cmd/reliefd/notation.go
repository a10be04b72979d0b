package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// notations are how people write what the chain counts in plain numbers, by the last part of the argument's name: UNTIL-PERIOD is a PERIOD.
var notations = map[string]func(string) (uint64, error){
	"GRANT": func(text string) (uint64, error) {
		id, err := granttypes.ParseGrantID(text)
		return uint64(id), err
	},
	"PERIOD": func(text string) (uint64, error) {
		period, err := granttypes.ParsePeriod(text)
		return uint64(period), err
	},
}

func notation(argument string) func(string) (uint64, error) {
	return notations[argument[strings.LastIndex(argument, "-")+1:]]
}

// acceptNotations lets a command and all below it take grants as 1-17 and periods as 2024-02.
func acceptNotations(cmd *cobra.Command) {
	for _, c := range cmd.Commands() {
		acceptNotations(c)
	}
	names, run := strings.Fields(cmd.Use)[1:], cmd.RunE
	if run == nil || !slices.ContainsFunc(names, func(name string) bool { return notation(name) != nil }) {
		return
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		args = slices.Clone(args)
		for i, name := range names[:min(len(names), len(args))] {
			parse := notation(name)
			if parse == nil {
				continue
			}
			n, err := parse(args[i])
			if err != nil {
				return &usageError{fmt.Errorf("%s: %w", name, err), cmd.CommandPath()}
			}
			args[i] = strconv.FormatUint(n, 10)
		}
		return run(cmd, args)
	}
}
