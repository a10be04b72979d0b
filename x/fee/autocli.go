package fee

import (
	"strings"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/fee/types"
)

// AutoCLIOptions describes the commands of the module.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read prices, rates and fee budgets",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the bounds of the module"),
				command("Prices", "prices", "List the prices that hold now, by message"),
				command("Rates", "rates", "List the rates that hold now, by coin"),
				command("Epoch", "epoch", "Show who signed since fees were last split among the provinces, and what will be split"),
				command("Budget", "budget ORGANISATION", "Show an organisation's fee budget and what is left in it", "organisation"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Manage the fee budgets of organisations",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				withExample(command("SetBudget", "set-budget ORGANISATION DENOM TRANSACTION-CAP BENEFICIARY-QUOTA", "Open or change a fee budget: most per transaction, transactions per beneficiary (treasurer)", "organisation", "denom", "transaction_cap", "beneficiary_quota"),
					`reliefd tx fee set-budget 3 ucny/anxin 1000000 20 --from treasurer`),
				withExample(command("FundBudget", "fund-budget ORGANISATION AMOUNT", "Put coins of the signer into a fee budget", "organisation", "amount"),
					`reliefd tx fee fund-budget 3 5000000ucny/anxin --from treasurer`),
				command("SetPrices", "set-prices", "Add entries to the price list (by a vote of the provinces: see council propose)"),
				command("SetRates", "set-rates", "Add entries to the list of rates (by a vote of the provinces: see council propose)"),
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
