package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy has one row for each message that an officer sends; anyone may fund a budget.
func Policy() []authoritytypes.Rule {
	return []authoritytypes.Rule{
		{Action: sdk.MsgTypeURL(&MsgSetBudget{}), Role: authoritytypes.ROLE_TREASURER},
	}
}
