package council

import (
	"strings"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/council/types"
)

// AutoCLIOptions describes the commands of the module.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read what the provinces decided and what is stopped",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the bounds of the module"),
				command("Queue", "queue", "List the acts that wait until they are due"),
				command("Item", "item ID", "Show one act that waits, with its content", "id"),
				command("Stops", "stops", "List the stopped messages and the requests that await a second pauser"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Propose to the provinces, and stop messages in an emergency",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Schedule", Skip: true},
				{RpcMethod: "UpdateParams", Skip: true}, // by a vote: see propose
				withExample(command("Stop", "stop SECONDS MESSAGE...", "Stop messages for at most 72 hours, or confirm what another organisation asked for (pauser)", "seconds", "messages..."),
					`reliefd tx council stop 3600 /relief.grant.v1.MsgAuthoriseRun /relief.stablecoin.v1.MsgMint --from pauser`),
				withExample(command("Lift", "lift MESSAGE...", "Allow stopped messages before their time (pauser)", "messages..."),
					`reliefd tx council lift /relief.stablecoin.v1.MsgMint --from pauser`),
			},
		},
	}
}

// AutoCLIOptions describes the commands of x/gov. Proposals are made by "reliefd tx council propose".
func (m GovModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	options := m.AppModule.AutoCLIOptions()
	options.Query.EnhanceCustomCommand = false
	options.Query.Short = "Read proposals and votes"
	options.Tx.Short = "Vote on proposals of the provinces"
	options.Tx.EnhanceCustomCommand = false
	options.Tx.RpcCommandOptions = []*autocliv1.RpcCommandOptions{
		withExample(command("Vote", "vote PROPOSAL OPTION", "Vote yes, no or abstain (operator of a province's seat)", "proposal_id", "option"),
			`reliefd tx gov vote 1 yes --from operator`),
		withExample(command("Deposit", "deposit PROPOSAL 1seat", "Put the province's seat token down for a proposal", "proposal_id", "amount..."),
			`reliefd tx gov deposit 1 1seat --from operator`),
		command("CancelProposal", "cancel-proposal PROPOSAL", "Withdraw the province's own proposal", "proposal_id"),
		{RpcMethod: "SubmitProposal", Skip: true},
		{RpcMethod: "VoteWeighted", Skip: true},
		{RpcMethod: "ExecLegacyContent", Skip: true},
		{RpcMethod: "UpdateParams", Skip: true},
	}
	return options
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
