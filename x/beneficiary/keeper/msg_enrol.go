package keeper

import (
	"context"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// Enrol registers households for the signer's organisation, whose area contains every one of them; all or none.
func (s msgServer) Enrol(ctx context.Context, msg *types.MsgEnrol) (*types.MsgEnrolResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	areas := make([]string, len(msg.Households))
	for i, household := range msg.Households {
		areas[i] = household.Area
	}
	slices.Sort(areas)
	var officer authoritytypes.Officer
	for _, area := range slices.Compact(areas) {
		var err error
		officer, err = s.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), area)
		if err != nil {
			return nil, err
		}
	}
	if err := s.Keeper.Enrol(ctx, officer.Organisation, msg.Households); err != nil {
		return nil, err
	}
	return &types.MsgEnrolResponse{}, nil
}
