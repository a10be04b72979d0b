package app

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
	"github.com/cosmos/gogoproto/proto"
)

// Encoding is how values become bytes.
type Encoding struct {
	Registry codectypes.InterfaceRegistry
	Codec    codec.Codec
	Amino    *codec.LegacyAmino
	Tx       client.TxConfig
}

// NewEncoding returns the codecs of the chain, with the SDK's own types registered.
func NewEncoding() (Encoding, error) {
	SetAddressPrefixes()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          address.NewBech32Codec(AccountPrefix),
			ValidatorAddressCodec: address.NewBech32Codec(OperatorPrefix),
		},
	})
	if err != nil {
		return Encoding{}, errorsmod.Wrap(err, "build interface registry")
	}
	cdc := codec.NewProtoCodec(registry)
	amino := codec.NewLegacyAmino()
	std.RegisterLegacyAminoCodec(amino)
	std.RegisterInterfaces(registry)
	return Encoding{Registry: registry, Codec: cdc, Amino: amino, Tx: authtx.NewTxConfig(cdc, authtx.DefaultSignModes)}, nil
}

// NewChainEncoding returns the codecs with every message of the chain registered, for clients.
func NewChainEncoding() (Encoding, error) {
	a, err := New(Config{Logger: log.NewNopLogger(), DB: dbm.NewMemDB(), Options: noOptions{}})
	if err != nil {
		return Encoding{}, err
	}
	return a.encoding, nil
}

// noOptions answers every setting with its zero value.
type noOptions struct{}

// Get implements servertypes.AppOptions.
func (noOptions) Get(string) any { return nil }
