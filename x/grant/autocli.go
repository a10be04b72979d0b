package grant

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/grant/types"
	"github.com/reliefchain/relief/x/internal/command"
)

// AutoCLIOptions describes the commands of the module. Amounts are in minor units (fen). A grant is its number, roll·2³² + slot, and a
// period year·12 + month − 1; reliefd also takes them as 1-17 and 2024-02. Bytes are given in hexadecimal, and in base64 inside JSON.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read programmes, budgets, grants, runs and payments",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Params", "params", "Show the bounds of payroll work"),
				command.New("Programme", "programme ID", "Show a programme and its escrow pool", "id"),
				command.WithExample(command.New("Standard", "standard PROGRAMME AREA PERIOD", "Show the standard that holds in an area and period", "programme", "area", "period"),
					`reliefd query grant standard 1 350526101 2024-02`),
				command.WithExample(command.New("Budget", "budget NODE YEAR", "Show a budget node's fiscal year and its treasury account", "node", "year"),
					`reliefd query grant budget 1 2024`),
				command.New("Roll", "roll ID", "Show a roll", "id"),
				command.New("Rolls", "rolls PROGRAMME", "List the rolls of a programme", "programme"),
				command.New("Records", "records ROLL", "List the payable records of a roll, page by page with --from-slot", "roll"),
				command.WithExample(command.New("Grant", "grant GRANT", "Show a grant, its record and its waiting changes", "id"),
					`reliefd query grant grant 1-17`),
				command.New("GrantsByPayee", "grants-by-payee PAYEE", "List the grants of a person, by the reference in hexadecimal", "payee"),
				command.New("Import", "import [ID]", "Show how far an import is, by its number or by --root", "id?"),
				command.New("Run", "run ID", "Show a payroll run", "id"),
				command.WithExample(command.New("RunOfPeriod", "run-of-period ROLL PERIOD", "Show the run of a roll and a period", "roll", "period"),
					`reliefd query grant run-of-period 1 2024-02`),
				command.New("Chunks", "chunks RUN", "List the payment roots of a run", "run"),
				command.New("Transfers", "transfers AREA", "List the payees who are offered to an area, exactly that code", "area"),
				command.New("Held", "held GRANT", "List the held payments of a grant", "grant"),
				command.WithExample(command.New("Payment", "payment GRANT PERIOD", "Show the leaf of a payment and its path to the chunk root", "grant", "period"),
					`reliefd query grant payment 1-17 2024-02`),
				command.New("Application", "application ID", "Show an application and its clocks", "id"),
				command.WithExample(command.New("Applications", "applications ROLL STATUS", "List the applications at a roll that stand in one state", "roll", "status"),
					`reliefd query grant applications 1 decidable`),
				command.New("ApplicationsByPayee", "applications-by-payee PAYEE", "List a person's applications, by the reference in hexadecimal", "payee"),
				command.WithExample(command.New("Timeline", "timeline KIND ID", "List who did what about one case", "kind", "id"),
					`reliefd query grant timeline application 17`),
				command.New("Agenda", "agenda ORGANISATION", "List the clocks that run for an organisation, or with --missed those that passed", "organisation"),
				command.New("Appeal", "appeal ID", "Show an appeal and its clocks", "id"),
				command.New("Emergency", "emergency ID", "Show an emergency and its clocks", "id"),
				command.WithExample(command.New("Emergencies", "emergencies ROLL STATUS", "List the emergencies at a roll that stand in one state", "roll", "status"),
					`reliefd query grant emergencies 2 reported`),
				command.New("Float", "float ORGANISATION PROGRAMME", "Show what an organisation may pay first in a programme", "organisation", "programme"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Run programmes: standards, budgets, grants, payroll and withdrawal",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.WithExample(command.New("CreateProgramme", "create-programme CATEGORY AREA CURRENCY CLASS LEGAL-BASIS-HASH", "Publish a programme (by a vote of the provinces: see council propose)", "category", "area", "currency", "exclusivity_class", "legal_basis_hash"),
					`reliefd tx grant create-programme basic 0 cny 1 $(sha256sum < order.pdf | cut -c1-64) --generate-only --from operator > act.json`),
				command.WithExample(withoutFlag(command.New("SetStandard", "set-standard PROGRAMME AREA PERIOD AMOUNT", "Set the most a programme pays per person in an area from a period on (programme)", "standard.programme", "standard.area", "standard.from_period", "standard.amount"), "standard"),
					`reliefd tx grant set-standard 1 350526 2024-01 75000 --from programme`),
				command.New("OpenBudgetNode", "open-budget-node PARENT ORGANISATION PROGRAMME", "Give an organisation a ledger, below a parent or, with 0, as a root (treasurer)", "parent", "organisation", "programme"),
				command.New("Appropriate", "appropriate NODE YEAR AMOUNT", "Add own funds to a fiscal year (treasurer)", "node", "year", "amount"),
				command.New("Allocate", "allocate FROM-NODE TO-NODE YEAR AMOUNT", "Give free funds to a child (treasurer)", "from_node", "to_node", "year", "amount"),
				command.WithExample(command.New("OpenRoll", "open-roll PROGRAMME AREA BUDGET-NODE PERIOD", "Start the list of payees of a paying office with its first period (approver)", "programme", "area", "budget_node", "first_period"),
					`reliefd tx grant open-roll 1 350526101 2 2024-01 --from approver`),
				command.New("OpenImport", "open-import ROLL ROOT CHUNKS TOTALS", "Seal a register and reserve its money (approver); see reliefd import seal", "roll", "root", "chunks", "totals"),
				command.New("LoadChunk", "load-chunk IMPORT CHUNK", "Load the next chunk of an import (intake); see reliefd import load", "import", "chunk"),
				command.New("CloseImport", "close-import IMPORT", "End an import that isn't complete and free what is left of its money (approver)", "import"),
				command.New("Adjust", "adjust GRANT SCHEDULE", "Change what a grant pays from a period on (approver)", "grant", "schedule"),
				command.New("Suspend", "suspend GRANT", "Hold a grant's instalments (approver)", "grant"),
				command.New("Resume", "resume GRANT", "Pay a grant's instalments again (approver)", "grant"),
				command.WithExample(command.New("OfferTransfer", "offer-transfer GRANT AREA PERIOD", "Offer a payee who moves to the office of another area, from a period on (approver)", "grant", "area", "period"),
					`reliefd tx grant offer-transfer 1-17 110101 2024-03 --from approver`),
				command.New("CancelTransfer", "cancel-transfer GRANT", "Take an offer back (approver)", "grant"),
				command.New("AcceptTransfer", "accept-transfer GRANT ROLL PERSONS SCHEDULE", "Take over a payee from another office (approver)", "grant", "roll", "persons", "schedule"),
				command.New("ReleaseHeld", "release-held GRANT PERIOD", "Put a held instalment into the balance (treasurer)", "grant", "period"),
				command.WithExample(command.New("OpenRun", "open-run PERIOD ROLL...", "Name the period and the rolls of a payroll run (approver)", "period", "rolls..."),
					`reliefd tx grant open-run 2024-02 1 2 3 --from approver`),
				command.New("SealRun", "seal-run RUN", "Fix a run's count and total (approver)", "run"),
				command.WithExample(command.New("AuthoriseRun", "authorise-run RUN DENOM COUNT AMOUNT", "Fund a sealed run with the figures you have seen (treasurer)", "run", "denom", "count", "amount"),
					`reliefd tx grant authorise-run 1 ucny/anxin 3 193500 --from treasurer`),
				command.New("CancelRun", "cancel-run RUN", "Drop a run that isn't authorised (approver)", "run"),
				command.WithExample(command.New("Withdraw", "withdraw GRANT AMOUNT DENOM", "Turn a balance into coins of the payee (holder key)", "grant", "amount", "denom"),
					`reliefd tx grant withdraw 1-17 64500 ucny/anxin --from holder`),
				command.New("ReviseProgramme", "revise-programme PROGRAMME TERMS", "Change a programme's terms (by a vote of the provinces: see council propose)", "programme", "terms"),
				command.New("MoveProgramme", "move-programme PROGRAMME ACT", "Publish, pause, resume or close a programme (programme)", "programme", "act"),
				command.WithExample(command.New("SubmitApplication", "submit-application ROLL PAYEE COVERAGE FILE-HASH", "Ask for assistance (whoever acts for the applicant, or intake)", "roll", "payee", "coverage", "file_hash"),
					`reliefd tx grant submit-application 1 00112233445566778899aabbccddeeff household $(sha256sum < file.enc | cut -c1-64) --from intake`),
				command.New("TriageApplications", "triage-applications TRIAGE...", "Take applications up, ask for what is missing, or turn them away (intake)", "triages..."),
				command.New("SupplementApplication", "supplement-application APPLICATION FILE-HASH", "Supply what was missing (whoever acts for the applicant, or intake)", "application", "file_hash"),
				command.WithExample(command.New("CheckApplications", "check-applications APPLICATION...", "Begin to check what was declared (reviewer)", "applications..."),
					`reliefd tx grant check-applications 1 2 3 --from reviewer`),
				command.New("ReviewApplications", "review-applications REVIEW...", "Give opinions (reviewer)", "reviews..."),
				command.New("StartNotices", "start-notices NOTICE...", "Begin public notice (reviewer)", "notices..."),
				command.New("RecordObjection", "record-objection APPLICATION DOCUMENT-HASH", "Record an objection that came in during a notice (intake)", "application", "document_hash"),
				command.WithExample(command.New("DecideApplications", "decide-applications VERDICT...", "Approve, refuse or send back (approver)", "verdicts..."),
					`reliefd tx grant decide-applications '{"application":"1","act":"ACT_KIND_APPROVE"}' '{"application":"2","act":"ACT_KIND_REFUSE","reason":"REASON_INCOME"}' --from approver`),
				command.New("PublishDecisions", "publish-decisions PUBLICATION...", "Publish decisions (intake)", "publications..."),
				command.New("WithdrawApplication", "withdraw-application APPLICATION", "Take an application back before it is decided (whoever acts for the applicant, or intake)", "application"),
				command.New("PauseApplication", "pause-application APPLICATION DAYS REASON", "Pause the clocks of a case (reviewer)", "application", "days", "reason"),
				command.New("FileAppeal", "file-appeal SUBJECT DOCUMENT-HASH", "Appeal against a decision (whoever acts for the payee)", "subject", "document_hash"),
				command.New("TakeUpAppeal", "take-up-appeal APPEAL", "Begin to examine an appeal (approver of the organisation above)", "appeal"),
				command.New("AnswerAppeal", "answer-appeal APPEAL ACT REASON DOCUMENT-HASH", "Answer an appeal (approver of the organisation above)", "appeal", "act", "reason", "document_hash"),
				command.New("WithdrawAppeal", "withdraw-appeal APPEAL", "Take an appeal back (whoever acts for the payee)", "appeal"),
				command.New("ReportEmergency", "report-emergency ROLL PAYEE PERSONS FILE-HASH", "Report an emergency at the place where it happened (intake)", "roll", "payee", "persons", "file_hash"),
				command.WithExample(command.New("PayFirst", "pay-first EMERGENCY AMOUNT", "Pay an emergency at once, before the paperwork (approver)", "emergency", "amount"),
					`reliefd tx grant pay-first 1 50000 --from approver`),
				command.New("ConfirmEmergency", "confirm-emergency EMERGENCY", "Stand by what another officer paid first (approver)", "emergency"),
				command.New("SupplementEmergency", "supplement-emergency EMERGENCY FILE-HASH", "Supply the paperwork of what was paid first (intake)", "emergency", "file_hash"),
				command.New("ConvertEmergency", "convert-emergency EMERGENCY COVERAGE", "Make an emergency that wasn't paid an application (intake)", "emergency", "coverage"),
				command.New("WithdrawEmergency", "withdraw-emergency EMERGENCY", "Take an emergency back before it is paid (whoever acts for the payee, or intake)", "emergency"),
				command.New("UnlockFastTrack", "unlock-fast-track EMERGENCY REASON", "Let an office whose paperwork was missing pay first again (programme, of an organisation above)", "emergency", "reason"),
				command.WithExample(command.New("FundFloat", "fund-float NODE DENOM AMOUNT", "Put coins of the treasury account into the float that pays first (treasurer)", "node", "denom", "amount"),
					`reliefd tx grant fund-float 4 ucny/alpha 500000 --from treasurer`),
				command.New("ReturnFloat", "return-float NODE DENOM AMOUNT", "Take coins of a float back into the treasury account (treasurer)", "node", "denom", "amount"),
			},
		},
	}
}

// withoutFlag hides the flag of a field that positional arguments fill.
func withoutFlag(options *autocliv1.RpcCommandOptions, field string) *autocliv1.RpcCommandOptions {
	options.FlagOptions = map[string]*autocliv1.FlagOptions{field: {Hidden: true}}
	return options
}
