package fee

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/fee/types"
	"github.com/reliefchain/relief/x/internal/command"
)

// AutoCLIOptions describes the commands of the module.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read prices, rates and fee budgets",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Params", "params", "Show the bounds of the module"),
				command.New("Prices", "prices", "List the prices that hold now, by message"),
				command.New("Rates", "rates", "List the rates that hold now, by coin"),
				command.New("Epoch", "epoch", "Show who signed since fees were last split among the provinces, and what will be split"),
				command.New("Budget", "budget ORGANISATION", "Show an organisation's fee budget and what is left in it", "organisation"),
				command.New("EstimateFee", "estimate-fee", "Show what a transaction costs and who pays; every tx command asks this before it signs"),
				command.New("Shares", "shares ACCOUNT", "Show what the chain owes an operator of the fees", "account"),
				command.New("Refund", "refund NUMBER", "Show a refund of a mischarge", "id"),
				command.New("Refunds", "refunds", "List the refunds of mischarges, by number"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Manage the fee budgets of organisations",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.WithExample(command.New("SetBudget", "set-budget ORGANISATION DENOM TRANSACTION-CAP BENEFICIARY-QUOTA", "Open or change a fee budget: most per transaction, transactions per beneficiary (treasurer)", "organisation", "denom", "transaction_cap", "beneficiary_quota"),
					`reliefd tx fee set-budget 3 ucny/anxin 1000000 20 --classes office --period-blocks 100000 --period-limit 50000000 --from treasurer`),
				command.WithExample(command.New("FundBudget", "fund-budget ORGANISATION AMOUNT", "Put coins of the signer into a fee budget", "organisation", "amount"),
					`reliefd tx fee fund-budget 3 5000000ucny/anxin --from treasurer`),
				command.WithExample(command.New("WithdrawBudget", "withdraw-budget ORGANISATION AMOUNT", "Take coins out of a fee budget into the treasury of its organisation (treasurer)", "organisation", "amount"),
					`reliefd tx fee withdraw-budget 3 5000000ucny/anxin --from treasurer`),
				command.WithExample(command.New("WithdrawShares", "withdraw-shares", "Fetch what the chain owes the signer of the fees (operator)"),
					`reliefd tx fee withdraw-shares --from operator`),
				command.New("SetPrices", "set-prices", "Add entries to the price list (by a vote of the provinces: see council propose)"),
				command.New("SetRates", "set-rates", "Add entries to the list of rates (by a vote of the provinces: see council propose)"),
				command.WithExample(command.New("ProposeRefund", "propose-refund TX-HASH AMOUNT REASON", "Propose to pay a mischarge back, to an --account or an --organisation (national treasurer)", "tx_hash", "amount", "reason"),
					`reliefd tx fee propose-refund 6e27…6aaf 10000ucny/anxin price --organisation 7 --from treasurer`),
				command.New("ApproveRefund", "approve-refund NUMBER", "Approve a refund as a second person, which pays it (treasurer for the nation)", "refund"),
				command.New("WithdrawRefund", "withdraw-refund NUMBER", "Take back a refund that you proposed", "refund"),
				command.New("UpdateParams", "update-params PARAMS", "Change the bounds of the module (by a vote of the provinces: see council propose)", "params"),
			},
		},
	}
}
