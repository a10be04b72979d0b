package types

import (
	"encoding/binary"
)

// Layout of a page of the hot store. Public format: receipts prove it and changing it forks the chain.
const (
	// PageSlots is how many neighbouring slots of a roll lie in one entry of the hot store. See docs/adr/0024-pages.md.
	PageSlots = 16
	// PageSize is the length of a page whose last slot is taken; a page ends with its last record.
	PageSize = PageSlots * RecordSize
	// PageKeySize is the length of a key of the hot store.
	PageKeySize = 8
)

// PageKey is the key of the page of a slot in the hot store: roll ‖ slot / PageSlots, big-endian, without a prefix.
func PageKey(roll, slot uint32) []byte {
	var key [PageKeySize]byte
	binary.BigEndian.PutUint32(key[:], roll)
	binary.BigEndian.PutUint32(key[4:], slot/PageSlots)
	return key[:]
}

// PagesEnd is the key after the last page of a roll.
func PagesEnd(roll uint32) []byte { return binary.BigEndian.AppendUint32(nil, roll+1) }

// ParsePageKey reads a key of the hot store: the roll and the first slot of the page.
func ParsePageKey(key []byte) (roll, first uint32, err error) {
	if len(key) != PageKeySize {
		return 0, 0, ErrRecordInvalid
	}
	roll, page := binary.BigEndian.Uint32(key), binary.BigEndian.Uint32(key[4:])
	if page >= 1<<32/PageSlots {
		return 0, 0, ErrRecordInvalid
	}
	return roll, page * PageSlots, nil
}

// Page is the value of an entry of the hot store: the records of neighbouring slots, one after the other. A slot without a record is
// zeros.
type Page []byte

// DecodePage reads a page and refuses one whose length no page has.
func DecodePage(value []byte) (Page, error) {
	if len(value) == 0 || len(value) > PageSize || len(value)%RecordSize != 0 {
		return nil, ErrRecordInvalid
	}
	return value, nil
}

// Slots is how many slots the page has room for as it is.
func (p Page) Slots() uint32 { return uint32(len(p) / RecordSize) }

// At are the bytes of a slot of this page.
func (p Page) At(slot uint32) []byte {
	at := slot % PageSlots * RecordSize
	return p[at : at+RecordSize : at+RecordSize]
}

// Record reads the record of a slot of this page; there may be none.
func (p Page) Record(slot uint32) (record Record, found bool, err error) {
	if slot%PageSlots >= p.Slots() {
		return Record{}, false, nil
	}
	value := p.At(slot)
	if [RecordSize]byte(value) == ([RecordSize]byte{}) {
		return Record{}, false, nil
	}
	record, err = DecodeRecord(value)
	return record, err == nil, err
}

// With is a copy of the page with a record that is known to be valid in a slot.
func (p Page) With(slot uint32, record Record) Page {
	next := make(Page, max(len(p), int(slot%PageSlots+1)*RecordSize))
	copy(next, p)
	record.Put(next.At(slot))
	return next
}
