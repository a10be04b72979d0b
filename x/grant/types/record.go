package types

import (
	"encoding/binary"
	"math"

	errorsmod "cosmossdk.io/errors"
)

// Layout of a roll record. Public format: receipts prove it and changing it forks the chain.
const (
	// RecordSize is the length of a record.
	RecordSize = 32
	// RecordVersion is the first byte of a record.
	RecordVersion = 1
	// MaxAmount is the largest amount per period, minor units: 40 bits.
	MaxAmount = 1<<40 - 1

	flagSuspended = 1 << 0
	flagMore      = 1 << 1
	flagLocked    = 1 << 2
	flagDeceased  = 1 << 3
	flags         = flagSuspended | flagMore | flagLocked | flagDeceased
)

// Record is the payable part of a grant as the hot store keeps it.
type Record struct {
	// Grant is the number of the grant.
	Grant GrantID
	// Amount is paid per period now, minor units.
	Amount uint64
	// NextAmount is paid from NextPeriod on, minor units.
	NextAmount uint64
	// NextPeriod is the head of the list of changes; 0 when no change waits.
	NextPeriod Period
	// LastPeriod is the last period a run handled; 0 when none.
	LastPeriod Period
	// Balance is the entitlement not yet withdrawn, minor units.
	Balance uint64
	// Suspended holds instalments instead of paying them.
	Suspended bool
	// More tells that changes after the head wait in the cold store.
	More bool
	// Locked and Deceased are what the register says of the payee; both hold instalments.
	Locked, Deceased bool
}

// Outcome says what a run did with a record.
type Outcome uint8

const (
	// OutcomeNothing means that no instalment is due.
	OutcomeNothing Outcome = iota
	// OutcomeRepeated means that the period was handled before.
	OutcomeRepeated
	// OutcomePaid means that the instalment is in the balance.
	OutcomePaid
	// OutcomeHeldSuspended means that the instalment is held because the grant is on hold.
	OutcomeHeldSuspended
	// OutcomeHeldFull means that the instalment is held because the balance has no room.
	OutcomeHeldFull
	// OutcomeHeldLocked means that the instalment is held because the payee is locked.
	OutcomeHeldLocked
	// OutcomeHeldDeceased means that the instalment is held because the payee was reported dead.
	OutcomeHeldDeceased
	// OutcomeHeldClosed means that a top-up is held because the payee has left the register.
	OutcomeHeldClosed
)

// Held tells whether the instalment is funded but not paid.
func (o Outcome) Held() bool { return o >= OutcomeHeldSuspended }

// Reason is the reason of a held payment.
func (o Outcome) Reason() HoldReason {
	switch o {
	case OutcomeHeldSuspended:
		return HOLD_REASON_GRANT_SUSPENDED
	case OutcomeHeldFull:
		return HOLD_REASON_BALANCE_FULL
	case OutcomeHeldLocked:
		return HOLD_REASON_PAYEE_LOCKED
	case OutcomeHeldDeceased:
		return HOLD_REASON_PAYEE_DECEASED
	case OutcomeHeldClosed:
		return HOLD_REASON_PAYEE_CLOSED
	default:
		return HOLD_REASON_UNSPECIFIED
	}
}

// Pay handles one period: it takes up the change that starts in it, and pays or holds the amount, minor units.
// A period that was handled before changes nothing.
func (r Record) Pay(p Period) (next Record, amount uint64, outcome Outcome) {
	if p <= r.LastPeriod {
		return r, 0, OutcomeRepeated
	}
	next = r
	if r.NextPeriod != 0 && p >= r.NextPeriod {
		next.Amount, next.NextAmount, next.NextPeriod = r.NextAmount, 0, 0
		next.LastPeriod = p
	}
	if next.Amount == 0 {
		return next, 0, OutcomeNothing
	}
	next.LastPeriod = p
	next, outcome = next.credit(next.Amount)
	return next, next.Amount, outcome
}

// TopUp pays or holds an amount besides the instalments, minor units.
func (r Record) TopUp(amount uint64) (next Record, outcome Outcome) { return r.credit(amount) }

// credit puts an amount into the balance unless something holds it.
func (r Record) credit(amount uint64) (Record, Outcome) {
	switch {
	case r.Deceased:
		return r, OutcomeHeldDeceased
	case r.Locked:
		return r, OutcomeHeldLocked
	case r.Suspended:
		return r, OutcomeHeldSuspended
	case r.Balance > math.MaxUint64-amount:
		return r, OutcomeHeldFull
	}
	r.Balance += amount
	return r, OutcomePaid
}

// LacksHead tells that the head was taken up and the next change waits in the cold store.
func (r Record) LacksHead() bool { return r.More && r.NextPeriod == 0 }

// WithHead takes a change from the cold store as the head.
func (r Record) WithHead(head Change, more bool) Record {
	r.NextPeriod, r.NextAmount, r.More = Period(head.Period), head.Amount, more
	return r
}

