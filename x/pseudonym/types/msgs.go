package types

import (
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

// The messages of the module.
var (
	_ sdk.HasValidateBasic = (*MsgSetKeySet)(nil)
	_ sdk.HasValidateBasic = (*MsgOpenCeremony)(nil)
	_ sdk.HasValidateBasic = (*MsgRetireEpoch)(nil)
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgOffer)(nil)
	_ sdk.HasValidateBasic = (*MsgDeal)(nil)
	_ sdk.HasValidateBasic = (*MsgComplain)(nil)
	_ sdk.HasValidateBasic = (*MsgRequestTags)(nil)
	_ sdk.HasValidateBasic = (*MsgRepeatRequest)(nil)
	_ sdk.HasValidateBasic = (*MsgReportSample)(nil)
)

// ValidateBasic checks the shape, all of what one can see in the key set without the chain.
func (m *MsgSetKeySet) ValidateBasic() error {
	if err := validateAddress(m.Authority); err != nil {
		return err
	}
	return m.KeySet().Validate()
}

// ValidateBasic checks the shape.
func (m *MsgOpenCeremony) ValidateBasic() error {
	if err := validateAddress(m.Authority); err != nil {
		return err
	}
	if m.Kind != CEREMONY_KIND_DKG && m.Kind != CEREMONY_KIND_RESHARE {
		return errorsmod.Wrapf(ErrCeremonyInvalid, "kind %d: want DKG or RESHARE", m.Kind)
	}
	if m.Epoch == 0 || m.Threshold > oprf.MaxTrustees {
		return errorsmod.Wrapf(ErrCeremonyInvalid, "epoch %d, threshold %d", m.Epoch, m.Threshold)
	}
	if len(m.Lost) > oprf.MaxTrustees || m.Kind == CEREMONY_KIND_DKG && len(m.Lost) > 0 {
		return errorsmod.Wrapf(ErrCeremonyInvalid, "%d lost shares", len(m.Lost))
	}
	return nil
}

// ValidateBasic checks the shape.
func (m *MsgRetireEpoch) ValidateBasic() error {
	if err := validateAddress(m.Authority); err != nil {
		return err
	}
	if m.Epoch == 0 {
		return errorsmod.Wrap(ErrEpochWrong, "epochs count from 1")
	}
	return nil
}

// ValidateBasic checks the shape.
func (m *MsgUpdateParams) ValidateBasic() error {
	if err := validateAddress(m.Authority); err != nil {
		return err
	}
	return m.Params.Validate()
}

// ValidateBasic checks lengths and numbers; the elements are decoded when they are used.
func (m *MsgOffer) ValidateBasic() error {
	if err := checkCeremony(m.Operator, m.Ceremony); err != nil {
		return err
	}
	if len(m.Commitments) > oprf.MaxTrustees {
		return errorsmod.Wrapf(ErrCeremonyMessage, "%d commitments, at most %d", len(m.Commitments), oprf.MaxTrustees)
	}
	for _, commitment := range m.Commitments {
		if err := checkLength("commitment", commitment, oprf.PointLength); err != nil {
			return err
		}
	}
	if len(m.Commitments) > 0 || len(m.KeyProof) > 0 {
		if err := checkLength("key proof", m.KeyProof, oprf.ProofLength); err != nil {
			return err
		}
	}
	if err := checkLength("encryption key", m.Encryption, oprf.PointLength); err != nil {
		return err
	}
	return checkLength("proof of the encryption key", m.EncryptionProof, oprf.ProofLength)
}

// ValidateBasic checks lengths and numbers.
func (m *MsgDeal) ValidateBasic() error {
	if err := checkCeremony(m.Operator, m.Ceremony); err != nil {
		return err
	}
	if len(m.Sealed) == 0 || len(m.Sealed) > oprf.MaxTrustees {
		return errorsmod.Wrapf(ErrCeremonyMessage, "%d shares, want 1 to %d", len(m.Sealed), oprf.MaxTrustees)
	}
	for _, sealed := range m.Sealed {
		if err := checkLength("share", sealed, oprf.SealedLength); err != nil {
			return err
		}
	}
	return nil
}

// ValidateBasic checks lengths and numbers.
func (m *MsgComplain) ValidateBasic() error {
	if err := checkCeremony(m.Operator, m.Ceremony); err != nil {
		return err
	}
	if m.Dealer == 0 {
		return errorsmod.Wrap(ErrCeremonyMessage, "dealer is missing")
	}
	if err := checkLength("secret", m.Secret, oprf.PointLength); err != nil {
		return err
	}
	return checkLength("proof", m.Proof, oprf.ProofLength)
}

// ValidateBasic checks the shape.
func (m *MsgRequestTags) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if m.Epoch == 0 {
		return errorsmod.Wrap(ErrRequestMalformed, "epochs count from 1")
	}
	if m.Elements == 0 || m.Elements > oprf.MaxBatch {
		return errorsmod.Wrapf(ErrRequestSize, "%d elements, want 1 to %d", m.Elements, oprf.MaxBatch)
	}
	if len(m.Hash) != HashLength {
		return errorsmod.Wrapf(ErrRequestMalformed, "hash has %d bytes, want %d", len(m.Hash), HashLength)
	}
	return checkCase(m.Kind, m.Ref)
}

// Items is the number of elements, for the fee: trustees work for each.
func (m *MsgRequestTags) Items() int { return int(m.Elements) }

// ValidateBasic checks the shape.
func (m *MsgRepeatRequest) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if m.Sample == 0 {
		return errorsmod.Wrap(ErrRequestMalformed, "samples count from 1")
	}
	if len(m.Hash) != HashLength {
		return errorsmod.Wrapf(ErrRequestMalformed, "hash has %d bytes, want %d", len(m.Hash), HashLength)
	}
	return nil
}

// ValidateBasic checks the shape.
func (m *MsgReportSample) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if m.Sample == 0 {
		return errorsmod.Wrap(ErrRequestMalformed, "samples count from 1")
	}
	if m.Verdict != SAMPLE_STATUS_EQUAL && m.Verdict != SAMPLE_STATUS_DIFFERENT {
		return errorsmod.Wrapf(ErrSampleStatus, "verdict %d: want EQUAL or DIFFERENT", m.Verdict)
	}
	return nil
}

func checkCeremony(operator string, ceremony uint64) error {
	if err := validateAddress(operator); err != nil {
		return err
	}
	if ceremony == 0 {
		return errorsmod.Wrap(ErrCeremonyUnknown, "ceremonies count from 1")
	}
	return nil
}

func checkLength(what string, b []byte, want int) error {
	if len(b) != want {
		return errorsmod.Wrapf(ErrCeremonyMessage, "%s has %d bytes, want %d", what, len(b), want)
	}
	return nil
}

func validateAddress(address string) error {
	if address == "" || len(address) > MaxAddressLength {
		return errorsmod.Wrapf(ErrAddressMalformed, "1 to %d characters", MaxAddressLength)
	}
	return nil
}
