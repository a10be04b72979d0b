package authority

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/authority/types"
)

// AutoCLIOptions describes the module's commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Params", Use: "params", Short: "Show the bounds of the module"},
				{RpcMethod: "Rules", Use: "rules", Short: "Show who may send which message"},
				{RpcMethod: "Areas", Use: "areas [prefix]", Short: "List registered areas", PositionalArgs: optional("prefix")},
				{RpcMethod: "Organisation", Use: "organisation [id]", Short: "Show one organisation", PositionalArgs: positional("id")},
				{RpcMethod: "Organisations", Use: "organisations [prefix]", Short: "List organisations by area", PositionalArgs: optional("prefix")},
				{RpcMethod: "Officer", Use: "officer [address]", Short: "Show one officer", PositionalArgs: positional("address")},
				{RpcMethod: "Officers", Use: "officers [organisation]", Short: "List the officers of an organisation", PositionalArgs: positional("organisation")},
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "RegisterAreas", Use: "register-areas [code]...", Short: "Register area codes, parents first", PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "codes", Varargs: true}}},
				{RpcMethod: "CreateOrganisation", Use: "create-organisation [kind] [area]", Short: "Create an organisation below the signer's", PositionalArgs: positional("kind", "area")},
				{RpcMethod: "SuspendOrganisation", Use: "suspend-organisation [organisation]", Short: "Stop new acts of an organisation", PositionalArgs: positional("organisation")},
				{RpcMethod: "ResumeOrganisation", Use: "resume-organisation [organisation]", Short: "Let an organisation act again", PositionalArgs: positional("organisation")},
				{RpcMethod: "AppointOfficer", Use: "appoint-officer [officer]", Short: "Appoint or renew an officer, given as JSON", PositionalArgs: positional("officer")},
				{RpcMethod: "RevokeOfficer", Use: "revoke-officer [address]", Short: "End an officer's duties", PositionalArgs: positional("address")},
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

func optional(field string) []*autocliv1.PositionalArgDescriptor {
	return []*autocliv1.PositionalArgDescriptor{{ProtoField: field, Optional: true}}
}
