package types

import (
	"time"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
)

const (
	// DefaultVotingPeriod is how long a proposal is open for votes.
	DefaultVotingPeriod = 7 * 24 * time.Hour
	// MinVotingPeriod leaves time for a few blocks on a network that tries votes out.
	MinVotingPeriod = 10 * time.Second
	// MaxVotingPeriod is 60 days.
	MaxVotingPeriod = 60 * 24 * time.Hour
)

// GovernanceParams are the params of x/gov with a voting period: a deposit of one seat token that is always given back, nothing
// expedited. Quorum and thresholds decide nothing, because Count does.
func GovernanceParams(votingPeriod time.Duration) govv1.Params {
	one, two := sdk.NewCoins(SeatToken()), sdk.NewCoins(SeatToken().Add(SeatToken()))
	zero, half := math.LegacyZeroDec().String(), math.LegacyNewDecWithPrec(5, 1).String()
	all := math.LegacyOneDec().String()
	return govv1.NewParams(one, two, votingPeriod, votingPeriod, votingPeriod/2, zero, half, all, all, all, zero, "", false, false, false, zero)
}

// CheckGovernanceParams refuses params of x/gov other than GovernanceParams of a voting period in range.
func CheckGovernanceParams(p govv1.Params) error {
	if p.VotingPeriod == nil || *p.VotingPeriod < MinVotingPeriod || *p.VotingPeriod > MaxVotingPeriod {
		return errorsmod.Wrap(ErrGovernanceParams, "voting_period")
	}
	want := GovernanceParams(*p.VotingPeriod)
	got, err := p.Marshal()
	if err != nil {
		return errorsmod.Wrap(ErrGovernanceParams, err.Error())
	}
	same, err := want.Marshal()
	if err != nil {
		return errorsmod.Wrap(ErrGovernanceParams, err.Error())
	}
	if string(got) != string(same) {
		return errorsmod.Wrap(ErrGovernanceParams, "take all others from \"reliefd query gov params\"")
	}
	return nil
}

// CheckGovernanceGenesis refuses a genesis of x/gov whose params or constitution the provinces couldn't have set.
func CheckGovernanceGenesis(gs govv1.GenesisState) error {
	if gs.Constitution != "" {
		return errorsmod.Wrap(ErrTextRefused, "constitution: leave it empty")
	}
	if gs.Params == nil {
		return errorsmod.Wrap(ErrGovernanceParams, "params are missing")
	}
	return CheckGovernanceParams(*gs.Params)
}