// Release puts a held instalment into the balance.
func (r Record) Release(amount uint64) (Record, error) {
	if r.Balance > math.MaxUint64-amount {
		return Record{}, ErrBalanceFull
	}
	r.Balance += amount
	return r, nil
}

// Withdraw takes an amount out of the balance.
func (r Record) Withdraw(amount uint64) (Record, error) {
	if amount > r.Balance {
		return Record{}, errorsmod.Wrapf(ErrBalanceTooSmall, "%d of %d", amount, r.Balance)
	}
	r.Balance -= amount
	return r, nil
}

// Validate refuses a record that the layout or the rules don't allow.
func (r Record) Validate() error {
	switch {
	case r.Grant.Validate() != nil,
		r.Amount > MaxAmount, r.NextAmount > MaxAmount,
		r.LastPeriod != 0 && r.LastPeriod.Validate() != nil,
		r.NextPeriod != 0 && (r.NextPeriod < MinPeriod || r.NextPeriod > MaxPeriod+1),
		r.NextPeriod != 0 && r.NextPeriod <= r.LastPeriod,
		r.NextPeriod == 0 && (r.NextAmount != 0 || r.More):
		return ErrRecordInvalid
	}
	return nil
}

// Encode writes the 32 bytes of a valid record.
func (r Record) Encode() ([]byte, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	var buf [RecordSize]byte
	r.Put(buf[:])
	return buf[:], nil
}

// Put writes the bytes of a record that is known to be valid into buf, which holds RecordSize bytes.
func (r Record) Put(buf []byte) {
	_ = buf[RecordSize-1]
	var set byte
	if r.Suspended {
		set |= flagSuspended
	}
	if r.More {
		set |= flagMore
	}
	if r.Locked {
		set |= flagLocked
	}
	if r.Deceased {
		set |= flagDeceased
	}
	buf[0], buf[1] = RecordVersion, set
	binary.BigEndian.PutUint16(buf[2:], uint16(r.LastPeriod))
	binary.BigEndian.PutUint16(buf[4:], uint16(r.NextPeriod))
	putUint40(buf[6:], r.Amount)
	putUint40(buf[11:], r.NextAmount)
	binary.BigEndian.PutUint64(buf[16:], uint64(r.Grant))
	binary.BigEndian.PutUint64(buf[24:], r.Balance)
}

// DecodeRecord reads a record and refuses one that Encode would not write.
func DecodeRecord(buf []byte) (Record, error) {
	if len(buf) != RecordSize || buf[0] != RecordVersion || buf[1]&^flags != 0 {
		return Record{}, ErrRecordInvalid
	}
	r := Record{
		Grant:      GrantID(binary.BigEndian.Uint64(buf[16:])),
		Amount:     uint40(buf[6:]),
		NextAmount: uint40(buf[11:]),
		NextPeriod: Period(binary.BigEndian.Uint16(buf[4:])),
		LastPeriod: Period(binary.BigEndian.Uint16(buf[2:])),
		Balance:    binary.BigEndian.Uint64(buf[24:]),
		Suspended:  buf[1]&flagSuspended != 0,
		More:       buf[1]&flagMore != 0,
		Locked:     buf[1]&flagLocked != 0,
		Deceased:   buf[1]&flagDeceased != 0,
	}
	return r, r.Validate()
}

// At writes the record as queries and genesis show it.
func (r Record) At(roll, slot uint32) RollRecord {
	return RollRecord{
		Roll: roll, Slot: slot, Grant: uint64(r.Grant), Amount: r.Amount,
		NextAmount: r.NextAmount, NextPeriod: uint32(r.NextPeriod), LastPeriod: uint32(r.LastPeriod),
		Balance: r.Balance, Suspended: r.Suspended, More: r.More, Locked: r.Locked, Deceased: r.Deceased,
	}
}

// Record reads a record as queries and genesis show it.
func (r RollRecord) Record() (Record, error) {
	if r.NextPeriod > math.MaxUint16 || r.LastPeriod > math.MaxUint16 {
		return Record{}, ErrRecordInvalid
	}
	record := Record{
		Grant: GrantID(r.Grant), Amount: r.Amount, NextAmount: r.NextAmount, NextPeriod: Period(r.NextPeriod),
		LastPeriod: Period(r.LastPeriod), Balance: r.Balance, Suspended: r.Suspended, More: r.More, Locked: r.Locked, Deceased: r.Deceased,
	}
	return record, record.Validate()
}

func putUint40(buf []byte, v uint64) {
	buf[0] = byte(v >> 32)
	binary.BigEndian.PutUint32(buf[1:], uint32(v))
}

func uint40(buf []byte) uint64 {
	return uint64(buf[0])<<32 | uint64(binary.BigEndian.Uint32(buf[1:]))
}
