package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// InitGenesis saves the seats, opens a signing record for each of them and returns the whole first validator set. It must
// run before x/slashing's, which then puts exported signing records over the fresh ones.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) ([]abci.ValidatorUpdate, error) {
	if k.hooks == nil {
		return nil, types.ErrHooksUnset
	}
	if err := gs.Validate(); err != nil {
		return nil, err
	}
	for _, s := range gs.Seats {
		operator, err := k.parseOperator(s.Operator)
		if err != nil {
			return nil, err
		}
		if err := k.seats.Set(ctx, operator, s); err != nil {
			return nil, err
		}
		if err := k.openRecord(ctx, operator, s); err != nil {
			return nil, err
		}
	}
	updates, err := plan(nil, gs.Seats)
	if err != nil {
		return nil, err
	}
	return k.tell(ctx, updates)
}

// ExportGenesis gives all seats by operator with their status.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	seats, err := k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	return types.NewGenesisState(seats...), nil
}

// openRecord makes x/slashing know a seat. Jailed and tombstoned seats need a record too: evidence against a key without
// one stops the chain.
func (k *Keeper) openRecord(ctx context.Context, operator sdk.ValAddress, s types.Seat) error {
	consensus, err := s.ConsensusAddress()
	if err != nil {
		return err
	}
	if err := k.hooks.AfterValidatorCreated(ctx, operator); err != nil {
		return err
	}
	return k.hooks.AfterValidatorBonded(ctx, consensus, operator)
}

// parseOperator reads an operator address in its one accepted spelling.
func (k *Keeper) parseOperator(text string) ([]byte, error) {
	bz, err := k.deps.Operator.StringToBytes(text)
	if err != nil || len(bz) != types.AddressLength {
		return nil, errorsmod.Wrap(types.ErrAddressInvalid, "give an operator address of this chain")
	}
	if again, err := k.deps.Operator.BytesToString(bz); err != nil || again != text {
		return nil, errorsmod.Wrap(types.ErrAddressInvalid, "write the operator address in lower case")
	}
	return bz, nil
}
