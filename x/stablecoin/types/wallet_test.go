package types_test

import (
	"testing"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

func millionths(yuan int64) math.Int { return math.NewInt(yuan * 1_000_000) }

func TestByCurrencyAddsIssuersAtPar(t *testing.T) {
	sums := types.ByCurrency(sdk.NewCoins(
		sdk.NewInt64Coin("ucny/bank1", 5), sdk.NewInt64Coin("ucny/bank2", 7), sdk.NewInt64Coin("uhkd/bank3", 1), sdk.NewInt64Coin("seat", 1),
	))
	require.Equal(t, []types.CurrencyAmount{{Currency: "cny", Amount: math.NewInt(12)}, {Currency: "hkd", Amount: math.NewInt(1)}}, sums)
}

func TestUsageForgetsDaysMonthsAndYears(t *testing.T) {
	day := authoritytypes.DayOf(2026, 11, 30)
	used := types.Usage{Account: "a", Currency: "cny", Day: uint32(day), InDay: math.NewInt(1), InYear: math.NewInt(2), Protected: math.NewInt(3)}
	for name, c := range map[string]struct {
		on                  authoritytypes.Day
		inDay, inYear, kept int64
	}{
		"same day":                   {day, 1, 2, 3},
		"next month":                 {day + 1, 0, 2, 0},
		"next year":                  {authoritytypes.DayOf(2027, 1, 1), 0, 0, 0},
		"same month of another year": {authoritytypes.DayOf(2027, 11, 30), 0, 0, 0},
	} {
		u := used.On(c.on)
		require.Equal(t, []int64{c.inDay, c.inYear, c.kept}, []int64{u.InDay.Int64(), u.InYear.Int64(), u.Protected.Int64()}, name)
		require.Equal(t, uint32(c.on), u.Day, name)
	}
}

func TestSendStaysWithinLimits(t *testing.T) {
	limits, known := types.DefaultHoldParams().LimitsOf(types.WALLET_CLASS_UNKNOWN, "cny")
	require.True(t, known)
	u := types.NewUsage("a", "cny")
	_, err := u.Send(millionths(2_001), limits)
	require.ErrorIs(t, err, types.ErrSingleLimit)
	u.InDay, u.InYear = millionths(4_000), millionths(4_000)
	_, err = u.Send(millionths(1_001), limits)
	require.ErrorIs(t, err, types.ErrDailyLimit)
	u.InDay, u.InYear = math.ZeroInt(), millionths(99_000)
	require.Equal(t, millionths(1_000), u.Room(limits))
	_, err = u.Send(millionths(1_001), limits)
	require.ErrorIs(t, err, types.ErrYearlyLimit)
	u, err = u.Send(millionths(1_000), limits)
	require.NoError(t, err)
	require.True(t, u.Room(limits).IsZero())
}

func TestProtectedMinimum(t *testing.T) {
	u, err := types.NewUsage("a", "cny").SpendProtected(millionths(600), millionths(1_000))
	require.NoError(t, err)
	require.Equal(t, millionths(400), u.LeftOf(millionths(1_000)))
	_, err = u.SpendProtected(millionths(401), millionths(1_000))
	require.ErrorIs(t, err, types.ErrAccountHeld)
	require.True(t, u.LeftOf(millionths(500)).IsZero(), "a lower minimum leaves nothing, not less")
}

func TestCountersignature(t *testing.T) {
	p := types.DefaultHoldParams()
	msg := &types.MsgCountersign{Signer: "t", Payer: 1, Payee: 2, Amount: sdk.NewCoin("ucny/bank1", math.NewInt(10)), Until: 200}
	c, err := types.NewCountersignature(msg, 100, p)
	require.NoError(t, err)
	_, err = c.Use(math.NewInt(11), 150)
	require.ErrorIs(t, err, types.ErrCountersignatureMissing)
	_, err = c.Use(math.NewInt(1), 200)
	require.ErrorIs(t, err, types.ErrCountersignatureMissing)
	c, err = c.Use(math.NewInt(4), 199)
	require.NoError(t, err)
	require.Equal(t, math.NewInt(6), c.Amount)
	_, err = types.NewCountersignature(msg, 200, p)
	require.ErrorIs(t, err, types.ErrCountersignatureInvalid)
	msg.Payee = 1
	require.ErrorIs(t, msg.ValidateBasic(), types.ErrCountersignatureInvalid)
}

func TestHoldParamsRanges(t *testing.T) {
	require.NoError(t, types.DefaultHoldParams().Validate())
	for name, change := range map[string]func(*types.HoldParams){
		"no hours":                func(p *types.HoldParams) { p.HoldHours = 0 },
		"more than 72 hours":      func(p *types.HoldParams) { p.HoldHours = 73 },
		"a freeze within a hold":  func(p *types.HoldParams) { p.ReviewDays = 3 },
		"no rest":                 func(p *types.HoldParams) { p.RestDays = 0 },
		"endless agreements":      func(p *types.HoldParams) { p.CountersignDays = types.MaxCountersignDays + 1 },
		"limits of institutions":  func(p *types.HoldParams) { p.Limits[0].Class = types.WALLET_CLASS_INSTITUTION },
		"classes out of order":    func(p *types.HoldParams) { p.Limits[0], p.Limits[1] = p.Limits[1], p.Limits[0] },
		"a day below a transfer":  func(p *types.HoldParams) { p.Limits[0].Daily = math.OneInt() },
		"the currency said twice": func(p *types.HoldParams) { p.Protected = append(p.Protected, p.Protected[0]) },
	} {
		p := types.DefaultHoldParams()
		change(&p)
		require.ErrorIs(t, p.Validate(), types.ErrParamsInvalid, name)
	}
}
