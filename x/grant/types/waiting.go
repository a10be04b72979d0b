package types

import (
	"encoding/binary"

	errorsmod "cosmossdk.io/errors"
)

// ChangeSize is the length of one waiting change: period u16 ‖ amount u40, big-endian.
const ChangeSize = 7

// EncodeChanges writes the changes of a grant that wait in the cold store.
func EncodeChanges(changes []Change) []byte {
	buf := make([]byte, len(changes)*ChangeSize)
	for i, c := range changes {
		binary.BigEndian.PutUint16(buf[i*ChangeSize:], uint16(c.Period))
		putUint40(buf[i*ChangeSize+2:], c.Amount)
	}
	return buf
}

// DecodeChanges reads what EncodeChanges wrote: at least one change, periods ascending.
func DecodeChanges(buf []byte) ([]Change, error) {
	if len(buf) == 0 || len(buf)%ChangeSize != 0 || len(buf) > MaxChanges*ChangeSize {
		return nil, errorsmod.Wrap(ErrRecordInvalid, "waiting changes")
	}
	changes := make([]Change, 0, len(buf)/ChangeSize)
	for ; len(buf) > 0; buf = buf[ChangeSize:] {
		c := Change{Period: uint32(binary.BigEndian.Uint16(buf)), Amount: uint40(buf[2:])}
		if n := len(changes); n > 0 && c.Period <= changes[n-1].Period {
			return nil, errorsmod.Wrap(ErrRecordInvalid, "waiting changes")
		}
		changes = append(changes, c)
	}
	return changes, nil
}
