package grant

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
)

// AutoCLIOptions describes the commands of the module.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: "relief.grant.v1.Query",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("Params", "params", "Show the bounds of payroll work"),
				command("Programme", "programme [id]", "Show a programme and its escrow pool", "id"),
				command("Standard", "standard [programme] [area] [period]", "Show the standard that holds in an area and period", "programme", "area", "period"),
				command("Budget", "budget [node] [year]", "Show a budget node's fiscal year and its treasury account", "node", "year"),
				command("Roll", "roll [id]", "Show a roll", "id"),
				command("Rolls", "rolls [programme]", "List the rolls of a programme", "programme"),
				command("Records", "records [roll]", "List the payable records of a roll", "roll"),
				command("Grant", "grant [id]", "Show a grant, its record and its waiting changes", "id"),
				command("GrantsByPayee", "grants-by-payee [payee]", "List the grants of a person", "payee"),
				command("Import", "import [id]", "Show how far an import is", "id"),
				command("Run", "run [id]", "Show a payroll run", "id"),
				command("RunOfPeriod", "run-of-period [roll] [period]", "Show the run of a roll and a period", "roll", "period"),
				command("Chunks", "chunks [run]", "List the payment roots of a run", "run"),
				command("Held", "held [grant]", "List the held payments of a grant", "grant"),
				command("Payment", "payment [grant] [period]", "Show the leaf of a payment and its path to the chunk root", "grant", "period"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: "relief.grant.v1.Msg",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command("CreateProgramme", "create-programme [area] [currency] [exclusivity-class]", "Publish a programme", "area", "currency", "exclusivity_class"),
				command("SetStandard", "set-standard [standard]", "Set the most a programme pays per person in an area", "standard"),
				command("OpenBudgetNode", "open-budget-node [parent] [organisation] [programme]", "Give an organisation a ledger", "parent", "organisation", "programme"),
				command("Appropriate", "appropriate [node] [year] [amount]", "Add own funds to a fiscal year", "node", "year", "amount"),
				command("Allocate", "allocate [from-node] [to-node] [year] [amount]", "Give free funds to a child", "from_node", "to_node", "year", "amount"),
				command("OpenRoll", "open-roll [programme] [area] [budget-node] [first-period]", "Start the list of payees of a paying office", "programme", "area", "budget_node", "first_period"),
				command("OpenImport", "open-import [roll] [root] [chunks] [totals]", "Seal a register and reserve its money", "roll", "root", "chunks", "totals"),
				command("CloseImport", "close-import [import]", "End an import that won't be completed", "import"),
				command("LoadChunk", "load-chunk [import] [chunk]", "Load the next chunk of an import", "import", "chunk"),
				command("Award", "award [roll] [payee] [persons] [schedule]", "Decide a grant and reserve its money", "roll", "payee", "persons", "schedule"),
				command("Adjust", "adjust [grant] [schedule]", "Change what a grant pays", "grant", "schedule"),
				command("Suspend", "suspend [grant]", "Hold a grant's instalments", "grant"),
				command("Resume", "resume [grant]", "Pay a grant's instalments again", "grant"),
				command("ReleaseHeld", "release-held [grant] [period]", "Put a held instalment into the balance", "grant", "period"),
				command("OpenRun", "open-run", "Name the rolls and the period of a payroll run"),
				command("SealRun", "seal-run [run]", "Fix a run's count and total", "run"),
				command("AuthoriseRun", "authorise-run [run] [denom] [count] [amount]", "Fund a sealed run with the figures you have seen", "run", "denom", "count", "amount"),
				command("CancelRun", "cancel-run [run]", "Drop a run that isn't authorised", "run"),
				command("Withdraw", "withdraw [grant] [amount] [denom]", "Turn a balance into coins", "grant", "amount", "denom"),
			},
		},
	}
}

func command(method, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := &autocliv1.RpcCommandOptions{RpcMethod: method, Use: use, Short: short}
	for _, field := range fields {
		options.PositionalArgs = append(options.PositionalArgs, &autocliv1.PositionalArgDescriptor{ProtoField: field})
	}
	return options
}
