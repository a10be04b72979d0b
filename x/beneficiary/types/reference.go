package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
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

// CheckKey refuses with ErrKeyMalformed a holder key that is not 33 bytes; HolderAddress checks that it is a point.
func CheckKey(key []byte) error {
	if len(key) != KeyLength {
		return errorsmod.Wrapf(ErrKeyMalformed, "%d bytes, want %d", len(key), KeyLength)
	}
	return nil
}

// HolderAddress gives the account of a holder key, a compressed point of secp256k1, or ErrKeyMalformed.
func HolderAddress(key []byte) (sdk.AccAddress, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	if _, err := dcrsecp256k1.ParsePubKey(key); err != nil {
		return nil, errorsmod.Wrap(ErrKeyMalformed, "not a point of the curve")
	}
	return sdk.AccAddress((&secp256k1.PubKey{Key: key}).Address()), nil
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
