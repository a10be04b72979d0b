package stablecoin

import autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

// AutoCLIOptions names the commands of the module.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	args := func(fields ...string) []*autocliv1.PositionalArgDescriptor {
		out := make([]*autocliv1.PositionalArgDescriptor, len(fields))
		for i, field := range fields {
			out[i] = &autocliv1.PositionalArgDescriptor{ProtoField: field}
		}
		return out
	}
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "relief.stablecoin.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Params", Use: "params", Short: "Show the bounds of the module"},
				{RpcMethod: "Issuer", Use: "issuer [id]", Short: "Show one issuer", PositionalArgs: args("id")},
				{RpcMethod: "Issuers", Use: "issuers", Short: "List the issuers"},
				{RpcMethod: "Attestations", Use: "attestations [id]", Short: "List the reserve statements of an issuer", PositionalArgs: args("id")},
				{RpcMethod: "Reserve", Use: "reserve [id]", Short: "Show an issuer's supply, reserve and headroom", PositionalArgs: args("id")},
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "relief.stablecoin.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "LicenseIssuer", Use: "license-issuer [id] [organisation] [custodian] [currency]", Short: "Admit an issuer", PositionalArgs: args("id", "organisation", "custodian", "currency")},
				{RpcMethod: "RevokeIssuer", Use: "revoke-issuer [id]", Short: "Withdraw a licence", PositionalArgs: args("id")},
				{RpcMethod: "SetAllowance", Use: "set-allowance [id] [millionths]", Short: "Limit what an issuer may have outstanding", PositionalArgs: args("id", "allowance")},
				{RpcMethod: "Attest", Use: "attest [id] [millionths] [unix-seconds] [report-hash]", Short: "State an issuer's reserve", PositionalArgs: args("id", "reserve", "as_of", "report_hash")},
				{RpcMethod: "CosignAttestation", Use: "cosign-attestation [id] [number]", Short: "Accept a statement as the custodian", PositionalArgs: args("id", "attestation")},
				{RpcMethod: "Mint", Use: "mint [id] [recipient] [millionths]", Short: "Create coins against the reserve", PositionalArgs: args("id", "recipient", "amount")},
				{RpcMethod: "Burn", Use: "burn [id] [millionths]", Short: "Destroy coins of the signer", PositionalArgs: args("id", "amount")},
			},
		},
	}
}
