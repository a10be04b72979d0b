package stablecoin

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/internal/command"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

// AutoCLIOptions describes the commands of the module. Amounts are in millionths.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read issuers, their reserves, holds and wallets",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Params", "params", "Show the bounds of the module"),
				command.New("Issuer", "issuer ID", "Show one issuer", "id"),
				command.New("Issuers", "issuers", "List the issuers"),
				command.New("Attestations", "attestations ID", "List the reserve statements of an issuer", "id"),
				command.New("Reserve", "reserve ID", "Show an issuer's supply, reserve and headroom", "id"),
				command.New("Redemption", "redemption NUMBER", "Show one redemption", "redemption"),
				command.New("Redemptions", "redemptions HOLDER", "List the redemptions of a holder", "holder"),
				command.New("Overdue", "overdue ID", "List the redemptions that an issuer missed", "id"),
				command.New("HoldParams", "hold-params", "Show the bounds of holds, wallets and transfers"),
				command.New("Hold", "hold NUMBER", "Show one hold and whether it keeps the account now", "id"),
				command.New("Holds", "holds ACCOUNT", "List the holds on an account", "account"),
				command.WithExample(command.New("Wallet", "wallet ACCOUNT CURRENCY", "Show what an account may send and receive now", "account", "currency"),
					`reliefd query stablecoin wallet relief1… cny`),
				command.New("Countersignatures", "countersignatures PAYEE", "List what an organisation may receive from others", "payee"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "License issuers, attest reserves, mint, redeem and burn",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.WithExample(command.New("ApplyIssuer", "apply-issuer ID ORGANISATION CUSTODIAN CURRENCY", "Ask for a licence (mint controller)", "id", "organisation", "custodian", "currency"),
					`reliefd tx stablecoin apply-issuer anxin 4 5 cny --from controller`),
				command.New("WithdrawIssuer", "withdraw-issuer ID", "Take an application back (mint controller)", "id"),
				command.WithExample(command.New("LicenseIssuer", "license-issuer ID TERMS-HASH", "Grant what was applied for (by a vote of the provinces: see council propose)", "id", "terms_hash"),
					`reliefd tx stablecoin license-issuer anxin $(reliefd query stablecoin issuer anxin -o json | jq -r .terms_hash | base64 -d | xxd -p -c 32) --generate-only --from operator > act.json`),
				command.New("PauseIssuer", "pause-issuer ID", "Stop minting, and every movement of the coin but redemption and fees (pauser of the issuer or the nation)", "id"),
				command.New("ResumeIssuer", "resume-issuer ID", "End a pause (pauser of the organisation that paused, or of the nation)", "id"),
				command.New("WindDown", "wind-down ID", "Begin the end of an issuer: it redeems everybody, escrow pools first (by a vote of the provinces)", "id"),
				command.New("RevokeIssuer", "revoke-issuer ID", "Withdraw a licence (by a vote of the provinces: see council propose)", "id"),
				command.New("SetAllowance", "set-allowance ID AMOUNT PERIOD-AMOUNT", "Limit what an issuer may have outstanding and may mint in a period (mint controller)", "id", "allowance", "period_allowance"),
				command.WithExample(command.New("Attest", "attest ID AMOUNT UNIX-SECONDS REPORT-HASH", "State the reserve an issuer had at a moment (attestor)", "id", "reserve", "as_of", "report_hash"),
					`reliefd tx stablecoin attest anxin 500000000000 $(date -d '-1 minute' +%s) $(sha256sum < report.pdf | cut -c1-64) --from attestor`),
				command.New("CosignAttestation", "cosign-attestation ID NUMBER", "Accept a statement (custodian)", "id", "attestation"),
				command.New("Mint", "mint ID RECIPIENT AMOUNT", "Create coins against the reserve (minter)", "id", "recipient", "amount"),
				command.New("Burn", "burn ID AMOUNT", "Destroy coins of the signer (minter)", "id", "amount"),
				command.WithExample(command.New("Redeem", "redeem ID AMOUNT", "Ask an issuer for money and put the coins into escrow (any holder)", "id", "amount"),
					`reliefd tx stablecoin redeem anxin 645000000 --from holder`),
				command.WithExample(command.New("SettleRedemption", "settle-redemption NUMBER REFERENCE-HASH", "Burn the coins of a redemption that was paid (minter)", "redemption", "reference_hash"),
					`reliefd tx stablecoin settle-redemption 7 $(printf '%s' "$REFERENCE" | sha256sum | cut -c1-64) --from minter`),
				command.New("UpdateParams", "update-params PARAMS", "Change the bounds of the module (by a vote of the provinces: see council propose)", "params"),
				command.WithExample(command.New("PlaceHold", "place-hold ACCOUNT REASON", "Hold an account for some hours (compliance officer)", "account", "reason"),
					`reliefd tx stablecoin place-hold relief1… fraud --denom ucny/bank1 --from compliance`),
				command.New("ProposeFreeze", "propose-freeze HOLD UNIX-SECONDS", "Propose to freeze a held account until a review date (compliance officer elsewhere)", "hold", "review_at"),
				command.New("ConfirmFreeze", "confirm-freeze HOLD", "Freeze a held account (second compliance officer elsewhere)", "hold"),
				command.New("ReviewHold", "review-hold HOLD UNIX-SECONDS", "Let a freeze go on until a later review date", "hold", "review_at"),
				command.New("ReleaseHold", "release-hold HOLD", "End a hold or a freeze", "hold"),
				command.New("AppealHold", "appeal-hold HOLD", "Ask for another look at the hold on your account (its owner)", "hold"),
				command.New("AnswerHoldAppeal", "answer-hold-appeal HOLD", "Uphold or, with --release, end what was appealed against", "hold"),
				command.New("OrderSeizure", "order-seizure HOLD ORDER-HASH AMOUNT BENEFICIARY", "Bring a court's order to take coins of a frozen account", "hold", "order_hash", "amount", "beneficiary"),
				command.New("ApproveSeizure", "approve-seizure HOLD", "Approve a court's order for the nation, which takes the coins", "hold"),
				command.WithExample(command.New("Countersign", "countersign PAYER PAYEE AMOUNT UNIX-SECONDS", "Agree to receive a large transfer of another organisation (treasurer)", "payer", "payee", "amount", "until"),
					`reliefd tx stablecoin countersign 3 4 2000000000000ucny/bank1 1780000000 --from treasurer`),
				command.New("SetHoldParams", "set-hold-params", "Change the bounds of holds, wallets and transfers (by a vote of the provinces: see council propose)"),
			},
		},
	}
}
