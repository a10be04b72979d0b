package keeper

import "github.com/reliefchain/relief/x/pseudonym/types"

type msgServer struct{ k *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer answers the messages of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k: k} }
