package fee

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
			Service: "relief.fee.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Params", Use: "params", Short: "Show the bounds of the module"},
				{RpcMethod: "Prices", Use: "prices", Short: "List the prices that hold now"},
				{RpcMethod: "Rates", Use: "rates", Short: "List the rates that hold now"},
				{RpcMethod: "Budget", Use: "budget [organisation]", Short: "Show a fee budget and what is left in it", PositionalArgs: args("organisation")},
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "relief.fee.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "SetBudget", Use: "set-budget [organisation] [denom] [transaction-cap] [beneficiary-quota]", Short: "Open or change a fee budget", PositionalArgs: args("organisation", "denom", "transaction_cap", "beneficiary_quota")},
				{RpcMethod: "FundBudget", Use: "fund-budget [organisation] [amount]", Short: "Put coins into a fee budget", PositionalArgs: args("organisation", "amount")},
			},
		},
	}
}
