package beneficiary

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/internal/command"
)

// AutoCLIOptions describes the commands of the module. Bytes are given in hexadecimal, and in base64 inside JSON.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read the register of beneficiaries",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.WithExample(command.New("Person", "person REF", "Show one person by the reference, 32 hexadecimal digits", "ref"),
					`reliefd query beneficiary person 00112233445566778899aabbccddeeff`),
				command.New("Persons", "persons AREA", "List the persons of an area, exactly that code", "area"),
				command.New("Household", "household REF", "Show one household by the reference, 32 hexadecimal digits", "ref"),
				command.New("Households", "households AREA", "List the households of an area, exactly that code", "area"),
				command.New("Holder", "holder ADDRESS", "Show the person who holds an account", "address"),
				command.New("Tag", "tag CLASS VALUE", "Show the person who holds a tag, 64 hexadecimal digits, in a class", "class", "value"),
				command.New("Recognitions", "recognitions REF", "List what is recognised about a person, those that are over included", "ref"),
				command.New("Moves", "moves AREA", "List the open offers of moves into an area, exactly that code", "area"),
				command.New("DueTags", "due-tags ORGANISATION", "List the tags that an organisation owes for persons whom it paid first, the oldest first", "organisation"),
				command.New("TagEpochs", "tag-epochs", "Show the epochs whose tags count, and how many tags are left to be issued again"),
				command.New("Params", "params", "Show the time to object to a recovery and the longest agency"),
				command.WithExample(command.New("Standing", "standing REF", "Show a person's guardian, agents, open recovery and proposed merger", "ref"),
					`reliefd query beneficiary standing 00112233445566778899aabbccddeeff`),
				command.New("Wards", "wards GUARDIAN", "List the persons whom a guardian acts for, by the guardian's reference", "guardian"),
				command.New("Match", "match ID", "Show a match, and until when its answer or a dispute is due", "id"),
				command.New("Matches", "matches AREA", "List the matches between applicants and holders of an area, exactly that code", "area"),
				command.New("Conflicts", "conflicts HOUSEHOLD...", "List what of some households, each given as JSON or as a .json file, is registered already", "households..."),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Change the register of beneficiaries",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.WithExample(command.New("Enrol", "enrol HOUSEHOLD...", "Register households, each given as JSON or as a .json file (intake)", "households..."),
					`reliefd tx beneficiary enrol household.json --from intake
  # {"ref":"BASE64","member_root":"BASE64","area":"350526101","persons":[{"ref":"BASE64","attr_root":"BASE64","tags":[{"class":1,"value":"BASE64"}]}]}`),
				command.WithExample(command.New("RotateKey", "rotate-key NEW-KEY", "Replace the signer's holder key, or a ward's, by a compressed key, 66 hexadecimal digits", "new_key"),
					`reliefd tx beneficiary rotate-key 02… --from holder
  reliefd tx beneficiary rotate-key 02… --curve secp256-r1 --ward 00112233445566778899aabbccddeeff --from guardian`),
				command.New("ClosePerson", "close-person REF", "Take a person out of the register and free the tags (approver)", "ref"),
				command.New("ErasePerson", "erase-person REF", "Empty the record of a person who is closed or merged (approver)", "ref"),
				command.New("RevisePerson", "revise-person REF ROOT", "Replace the root of a person's attributes, 64 hexadecimal digits (intake)", "ref", "attr_root"),
				command.New("ReviseHousehold", "revise-household REF ROOT HEAD", "Replace the root of a household's members and who stands for it (intake)", "ref", "member_root", "head"),
				command.New("VerifyPerson", "verify-person REF", "Record that the person's document was seen (identity authority)", "ref"),
				command.WithExample(command.New("LockPerson", "lock-person REF REASON", "Stop a person's key and hold the payments (approver)", "ref", "reason"),
					`reliefd tx beneficiary lock-person 00112233445566778899aabbccddeeff key-lost --from approver`),
				command.New("UnlockPerson", "unlock-person REF", "Take a lock off that somebody else has set (approver)", "ref"),
				command.New("ReportDeath", "report-death REF", "Record a death: the key signs no more, payments are held (identity authority)", "ref"),
				command.New("WithdrawDeath", "withdraw-death REF", "Take back a death that somebody else has reported by mistake (identity authority)", "ref"),
				command.New("ProposeMerger", "propose-merger REF INTO", "Take a record for that of the same human being as another one (approver)", "ref", "into"),
				command.New("ConfirmMerger", "confirm-merger REF INTO", "End a record in favour of another one, as another county has proposed (approver)", "ref", "into"),
				command.New("ProposeGuardian", "propose-guardian WARD GUARDIAN", "Propose who acts for a ward (intake)", "ward", "guardian"),
				command.New("ConfirmGuardian", "confirm-guardian WARD GUARDIAN", "Let the proposed guardian act (approver)", "ward", "guardian"),
				command.New("EndGuardian", "end-guardian WARD", "Let a ward act alone, or take a proposal back (approver)", "ward"),
				command.WithExample(command.New("AppointAgent", "appoint-agent PERSON AGENT UNTIL", "Let another person act for one until a time, Unix seconds (holder or guardian)", "person", "agent", "valid_until"),
					`reliefd tx beneficiary appoint-agent 00112233445566778899aabbccddeeff ffeeddccbbaa99887766554433221100 1798761600 --withdraw --from holder`),
				command.New("DismissAgent", "dismiss-agent PERSON AGENT", "End what an agent may do (holder, guardian or the agent)", "person", "agent"),
				command.New("OpenRecovery", "open-recovery REF NEW-KEY", "Propose another key for a person who lost theirs (intake); lock the person first if the key was stolen", "ref", "new_key"),
				command.New("ApproveRecovery", "approve-recovery REF NEW-KEY", "Approve a recovery (approver; of another organisation where there is no guardian)", "ref", "new_key"),
				command.New("ConsentRecovery", "consent-recovery REF NEW-KEY", "Consent to the recovery of a ward's key (guardian)", "ref", "new_key"),
				command.New("CancelRecovery", "cancel-recovery REF", "End a recovery because the key isn't lost (holder or guardian)", "ref"),
				command.New("RejectRecovery", "reject-recovery REF", "End a recovery that is wrong (approver)", "ref"),
				command.New("CompleteRecovery", "complete-recovery REF", "Give the person the new key when the time to object is over (intake)", "ref"),
				command.WithExample(command.New("OpenMatch", "open-match AREA CLASS VALUE", "Ask the office of a person about a tag that an applicant here has too (intake)", "area", "class", "value"),
					`reliefd tx beneficiary open-match 110101001 1 5f70… --from intake`),
				command.New("TakeUpMatch", "take-up-match ID", "Say that your office looks into a match (intake)", "id"),
				command.WithExample(command.New("AnswerMatch", "answer-match ID ANSWER", "Answer a match (approver)", "id", "answer"),
					`reliefd tx beneficiary answer-match 7 transfer-agreed --from approver`),
				command.New("DisputeMatch", "dispute-match ID", "Don't accept the answer; an organisation above both settles it (approver)", "id"),
				command.New("SettleMatch", "settle-match ID ANSWER", "Settle a match that is disputed or overdue (approver above both offices)", "id", "answer"),
				command.WithExample(command.New("Recognise", "recognise REF CATEGORY UNTIL", "Record what is recognised about a person until a time, Unix seconds (approver)", "ref", "category", "valid_until"),
					`reliefd tx beneficiary recognise 00112233445566778899aabbccddeeff 1 1798761600 --from approver`),
				command.New("RevokeRecognition", "revoke-recognition REF CATEGORY", "End a recognition (approver)", "ref", "category"),
				command.WithExample(command.New("OfferMove", "offer-move AREA PERSON...", "Offer persons who aren't paid to the office of another area (approver)", "area", "persons..."),
					`reliefd tx beneficiary offer-move 110101 00112233445566778899aabbccddeeff --household ffeeddccbbaa99887766554433221100 --from approver`),
				command.New("CancelMove", "cancel-move ID", "Take the offer of a move back (approver)", "id"),
				command.New("AcceptMove", "accept-move ID AREA", "Give all of an offer their new home (approver there)", "id", "area"),
				command.WithExample(command.New("SupplyTags", "supply-tags REF TAG...", "Give a registered person tags in classes that the person has none in (intake)", "ref", "tags..."),
					`reliefd tx beneficiary supply-tags 00112233445566778899aabbccddeeff '{"class":1,"value":"BASE64"}' --from intake`),
				command.New("WaiveTag", "waive-tag REF", "Give up to ask for the overdue tag of a person who was paid first (approver above)", "ref"),
				command.WithExample(command.New("ReissueTags", "reissue-tags TAG...", "Give registered persons their tags of the next epoch, each given as JSON or as a .json file (intake)", "tags..."),
					`reliefd tx beneficiary reissue-tags '{"tag":{"class":1,"value":"BASE64","epoch":2},"person":"BASE64"}' --from intake
  # "reliefd reissue tags.jsonl --from intake" sends what "reliefd tags" wrote`),
				command.New("WithdrawTag", "withdraw-tag MATCH", "Take a tag of the next epoch from who holds it wrongly, as a match has come out (approver above both offices)", "match"),
				command.New("OpenEpoch", "open-epoch EPOCH KEY", "Let tags of the next tag key stand beside the present ones (by a vote of the provinces: see council propose)", "epoch", "public_key"),
				command.New("EndEpoch", "end-epoch EPOCH", "End the present epoch of tags, or give the next one up (by a vote of the provinces: see council propose)", "epoch"),
				command.New("UpdateParams", "update-params PARAMS", "Change the bounds of the module (by a vote of the provinces: see council propose)", "params"),
			},
		},
	}
}
