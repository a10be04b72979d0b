package fee_test

import (
	"testing"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	moduletestutil "github.com/cosmos/cosmos-sdk/types/module/testutil"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/reliefchain/relief/x/fee"
)

func TestDefaultGenesisIsValid(t *testing.T) {
	cfg := moduletestutil.MakeTestEncodingConfig(fee.AppModule{})
	require.NoError(t, fee.AppModule{}.ValidateGenesis(cfg.Codec, cfg.TxConfig, fee.AppModule{}.DefaultGenesis(cfg.Codec)))
}

func TestCommandsNameEveryMethodAndItsFields(t *testing.T) {
	options := fee.AppModule{}.AutoCLIOptions()
	files, err := proto.MergedRegistry() // knows messages of other files than their service's
	require.NoError(t, err)
	for _, service := range []*autocliv1.ServiceCommandDescriptor{options.Query, options.Tx} {
		found, err := files.FindDescriptorByName(protoreflect.FullName(service.Service))
		require.NoError(t, err)
		methods := found.(protoreflect.ServiceDescriptor).Methods()
		require.Len(t, service.RpcCommandOptions, methods.Len())
		for _, command := range service.RpcCommandOptions {
			method := methods.ByName(protoreflect.Name(command.RpcMethod))
			require.NotNil(t, method, command.RpcMethod)
			for _, arg := range command.PositionalArgs {
				require.NotNil(t, method.Input().Fields().ByName(protoreflect.Name(arg.ProtoField)), arg.ProtoField)
			}
		}
	}
}
