package authority

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/internal/command"
)

// AutoCLIOptions describes the commands of the module. Bytes are given in hexadecimal, and in base64 inside JSON.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Read organisations, officers, areas and the policy table",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.New("Params", "params", "Show the bounds of the module"),
				command.New("Rules", "rules", "Show who may send which message"),
				command.WithExample(command.New("Areas", "areas [PREFIX]", "List the registered areas whose code starts with a prefix", "prefix?"),
					`reliefd query authority areas 3505`),
				command.New("Area", "area CODE", "Show one area, and where its cases are now", "code"),
				command.New("Years", "years", "List the announced years of the calendar"),
				command.WithExample(command.New("Deadline", "deadline DAYS", "Show when a number of working days is over", "days"),
					`reliefd query authority deadline 10 --from 2026-11-22`),
				command.New("Organisation", "organisation ID", "Show one organisation", "id"),
				command.New("Organisations", "organisations [PREFIX]", "List the organisations whose area starts with a prefix", "prefix?"),
				command.New("Officer", "officer ADDRESS", "Show one officer", "address"),
				command.New("Officers", "officers ORGANISATION", "List the officers of an organisation", "organisation"),
				command.New("Rotation", "rotation OFFICER", "Show the account that may take over an officer's membership, and when", "officer"),
				command.New("Rotations", "rotations", "List the rotations of officers' accounts that aren't accepted yet"),
				command.New("Interests", "interests OFFICER", "List the persons in whom an officer has a declared interest", "officer"),
				command.New("InterestsIn", "interests-in PERSON", "List who has a declared interest in a person", "person"),
				command.New("Delegations", "delegations ORGANISATION", "List what a township may do for the organisation above", "organisation"),
				command.New("DelegationsBy", "delegated ORGANISATION", "List what an organisation lets townships do", "organisation"),
				command.New("OfficeAccount", "office-account ORGANISATION", "Show the account in whose name an organisation's officers act together", "organisation"),
				command.New("Proposal", "proposal ID", "Show what an office account is to do, who approved it, and when it is due", "id"),
				command.New("Proposals", "proposals ORGANISATION", "List the open proposals of an organisation", "organisation"),
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			Short:   "Change who may act, and where",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				command.WithExample(command.New("RegisterAreas", "register-areas CODE...", "Register area codes, parents before children (admin)", "codes..."),
					`reliefd tx authority register-areas 350526 350526101 --from admin`),
				command.WithExample(command.New("RegisterLocalArea", "register-local-area PARENT", "Give a code to a division that has no official one (admin)", "parent"),
					`reliefd tx authority register-local-area 350526 --from admin`),
				command.WithExample(command.New("RetireAreas", "retire-areas AREAS...", "End areas in favour of others, children before parents (admin)", "areas..."),
					`reliefd tx authority retire-areas '{"area":"350526101","successor":"350527101"}' --from admin`),
				command.New("AnnounceYear", "announce-year YEAR WORKING", "Announce a year of the calendar as bits (programme officer of the nation: see calendar announce)", "year", "working"),
				command.WithExample(command.New("MoveOrganisation", "move-organisation ORGANISATION AREA PARENT", "Give an organisation another place in the tree (admin)", "organisation", "area", "parent"),
					`reliefd tx authority move-organisation 12 350527101 9 --from admin`),
				command.WithExample(command.New("CloseOrganisation", "close-organisation ORGANISATION SUCCESSOR", "End an organisation in favour of another (admin)", "organisation", "successor"),
					`reliefd tx authority close-organisation 12 13 --from admin`),
				command.WithExample(command.New("CreateOrganisation", "create-organisation KIND AREA", "Create an organisation below the signer's (admin)", "kind", "area"),
					`reliefd tx authority create-organisation township 350526101 --from admin`),
				command.New("SuspendOrganisation", "suspend-organisation ORGANISATION", "Stop new acts of an organisation (admin)", "organisation"),
				command.New("ResumeOrganisation", "resume-organisation ORGANISATION", "Let a suspended organisation act again (admin)", "organisation"),
				command.WithExample(command.New("AppointOfficer", "appoint-officer OFFICER", "Appoint or renew an officer, given as JSON or as a .json file (admin)", "officer"),
					`reliefd tx authority appoint-officer officer.json --from admin
  # {"address":"relief1...","organisation":3,"roles":["ROLE_INTAKE"],"valid_from":1767225600,"valid_until":1798761600,"credential":"BASE64 OF 32 RANDOM BYTES"}`),
				command.New("RevokeOfficer", "revoke-officer ADDRESS", "End an officer's duties at once (admin)", "address"),
				command.New("SuspendOfficer", "suspend-officer ADDRESS", "Stop an officer's acts until resumed (admin)", "address"),
				command.New("ResumeOfficer", "resume-officer ADDRESS", "Let a suspended officer act again (admin who suspended, or above)", "address"),
				command.WithExample(command.New("OpenRotation", "open-rotation ACCOUNT", "Name the account that is to act in the signer's place (any officer)", "account"),
					`reliefd tx authority open-rotation relief1new... --from officer
  reliefd tx authority accept-rotation relief1old... --from new-key`),
				command.WithExample(command.New("OpenRecovery", "open-recovery OFFICER ACCOUNT", "Name the account that is to act for an officer who lost the key, after a notice (admin)", "officer", "account"),
					`reliefd tx authority open-recovery relief1lost... relief1new... --from admin`),
				command.New("AcceptRotation", "accept-rotation OFFICER", "Take over an officer's membership (the account that the rotation names)", "officer"),
				command.New("CancelRotation", "cancel-rotation OFFICER", "Leave an officer the old account (the officer, or an admin who may revoke it)", "officer"),
				command.WithExample(command.New("DeclareInterest", "declare-interest OFFICER PERSON", "Bar an officer from what is decided about a person (the officer, or an admin)", "officer", "person"),
					`reliefd tx authority declare-interest relief1... 8f14e45fceea167a5a36dedd4bea2543 --from officer`),
				command.New("WithdrawInterest", "withdraw-interest OFFICER PERSON", "Let an officer decide about a person again (another person, as an admin)", "officer", "person"),
				command.WithExample(command.New("Delegate", "delegate ORGANISATION ACTION UNTIL USES AMOUNT PER_DECISION", "Let a township decide for the signer's organisation, within caps (admin)",
					"organisation", "action", "until", "uses", "amount", "per_decision"),
					`reliefd tx authority delegate 14 /relief.grant.v1.MsgDecideApplications 1798761600 200 50000000 600000 --from admin`),
				command.New("RevokeDelegation", "revoke-delegation ORGANISATION ACTION", "End at once what a township may decide (admin)", "organisation", "action"),
				command.New("SeatAdministrator", "seat-administrator OFFICER", "Appoint or renew an administrator of the national authority (by a vote of the provinces: see council propose)", "officer"),
				command.WithExample(command.New("Propose", "propose FILE...", "Propose what the office account of the signer's organisation is to do (any officer)", "messages..."),
					`reliefd tx grant suspend 1-17 inquiry 30 --generate-only --from approver > act.json
  reliefd tx authority propose act.json --from approver`),
				command.WithExample(command.New("Approve", "approve PROPOSAL CONTENT_HASH", "Approve a proposal whose content has this hash (officer with the role for it)", "proposal", "content_hash"),
					`reliefd query authority proposal 7
  reliefd tx authority approve 7 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --from approver`),
				command.New("RetractApproval", "retract PROPOSAL", "Take the signer's approval of a proposal back (who approved it)", "proposal"),
				command.WithExample(command.New("Execute", "execute PROPOSAL CONTENT_HASH", "Have carried out what was approved (any officer of the organisation)", "proposal", "content_hash"),
					`reliefd tx authority execute 7 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --from approver`),
				command.New("WithdrawProposal", "withdraw PROPOSAL", "Take a proposal back (who proposed it, or an admin)", "proposal"),
				command.New("SetRules", "set-rules", "Change rows of the policy table (by a vote of the provinces: see council propose)"),
				command.New("UpdateParams", "update-params PARAMS", "Change the bounds of the module (by a vote of the provinces: see council propose)", "params"),
			},
		},
	}
}
