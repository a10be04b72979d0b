package types

import sdk "github.com/cosmos/cosmos-sdk/types"

// NewEventFeeCharged tells what was charged to whom; organisation 0 when the signer paid.
func NewEventFeeCharged(payer string, organisation uint32, amount sdk.Coin) *EventFeeCharged {
	return &EventFeeCharged{Payer: payer, Organisation: organisation, Amount: amount.String()}
}

// NewEventFeesSplit tells who shared the fees of an epoch.
func NewEventFeesSplit(e Epoch) *EventFeesSplit {
	return &EventFeesSplit{Blocks: e.Blocks, Shares: e.Shares}
}

// NewEventSharesWithdrawn tells what an operator fetched.
func NewEventSharesWithdrawn(account string, amount sdk.Coins) *EventSharesWithdrawn {
	return &EventSharesWithdrawn{Account: account, Amount: amount.String()}
}

// NewEventBudgetSet tells the new limits of a fee budget.
func NewEventBudgetSet(b Budget) *EventBudgetSet {
	return &EventBudgetSet{Organisation: b.Organisation, Denom: b.Denom}
}

// NewEventBudgetFunded tells of coins for a fee budget.
func NewEventBudgetFunded(organisation uint32, amount sdk.Coin) *EventBudgetFunded {
	return &EventBudgetFunded{Organisation: organisation, Amount: amount.String()}
}

// NewEventBudgetWithdrawn tells of coins that a fee budget gave back.
func NewEventBudgetWithdrawn(organisation uint32, amount sdk.Coin) *EventBudgetWithdrawn {
	return &EventBudgetWithdrawn{Organisation: organisation, Amount: amount.String()}
}

// NewEventPricesSet tells which messages got a new price.
func NewEventPricesSet(prices []Price) *EventPricesSet {
	messages := make([]string, len(prices))
	for n, p := range prices {
		messages[n] = p.Message
	}
	return &EventPricesSet{Messages: messages}
}

// NewEventRatesSet tells which coins got a new rate.
func NewEventRatesSet(rates []Rate) *EventRatesSet {
	denoms := make([]string, len(rates))
	for n, r := range rates {
		denoms[n] = r.Denom
	}
	return &EventRatesSet{Denoms: denoms}
}
