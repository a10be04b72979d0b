package types

import (
	"cmp"
	"math"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Deltas are changes of a roll's aggregate, ascending by period, without empty ones. The roll isn't set.
type Deltas []Delta

// Add adds a change, which starts in its period.
func (d *Deltas) Add(change Delta) error {
	i, found := slices.BinarySearchFunc(*d, change.Period, func(e Delta, p uint32) int { return cmp.Compare(e.Period, p) })
	if !found {
		if !change.Empty() {
			*d = slices.Insert(*d, i, change)
		}
		return nil
	}
	sum, err := (*d)[i].Plus(change)
	if err != nil {
		return err
	}
	if sum.Empty() {
		*d = slices.Delete(*d, i, i+1)
	} else {
		(*d)[i] = sum
	}
	return nil
}

// AddAll adds changes, or takes them away when the sign is −1.
func (d *Deltas) AddAll(more []Delta, sign int64) error {
	for _, e := range more {
		e.Count, e.Amount, e.Persons = sign*e.Count, sign*e.Amount, sign*e.Persons
		if err := d.Add(e); err != nil {
			return err
		}
	}
	return nil
}

// Plus is the delta with another one of its period added.
func (d Delta) Plus(more Delta) (Delta, error) {
	c, okCount := addSigned(d.Count, more.Count)
	a, okAmount := addSigned(d.Amount, more.Amount)
	p, okPersons := addSigned(d.Persons, more.Persons)
	if !okCount || !okAmount || !okPersons {
		return Delta{}, errorsmod.Wrap(ErrOverflow, "aggregate")
	}
	d.Count, d.Amount, d.Persons = c, a, p
	return d, nil
}

// Empty tells that nothing changes.
func (d Delta) Empty() bool { return d.Count == 0 && d.Amount == 0 && d.Persons == 0 }

// Years is money by fiscal year, ascending, without empty years.
type Years []YearAmount

// Add adds money to a year.
func (y *Years) Add(year uint32, amount uint64) error {
	if amount == 0 {
		return nil
	}
	i, found := slices.BinarySearchFunc(*y, year, func(e YearAmount, n uint32) int { return cmp.Compare(e.Year, n) })
	if !found {
		*y = slices.Insert(*y, i, YearAmount{Year: year, Amount: amount})
		return nil
	}
	sum, ok := addUnsigned((*y)[i].Amount, amount)
	if !ok {
		return errorsmod.Wrap(ErrOverflow, "fiscal year")
	}
	(*y)[i].Amount = sum
	return nil
}

// AddAll adds the money of several years.
func (y *Years) AddAll(more Years) error {
	for _, e := range more {
		if err := y.Add(e.Year, e.Amount); err != nil {
			return err
		}
	}
	return nil
}

// Of is the money of one year.
func (y Years) Of(year uint32) uint64 {
	i, found := slices.BinarySearchFunc(y, year, func(e YearAmount, n uint32) int { return cmp.Compare(e.Year, n) })
	if !found {
		return 0
	}
	return y[i].Amount
}

// Total is the money of all years.
func (y Years) Total() (uint64, error) {
	var total uint64
	for _, e := range y {
		var ok bool
		if total, ok = addUnsigned(total, e.Amount); !ok {
			return 0, errorsmod.Wrap(ErrOverflow, "total")
		}
	}
	return total, nil
}

// Compare lists what the years have more and less than the others have.
func (y Years) Compare(other Years) (more, less Years) {
	for i, j := 0, 0; i < len(y) || j < len(other); {
		switch {
		case j == len(other) || i < len(y) && y[i].Year < other[j].Year:
			more = append(more, y[i])
			i++
		case i == len(y) || other[j].Year < y[i].Year:
			less = append(less, other[j])
			j++
		default:
			switch a, b := y[i].Amount, other[j].Amount; {
			case a > b:
				more = append(more, YearAmount{Year: y[i].Year, Amount: a - b})
			case b > a:
				less = append(less, YearAmount{Year: y[i].Year, Amount: b - a})
			}
			i, j = i+1, j+1
		}
	}
	return more, less
}

// Validate refuses years that are out of order, out of range or empty.
func (y Years) Validate() error {
	for i, e := range y {
		if !validYear(e.Year) || e.Amount == 0 || i > 0 && e.Year <= y[i-1].Year {
			return errorsmod.Wrap(ErrInvalid, "fiscal years are not ascending and above zero")
		}
	}
	_, err := y.Total()
	return err
}

func addUnsigned(a, b uint64) (uint64, bool) {
	return a + b, a <= math.MaxUint64-b
}

func addSigned(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

// applySigned adds a signed change to an unsigned sum.
func applySigned(a uint64, b int64) (uint64, bool) {
	if b >= 0 {
		return addUnsigned(a, uint64(b))
	}
	less := uint64(-(b + 1)) + 1
	return a - less, a >= less
}
