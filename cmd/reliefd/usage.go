package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// globalFlags is the part of a command's help that lists the flags every command has.
const globalFlags = `Global Flags:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}`

// machinery is what errors hold that tells an operator nothing: where in the source one was wrapped, and what gRPC puts before it.
var machinery = regexp.MustCompile(` \[[\w./@-]+\.go:\d+\]|rpc error: code = \w+ desc = `)

// errorText is what the command line says about an error.
func errorText(err error) string { return machinery.ReplaceAllString(err.Error(), "") }

// usageError is a command line that can't be understood.
type usageError struct {
	err     error
	command string
}

// Error implements error.
func (e *usageError) Error() string {
	return fmt.Sprintf("%s\nSee \"%s --help\".", strings.TrimRight(e.err.Error(), "\n"), e.command)
}

// Unwrap gives what is wrong with it.
func (e *usageError) Unwrap() error { return e.err }

// explainUsage keeps help short and makes every command say where its help is when it isn't understood.
func explainUsage(root *cobra.Command) {
	root.SetUsageTemplate(strings.Replace(root.UsageTemplate(), globalFlags,
		`Flags of every command: {{.Root.CommandPath}} --help`, 1))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return &usageError{err, cmd.CommandPath()} })
	explainArgs(root)
}

func explainArgs(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return &usageError{err, cmd.CommandPath()}
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		explainArgs(c)
	}
}

// group runs a command that only holds others: it shows its help, or says which command was meant.
func group(cmd *cobra.Command, args []string) error {
	if err := client.ValidateCmd(cmd, args); err != nil {
		return &usageError{err, cmd.CommandPath()}
	}
	return nil
}

// requireFlags names the required flags that nobody set.
func requireFlags(cmd *cobra.Command) error {
	if err := cmd.ValidateRequiredFlags(); err != nil {
		return &usageError{err, cmd.CommandPath()}
	}
	return nil
}

// flagsFromEnvironment sets flags that aren't on the command line from the environment.
func flagsFromEnvironment(cmd *cobra.Command) (err error) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if value, ok := os.LookupEnv(variable(f.Name)); ok && !f.Changed && err == nil {
			if err = cmd.Flags().Set(f.Name, value); err != nil {
				err = fmt.Errorf("%s: %w", variable(f.Name), err)
			}
		}
	})
	return err
}

// variable is the environment variable of a flag or setting.
func variable(name string) string {
	return envPrefix + "_" + strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(name))
}
