package types

import (
	"encoding/binary"
)

// Layout of a payment leaf. Public format: receipts carry it and changing it forks the chain.
const (
	// LeafSize is the length of a leaf.
	LeafSize = 36
	// LeafVersion is the last byte of a leaf.
	LeafVersion = 1
)

// LeafKind says what became of an instalment.
type LeafKind uint8

const (
	// LeafPaid is an instalment that went into the balance.
	LeafPaid LeafKind = 1
	// LeafHeld is an instalment that is funded but on hold.
	LeafHeld LeafKind = 2
	// LeafTopUp is a top-up that went into the balance.
	LeafTopUp LeafKind = 3
	// LeafTopUpHeld is a top-up that is funded but on hold.
	LeafTopUpHeld LeafKind = 4
)

// IsTopUp tells a top-up from the instalment of its month.
func (k LeafKind) IsTopUp() bool { return k == LeafTopUp || k == LeafTopUpHeld }

// IsPaid tells what went into the balance from what is on hold.
func (k LeafKind) IsPaid() bool { return k == LeafPaid || k == LeafTopUp }

// Leaf is one instalment of a run.
type Leaf struct {
	// Run is the number of the run.
	Run uint64
	// Grant is the number of the grant.
	Grant GrantID
	// Amount is in minor units, above zero.
	Amount uint64
	// Roll is the roll the grant stood in.
	Roll uint32
	// Slot is the slot the grant stood in.
	Slot uint32
	// Period is the month it is for.
	Period Period
	// Kind says whether it was paid or held, and whether it is a top-up.
	Kind LeafKind
}

// Validate refuses a leaf that no run writes.
func (l Leaf) Validate() error {
	switch {
	case l.Run == 0, l.Grant.Validate() != nil, l.Amount == 0, l.Amount > MaxAmount, l.Roll == 0, l.Slot == 0,
		l.Period.Validate() != nil, l.Kind < LeafPaid, l.Kind > LeafTopUpHeld:
		return ErrLeafInvalid
	}
	return nil
}

// Encode writes the 36 bytes of a valid leaf.
func (l Leaf) Encode() ([]byte, error) {
	if err := l.Validate(); err != nil {
		return nil, err
	}
	return l.AppendTo(make([]byte, 0, LeafSize)), nil
}

// AppendTo appends the bytes of a leaf that is known to be valid.
func (l Leaf) AppendTo(buf []byte) []byte {
	buf = binary.BigEndian.AppendUint64(buf, l.Run)
	buf = binary.BigEndian.AppendUint64(buf, uint64(l.Grant))
	buf = binary.BigEndian.AppendUint64(buf, l.Amount)
	buf = binary.BigEndian.AppendUint32(buf, l.Roll)
	buf = binary.BigEndian.AppendUint32(buf, l.Slot)
	buf = binary.BigEndian.AppendUint16(buf, uint16(l.Period))
	return append(buf, byte(l.Kind), LeafVersion)
}

// DecodeLeaf reads a leaf and refuses one that Encode would not write.
func DecodeLeaf(buf []byte) (Leaf, error) {
	if len(buf) != LeafSize || buf[LeafSize-1] != LeafVersion {
		return Leaf{}, ErrLeafInvalid
	}
	l := Leaf{
		Run:    binary.BigEndian.Uint64(buf),
		Grant:  GrantID(binary.BigEndian.Uint64(buf[8:])),
		Amount: binary.BigEndian.Uint64(buf[16:]),
		Roll:   binary.BigEndian.Uint32(buf[24:]),
		Slot:   binary.BigEndian.Uint32(buf[28:]),
		Period: Period(binary.BigEndian.Uint16(buf[32:])),
		Kind:   LeafKind(buf[34]),
	}
	return l, l.Validate()
}

// FindLeaf finds the leaf of a slot among the leaves of a chunk, which ascend by slot.
func FindLeaf(leaves []byte, slot uint32) (index int, leaf Leaf, err error) {
	if len(leaves)%LeafSize != 0 {
		return 0, Leaf{}, ErrLeafInvalid
	}
	low, high := 0, len(leaves)/LeafSize
	for low < high {
		mid := (low + high) / 2
		leaf, err = DecodeLeaf(leaves[mid*LeafSize : (mid+1)*LeafSize])
		switch {
		case err != nil:
			return 0, Leaf{}, err
		case leaf.Slot == slot:
			return mid, leaf, nil
		case leaf.Slot < slot:
			low = mid + 1
		default:
			high = mid
		}
	}
	return 0, Leaf{}, ErrPaymentUnknown
}
