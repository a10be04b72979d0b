package chaintest

import (
	"fmt"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecoinkeeper "github.com/reliefchain/relief/x/stablecoin/keeper"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

func init() {
	for name, build := range map[string]verb{
		"apply-issuer": applyIssuer, "license": licenseIssuer, "allowance": setAllowance, "settle-redemption": settleRedemption,
		"redeem": redeem, "exchange-pool": exchangePool, "redeem-treasury": redeemTreasury, "stablecoin-params": updateStablecoinParams,
		"withdraw-issuer": issuerAct(func(signer, id string) sdk.Msg { return &stablecointypes.MsgWithdrawIssuer{Signer: signer, Id: id} }),
		"pause-issuer":    issuerAct(func(signer, id string) sdk.Msg { return &stablecointypes.MsgPauseIssuer{Signer: signer, Id: id} }),
		"resume-issuer":   issuerAct(func(signer, id string) sdk.Msg { return &stablecointypes.MsgResumeIssuer{Signer: signer, Id: id} }),
		"wind-down":       issuerAct(func(signer, id string) sdk.Msg { return &stablecointypes.MsgWindDown{Signer: signer, Id: id} }),
		"revoke-issuer":   issuerAct(func(signer, id string) sdk.Msg { return &stablecointypes.MsgRevokeIssuer{Signer: signer, Id: id} }),
	} {
		verbs[name] = build
	}
	questions["issuer"], questions["redemption"], questions["overdue-redemptions"], questions["pool"] = showIssuer, showRedemption, showOverdueRedemptions, showPool
}

func issuerAct(build func(signer, id string) sdk.Msg) verb {
	return func(_ *Scenario, a args) (sdk.Msg, error) { return build(a.signer(), a.text("issuer")), nil }
}

// applyIssuer asks for a licence: "apply-issuer by=third-controller issuer=third organisation=other-issuer custodian=custodian".
func applyIssuer(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgApplyIssuer{
		Signer: a.signer(), Id: a.text("issuer"), Organisation: a.organisation("organisation"), Custodian: a.organisation("custodian"), Currency: "cny",
	}, nil
}

// licenseIssuer votes for the terms given: "vote by=beijing act=license issuer=third organisation=other-issuer custodian=custodian".
func licenseIssuer(_ *Scenario, a args) (sdk.Msg, error) {
	terms := stablecointypes.Issuer{Id: a.text("issuer"), Currency: "cny", Organisation: a.organisation("organisation"), Custodian: a.organisation("custodian")}
	return &stablecointypes.MsgLicenseIssuer{Signer: a.signer(), Id: terms.Id, TermsHash: terms.TermsHash()}, nil
}

// setAllowance sets both allowances; the period's is the whole one unless given.
func setAllowance(_ *Scenario, a args) (sdk.Msg, error) {
	m := &stablecointypes.MsgSetAllowance{Signer: a.signer(), Id: a.text("issuer"), Allowance: a.coins("amount"), PeriodAllowance: a.coins("amount")}
	if a.has("period") {
		m.PeriodAllowance = a.coins("period")
	}
	return m, nil
}

func redeem(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgRedeem{Signer: a.signer(), Id: a.text("issuer"), Amount: a.coins("amount")}, nil
}

func settleRedemption(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgSettleRedemption{Signer: a.signer(), Redemption: a.number("redemption"), ReferenceHash: Hash32("bank reference")}, nil
}

// exchangePool replaces coins of an issuer that ends: "exchange-pool by=… budget=2 amount=645.00 denom=ucny/other take=ucny/anxin".
func exchangePool(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgExchangePool{
		Signer: a.signer(), BudgetNode: a.u32("budget"), Amount: a.money("amount"), Denom: a.text("denom"), Take: a.text("take"),
	}, nil
}

func redeemTreasury(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgRedeemTreasury{Signer: a.signer(), BudgetNode: a.u32("budget"), Amount: a.money("amount"), Denom: a.text("denom")}, nil
}

// updateStablecoinParams sets the margin in basis points: "vote by=beijing act=stablecoin-params margin=500".
func updateStablecoinParams(_ *Scenario, a args) (sdk.Msg, error) {
	m := &stablecointypes.MsgUpdateParams{Signer: a.signer(), Params: stablecointypes.DefaultParams()}
	m.Params.ReserveMarginBasisPoints = a.u32("margin")
	return m, nil
}

func (s *Scenario) coinQuery() stablecointypes.QueryServer {
	return stablecoinkeeper.NewQueryServer(s.Chain.App().Stablecoin)
}

func showIssuer(s *Scenario, a args) (string, error) {
	r, err := s.coinQuery().Issuer(s.Chain.Context(), &stablecointypes.QueryIssuerRequest{Id: a.text("issuer")})
	if err != nil {
		return "", err
	}
	i := r.Issuer
	return fmt.Sprintf("%s denom=%s allowance=%s period=%s minted=%s burned=%s\n", strings.TrimPrefix(i.Status.String(), "ISSUER_STATUS_"), r.Denom,
		i.Allowance, i.PeriodAllowance, i.Minted, i.Burned), nil
}

func describeRedemption(r stablecointypes.Redemption) string {
	return fmt.Sprintf("%d of %s: %s amount=%s due=%s treasury=%t\n", r.Id, r.Issuer, strings.TrimPrefix(r.Status.String(), "REDEMPTION_STATUS_"), r.Amount,
		time.Unix(r.Due, 0).UTC().Format(time.DateOnly), r.Treasury)
}

func showRedemption(s *Scenario, a args) (string, error) {
	r, err := s.coinQuery().Redemption(s.Chain.Context(), &stablecointypes.QueryRedemptionRequest{Redemption: a.number("redemption")})
	if err != nil {
		return "", err
	}
	return describeRedemption(r.Redemption), nil
}

func showOverdueRedemptions(s *Scenario, a args) (string, error) {
	r, err := s.coinQuery().Overdue(s.Chain.Context(), &stablecointypes.QueryOverdueRequest{Id: a.text("issuer")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, one := range r.Redemptions {
		b.WriteString(describeRedemption(one))
	}
	if b.Len() == 0 {
		return "none\n", nil
	}
	return b.String(), nil
}

// showPool lists the coins of a programme's pool.
func showPool(s *Scenario, a args) (string, error) {
	r, err := grantkeeper.NewQueryServer(s.Chain.App().Grant).Pool(s.Chain.Context(), &granttypes.QueryPoolRequest{Programme: a.u32("programme")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, c := range r.Coins {
		fmt.Fprintf(&b, "%s stands=%t\n", c.Coin, c.Stands)
	}
	fmt.Fprintf(&b, "total=%s shortfall=%s\n", r.Total, r.Shortfall)
	return b.String(), nil
}
