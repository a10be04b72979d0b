package validator

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/validator/types"
)

// AutoCLIOptions describes the query commands.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read the seats of the validator set",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{
					RpcMethod: "Seats",
					Use:       "seats",
					Short:     "List the seats of all provinces",
				},
				{
					RpcMethod:      "Seat",
					Use:            "seat OPERATOR",
					Short:          "Show one seat",
					Example:        "  reliefd query validator seat reliefvaloper1...",
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "operator"}},
				},
			},
		},
	}
}
