package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// holdPolicy has the rows of holds, wallets and transfers. Offices hold accounts, not issuers: an issuer would hold its rivals' customers.
func holdPolicy() []authoritytypes.Rule {
	const (
		national = authoritytypes.ORGANISATION_KIND_NATIONAL
		province = authoritytypes.ORGANISATION_KIND_PROVINCE
	)
	offices := []authoritytypes.OrganisationKind{national, province, authoritytypes.ORGANISATION_KIND_CITY, authoritytypes.ORGANISATION_KIND_COUNTY}
	above := []authoritytypes.OrganisationKind{national, province}
	row := func(msg sdk.Msg, kinds []authoritytypes.OrganisationKind) authoritytypes.Rule {
		return authoritytypes.Rule{Action: sdk.MsgTypeURL(msg), Role: authoritytypes.ROLE_COMPLIANCE, Kinds: kinds}
	}
	return []authoritytypes.Rule{
		row(&MsgPlaceHold{}, offices),
		row(&MsgProposeFreeze{}, offices),
		row(&MsgConfirmFreeze{}, offices),
		row(&MsgReviewHold{}, offices),
		row(&MsgReleaseHold{}, offices),
		row(&MsgAnswerHoldAppeal{}, above),
		row(&MsgOrderSeizure{}, above),
		row(&MsgApproveSeizure{}, []authoritytypes.OrganisationKind{national}),
		{Action: sdk.MsgTypeURL(&MsgCountersign{}), Role: authoritytypes.ROLE_TREASURER},
		{Action: sdk.MsgTypeURL(&MsgSetHoldParams{}), Role: authoritytypes.ROLE_PROVINCES},
	}
}
