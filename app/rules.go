package app

// Rule is one of the rules that the chain keeps, whatever happens. Laws, audits and tests speak of it by its number.
type Rule struct {
	// Number of the rule, from 1.
	Number int
	// Text in plain words.
	Text string
	// Shown names the tests that show what no look at a state can: how a door is shut, or what code never does.
	Shown []string
	// Missing says what the chain doesn't have yet, so that nothing can break the rule.
	Missing string
}

// Rules lists them in their order.
func Rules() []Rule {
	return []Rule{
		{Number: 1, Text: "At every node of the budget, what it gave on, reserved and paid is at most what it has.", Shown: []string{"TestHundredApprovalsForTheLastYuan"}},
		{Number: 2, Text: "Nobody holds the same tag of a class twice, in no two provinces, and a change of epoch loses none."},
		{Number: 3, Text: "An instalment is paid at most once, and what is paid is what was decided, exactly."},
		{Number: 4, Text: "What is paid was released by a treasurer who neither approved nor reviewed it."},
		{Number: 5, Text: "What was approved was checked and shown in public first, and objections were answered, unless the law pays first."},
		{Number: 6, Text: "Nothing is reduced or ended before the payee was heard, but for death, expiry and an order for fraud."},
		{Number: 7, Text: "Coins are as many as were issued, within the allowance, and balances are covered by coins.", Missing: "a later, lower statement of reserves stops minting and takes no coins back"},
		{Number: 8, Text: "Outstanding vouchers are covered by their escrow.", Missing: "vouchers"},
		{Number: 9, Text: "What an office paid first is within its float."},
		{Number: 10, Text: "A query that was answered had a live access grant, a live authorisation and a live case.", Missing: "the directory of data"},
		{Number: 11, Text: "Numbers have no gap, lists and records agree, queues hold what waits, and what is over stays over."},
		{Number: 12, Text: "A sponsored act costs the signer nothing, fees are shared out or in the pool, and nobody is charged more than the price.", Shown: []string{"TestScenarios/beneficiary_pays_nothing"}},
		{Number: 13, Text: "No free text is on the chain: hashes, codes, numbers, fields of fixed length.", Shown: []string{"TestNoFieldTakesFreeText"}},
		{Number: 14, Text: "A clawback collects at most what was ordered, a payee who moves has one office in each month, and time goes forward.", Shown: []string{"TestScenarios/moved_province"}},
		{Number: 15, Text: "There is always a seat that makes blocks, no seat of four or more has a third, and no key is used twice."},
	}
}
