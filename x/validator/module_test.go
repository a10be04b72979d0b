package validator_test

import (
	"testing"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator"
	"github.com/reliefchain/relief/x/validator/types"
)

func TestDefaultGenesisWaitsForSeats(t *testing.T) {
	registry := codectypes.NewInterfaceRegistry()
	m := validator.NewAppModule(nil)
	m.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	require.ErrorIs(t, m.ValidateGenesis(cdc, nil, m.DefaultGenesis(cdc)), types.ErrSetEmpty)
}
