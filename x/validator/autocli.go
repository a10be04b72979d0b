package validator

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/internal/command"
	"github.com/reliefchain/relief/x/validator/types"
)

// AutoCLIOptions describes the commands of the module.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read the seats of the validator set",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Seats", "seats", "List the seats of all provinces"),
				command.WithExample(command.New("Seat", "seat OPERATOR", "Show one seat", "operator"),
					"reliefd query validator seat reliefvaloper1..."),
				command.WithExample(command.New("Keys", "keys OPERATOR", "List the consensus keys that a seat has and had, the newest first", "operator"),
					"reliefd query validator keys reliefvaloper1..."),
				command.WithExample(command.New("RecentBlock", "recent-block HEIGHT", "Show the hash of a recent block, which a key signs to prove possession; 0 is the newest", "height"),
					"reliefd query validator recent-block 0"),
				command.New("Changes", "changes", "List the changes of the set within the trusting period and how many it allows"),
				command.New("Params", "params", "Show the periods that bound changes of the set"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Change the seat of a province",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.WithExample(command.New("ActivateSeat", "activate-seat HEIGHT SIGNATURE", "Prove the key of the accepted seat of the signer and let it sign (operator)", "height", "signature"),
					"reliefd tx validator activate-seat 1200 BASE64 --from operator"),
				command.WithExample(command.New("RotateKey", "rotate-key NEW-KEY HEIGHT SIGNATURE", "Replace the consensus key of the signer's seat by a proven one (operator)", "new_key", "height", "signature"),
					"reliefd tx validator rotate-key BASE64 1200 BASE64 --from operator"),
				command.WithExample(command.New("RetireSeat", "retire-seat", "End the seat of the signer's province, and its vote (operator)"),
					"reliefd tx validator retire-seat --from operator"),
				command.WithExample(command.New("OverrideRotation", "override-rotation OPERATOR NEW-KEY HEIGHT SIGNATURE", "Approve another consensus key for a seat; the second approval replaces it (administrators of the province and of the nation)", "operator", "new_key", "height", "signature"),
					"reliefd tx validator override-rotation reliefvaloper1... BASE64 1200 BASE64 --from admin"),
				voted("EnrolSeat"), voted("SuspendSeat"), voted("ResumeSeat"), voted("RemoveSeat"), voted("UpdateParams"),
			},
		},
	}
}

// voted leaves out a message that only a vote of the provinces can send.
func voted(method string) *autocliv1.RpcCommandOptions {
	return &autocliv1.RpcCommandOptions{RpcMethod: method, Skip: true}
}
