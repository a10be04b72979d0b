// Package command describes the commands that AutoCLI makes of the modules' RPCs.
package command

import (
	"strings"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// New describes the command of an RPC. A field with "?" at its end may be left out; one with "..." takes the rest.
func New(method, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := &autocliv1.RpcCommandOptions{RpcMethod: method, Use: use, Short: short}
	for _, field := range fields {
		field, optional := strings.CutSuffix(field, "?")
		field, varargs := strings.CutSuffix(field, "...")
		options.PositionalArgs = append(options.PositionalArgs, &autocliv1.PositionalArgDescriptor{
			ProtoField: field, Optional: optional, Varargs: varargs,
		})
	}
	return options
}

// WithExample adds how a command is used.
func WithExample(options *autocliv1.RpcCommandOptions, example string) *autocliv1.RpcCommandOptions {
	options.Example = "  " + example
	return options
}
