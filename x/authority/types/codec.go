package types

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

var (
	_ codectypes.UnpackInterfacesMessage = (*MsgPropose)(nil)
	_ codectypes.UnpackInterfacesMessage = Proposal{}
	_ codectypes.UnpackInterfacesMessage = GenesisState{}
	_ codectypes.UnpackInterfacesMessage = QueryProposalResponse{}
)

// RegisterInterfaces makes the module's messages known to the codec.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgRegisterAreas{},
		&MsgCreateOrganisation{},
		&MsgSuspendOrganisation{},
		&MsgResumeOrganisation{},
		&MsgAppointOfficer{},
		&MsgRevokeOfficer{},
		&MsgOpenRotation{},
		&MsgOpenRecovery{},
		&MsgAcceptRotation{},
		&MsgCancelRotation{},
		&MsgDeclareInterest{},
		&MsgWithdrawInterest{},
		&MsgDelegate{},
		&MsgRevokeDelegation{},
		&MsgSeatAdministrator{},
		&MsgPropose{},
		&MsgApprove{},
		&MsgRetractApproval{},
		&MsgExecute{},
		&MsgWithdrawProposal{},
		&MsgSetRules{},
		&MsgUpdateParams{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// UnpackInterfaces decodes the messages.
func (m *MsgPropose) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackContent(m.Messages, unpacker)
}

// UnpackInterfaces decodes the messages.
func (p Proposal) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackContent(p.Messages, unpacker)
}

// UnpackInterfaces decodes the messages of each proposal.
func (gs GenesisState) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	for _, open := range gs.Proposals {
		if err := open.Proposal.UnpackInterfaces(unpacker); err != nil {
			return err
		}
	}
	return nil
}

// UnpackInterfaces decodes the messages of the proposal.
func (r QueryProposalResponse) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return r.Proposal.UnpackInterfaces(unpacker)
}

func unpackContent(content []*codectypes.Any, unpacker codectypes.AnyUnpacker) error {
	for _, packed := range content {
		var msg sdk.Msg
		if err := unpacker.UnpackAny(packed, &msg); err != nil {
			return err
		}
	}
	return nil
}

// NewMsgPropose packs messages that the office account of the signer's organisation signs.
func NewMsgPropose(signer string, msgs ...sdk.Msg) (*MsgPropose, error) {
	propose := &MsgPropose{Signer: signer}
	for _, msg := range msgs {
		packed, err := codectypes.NewAnyWithValue(msg)
		if err != nil {
			return nil, err
		}
		propose.Messages = append(propose.Messages, packed)
	}
	return propose, nil
}
