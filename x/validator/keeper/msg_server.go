package keeper

import (
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/validator/types"
)

type msgServer struct{ k *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer answers the messages of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k: k} }

// requireVote refuses a message that is not carried out in the name of governance.
func (k *Keeper) requireVote(authority string) error {
	if authority != k.deps.Governance {
		return errorsmod.Wrap(types.ErrUnauthorised, "submit a proposal")
	}
	return nil
}
