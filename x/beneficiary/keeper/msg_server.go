package keeper

import "github.com/reliefchain/relief/x/beneficiary/types"

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer gives the server of the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }
