package app_test

import (
	"slices"
	"strings"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	counciltypes "github.com/reliefchain/relief/x/council/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// ownAffairs are the messages that concern the signer's own account, key, seat or office, whatever its duty: what an office does
// together is covered by the rows of what it proposes.
var ownAffairs = []string{
	sdk.MsgTypeURL(&authoritytypes.MsgPropose{}),
	sdk.MsgTypeURL(&authoritytypes.MsgApprove{}),
	sdk.MsgTypeURL(&authoritytypes.MsgExecute{}),
	sdk.MsgTypeURL(&authoritytypes.MsgWithdrawProposal{}),
	sdk.MsgTypeURL(&authoritytypes.MsgRetractApproval{}),
	sdk.MsgTypeURL(&authoritytypes.MsgOpenRotation{}),
	sdk.MsgTypeURL(&authoritytypes.MsgAcceptRotation{}),
	sdk.MsgTypeURL(&banktypes.MsgSend{}),
	sdk.MsgTypeURL(&slashingtypes.MsgUnjail{}),
	sdk.MsgTypeURL(&govv1.MsgSubmitProposal{}),
	sdk.MsgTypeURL(&govv1.MsgDeposit{}),
	sdk.MsgTypeURL(&govv1.MsgVote{}),
	sdk.MsgTypeURL(&govv1.MsgCancelProposal{}),
	sdk.MsgTypeURL(&beneficiarytypes.MsgRotateKey{}),
	sdk.MsgTypeURL(&beneficiarytypes.MsgAppointAgent{}),
	sdk.MsgTypeURL(&beneficiarytypes.MsgDismissAgent{}),
	sdk.MsgTypeURL(&beneficiarytypes.MsgConsentRecovery{}),
	sdk.MsgTypeURL(&beneficiarytypes.MsgCancelRecovery{}),
	sdk.MsgTypeURL(&granttypes.MsgWithdraw{}),
	sdk.MsgTypeURL(&granttypes.MsgFileAppeal{}),
	sdk.MsgTypeURL(&granttypes.MsgWithdrawAppeal{}),
	sdk.MsgTypeURL(&granttypes.MsgRepay{}),
	sdk.MsgTypeURL(&stablecointypes.MsgRedeem{}),
	sdk.MsgTypeURL(&stablecointypes.MsgAppealHold{}),
	sdk.MsgTypeURL(&feetypes.MsgFundBudget{}),
	sdk.MsgTypeURL(&feetypes.MsgWithdrawShares{}),
	sdk.MsgTypeURL(&validatortypes.MsgActivateSeat{}),
	sdk.MsgTypeURL(&validatortypes.MsgRotateKey{}),
	sdk.MsgTypeURL(&validatortypes.MsgRetireSeat{}),
	sdk.MsgTypeURL(&pseudonymtypes.MsgOffer{}),
	sdk.MsgTypeURL(&pseudonymtypes.MsgDeal{}),
	sdk.MsgTypeURL(&pseudonymtypes.MsgComplain{}),
}

// closed are the messages of stock modules that have no price, so that nobody can send them.
var closed = []string{
	"/cosmos.auth.v1beta1.MsgUpdateParams",
	"/cosmos.bank.v1beta1.MsgMultiSend",
	"/cosmos.bank.v1beta1.MsgSetSendEnabled",
	"/cosmos.bank.v1beta1.MsgUpdateParams",
	"/cosmos.consensus.v1.MsgUpdateParams",
	"/cosmos.evidence.v1beta1.MsgSubmitEvidence",
	"/cosmos.gov.v1.MsgExecLegacyContent",
	"/cosmos.gov.v1.MsgUpdateParams",
	"/cosmos.gov.v1.MsgVoteWeighted",
	"/cosmos.slashing.v1beta1.MsgUpdateParams",
	"/cosmos.upgrade.v1beta1.MsgCancelUpgrade",
	"/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade",
}

// decided are our messages that check for the governance account themselves. They have no price, because nobody sends them.
var decided = []string{
	sdk.MsgTypeURL(&counciltypes.MsgSchedule{}),
	sdk.MsgTypeURL(&counciltypes.MsgUpdateParams{}),
	sdk.MsgTypeURL(&validatortypes.MsgEnrolSeat{}),
	sdk.MsgTypeURL(&validatortypes.MsgSuspendSeat{}),
	sdk.MsgTypeURL(&validatortypes.MsgResumeSeat{}),
	sdk.MsgTypeURL(&validatortypes.MsgRemoveSeat{}),
	sdk.MsgTypeURL(&validatortypes.MsgUpdateParams{}),
	sdk.MsgTypeURL(&pseudonymtypes.MsgSetKeySet{}),
	sdk.MsgTypeURL(&pseudonymtypes.MsgOpenCeremony{}),
	sdk.MsgTypeURL(&pseudonymtypes.MsgRetireEpoch{}),
	sdk.MsgTypeURL(&pseudonymtypes.MsgUpdateParams{}),
}

// Every message of the chain has a price and either a row of the policy table or is the signer's own affair; or it is closed; or the
// provinces decide it, and it has no price.
func TestEveryMessageHasAPriceAndARule(t *testing.T) {
	a := newApp(t)
	prices, rules, byVote := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, p := range app.Prices() {
		require.False(t, prices[p.Message], "%s is priced twice", p.Message)
		prices[p.Message] = true
	}
	for _, r := range app.Policy() {
		require.False(t, rules[r.Action], "%s has two rules", r.Action)
		rules[r.Action] = true
		byVote[r.Action] = r.Role == authoritytypes.ROLE_PROVINCES
	}
	var routed []string
	for _, url := range a.Encoding().Registry.ListImplementations(sdk.MsgInterfaceProtoName) {
		if a.MsgServiceRouter().HandlerByTypeURL(url) != nil {
			routed = append(routed, url)
		}
	}
	require.NotEmpty(t, routed)
	for _, url := range routed {
		own, shut, ruled := slices.Contains(ownAffairs, url), slices.Contains(closed, url), slices.Contains(decided, url)
		require.Equal(t, !shut && !ruled && !byVote[url], prices[url], "price of %s", url)
		require.Equal(t, !own && !shut && !ruled, rules[url], "rule of %s", url)
		require.False(t, shut && strings.HasPrefix(url, "/relief."), "%s is ours and closed", url)
	}
	for _, table := range []map[string]bool{prices, rules} {
		for url := range table {
			require.Contains(t, routed, url)
		}
	}
	for _, url := range slices.Concat(ownAffairs, closed, decided) {
		require.Contains(t, routed, url)
	}
}
