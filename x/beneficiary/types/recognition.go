package types

import (
	"encoding/binary"

	errorsmod "cosmossdk.io/errors"
)

const (
	// MaxRecognitionsPerPerson bounds what is recognised about one person. Changing this forks the chain.
	MaxRecognitionsPerPerson = 16
	// VerifierLength is the length of the number of a verifier, bytes.
	VerifierLength = 32
	// NonceLength is the length of what a verifier asks a holder to sign once, bytes.
	NonceLength = 16
)

// authorisationDomain begins what a holder signs for a verifier, so that no signature of a transaction is one: those begin with 0x0a.
const authorisationDomain = "relief recognition 1"

// CheckTime refuses with ErrRecognitionInvalid a recognition that is over already or lasts too long.
func (r Recognition) CheckTime(now int64, params Params) error {
	if r.ValidUntil <= now || r.ValidUntil-now > params.MaxRecognitionSeconds {
		return errorsmod.Wrapf(ErrRecognitionInvalid, "it ends 1 to %d seconds from now", params.MaxRecognitionSeconds)
	}
	return nil
}

// HoldsAt tells whether the recognition holds at a time, Unix seconds.
func (r Recognition) HoldsAt(now int64) bool { return now < r.ValidUntil }

// Authorisation is what a holder signs, off the chain, so that one verifier may see what is recognised about a person.
type Authorisation struct {
	// ChainID is the chain of the register.
	ChainID string
	// Verifier is the number of who may see it, 32 bytes; Nonce what the verifier asked for, 16 bytes, so that it isn't shown twice.
	Verifier, Nonce []byte
	// Person and Category are what may be seen.
	Person   []byte
	Category uint32
	// Expires is the first second in which it holds no more, Unix seconds.
	Expires int64
}

// CheckShape refuses with ErrNotAuthorised an authorisation whose parts have wrong lengths.
func (a Authorisation) CheckShape() error {
	switch {
	case a.ChainID == "", len(a.Verifier) != VerifierLength, len(a.Nonce) != NonceLength, a.Category == 0, a.Expires <= 0:
		return errorsmod.Wrapf(ErrNotAuthorised, "want a chain, a verifier of %d bytes, a nonce of %d, a category and an end", VerifierLength, NonceLength)
	}
	return CheckRef(a.Person)
}

// SignBytes is what the holder signs: every part has a fixed length or its length before it.
func (a Authorisation) SignBytes() []byte {
	b := append([]byte(authorisationDomain), 0)
	b = binary.BigEndian.AppendUint32(b, uint32(len(a.ChainID)))
	b = append(b, a.ChainID...)
	b = append(b, a.Verifier...)
	b = append(b, a.Nonce...)
	b = append(b, a.Person...)
	b = binary.BigEndian.AppendUint32(b, a.Category)
	return binary.BigEndian.AppendUint64(b, uint64(a.Expires))
}

// Actor gives who signs for a person: the person, or the guardian where one acts.
func (g Guardianship) Actor(person []byte) []byte {
	if len(g.Guardian) > 0 {
		return g.Guardian
	}
	return person
}

// SignedBy refuses with ErrNotAuthorised a signature that isn't by the key of who acts for the person.
func (a Authorisation) SignedBy(actor Person, signature []byte) error {
	if err := a.CheckShape(); err != nil {
		return err
	}
	key, err := HolderKey(actor.HolderKey, actor.Curve)
	if err != nil {
		return errorsmod.Wrap(ErrNotAuthorised, "who acts for the person has no key")
	}
	if !key.VerifySignature(a.SignBytes(), signature) {
		return errorsmod.Wrap(ErrNotAuthorised, "the signature isn't by the key of who acts for the person")
	}
	return nil
}

func (r Recognition) validate(persons map[string]PersonStatus) error {
	if !live(persons, r.Person) || r.Category == 0 || r.Organisation == 0 || r.ValidUntil <= 0 || r.Since < 0 {
		return ErrRecognitionInvalid
	}
	return nil
}
