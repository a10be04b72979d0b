package council

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/council/types"
	"github.com/reliefchain/relief/x/internal/command"
)

// AutoCLIOptions describes the commands of the module.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read what the provinces decided and what is stopped",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Params", "params", "Show the bounds of the module"),
				command.New("Queue", "queue", "List the acts that wait until they are due"),
				command.New("Item", "item ID", "Show one act that waits, with its content", "id"),
				command.New("Stops", "stops", "List the stopped messages and the requests that await a second pauser"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Propose to the provinces, and stop messages in an emergency",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Schedule", Skip: true},
				{RpcMethod: "UpdateParams", Skip: true}, // by a vote: see propose
				command.WithExample(command.New("Stop", "stop SECONDS MESSAGE...", "Stop messages for at most 72 hours, or confirm what another organisation asked for (pauser)", "seconds", "messages..."),
					`reliefd tx council stop 3600 /relief.grant.v1.MsgAuthoriseRun /relief.stablecoin.v1.MsgMint --from pauser`),
				command.WithExample(command.New("Lift", "lift MESSAGE...", "Allow stopped messages before their time (pauser)", "messages..."),
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
		command.WithExample(command.New("Vote", "vote PROPOSAL OPTION", "Vote yes, no or abstain (operator of a province's seat)", "proposal_id", "option"),
			`reliefd tx gov vote 1 yes --from operator`),
		command.WithExample(command.New("Deposit", "deposit PROPOSAL 1seat", "Put the province's seat token down for a proposal", "proposal_id", "amount..."),
			`reliefd tx gov deposit 1 1seat --from operator`),
		command.New("CancelProposal", "cancel-proposal PROPOSAL", "Withdraw the province's own proposal", "proposal_id"),
		{RpcMethod: "SubmitProposal", Skip: true},
		{RpcMethod: "VoteWeighted", Skip: true},
		{RpcMethod: "ExecLegacyContent", Skip: true},
		{RpcMethod: "UpdateParams", Skip: true},
	}
	return options
}
