package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy says which role an officer needs for each message; the payee's withdrawal needs none.
func Policy() []authoritytypes.Rule {
	return []authoritytypes.Rule{
		rule(&MsgCreateProgramme{}, authoritytypes.ROLE_PROGRAMME),
		rule(&MsgSetStandard{}, authoritytypes.ROLE_PROGRAMME),
		rule(&MsgOpenBudgetNode{}, authoritytypes.ROLE_TREASURER),
		rule(&MsgAppropriate{}, authoritytypes.ROLE_TREASURER),
		rule(&MsgAllocate{}, authoritytypes.ROLE_TREASURER),
		rule(&MsgOpenRoll{}, authoritytypes.ROLE_APPROVER),
		rule(&MsgOpenImport{}, authoritytypes.ROLE_APPROVER),
		rule(&MsgLoadChunk{}, authoritytypes.ROLE_INTAKE),
		rule(&MsgAward{}, authoritytypes.ROLE_APPROVER),
		rule(&MsgAdjust{}, authoritytypes.ROLE_APPROVER),
		rule(&MsgSuspend{}, authoritytypes.ROLE_APPROVER),
		rule(&MsgResume{}, authoritytypes.ROLE_APPROVER),
		rule(&MsgReleaseHeld{}, authoritytypes.ROLE_TREASURER),
		rule(&MsgOpenRun{}, authoritytypes.ROLE_APPROVER),
		rule(&MsgSealRun{}, authoritytypes.ROLE_APPROVER),
		rule(&MsgAuthoriseRun{}, authoritytypes.ROLE_TREASURER),
		rule(&MsgCancelRun{}, authoritytypes.ROLE_APPROVER),
	}
}

func rule(msg sdk.Msg, role authoritytypes.Role) authoritytypes.Rule {
	return authoritytypes.Rule{Action: sdk.MsgTypeURL(msg), Role: role}
}
