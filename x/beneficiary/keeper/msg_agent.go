package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// AppointAgent lets another person act for one until a date. Agents act in the person's affairs; the key, the guardian and other
// agents aren't theirs to change.
func (s msgServer) AppointAgent(ctx context.Context, msg *types.MsgAppointAgent) (*types.MsgAppointAgentResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.principal(ctx, msg.Signer, msg.Person); err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	agency := types.Agency{Person: msg.Person, Agent: msg.Agent, ValidUntil: msg.ValidUntil, Withdraw: msg.Withdraw}
	if err := agency.CheckTime(now(ctx), params); err != nil {
		return nil, err
	}
	if err := s.requireAgent(ctx, msg.Agent); err != nil {
		return nil, err
	}
	agencies, err := s.agenciesOf(ctx, msg.Person)
	if err != nil {
		return nil, err
	}
	if err := s.roomFor(ctx, agencies, msg.Agent); err != nil {
		return nil, err
	}
	if err := s.agencies.Set(ctx, collections.Join(msg.Person, msg.Agent), agency); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventAgentChanged(agency)); err != nil {
		return nil, err
	}
	return &types.MsgAppointAgentResponse{}, nil
}

// DismissAgent ends what an agent may do; the agent may resign too.
func (s msgServer) DismissAgent(ctx context.Context, msg *types.MsgDismissAgent) (*types.MsgDismissAgentResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	actor, err := s.actor(ctx, msg.Signer)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(actor.Ref, msg.Agent) {
		if _, err := s.principal(ctx, msg.Signer, msg.Person); err != nil {
			return nil, err
		}
	}
	key := collections.Join(msg.Person, msg.Agent)
	known, err := s.agencies.Has(ctx, key)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, types.ErrAgentUnknown
	}
	if err := s.agencies.Remove(ctx, key); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventAgentChanged(types.Agency{Person: msg.Person, Agent: msg.Agent})); err != nil {
		return nil, err
	}
	return &types.MsgDismissAgentResponse{}, nil
}

// requireAgent refuses an agent who can't act alone.
func (k *Keeper) requireAgent(ctx context.Context, agent []byte) error {
	person, err := k.Person(ctx, agent)
	if err != nil {
		return errorsmod.Wrap(err, "the agent")
	}
	if err := person.RequireActing(); err != nil {
		return errorsmod.Wrap(err, "the agent")
	}
	guardianship, err := k.guardianship(ctx, agent)
	if err != nil {
		return err
	}
	if len(guardianship.Guardian) > 0 {
		return errorsmod.Wrap(types.ErrAgentUnfit, "a ward is nobody's agent")
	}
	return nil
}

// roomFor makes room for another agent by forgetting those whose time is over, or refuses with ErrAgentsExceeded.
func (k *Keeper) roomFor(ctx context.Context, agencies []types.Agency, agent []byte) error {
	count := 0
	for _, a := range agencies {
		switch {
		case bytes.Equal(a.Agent, agent):
			return nil // replaced
		case a.ActsAt(now(ctx), false):
			count++
		default:
			if err := k.agencies.Remove(ctx, collections.Join(a.Person, a.Agent)); err != nil {
				return err
			}
		}
	}
	if count >= types.MaxAgentsPerPerson {
		return errorsmod.Wrapf(types.ErrAgentsExceeded, "at most %d", types.MaxAgentsPerPerson)
	}
	return nil
}

// agenciesOf lists a person's agencies, at most MaxAgentsPerPerson.
func (k *Keeper) agenciesOf(ctx context.Context, ref []byte) (agencies []types.Agency, err error) {
	err = k.agencies.Walk(ctx, collections.NewPrefixedPairRange[[]byte, []byte](ref), func(_ collections.Pair[[]byte, []byte], a types.Agency) (bool, error) {
		agencies = append(agencies, a)
		return false, nil
	})
	return agencies, err
}
