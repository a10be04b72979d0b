package types

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

// CeremonyID identifies a ceremony beyond this chain, so that no message of another one fits.
func CeremonyID(chainID string, number uint64) [32]byte {
	b := append([]byte("relief-pseudonym-ceremony-v1"), chainID...)
	return sha256.Sum256(binary.BigEndian.AppendUint64(b, number))
}

// IsOpen tells whether a ceremony still takes messages.
func (c Ceremony) IsOpen() bool {
	return c.Phase >= CEREMONY_PHASE_OFFERS && c.Phase <= CEREMONY_PHASE_COMPLAINTS
}

// Members lists dealers and receivers, each once, ascending.
func (c Ceremony) Members() []uint32 {
	all := slices.Concat(c.Dealers, c.Receivers)
	slices.Sort(all)
	return slices.Compact(all)
}

// Complete tells whether nobody is missing in the phase, so that it needn't last until its deadline. Complaints always wait: silence
// means that all is well.
func (c Ceremony) Complete() bool {
	switch c.Phase {
	case CEREMONY_PHASE_OFFERS:
		return len(c.Offered) == len(c.Members())
	case CEREMONY_PHASE_DEALINGS:
		for _, dealer := range c.Dealers {
			if !slices.Contains(c.Dealt, dealer) && !slices.ContainsFunc(c.Faults, func(f Fault) bool { return f.Organisation == dealer }) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

// Ends tells whether the phase ends with the block of a height.
func (c Ceremony) Ends(height int64) bool {
	return c.IsOpen() && (height >= c.Deadline || c.Complete())
}

// Protocol gives the ceremony as package oprf knows it, with the offers and dealings given. Of all others only who sent them is known,
// which is enough to take a message.
func (c Ceremony) Protocol(chainID string, offers []Offer, dealings []Dealing) (oprf.Ceremony, error) {
	out := oprf.Ceremony{
		ID: CeremonyID(chainID, c.Number), Epoch: c.Epoch, Threshold: c.Threshold,
		Dealers: slices.Clone(c.Dealers), Receivers: slices.Clone(c.Receivers), Phase: oprf.Phase(c.Phase),
	}
	if c.Old != nil {
		old, err := c.Old.Parse()
		if err != nil {
			return oprf.Ceremony{}, err
		}
		out.Old = &old
	}
	for _, organisation := range c.Offered {
		offer := oprf.Offer{Index: organisation}
		if at := slices.IndexFunc(offers, func(o Offer) bool { return o.Organisation == organisation }); at >= 0 {
			var err error
			if offer, err = offers[at].Parse(); err != nil {
				return oprf.Ceremony{}, err
			}
		}
		out.Offers = append(out.Offers, offer)
	}
	for _, organisation := range c.Dealt {
		dealing := oprf.Dealing{Dealer: organisation}
		if at := slices.IndexFunc(dealings, func(d Dealing) bool { return d.Organisation == organisation }); at >= 0 {
			var err error
			if dealing, err = dealings[at].Parse(); err != nil {
				return oprf.Ceremony{}, err
			}
		}
		out.Dealings = append(out.Dealings, dealing)
	}
	for _, f := range c.Faults {
		out.Faults = append(out.Faults, oprf.Fault{Index: f.Organisation, Kind: oprf.FaultKind(f.Kind)})
	}
	return out, nil
}

// With gives the ceremony with the phase and the faults that the protocol came to.
func (c Ceremony) With(next oprf.Ceremony) Ceremony {
	c.Phase, c.Faults = CeremonyPhase(next.Phase), nil
	for _, f := range next.Faults {
		c.Faults = append(c.Faults, NewFault(f))
	}
	return c
}

// Fail gives the ceremony that too few took part in, with who was silent.
func (c Ceremony) Fail() Ceremony {
	silent := func(list, sent []uint32, kind FaultKind) {
		for _, organisation := range list {
			faulty := slices.ContainsFunc(c.Faults, func(f Fault) bool { return f.Organisation == organisation })
			if !faulty && !slices.Contains(sent, organisation) {
				c.Faults = append(slices.Clip(c.Faults), Fault{Organisation: organisation, Kind: kind})
			}
		}
	}
	switch c.Phase {
	case CEREMONY_PHASE_OFFERS:
		silent(c.Members(), c.Offered, FAULT_KIND_NO_OFFER)
	case CEREMONY_PHASE_DEALINGS:
		silent(c.Dealers, c.Dealt, FAULT_KIND_NO_DEALING)
	default:
	}
	c.Phase = CEREMONY_PHASE_FAILED
	return c
}

// NewFault puts a fault into the form it is stored in.
func NewFault(f oprf.Fault) Fault { return Fault{Organisation: f.Index, Kind: FaultKind(f.Kind)} }

// TakeOffer gives the ceremony with an offer, which must hold.
func (c Ceremony) TakeOffer(chainID string, offer Offer) (Ceremony, error) {
	parsed, err := offer.Parse()
	if err != nil {
		return Ceremony{}, err
	}
	protocol, err := c.Protocol(chainID, nil, nil)
	if err != nil {
		return Ceremony{}, err
	}
	if _, err := protocol.AddOffer(parsed); err != nil {
		return Ceremony{}, refused(err)
	}
	c.Offered = insert(c.Offered, offer.Organisation)
	return c, nil
}

// TakeDealing gives the ceremony with a dealing.
func (c Ceremony) TakeDealing(chainID string, dealing Dealing) (Ceremony, error) {
	parsed, err := dealing.Parse()
	if err != nil {
		return Ceremony{}, err
	}
	protocol, err := c.Protocol(chainID, nil, nil)
	if err != nil {
		return Ceremony{}, err
	}
	if _, err := protocol.AddDealing(parsed); err != nil {
		return Ceremony{}, refused(err)
	}
	c.Dealt = insert(c.Dealt, dealing.Organisation)
	return c, nil
}

// TakeComplaint judges a complaint with the offers of both and the dealing of the dealer, and names who is at fault.
func (c Ceremony) TakeComplaint(chainID string, complaint oprf.Complaint, offers []Offer, dealings []Dealing) (Ceremony, Fault, error) {
	protocol, err := c.Protocol(chainID, offers, dealings)
	if err != nil {
		return Ceremony{}, Fault{}, err
	}
	next, fault, err := protocol.AddComplaint(complaint)
	if err != nil {
		return Ceremony{}, Fault{}, refused(err)
	}
	return c.With(next), NewFault(fault), nil
}

// refused maps what the protocol refuses to the module's errors.
func refused(err error) error {
	switch {
	case errors.Is(err, oprf.ErrPhaseWrong):
		return errorsmod.Wrap(ErrCeremonyPhase, err.Error())
	case errors.Is(err, oprf.ErrMessageTwice), errors.Is(err, oprf.ErrTrusteeUnknown), errors.Is(err, oprf.ErrExcluded):
		return errorsmod.Wrap(ErrCeremonyPart, err.Error())
	}
	return errorsmod.Wrap(ErrCeremonyMessage, err.Error())
}

func insert(list []uint32, n uint32) []uint32 {
	at, found := slices.BinarySearch(list, n)
	if found {
		return list
	}
	return slices.Insert(slices.Clone(list), at, n)
}

// Parse decodes an offer.
func (o Offer) Parse() (oprf.Offer, error) {
	parsed, err := oprf.ParseOffer(o.Organisation, o.Encryption, o.EncryptionProof, o.Commitments, o.KeyProof)
	if err != nil {
		return oprf.Offer{}, errorsmod.Wrap(ErrCeremonyMessage, err.Error())
	}
	return parsed, nil
}

// Parse decodes a dealing.
func (d Dealing) Parse() (oprf.Dealing, error) {
	parsed, err := oprf.ParseDealing(d.Organisation, d.Sealed)
	if err != nil {
		return oprf.Dealing{}, errorsmod.Wrap(ErrCeremonyMessage, err.Error())
	}
	return parsed, nil
}

// Validate checks a stored ceremony.
func (c Ceremony) Validate() error {
	if c.Number == 0 || c.Epoch == 0 || c.Deadline < 0 {
		return errorsmod.Wrap(ErrCeremonyInvalid, "number or epoch is missing")
	}
	if _, known := CeremonyPhase_name[int32(c.Phase)]; !known || c.Phase == CEREMONY_PHASE_UNSPECIFIED {
		return errorsmod.Wrapf(ErrCeremonyInvalid, "phase %d", c.Phase)
	}
	if (c.Kind == CEREMONY_KIND_RESHARE) != (c.Old != nil) || c.Kind != CEREMONY_KIND_RESHARE && c.Kind != CEREMONY_KIND_DKG {
		return errorsmod.Wrapf(ErrCeremonyInvalid, "kind %d", c.Kind)
	}
	if len(c.Members()) > 2*oprf.MaxTrustees || len(c.Receivers) == 0 || len(c.Dealers) == 0 {
		return errorsmod.Wrapf(ErrCeremonyInvalid, "%d dealers and %d receivers", len(c.Dealers), len(c.Receivers))
	}
	for _, list := range [][]uint32{c.Dealers, c.Receivers, c.Offered, c.Dealt} {
		if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) || len(list) > 0 && list[0] == 0 {
			return errorsmod.Wrap(ErrCeremonyInvalid, "organisations don't ascend from 1")
		}
	}
	_, err := c.Protocol("", nil, nil)
	return err
}

// OpenCeremony gives the ceremony that a message opens, among the organisations with an enrolled seat.
func OpenCeremony(msg *MsgOpenCeremony, number uint64, sets []KeySet, enrolled []uint32) (Ceremony, error) {
	if len(enrolled) > oprf.MaxTrustees || len(enrolled) == 0 {
		return Ceremony{}, errorsmod.Wrapf(ErrCeremonyInvalid, "%d provinces have a seat, want 1 to %d", len(enrolled), oprf.MaxTrustees)
	}
	c := Ceremony{
		Number: number, Kind: msg.Kind, Epoch: msg.Epoch, Threshold: msg.Threshold, Phase: CEREMONY_PHASE_OFFERS,
		Dealers: slices.Clone(enrolled), Receivers: slices.Clone(enrolled),
	}
	if c.Threshold == 0 {
		c.Threshold = oprf.MinThreshold(len(enrolled))
	}
	if msg.Kind == CEREMONY_KIND_DKG {
		if err := NextEpoch(sets, msg.Epoch); err != nil {
			return Ceremony{}, err
		}
		_, err := oprf.NewCeremony([32]byte{}, c.Epoch, c.Threshold, c.Receivers)
		return c, ceremonyInvalid(err)
	}
	for _, k := range sets {
		if k.Epoch == msg.Epoch && k.Status == KEY_SET_STATUS_PREPARED {
			return Ceremony{}, errorsmod.Wrapf(ErrCeremonyOpen, "generation %d of epoch %d holds from height %d", k.Generation, k.Epoch, k.FromHeight)
		}
	}
	old, err := Active(sets, msg.Epoch)
	if err != nil {
		return Ceremony{}, err
	}
	c.Old, c.Dealers = &old, nil
	for _, trustee := range old.Trustees {
		_, seated := slices.BinarySearch(enrolled, trustee.Organisation)
		if seated && !slices.Contains(msg.Lost, trustee.Organisation) {
			c.Dealers = append(c.Dealers, trustee.Organisation)
		}
	}
	if uint32(len(c.Dealers)) < old.Threshold {
		return Ceremony{}, errorsmod.Wrapf(ErrCeremonyInvalid, "%d provinces still have a share, %d are needed: make a new key", len(c.Dealers), old.Threshold)
	}
	parsed, err := old.Parse()
	if err != nil {
		return Ceremony{}, err
	}
	_, err = oprf.NewResharing([32]byte{}, parsed, c.Threshold, c.Receivers)
	return c, ceremonyInvalid(err)
}

func ceremonyInvalid(err error) error {
	if err == nil {
		return nil
	}
	return errorsmod.Wrap(ErrCeremonyInvalid, err.Error())
}
