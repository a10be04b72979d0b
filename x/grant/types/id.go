package types

import (
	"strconv"
	"strings"

	errorsmod "cosmossdk.io/errors"
)

// GrantID is the permanent number of a grant: its first roll·2³² + slot.
type GrantID uint64

// NewGrantID is the number of the grant whose first place is the slot of the roll.
func NewGrantID(roll, slot uint32) GrantID { return GrantID(uint64(roll)<<32 | uint64(slot)) }

// ParseGrantID reads "1-17" (roll and slot) or the plain number.
func ParseGrantID(text string) (GrantID, error) {
	if roll, slot, found := strings.Cut(text, "-"); found {
		r, errRoll := strconv.ParseUint(roll, 10, 32)
		s, errSlot := strconv.ParseUint(slot, 10, 32)
		if errRoll != nil || errSlot != nil {
			return 0, errorsmod.Wrapf(ErrInvalid, "grant %q is not like 1-17", text)
		}
		id := NewGrantID(uint32(r), uint32(s))
		return id, id.Validate()
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, errorsmod.Wrapf(ErrInvalid, "grant %q is not like 1-17", text)
	}
	id := GrantID(n)
	return id, id.Validate()
}

// Roll is the roll the grant was opened in.
func (id GrantID) Roll() uint32 { return uint32(id >> 32) }

// Slot is the slot the grant was opened in.
func (id GrantID) Slot() uint32 { return uint32(id) }

// String writes the number as "1-17".
func (id GrantID) String() string {
	return strconv.FormatUint(uint64(id.Roll()), 10) + "-" + strconv.FormatUint(uint64(id.Slot()), 10)
}

// Validate refuses a number without a roll or a slot; both count from 1.
func (id GrantID) Validate() error {
	if id.Roll() == 0 || id.Slot() == 0 {
		return errorsmod.Wrapf(ErrInvalid, "grant %s has no roll or slot", id.String())
	}
	return nil
}
