package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// OpenCeremony begins a key generation or a resharing among the provinces that have a seat now.
func (s msgServer) OpenCeremony(ctx context.Context, msg *types.MsgOpenCeremony) (*types.MsgOpenCeremonyResponse, error) {
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	last, err := s.k.LastCeremony(ctx)
	if err != nil && !errors.Is(err, types.ErrCeremonyUnknown) {
		return nil, err
	}
	if last.IsOpen() {
		return nil, errorsmod.Wrapf(types.ErrCeremonyOpen, "ceremony %d", last.Number)
	}
	params, err := s.k.Params(ctx)
	if err != nil {
		return nil, err
	}
	sets, err := s.k.KeySets(ctx)
	if err != nil {
		return nil, err
	}
	enrolled, err := s.k.enrolled(ctx)
	if err != nil {
		return nil, err
	}
	ceremony, err := types.OpenCeremony(msg, last.Number+1, sets, enrolled)
	if err != nil {
		return nil, err
	}
	ceremony.Deadline = height(ctx) + params.PhaseBlocks
	if err := s.k.offers.Clear(ctx, nil); err != nil {
		return nil, err
	}
	if err := s.k.dealings.Clear(ctx, nil); err != nil {
		return nil, err
	}
	if err := s.k.ceremony.Set(ctx, ceremony); err != nil {
		return nil, err
	}
	return &types.MsgOpenCeremonyResponse{Ceremony: ceremony.Number}, emit(ctx, types.NewEventCeremonyMoved(ceremony, 0))
}

// Offer takes the offer of the operator's province.
func (s msgServer) Offer(ctx context.Context, msg *types.MsgOffer) (*types.MsgOfferResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	organisation, ceremony, err := s.k.part(ctx, msg.Operator, msg.Ceremony)
	if err != nil {
		return nil, err
	}
	offer := types.Offer{
		Organisation: organisation, Encryption: msg.Encryption, EncryptionProof: msg.EncryptionProof,
		Commitments: msg.Commitments, KeyProof: msg.KeyProof,
	}
	next, err := ceremony.TakeOffer(chainID(ctx), offer)
	if err != nil {
		return nil, err
	}
	if err := s.k.offers.Set(ctx, organisation, offer); err != nil {
		return nil, err
	}
	if err := s.k.ceremony.Set(ctx, next); err != nil {
		return nil, err
	}
	return &types.MsgOfferResponse{}, emit(ctx, types.NewEventOffered(next, organisation))
}

// Deal takes the dealing of the operator's province.
func (s msgServer) Deal(ctx context.Context, msg *types.MsgDeal) (*types.MsgDealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	organisation, ceremony, err := s.k.part(ctx, msg.Operator, msg.Ceremony)
	if err != nil {
		return nil, err
	}
	dealing := types.Dealing{Organisation: organisation, Sealed: msg.Sealed}
	next, err := ceremony.TakeDealing(chainID(ctx), dealing)
	if err != nil {
		return nil, err
	}
	if err := s.k.dealings.Set(ctx, organisation, dealing); err != nil {
		return nil, err
	}
	if err := s.k.ceremony.Set(ctx, next); err != nil {
		return nil, err
	}
	return &types.MsgDealResponse{}, emit(ctx, types.NewEventDealt(next, organisation))
}

// Complain judges the complaint of the operator's province at once.
func (s msgServer) Complain(ctx context.Context, msg *types.MsgComplain) (*types.MsgComplainResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	organisation, ceremony, err := s.k.part(ctx, msg.Operator, msg.Ceremony)
	if err != nil {
		return nil, err
	}
	complaint, err := oprf.ParseComplaint(organisation, msg.Dealer, msg.Secret, msg.Proof)
	if err != nil {
		return nil, errorsmod.Wrap(types.ErrCeremonyMessage, err.Error())
	}
	var (
		offers   []types.Offer
		dealings []types.Dealing
	)
	for _, id := range []uint32{organisation, msg.Dealer} {
		offer, err := s.k.offers.Get(ctx, id)
		if errors.Is(err, collections.ErrNotFound) {
			return nil, errorsmod.Wrapf(types.ErrCeremonyPart, "organisation %d made no offer", id)
		}
		if err != nil {
			return nil, err
		}
		offers = append(offers, offer)
	}
	dealing, err := s.k.dealings.Get(ctx, msg.Dealer)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, errorsmod.Wrapf(types.ErrCeremonyPart, "organisation %d didn't deal", msg.Dealer)
	}
	if err != nil {
		return nil, err
	}
	next, fault, err := ceremony.TakeComplaint(chainID(ctx), complaint, offers, append(dealings, dealing))
	if err != nil {
		return nil, err
	}
	if err := s.k.ceremony.Set(ctx, next); err != nil {
		return nil, err
	}
	return &types.MsgComplainResponse{}, emit(ctx, types.NewEventComplained(next, organisation, fault))
}

// part gives the organisation of an operator and the ceremony that is under way.
func (k *Keeper) part(ctx context.Context, operator string, number uint64) (uint32, types.Ceremony, error) {
	organisation, err := k.trustee(ctx, operator)
	if err != nil {
		return 0, types.Ceremony{}, err
	}
	ceremony, err := k.LastCeremony(ctx)
	if err != nil {
		return 0, types.Ceremony{}, err
	}
	if ceremony.Number != number {
		return 0, types.Ceremony{}, errorsmod.Wrapf(types.ErrCeremonyUnknown, "the last one is %d", ceremony.Number)
	}
	return organisation, ceremony, nil
}

// requireNoCeremonyOf refuses what would pull the ground from under a ceremony.
func (k *Keeper) requireNoCeremonyOf(ctx context.Context, epoch uint32) error {
	c, err := k.LastCeremony(ctx)
	if errors.Is(err, types.ErrCeremonyUnknown) {
		return nil
	}
	if err != nil {
		return err
	}
	if c.IsOpen() && c.Epoch == epoch {
		return errorsmod.Wrapf(types.ErrCeremonyOpen, "ceremony %d of epoch %d", c.Number, c.Epoch)
	}
	return nil
}
