package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy says which role an officer needs for each message, and in what kind of organisation: an issuer or an auditor answers for
// an area too, but never decides or pays. The payee's withdrawal needs no row. A programme is law: the provinces publish it.
func Policy() []authoritytypes.Rule {
	government := []authoritytypes.OrganisationKind{
		authoritytypes.ORGANISATION_KIND_NATIONAL, authoritytypes.ORGANISATION_KIND_PROVINCE,
		authoritytypes.ORGANISATION_KIND_CITY, authoritytypes.ORGANISATION_KIND_COUNTY,
	}
	offices := append(government[1:len(government):len(government)], authoritytypes.ORGANISATION_KIND_TOWNSHIP)
	treasuries := append(government[:len(government):len(government)], authoritytypes.ORGANISATION_KIND_TREASURY)

	var rules []authoritytypes.Rule
	for _, row := range []struct {
		role  authoritytypes.Role
		kinds []authoritytypes.OrganisationKind
		msgs  []sdk.Msg
	}{
		{authoritytypes.ROLE_PROVINCES, nil, []sdk.Msg{&MsgCreateProgramme{}}},
		{authoritytypes.ROLE_PROGRAMME, government, []sdk.Msg{&MsgSetStandard{}}},
		{authoritytypes.ROLE_TREASURER, treasuries, []sdk.Msg{
			&MsgOpenBudgetNode{}, &MsgAppropriate{}, &MsgAllocate{}, &MsgReleaseHeld{}, &MsgAuthoriseRun{},
		}},
		{authoritytypes.ROLE_INTAKE, offices, []sdk.Msg{&MsgLoadChunk{}}},
		{authoritytypes.ROLE_APPROVER, offices, []sdk.Msg{
			&MsgOpenRoll{}, &MsgOpenImport{}, &MsgCloseImport{}, &MsgAward{}, &MsgAdjust{}, &MsgOfferTransfer{}, &MsgCancelTransfer{}, &MsgAcceptTransfer{}, &MsgSuspend{}, &MsgResume{}, &MsgOpenRun{}, &MsgSealRun{}, &MsgCancelRun{},
		}},
	} {
		for _, msg := range row.msgs {
			rules = append(rules, authoritytypes.Rule{Action: sdk.MsgTypeURL(msg), Role: row.role, Kinds: row.kinds})
		}
	}
	return rules
}
