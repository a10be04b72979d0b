package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// ResumeOrganisation lets a suspended organisation below the signer's own act again.
func (s msgServer) ResumeOrganisation(ctx context.Context, msg *types.MsgResumeOrganisation) (*types.MsgResumeOrganisationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.changeStatus(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Organisation, types.Organisation.Resume); err != nil {
		return nil, err
	}
	return &types.MsgResumeOrganisationResponse{}, nil
}
