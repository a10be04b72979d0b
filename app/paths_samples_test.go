package app_test

import (
	"time"

	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

const pathYuan = 1_000_000

// pathSample is a message that gets past authorisation when the right one sends it the right way.
type pathSample struct {
	name string
	msg  func(signer string) sdk.Msg
	// office is the right organisation, other one whose officers of the same role are refused.
	office, other string
	// owner signs what is the signer's own affair, in place of an officer.
	owner string
	// prepare is what others do before.
	prepare []sdk.Msg
}

// signers are the names of the right one, of one with the wrong role in the right office, and of one with the right role in the wrong office.
func (s pathSample) signers() (right, role, other string) {
	named, wrong := authoritytypes.ROLE_ADMIN, authoritytypes.ROLE_ADMIN
	action := sdk.MsgTypeURL(s.msg(app.Governance()))
	for _, rule := range app.Policy() {
		switch {
		case rule.Action != action:
		case rule.Role == authoritytypes.ROLE_PROVINCES: // nobody holds it
			wrong = authoritytypes.ROLE_AUDITOR
		default:
			named = rule.Role
		}
	}
	right = pathOfficer(s.office, named, 1)
	if s.owner != "" {
		right = s.owner
	}
	return right, pathOfficer(s.office, wrong, 1), pathOfficer(s.other, named, 1)
}

// firstOfficer is the officer of a role who prepares.
func firstOfficer(office string, role authoritytypes.Role) string {
	return chaintest.Officer(pathOfficer(office, role, 0))
}

func (p *paths) samples() []pathSample {
	all := append(p.issuerSamples(), p.coinSamples()...)
	return append(append(all, p.holdSamples()...), p.feeSamples()...)
}

func (p *paths) issuerSamples() []pathSample {
	third := stablecointypes.Issuer{Id: "third", Currency: "cny", Organisation: p.organisation("issuer"), Custodian: p.organisation("custodian")}
	apply := func(signer string) sdk.Msg {
		return &stablecointypes.MsgApplyIssuer{
			Signer: signer, Id: third.Id, Organisation: third.Organisation, Custodian: third.Custodian, Currency: third.Currency,
		}
	}
	applied := []sdk.Msg{apply(firstOfficer("issuer", authoritytypes.ROLE_MINT_CONTROLLER))}
	pause := func(signer string) sdk.Msg { return &stablecointypes.MsgPauseIssuer{Signer: signer, Id: "anxin"} }
	resume := func(signer string) sdk.Msg { return &stablecointypes.MsgResumeIssuer{Signer: signer, Id: "anxin"} }
	return []pathSample{
		{name: "stablecoin.ApplyIssuer", office: "issuer", other: "other-issuer", msg: apply},
		{name: "stablecoin.WithdrawIssuer", office: "issuer", other: "other-issuer", prepare: applied, msg: func(signer string) sdk.Msg {
			return &stablecointypes.MsgWithdrawIssuer{Signer: signer, Id: third.Id}
		}},
		{name: "stablecoin.LicenseIssuer", office: "nation", other: "issuer", prepare: applied, msg: func(signer string) sdk.Msg {
			return &stablecointypes.MsgLicenseIssuer{Signer: signer, Id: third.Id, TermsHash: third.TermsHash()}
		}},
		{name: "stablecoin.PauseIssuer, the issuer", office: "issuer", other: "other-issuer", msg: pause},
		{name: "stablecoin.PauseIssuer, the nation", office: "nation", other: "fujian", msg: pause},
		{name: "stablecoin.ResumeIssuer, the issuer", office: "issuer", other: "other-issuer", msg: resume},
		{name: "stablecoin.ResumeIssuer, the nation", office: "nation", other: "fujian", msg: resume},
		{name: "stablecoin.WindDown", office: "nation", other: "issuer", msg: func(signer string) sdk.Msg {
			return &stablecointypes.MsgWindDown{Signer: signer, Id: "anxin"}
		}},
		{name: "stablecoin.RevokeIssuer", office: "nation", other: "issuer", msg: func(signer string) sdk.Msg {
			return &stablecointypes.MsgRevokeIssuer{Signer: signer, Id: "anxin"}
		}},
		{name: "stablecoin.UpdateParams", office: "nation", other: "issuer", msg: func(signer string) sdk.Msg {
			return &stablecointypes.MsgUpdateParams{Signer: signer, Params: stablecointypes.DefaultParams()}
		}},
		{name: "stablecoin.SetAllowance", office: "issuer", other: "other-issuer", msg: func(signer string) sdk.Msg {
			amount := sdkmath.NewInt(50_000_000 * pathYuan)
			return &stablecointypes.MsgSetAllowance{Signer: signer, Id: "anxin", Allowance: amount, PeriodAllowance: amount}
		}},
	}
}

func (p *paths) coinSamples() []pathSample {
	attest := func(signer string) sdk.Msg {
		return &stablecointypes.MsgAttest{
			Signer: signer, Id: "anxin", Reserve: sdkmath.NewInt(100_000_000 * pathYuan), AsOf: p.chain.Now.Unix(), ReportHash: chaintest.Hash32("report"),
		}
	}
	person := chaintest.Officer("person:A")
	redeem := func(signer string) sdk.Msg {
		return &stablecointypes.MsgRedeem{Signer: signer, Id: "anxin", Amount: sdkmath.NewInt(10 * pathYuan)}
	}
	mint := func(signer, to string) sdk.Msg {
		return &stablecointypes.MsgMint{Signer: signer, Id: "anxin", Recipient: to, Amount: sdkmath.NewInt(10 * pathYuan)}
	}
	return []pathSample{
		{name: "stablecoin.Attest", office: "auditor", other: "other-issuer", msg: attest},
		{
			name: "stablecoin.CosignAttestation", office: "custodian", other: otherCustodian,
			prepare: []sdk.Msg{attest(firstOfficer("auditor", authoritytypes.ROLE_ATTESTOR))},
			msg: func(signer string) sdk.Msg {
				return &stablecointypes.MsgCosignAttestation{Signer: signer, Id: "anxin", Attestation: 2}
			},
		},
		{name: "stablecoin.Mint", office: "issuer", other: "other-issuer", msg: func(signer string) sdk.Msg { return mint(signer, person) }},
		{name: "stablecoin.Burn", office: "issuer", other: "other-issuer", msg: func(signer string) sdk.Msg {
			return &stablecointypes.MsgBurn{Signer: signer, Id: "anxin", Amount: sdkmath.NewInt(10 * pathYuan)}
		}},
		{name: "stablecoin.Redeem", office: "dehua", other: "dongcheng", owner: "person:A", msg: redeem},
		{
			name: "stablecoin.SettleRedemption", office: "issuer", other: "other-issuer",
			prepare: []sdk.Msg{mint(firstOfficer("issuer", authoritytypes.ROLE_MINTER), person), redeem(person)},
			msg: func(signer string) sdk.Msg {
				return &stablecointypes.MsgSettleRedemption{Signer: signer, Redemption: 1, ReferenceHash: chaintest.Hash32("bank reference")}
			},
		},
		{name: "stablecoin.Countersign", office: "fujian", other: "hebei", msg: func(signer string) sdk.Msg {
			return &stablecointypes.MsgCountersign{
				Signer: signer, Payer: p.organisation("issuer"), Payee: p.organisation("fujian"),
				Amount: sdk.NewInt64Coin(chaintest.Denom, 2_000_000*pathYuan), Until: p.chain.Now.Add(24 * time.Hour).Unix(),
			}
		}},
	}
}

func (p *paths) holdSamples() []pathSample {
	const compliance = authoritytypes.ROLE_COMPLIANCE
	var (
		person         = chaintest.Officer("person:A")
		day            = 24 * time.Hour
		proposedReview = p.chain.Now.Add(10 * day).Unix()
	)
	place := func(signer string) sdk.Msg {
		return &stablecointypes.MsgPlaceHold{Signer: signer, Account: person, Reason: stablecointypes.HOLD_REASON_FRAUD}
	}
	propose := func(signer string) sdk.Msg {
		return &stablecointypes.MsgProposeFreeze{Signer: signer, Hold: 1, ReviewAt: proposedReview}
	}
	confirm := func(signer string) sdk.Msg { return &stablecointypes.MsgConfirmFreeze{Signer: signer, Hold: 1} }
	review := func(signer string) sdk.Msg {
		return &stablecointypes.MsgReviewHold{Signer: signer, Hold: 1, ReviewAt: p.chain.Now.Add(20 * day).Unix()}
	}
	release := func(signer string) sdk.Msg { return &stablecointypes.MsgReleaseHold{Signer: signer, Hold: 1} }
	appeal := func(signer string) sdk.Msg { return &stablecointypes.MsgAppealHold{Signer: signer, Hold: 1} }
	answer := func(signer string) sdk.Msg {
		return &stablecointypes.MsgAnswerHoldAppeal{Signer: signer, Hold: 1, Release: true}
	}
	order := func(signer string) sdk.Msg {
		return &stablecointypes.MsgOrderSeizure{
			Signer: signer, Hold: 1, OrderHash: chaintest.Hash32("court order"), Amount: sdk.NewInt64Coin(chaintest.Denom, 10*pathYuan),
			Beneficiary: p.organisation("dehua-treasury"),
		}
	}
	seize := func(signer string) sdk.Msg { return &stablecointypes.MsgApproveSeizure{Signer: signer, Hold: 1} }
	rich := &stablecointypes.MsgMint{ // more than the protected minimum
		Signer: firstOfficer("issuer", authoritytypes.ROLE_MINTER), Id: "anxin", Recipient: person, Amount: sdkmath.NewInt(5_000 * pathYuan),
	}
	placed := []sdk.Msg{place(firstOfficer("dehua", compliance))}
	proposed := append(placed[:1:1], propose(firstOfficer("fujian", compliance)))
	frozen := append(proposed[:2:2], confirm(firstOfficer("nation", compliance)))
	ordered := append([]sdk.Msg{rich}, append(frozen[:3:3], order(firstOfficer("fujian", compliance)))...)
	appealed := append(placed[:1:1], appeal(person))
	return []pathSample{
		{name: "stablecoin.PlaceHold", office: "dehua", other: "dongcheng", msg: place},
		{name: "stablecoin.ProposeFreeze", office: "fujian", other: "dongcheng", prepare: placed, msg: propose},
		{name: "stablecoin.ProposeFreeze, wrong is who held", office: "fujian", other: "dehua", prepare: placed, msg: propose},
		{name: "stablecoin.ConfirmFreeze", office: "fujian", other: "dongcheng", prepare: proposed, msg: confirm},
		{name: "stablecoin.ConfirmFreeze, wrong is who held", office: "nation", other: "dehua", prepare: proposed, msg: confirm},
		{name: "stablecoin.ReviewHold", office: "fujian", other: "dongcheng", prepare: frozen, msg: review},
		{name: "stablecoin.ReviewHold, wrong is who held", office: "fujian", other: "dehua", prepare: frozen, msg: review},
		{name: "stablecoin.ReleaseHold, held", office: "dehua", other: "dongcheng", prepare: placed, msg: release},
		{name: "stablecoin.ReleaseHold, frozen, wrong is who held", office: "fujian", other: "dehua", prepare: frozen, msg: release},
		{name: "stablecoin.AppealHold", office: "dehua", other: "dongcheng", owner: "person:A", prepare: placed, msg: appeal},
		{name: "stablecoin.AnswerHoldAppeal", office: "fujian", other: "hebei", prepare: appealed, msg: answer},
		{name: "stablecoin.AnswerHoldAppeal, wrong is who held", office: "nation", other: "dehua", prepare: appealed, msg: answer},
		{name: "stablecoin.OrderSeizure", office: "fujian", other: "hebei", prepare: frozen, msg: order},
		{name: "stablecoin.OrderSeizure, wrong is who held", office: "nation", other: "dehua", prepare: frozen, msg: order},
		{name: "stablecoin.ApproveSeizure", office: "nation", other: "fujian", prepare: ordered, msg: seize},
		{name: "stablecoin.SetHoldParams", office: "nation", other: "fujian", msg: func(signer string) sdk.Msg {
			return &stablecointypes.MsgSetHoldParams{Signer: signer, Params: stablecointypes.DefaultHoldParams()}
		}},
	}
}

func (p *paths) feeSamples() []pathSample {
	budget := func(office string) func(string) sdk.Msg {
		return func(signer string) sdk.Msg {
			return &feetypes.MsgSetBudget{
				Signer: signer, Organisation: p.organisation(office), Denom: chaintest.Denom, TransactionCap: sdkmath.NewInt(pathYuan), BeneficiaryQuota: 5,
			}
		}
	}
	back := func(office string) func(string) sdk.Msg {
		return func(signer string) sdk.Msg {
			return &feetypes.MsgWithdrawBudget{Signer: signer, Organisation: p.organisation(office), Amount: sdk.NewInt64Coin(chaintest.Denom, pathYuan)}
		}
	}
	propose := func(signer string) sdk.Msg {
		return &feetypes.MsgProposeRefund{
			Signer: signer, TxHash: chaintest.Hash32("tx"), Amount: sdk.NewInt64Coin(chaintest.Denom, 1), Reason: feetypes.REFUND_REASON_TWICE,
			Organisation: p.organisation("dehua"),
		}
	}
	proposed := []sdk.Msg{propose(firstOfficer("nation", authoritytypes.ROLE_TREASURER))}
	approve := func(signer string) sdk.Msg { return &feetypes.MsgApproveRefund{Signer: signer, Refund: 1} }
	withdraw := func(signer string) sdk.Msg { return &feetypes.MsgWithdrawRefund{Signer: signer, Refund: 1} }
	price := app.Prices()[0]
	price.FromHeight = p.chain.Height + 100 // far enough from the last one
	return []pathSample{
		{name: "fee.SetBudget, a county's", office: "dehua-treasury", other: "hebei", msg: budget("dehua")},
		{name: "fee.SetBudget, a province's", office: "fujian", other: "dehua-treasury", msg: budget("fujian")},
		{name: "fee.SetBudget, an issuer's", office: "nation", other: "issuer", msg: budget("issuer")},
		{name: "fee.FundBudget", office: "dehua", other: "dongcheng", owner: "person:A", msg: func(signer string) sdk.Msg {
			return &feetypes.MsgFundBudget{Signer: signer, Organisation: p.organisation("dehua"), Amount: sdk.NewInt64Coin(chaintest.Denom, 10*pathYuan)}
		}},
		{name: "fee.WithdrawBudget, a county's", office: "dehua-treasury", other: "hebei", msg: back("dehua")},
		{name: "fee.WithdrawBudget, an issuer's", office: "nation", other: "issuer", msg: back("issuer")},
		{name: "fee.WithdrawShares", office: "fujian", other: "hebei", owner: "fujian-operator", msg: func(signer string) sdk.Msg {
			return &feetypes.MsgWithdrawShares{Signer: signer}
		}},
		{name: "fee.SetPrices", office: "nation", other: "fujian", msg: func(signer string) sdk.Msg {
			return &feetypes.MsgSetPrices{Signer: signer, Prices: []feetypes.Price{price}}
		}},
		{name: "fee.SetRates", office: "nation", other: "issuer", msg: func(signer string) sdk.Msg {
			return &feetypes.MsgSetRates{Signer: signer, Rates: []feetypes.Rate{{Denom: chaintest.OtherDenom, FromHeight: price.FromHeight, Worth: pathYuan}}}
		}},
		{name: "fee.UpdateParams", office: "nation", other: "fujian", msg: func(signer string) sdk.Msg {
			return &feetypes.MsgUpdateParams{Signer: signer, Params: feetypes.DefaultParams()}
		}},
		{name: "fee.ProposeRefund", office: "nation", other: "fujian", msg: propose},
		{name: "fee.ApproveRefund", office: "nation", other: "dehua-treasury", prepare: proposed, msg: approve},
		{name: "fee.WithdrawRefund", office: "nation", other: "dehua-treasury", prepare: proposed, msg: withdraw},
		{
			name: "fee.WithdrawRefund, right is who proposed", office: "nation", other: "dehua-treasury", prepare: proposed, msg: withdraw,
			owner: pathOfficer("nation", authoritytypes.ROLE_TREASURER, 0),
		},
	}
}
