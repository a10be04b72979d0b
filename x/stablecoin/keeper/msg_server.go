package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

type msgServer struct{ k *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer answers the messages of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k: k} }

// authorise loads an issuer and the officer who acts on it, in the area of the issuer's organisation.
func (s msgServer) authorise(ctx context.Context, signer, id string, msg sdk.Msg) (types.Issuer, authoritytypes.Officer, error) {
	issuer, err := s.k.issuer(ctx, id)
	if err != nil {
		return types.Issuer{}, authoritytypes.Officer{}, err
	}
	organisation, err := s.k.deps.Authority.Organisation(ctx, issuer.Organisation)
	if err != nil {
		return types.Issuer{}, authoritytypes.Officer{}, err
	}
	officer, err := s.k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), organisation.Area)
	if err != nil {
		return types.Issuer{}, authoritytypes.Officer{}, err
	}
	return issuer, officer, nil
}

// authoriseOwn is authorise for an officer of the issuer itself.
func (s msgServer) authoriseOwn(ctx context.Context, signer, id string, msg sdk.Msg) (types.Issuer, error) {
	issuer, officer, err := s.authorise(ctx, signer, id, msg)
	if err != nil {
		return types.Issuer{}, err
	}
	if officer.Organisation != issuer.Organisation {
		return types.Issuer{}, errorsmod.Wrapf(types.ErrOrganisationForeign, "organisation %d", officer.Organisation)
	}
	return issuer, nil
}

func now(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }

func coins(issuer types.Issuer, amount math.Int) sdk.Coins {
	return sdk.NewCoins(sdk.NewCoin(issuer.Denom(), amount))
}

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
