package pseudonym

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/internal/command"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// AutoCLIOptions describes the commands of the module. Bytes are given in hexadecimal.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read tag keys, ceremonies and requests for tags",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Params", "params", "Show the bounds of requests and ceremonies"),
				command.New("KeySets", "key-sets", "List the key sets: which epochs are live, who is a trustee, and whether a dealer knew the key"),
				command.New("Ceremony", "ceremony", "Show the last ceremony, what it waits for and what was posted in it"),
				command.WithExample(command.New("Request", "request ID", "Show one request", "id"), "reliefd query pseudonym request 7"),
				command.WithExample(command.New("Requests", "requests ORGANISATION", "List the requests of an organisation", "organisation"),
					"reliefd query pseudonym requests 11"),
				command.WithExample(command.New("Quota", "quota ORGANISATION", "Show what an organisation has asked for today and may still ask for", "organisation"),
					"reliefd query pseudonym quota 11"),
				command.WithExample(command.New("Samples", "samples ORGANISATION", "List the samples that are assigned to a county", "organisation"),
					"reliefd query pseudonym samples 11"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Act in ceremonies and record requests for tags; \"reliefd tag-key ceremony\" and \"reliefd tags\" do it for you",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Offer", "offer OPERATOR CEREMONY ENCRYPTION PROOF KEY-PROOF COMMITMENT...", "Open a trustee's part in a ceremony (operator)",
					"operator", "ceremony", "encryption", "encryption_proof", "key_proof", "commitments..."),
				command.New("Deal", "deal OPERATOR CEREMONY SHARE...", "Hand a dealer's encrypted shares to the receivers (operator)", "operator", "ceremony", "sealed..."),
				command.New("Complain", "complain OPERATOR CEREMONY DEALER SECRET PROOF", "Show that a dealer's share is wrong (operator)",
					"operator", "ceremony", "dealer", "secret", "proof"),
				command.WithExample(command.New("RequestTags", "request-tags EPOCH KIND REF HASH ELEMENTS", "Record a request for tags by the hash of its blinded elements (intake)",
					"epoch", "kind", "ref", "hash", "elements"),
					"reliefd tx pseudonym request-tags 1 intake 00112233445566778899aabbccddeeff 5f70… 12 --from intake"),
				command.New("RepeatRequest", "repeat-request SAMPLE HASH", "Record the second evaluation of a sample (reviewer of the county drawn)", "sample", "hash"),
				command.WithExample(command.New("ReportSample", "report-sample SAMPLE VERDICT", "Tell whether the tags of a sample came out the same (reviewer of the county drawn)", "sample", "verdict"),
					"reliefd tx pseudonym report-sample 7 equal --from reviewer"),
				voted("SetKeySet"), voted("OpenCeremony"), voted("RetireEpoch"), voted("UpdateParams"),
			},
		},
	}
}

// voted leaves out a message that only a vote of the provinces can send.
func voted(method string) *autocliv1.RpcCommandOptions {
	return &autocliv1.RpcCommandOptions{RpcMethod: method, Skip: true}
}
