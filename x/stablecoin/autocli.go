package stablecoin

import (
	"strings"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// AutoCLIOptions describes the commands of the module. Amounts are in millionths.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read issuers, their supply and their reserves",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the bounds of the module"),
				command("Issuer", "issuer ID", "Show one issuer", "id"),
				command("Issuers", "issuers", "List the issuers"),
				command("Attestations", "attestations ID", "List the reserve statements of an issuer", "id"),
				command("Reserve", "reserve ID", "Show an issuer's supply, reserve and headroom", "id"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "License issuers, attest reserves, mint and burn",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				withExample(command("LicenseIssuer", "license-issuer ID ORGANISATION CUSTODIAN CURRENCY", "Admit an issuer (by a vote of the provinces: see council propose)", "id", "organisation", "custodian", "currency"),
					`reliefd tx stablecoin license-issuer anxin 4 5 cny --generate-only --from operator > act.json`),
				command("RevokeIssuer", "revoke-issuer ID", "Withdraw a licence (by a vote of the provinces: see council propose)", "id"),
				command("SetAllowance", "set-allowance ID AMOUNT", "Limit what an issuer may have outstanding (mint controller)", "id", "allowance"),
				withExample(command("Attest", "attest ID AMOUNT UNIX-SECONDS REPORT-HASH", "State the reserve an issuer had at a moment (attestor)", "id", "reserve", "as_of", "report_hash"),
					`reliefd tx stablecoin attest anxin 500000000000 $(date +%s) $(sha256sum < report.pdf | cut -c1-64) --from attestor`),
				command("CosignAttestation", "cosign-attestation ID NUMBER", "Accept a statement (custodian)", "id", "attestation"),
				command("Mint", "mint ID RECIPIENT AMOUNT", "Create coins against the reserve (minter)", "id", "recipient", "amount"),
				command("Burn", "burn ID AMOUNT", "Destroy coins of the signer (minter)", "id", "amount"),
			},
		},
	}
}

// command describes the command of an RPC. A field with "?" at its end may be left out; one with "..." takes the rest.
func command(method, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
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

// withExample adds how a command is used.
func withExample(options *autocliv1.RpcCommandOptions, example string) *autocliv1.RpcCommandOptions {
	options.Example = "  " + example
	return options
}
