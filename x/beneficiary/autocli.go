package beneficiary

import (
	"strings"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// AutoCLIOptions describes the commands of the module. Bytes are given in hexadecimal, and in base64 inside JSON.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read the register of beneficiaries",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				withExample(command("Person", "person REF", "Show one person by the reference, 32 hexadecimal digits", "ref"),
					`reliefd query beneficiary person 00112233445566778899aabbccddeeff`),
				command("Persons", "persons AREA", "List the persons of an area, exactly that code", "area"),
				command("Household", "household REF", "Show one household by the reference, 32 hexadecimal digits", "ref"),
				command("Households", "households AREA", "List the households of an area, exactly that code", "area"),
				command("Holder", "holder ADDRESS", "Show the person who holds an account", "address"),
				command("Tag", "tag CLASS VALUE", "Show the person who holds a tag, 64 hexadecimal digits, in a class", "class", "value"),
				command("Conflicts", "conflicts HOUSEHOLD...", "List what of some households, each given as JSON or as a .json file, is registered already", "households..."),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Change the register of beneficiaries",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				withExample(command("Enrol", "enrol HOUSEHOLD...", "Register households, each given as JSON or as a .json file (intake)", "households..."),
					`reliefd tx beneficiary enrol household.json --from intake
  # {"ref":"BASE64","member_root":"BASE64","area":"350526101","persons":[{"ref":"BASE64","attr_root":"BASE64","tags":[{"class":1,"value":"BASE64"}]}]}`),
				command("RotateKey", "rotate-key NEW-KEY", "Replace the signer's holder key by a compressed secp256k1 key, 66 hexadecimal digits", "new_key"),
				command("ClosePerson", "close-person REF", "Take a person out of the register and free the tags (approver)", "ref"),
			},
		},
	}
}

// command describes the command of an RPC. A field with "?" at its end may be left out; one with "..." takes the rest.
func command(method, use, short string, fields ...string) *autocliv1.RpcCommandOptions {
	options := &autocliv1.RpcCommandOptions{RpcMethod: method, Use: use, Short: short}
	for _, field := range fields {
		field, optional := strings.CutSuffix(field, "?")
		field, varargs := strings.CutSuffix(field, "...")
		options.PositionalArgs = append(options.PositionalArgs, &autocliv1.PositionalArgDescriptor{
			ProtoField: field, Optional: optional, Varargs: varargs,
		})
	}
	return options
}

// withExample adds how a command is used.
func withExample(options *autocliv1.RpcCommandOptions, example string) *autocliv1.RpcCommandOptions {
	options.Example = "  " + example
	return options
}
