package main

import (
	"slices"
	"strings"
	"testing"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	gogoproto "github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/reliefchain/relief/x/authority"
	"github.com/reliefchain/relief/x/beneficiary"
	"github.com/reliefchain/relief/x/council"
	"github.com/reliefchain/relief/x/fee"
	"github.com/reliefchain/relief/x/grant"
	"github.com/reliefchain/relief/x/pseudonym"
	"github.com/reliefchain/relief/x/stablecoin"
	"github.com/reliefchain/relief/x/validator"
)

// Every RPC has a command that says what it does and names each of its arguments, but for what only a vote can send.
func TestEveryRPCHasACommand(t *testing.T) {
	root, err := newRoot()
	require.NoError(t, err)
	for _, m := range []struct {
		name    string
		options *autocliv1.ModuleOptions
	}{
		{name: "authority", options: authority.AppModule{}.AutoCLIOptions()},
		{name: "beneficiary", options: beneficiary.AppModule{}.AutoCLIOptions()},
		{name: "council", options: council.AppModule{}.AutoCLIOptions()},
		{name: "fee", options: fee.AppModule{}.AutoCLIOptions()},
		{name: "grant", options: grant.AppModule{}.AutoCLIOptions()},
		{name: "pseudonym", options: pseudonym.AppModule{}.AutoCLIOptions()},
		{name: "stablecoin", options: stablecoin.AppModule{}.AutoCLIOptions()},
		{name: "validator", options: validator.AppModule{}.AutoCLIOptions()},
	} {
		for _, s := range []struct {
			parent, service string
			described       *autocliv1.ServiceCommandDescriptor
		}{
			{parent: "query", service: "Query", described: m.options.Query},
			{parent: "tx", service: "Msg", described: m.options.Tx},
		} {
			found, err := gogoproto.HybridResolver.FindDescriptorByName(protoreflect.FullName("relief." + m.name + ".v1." + s.service))
			if err != nil {
				require.Nil(t, s.described, "%s describes commands of a service that isn't there", m.name)
				continue
			}
			require.NotNil(t, s.described, "%s doesn't describe its %s commands", m.name, s.parent)
			require.NotEmpty(t, s.described.Short)
			group, _, err := root.Find([]string{s.parent, m.name})
			require.NoError(t, err)
			methods := found.(protoreflect.ServiceDescriptor).Methods()
			for i := range methods.Len() {
				t.Run(s.parent+"/"+m.name+"/"+string(methods.Get(i).Name()), func(t *testing.T) {
					checkCommand(t, group, s.described, methods.Get(i))
				})
			}
		}
	}
}

func checkCommand(t *testing.T, group *cobra.Command, described *autocliv1.ServiceCommandDescriptor, method protoreflect.MethodDescriptor) {
	t.Helper()
	at := slices.IndexFunc(described.RpcCommandOptions, func(o *autocliv1.RpcCommandOptions) bool {
		return o.RpcMethod == string(method.Name())
	})
	require.NotEqual(t, -1, at, "no options")
	if method.Input().Fields().ByName("authority") != nil {
		require.True(t, described.RpcCommandOptions[at].Skip, "only a vote sends it")
		return
	}
	options := described.RpcCommandOptions[at]
	require.False(t, options.Skip)
	words := strings.Fields(options.Use)
	cmd, rest, err := group.Find(words[:1])
	require.NoError(t, err)
	require.Empty(t, rest)
	require.Equal(t, words[0], cmd.Name())
	require.NotEmpty(t, cmd.Short)
	require.Equal(t, options.Short, cmd.Short)
	require.Len(t, words[1:], len(options.PositionalArgs), "arguments and their names")
	for i, arg := range options.PositionalArgs {
		require.Equal(t, arg.Varargs, strings.HasSuffix(words[i+1], "..."))
		require.Equal(t, arg.Optional, strings.HasPrefix(words[i+1], "["))
	}
	require.True(t, cmd.Example == "" || strings.HasPrefix(cmd.Example, "  reliefd "), "example")
}
