package stablecoin

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/internal/command"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

// AutoCLIOptions describes the commands of the module. Amounts are in millionths.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read issuers, their supply and their reserves",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Params", "params", "Show the bounds of the module"),
				command.New("Issuer", "issuer ID", "Show one issuer", "id"),
				command.New("Issuers", "issuers", "List the issuers"),
				command.New("Attestations", "attestations ID", "List the reserve statements of an issuer", "id"),
				command.New("Reserve", "reserve ID", "Show an issuer's supply, reserve and headroom", "id"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "License issuers, attest reserves, mint and burn",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.WithExample(command.New("LicenseIssuer", "license-issuer ID ORGANISATION CUSTODIAN CURRENCY", "Admit an issuer (by a vote of the provinces: see council propose)", "id", "organisation", "custodian", "currency"),
					`reliefd tx stablecoin license-issuer anxin 4 5 cny --generate-only --from operator > act.json`),
				command.New("RevokeIssuer", "revoke-issuer ID", "Withdraw a licence (by a vote of the provinces: see council propose)", "id"),
				command.New("SetAllowance", "set-allowance ID AMOUNT", "Limit what an issuer may have outstanding (mint controller)", "id", "allowance"),
				command.WithExample(command.New("Attest", "attest ID AMOUNT UNIX-SECONDS REPORT-HASH", "State the reserve an issuer had at a moment (attestor)", "id", "reserve", "as_of", "report_hash"),
					`reliefd tx stablecoin attest anxin 500000000000 $(date +%s) $(sha256sum < report.pdf | cut -c1-64) --from attestor`),
				command.New("CosignAttestation", "cosign-attestation ID NUMBER", "Accept a statement (custodian)", "id", "attestation"),
				command.New("Mint", "mint ID RECIPIENT AMOUNT", "Create coins against the reserve (minter)", "id", "recipient", "amount"),
				command.New("Burn", "burn ID AMOUNT", "Destroy coins of the signer (minter)", "id", "amount"),
			},
		},
	}
}
