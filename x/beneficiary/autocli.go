package beneficiary

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Person", Use: "person [ref]", Short: "Show one person", PositionalArgs: positional("ref")},
				{RpcMethod: "Persons", Use: "persons [area]", Short: "List the persons of an area", PositionalArgs: positional("area")},
				{RpcMethod: "Household", Use: "household [ref]", Short: "Show one household", PositionalArgs: positional("ref")},
				{RpcMethod: "Households", Use: "households [area]", Short: "List the households of an area", PositionalArgs: positional("area")},
				{RpcMethod: "Holder", Use: "holder [address]", Short: "Show who holds an account", PositionalArgs: positional("address")},
				{RpcMethod: "Tag", Use: "tag [class] [value]", Short: "Show who holds a tag", PositionalArgs: positional("class", "value")},
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Enrol", Use: "enrol [household]...", Short: "Register households, each given as JSON", PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "households", Varargs: true}}},
				{RpcMethod: "RotateKey", Use: "rotate-key [new-key]", Short: "Replace the signer's holder key", PositionalArgs: positional("new_key")},
				{RpcMethod: "ClosePerson", Use: "close-person [ref]", Short: "Take a person out of the register", PositionalArgs: positional("ref")},
			},
		},
	}
}

func positional(fields ...string) []*autocliv1.PositionalArgDescriptor {
	args := make([]*autocliv1.PositionalArgDescriptor, len(fields))
	for i, field := range fields {
		args[i] = &autocliv1.PositionalArgDescriptor{ProtoField: field}
	}
	return args
}
