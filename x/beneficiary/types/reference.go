package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256r1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	dcrsecp256k1 "github.com/decred/dcrd/dcrec/secp256k1/v4"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Lengths, bytes; changing these forks the chain.
const (
	// RefLength is the length of the random reference of a person or household.
	RefLength = 16
	// RootLength is the length of the root of a salted tree.
	RootLength = 32
	// KeyLength is the length of a compressed secp256k1 key.
	KeyLength = 33
	// TagLength is the length of a tag's value.
	TagLength = 32
	// TagKeyLength is the length of the public key that tags of an epoch are made with.
	TagKeyLength = 32
	// CredentialLength is the length of the number that stands for the person behind an officer.
	CredentialLength = authoritytypes.CredentialLength
)

// CheckRef refuses with ErrRefMalformed a reference that is not 16 bytes or is zero.
func CheckRef(ref []byte) error {
	if len(ref) != RefLength {
		return errorsmod.Wrapf(ErrRefMalformed, "%d bytes, want %d", len(ref), RefLength)
	}
	if isZero(ref) {
		return errorsmod.Wrap(ErrRefMalformed, "zero")
	}
	return nil
}

// CheckRoot refuses with ErrRootMalformed a root that is not 32 bytes.
func CheckRoot(root []byte) error {
	if len(root) != RootLength {
		return errorsmod.Wrapf(ErrRootMalformed, "%d bytes, want %d", len(root), RootLength)
	}
	return nil
}

// CheckKey refuses with ErrKeyMalformed a holder key that is not 33 bytes of a known curve; HolderAddress checks that it is a point.
func CheckKey(key []byte, curve KeyCurve) error {
	if len(key) != KeyLength {
		return errorsmod.Wrapf(ErrKeyMalformed, "%d bytes, want %d", len(key), KeyLength)
	}
	if _, ok := KeyCurve_name[int32(curve)]; !ok {
		return errorsmod.Wrapf(ErrKeyMalformed, "curve %d is unknown", curve)
	}
	return nil
}

// HolderKey gives the public key behind a compressed point of its curve, or ErrKeyMalformed.
func HolderKey(key []byte, curve KeyCurve) (cryptotypes.PubKey, error) {
	if err := CheckKey(key, curve); err != nil {
		return nil, err
	}
	if curve == KEY_CURVE_SECP256R1 {
		// The wire form of this key type is its compressed point in field 1.
		pub := &secp256r1.PubKey{}
		if err := pub.Unmarshal(append([]byte{1<<3 | 2, KeyLength}, key...)); err != nil {
			return nil, errorsmod.Wrap(ErrKeyMalformed, "not a point of the curve")
		}
		return pub, nil
	}
	if _, err := dcrsecp256k1.ParsePubKey(key); err != nil {
		return nil, errorsmod.Wrap(ErrKeyMalformed, "not a point of the curve")
	}
	return &secp256k1.PubKey{Key: key}, nil
}

// HolderAddress gives the account of a holder key, or ErrKeyMalformed.
func HolderAddress(key []byte, curve KeyCurve) (sdk.AccAddress, error) {
	pub, err := HolderKey(key, curve)
	if err != nil {
		return nil, err
	}
	return sdk.AccAddress(pub.Address()), nil
}

// CheckHome refuses with ErrAreaMalformed a code that can be nobody's home: malformed, or the whole nation.
func CheckHome(area string) error {
	parsed, err := authoritytypes.ParseArea(area)
	if err != nil || parsed.Code == authoritytypes.Nation {
		return errorsmod.Wrap(ErrAreaMalformed, "want the code of one division")
	}
	return nil
}

// ValidateBasic checks the shape of a tag: a class from 1 and 32 bytes that are not all zero.
func (t Tag) ValidateBasic() error {
	if t.Class == 0 {
		return errorsmod.Wrap(ErrTagMalformed, "class is missing")
	}
	if len(t.Value) != TagLength {
		return errorsmod.Wrapf(ErrTagMalformed, "%d bytes, want %d", len(t.Value), TagLength)
	}
	if isZero(t.Value) {
		return errorsmod.Wrap(ErrTagMalformed, "zero")
	}
	return nil
}

func isZero(b []byte) bool {
	return !slices.ContainsFunc(b, func(x byte) bool { return x != 0 })
}
