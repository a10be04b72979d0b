package chaintest

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// setFeeBudget opens or changes a fee budget: "fee-budget by=fujian-treasurer organisation=dehua cap=1.00 quota=5", if need be with
// "classes=(office,payment)" and "period=10 limit=2.00".
func setFeeBudget(_ *Scenario, a args) (sdk.Msg, error) {
	msg := &feetypes.MsgSetBudget{
		Signer: a.signer(), Organisation: a.organisation("organisation"), Denom: Denom, TransactionCap: a.coins("cap"), BeneficiaryQuota: a.u32("quota"),
		PeriodBlocks: a.number("period"),
	}
	if a.has("limit") {
		msg.PeriodLimit = a.coins("limit").Uint64()
	}
	for _, name := range a.list("classes") {
		class, known := feetypes.ServiceClass_value["SERVICE_CLASS_"+strings.ToUpper(name)]
		if !known {
			return nil, fmt.Errorf("unknown class %s", name)
		}
		msg.Classes = append(msg.Classes, feetypes.ServiceClass(class))
	}
	return msg, nil
}

func fundFees(_ *Scenario, a args) (sdk.Msg, error) {
	return &feetypes.MsgFundBudget{Signer: a.signer(), Organisation: a.organisation("organisation"), Amount: sdk.NewCoin(Denom, a.coins("amount"))}, nil
}

// coinsOf adds up what the accounts of a holder have: a fee budget has several.
func (s *Scenario) coinsOf(holder string, first sdk.AccAddress, denom string) sdk.Coin {
	bank, ctx := s.Chain.App().Bank, s.Chain.Context()
	sum := bank.GetBalance(ctx, first, denom)
	if name, isBudget := strings.CutPrefix(holder, "fees:"); isBudget {
		for share := range uint32(feetypes.BudgetShares - 1) {
			sum = sum.Add(bank.GetBalance(ctx, feetypes.BudgetShareAddress(organisationOf(name), share+1), denom))
		}
	}
	return sum
}

// showFeeBudget says what a fee budget has spent: "fee-budget? of=dehua".
func showFeeBudget(s *Scenario, a args) (string, error) {
	res, err := feekeeper.NewQueryServer(s.Chain.App().Fee).Budget(s.Chain.Context(), &feetypes.QueryBudgetRequest{Organisation: a.organisation("of")})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("left=%s spent=%s in-period=%s\n", res.Left, res.Budget.Spent, res.PeriodSpent), nil
}

func withdrawShares(_ *Scenario, a args) (sdk.Msg, error) {
	return &feetypes.MsgWithdrawShares{Signer: a.signer()}, nil
}

// showShares says what the chain owes an operator of the fees: "shares? of=beijing-operator".
func showShares(s *Scenario, a args) (string, error) {
	res, err := feekeeper.NewQueryServer(s.Chain.App().Fee).Shares(s.Chain.Context(), &feetypes.QuerySharesRequest{Account: Officer(a.text("of"))})
	if err != nil {
		return "", err
	}
	if len(res.Amount) == 0 {
		return "none\n", nil
	}
	return sdk.Coins(res.Amount).String() + "\n", nil
}
