package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// AnnounceYear stores a year of the calendar, or amends the days of it that are still to come.
func (s msgServer) AnnounceYear(ctx context.Context, msg *types.MsgAnnounceYear) (*types.MsgAnnounceYearResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), types.Nation); err != nil {
		return nil, err
	}
	before, known, err := s.year(ctx, msg.Year)
	if err != nil {
		return nil, err
	}
	today, err := s.Today(ctx)
	if err != nil {
		return nil, err
	}
	calendar, err := before.Amend(msg.Calendar(), known, today)
	if err != nil {
		return nil, err
	}
	if err := s.years.Set(ctx, calendar.Year, calendar); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventYearAnnounced(calendar)); err != nil {
		return nil, err
	}
	return &types.MsgAnnounceYearResponse{}, nil
}
