package keeper

// SetPerBlock makes blocks count or remove fewer tags.
func (k *Keeper) SetPerBlock(n int) { k.perBlock = n }
