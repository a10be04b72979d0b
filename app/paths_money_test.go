package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	errorsmod "cosmossdk.io/errors"
	"github.com/cockroachdb/datadriven"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecoinkeeper "github.com/reliefchain/relief/x/stablecoin/keeper"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// moneyPath is one way in which coins move: who pays whom, and how x/bank is asked.
type moneyPath struct {
	name     string
	from, to sdk.AccAddress
	move     func(a *app.App, ctx sdk.Context, from, to sdk.AccAddress, coins sdk.Coins) error
}

func sendCoins(a *app.App, ctx sdk.Context, from, to sdk.AccAddress, coins sdk.Coins) error {
	return a.Bank.SendCoins(ctx, from, to, coins)
}

func payFee(a *app.App, ctx sdk.Context, from, _ sdk.AccAddress, coins sdk.Coins) error {
	return a.Bank.SendCoinsFromAccountToModuleVirtual(ctx, from, authtypes.FeeCollectorName, coins)
}

func toIssuer(a *app.App, ctx sdk.Context, from, _ sdk.AccAddress, coins sdk.Coins) error {
	return a.Bank.SendCoinsFromAccountToModule(ctx, from, stablecointypes.ModuleName, coins)
}

func fromIssuer(a *app.App, ctx sdk.Context, _, to sdk.AccAddress, coins sdk.Coins) error {
	if err := a.Bank.MintCoins(ctx, stablecointypes.ModuleName, coins); err != nil {
		return err
	}
	return a.Bank.SendCoinsFromModuleToAccount(ctx, stablecointypes.ModuleName, to, coins)
}

func redeemCoins(a *app.App, ctx sdk.Context, from, _ sdk.AccAddress, coins sdk.Coins) error {
	_, err := stablecoinkeeper.NewMsgServer(a.Stablecoin).Redeem(ctx, &stablecointypes.MsgRedeem{Signer: from.String(), Id: "anxin", Amount: coins[0].Amount})
	return err
}

func multiSend(a *app.App, ctx sdk.Context, from, to sdk.AccAddress, coins sdk.Coins) error {
	return a.Bank.InputOutputCoins(ctx, banktypes.NewInput(from, coins), []banktypes.Output{banktypes.NewOutput(to, coins)})
}

// moneyPaths lists them all, with the accounts of the world's Dehua.
func moneyPaths() []moneyPath {
	var (
		person, other  = chaintest.Address("person:A"), chaintest.Address("stranger")
		officer        = chaintest.Address("dehua-approver")
		minter         = chaintest.Address("issuer-minter")
		dehua, fujian  = chaintest.Organisations["dehua"], chaintest.Organisations["fujian"]
		treasury, pool = granttypes.TreasuryAddress(dehua), granttypes.PoolAddress(1)
		collector      = authtypes.NewModuleAddress(authtypes.FeeCollectorName)
		issuer         = authtypes.NewModuleAddress(stablecointypes.ModuleName)
		above          = granttypes.TreasuryAddress(fujian)
		budget         = feetypes.BudgetAddress(dehua)
	)
	return []moneyPath{
		{"bank MsgSend, person to stranger", person, other, sendCoins},
		{"bank MsgSend, stranger to person", other, person, sendCoins},
		{"bank MsgSend, person to officer", person, officer, sendCoins},
		{"bank MsgSend, officer to person", officer, person, sendCoins},
		{"bank MsgSend, officer to another organisation", officer, above, sendCoins},
		{"bank MsgMultiSend, person to stranger (closed)", person, other, multiSend},
		{"grant MsgWithdraw, pool to person", pool, person, sendCoins},
		{"grant MsgRepay, person to treasury", person, treasury, sendCoins},
		{"grant clawback from a balance, pool to treasury", pool, treasury, sendCoins},
		{"grant MsgReturnFunds and MsgReturnFloat, pool to treasury", pool, above, sendCoins},
		{"grant MsgAuthoriseRun and MsgFundFloat, treasury to pool", treasury, pool, sendCoins},
		{"grant MsgRemit, treasury to treasury", treasury, above, sendCoins},
		{"fee MsgFundBudget, officer to the own budget", officer, budget, sendCoins},
		{"fee MsgFundBudget, person to a budget", person, budget, sendCoins},
		{"fee of a person", person, collector, payFee},
		{"fee out of a budget", budget, collector, payFee},
		{"fee split, collector to treasury", collector, above, sendCoins},
		{"fee MsgApproveRefund, collector to person", collector, person, sendCoins},
		{"fee MsgApproveRefund, collector to a budget", collector, budget, sendCoins},
		{"stablecoin MsgMint, to a person", issuer, person, fromIssuer},
		{"stablecoin MsgMint, to a treasury", issuer, treasury, fromIssuer},
		{"stablecoin MsgBurn, minter to the module", minter, issuer, toIssuer},
		{"stablecoin MsgRedeem, person to escrow", person, issuer, redeemCoins},
		{"stablecoin redemption missed, escrow to person", issuer, person, fromIssuer},
		{"grant MsgExchangePool, treasury to pool", treasury, pool, sendCoins},
		{"grant MsgExchangePool, pool to treasury", pool, treasury, sendCoins},
		{"stablecoin seizure, person to the module", person, issuer, toIssuer},
	}
}

// TestEveryWayCoinsMove writes what each way answers: to a small amount, to one above every limit, with the payer held, with the payee held,
// and with the coin's issuer paused. Below stand the places in the code that move coins, so that a new one shows here.
func TestEveryWayCoinsMove(t *testing.T) {
	s := chaintest.NewScenario(t, chaintest.Straight)
	for _, line := range []string{
		"office budget=1000.00 coins=1000.00 persons=A",
		"appoint by=nation-admin officer=nation-compliance organisation=nation roles=compliance",
	} {
		cmd, args, err := datadriven.ParseLine(line)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(s.Run(&datadriven.TestData{Cmd: cmd, CmdArgs: args}), "ok"), line)
	}
	a := s.Chain.App()
	yuan := func(n int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, n*1_000_000)) }
	ask := func(p moneyPath, amount sdk.Coins, held sdk.AccAddress, paused bool) string {
		ctx, _ := s.Chain.Context().CacheContext()
		if held != nil {
			if _, err := stablecoinkeeper.NewMsgServer(a.Stablecoin).PlaceHold(ctx, &stablecointypes.MsgPlaceHold{
				Signer: chaintest.Officer("nation-compliance"), Account: held.String(), Reason: stablecointypes.HOLD_REASON_FRAUD,
			}); err != nil {
				require.ErrorIs(t, err, stablecointypes.ErrHoldAccount)
				return "can't be held"
			}
		}
		require.NoError(t, a.Bank.MintCoins(ctx, stablecointypes.ModuleName, amount))
		if !p.from.Equals(authtypes.NewModuleAddress(stablecointypes.ModuleName)) {
			require.NoError(t, a.Bank.SendCoinsFromModuleToModule(ctx, stablecointypes.ModuleName, authtypes.FeeCollectorName, amount))
			if !p.from.Equals(authtypes.NewModuleAddress(authtypes.FeeCollectorName)) {
				require.NoError(t, a.Bank.SendCoins(ctx, authtypes.NewModuleAddress(authtypes.FeeCollectorName), p.from, amount))
			}
		}
		if paused {
			_, err := stablecoinkeeper.NewMsgServer(a.Stablecoin).PauseIssuer(ctx, &stablecointypes.MsgPauseIssuer{Signer: chaintest.Officer("issuer-pauser"), Id: "anxin"})
			require.NoError(t, err)
		}
		err := p.move(a, ctx, p.from, p.to, amount)
		if err == nil {
			return "ok"
		}
		var coded *errorsmod.Error
		require.ErrorAs(t, err, &coded)
		return fmt.Sprintf("%s %d", coded.Codespace(), coded.ABCICode())
	}
	var b strings.Builder
	b.WriteString("Every way coins move, and what it answers. Written by go test ./app -run TestEveryWayCoinsMove -rewrite.\n\n" +
		"way | 100 yuan | 2,000,000 yuan | payer held, 1,500 yuan | payee held, 1,500 yuan | issuer paused\n")
	for _, p := range moneyPaths() {
		fmt.Fprintf(&b, "%s | %s | %s | %s | %s | %s\n", p.name, ask(p, yuan(100), nil, false), ask(p, yuan(2_000_000), nil, false),
			ask(p, yuan(1_500), p.from, false), ask(p, yuan(1_500), p.to, false), ask(p, yuan(100), nil, true))
	}
	b.WriteString("\nWhere the code moves coins:\n" + moneyCalls(t))
	golden(t, "paths_money.txt", b.String())
}

var (
	moneyCall = regexp.MustCompile(`\.Bank\.(SendCoins\w*|MintCoins|BurnCoins|InputOutputCoins)\(`)
	moneyFunc = regexp.MustCompile(`^func (?:\([^)]*\) )?(\w+)`)
)

// moneyCalls lists the functions of the modules that ask x/bank to move coins.
func moneyCalls(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("../x/*/keeper/*.go")
	require.NoError(t, err)
	var b strings.Builder
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		function := ""
		for line := range strings.Lines(string(raw)) {
			if m := moneyFunc.FindStringSubmatch(line); m != nil {
				function = m[1]
			}
			if m := moneyCall.FindStringSubmatch(line); m != nil {
				fmt.Fprintf(&b, "%s %s %s\n", strings.TrimPrefix(filepath.ToSlash(file), "../"), function, m[1])
			}
		}
	}
	return b.String()
}

// The table of accounts without a key has each that a module derives.
func TestPublicAccountsAreInstitutions(t *testing.T) {
	s := chaintest.NewScenario(t, chaintest.Straight)
	cmd, args, err := datadriven.ParseLine("block count=1")
	require.NoError(t, err)
	require.Equal(t, "ok\n", s.Run(&datadriven.TestData{Cmd: cmd, CmdArgs: args}))
	query := stablecoinkeeper.NewQueryServer(s.Chain.App().Stablecoin)
	for _, id := range chaintest.Organisations {
		if id > chaintest.Organisations["dehua-treasury"] {
			continue // isn't in this world
		}
		accounts := []sdk.AccAddress{granttypes.TreasuryAddress(id), authoritytypes.OfficeAccount(id)}
		for _, share := range feetypes.BudgetAddresses() {
			accounts = append(accounts, share(id))
		}
		for _, account := range accounts {
			wallet, err := query.Wallet(s.Chain.Context(), &stablecointypes.QueryWalletRequest{Account: account.String(), Currency: "cny"})
			require.NoError(t, err)
			require.Equal(t, stablecointypes.WALLET_CLASS_INSTITUTION, wallet.Class)
			require.Equal(t, id, wallet.Organisation)
		}
	}
}
