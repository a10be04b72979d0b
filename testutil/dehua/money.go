package dehua

import (
	"errors"
	"math/rand/v2"
)

// Bounds of an instalment, fen per person.
const (
	// MaxPerPerson is the most an instalment pays per person covered.
	MaxPerPerson uint64 = 100_000

	minPerPerson  uint64 = 10_000
	stepPerPerson uint64 = 25_000 // usual bound of one change
	standard      uint64 = 90_000 // incomes are drawn below it; the sums fix the amounts
	yuan          uint64 = 100
)

// errNoAmounts means that no amounts within the bounds make up a month's sum.
var errNoAmounts = errors.New("dehua: no amounts within the bounds make up the published sum")

// pay gives every household its amounts, so that each month's add up to the published sum. A household keeps its amount while
// it can; a month that differs from the one before is made up by a few households, each by a bounded step in whole yuan, and the
// odd fen of an equal share go to one household that is always there.
func pay(rng *rand.Rand, households []household, sums []uint64) error {
	keeper := fenKeeper(households)
	for i := range households {
		households[i].amounts = make([]uint64, len(sums))
	}
	for m, sum := range sums {
		period := FirstPeriod + uint32(m)
		for i, h := range households {
			if h.from == period {
				h.amounts[m] = opening(rng, households, i, sum)
			} else if h.on(period) {
				h.amounts[m] = h.amounts[m-1]
			}
		}
		if !settle(rng, households, keeper, m, sum) {
			return errNoAmounts
		}
	}
	return nil
}

// opening is a new household's share of a sum by its shortfall: what its income lacks to the standard, persons times.
func opening(rng *rand.Rand, households []household, i int, sum uint64) uint64 {
	var persons uint64
	for _, h := range households {
		if h.on(households[i].from) {
			persons += uint64(h.size)
		}
	}
	income := 10_000 + rng.Uint64N(35_000)
	const average = standard - 27_500
	size := uint64(households[i].size)
	amount := sum / persons * size * (standard - income) / average
	amount -= amount % yuan
	return min(max(amount, minPerPerson*size), MaxPerPerson*size)
}

// settle changes amounts of a month until they add up; false when they can't within the bounds.
func settle(rng *rand.Rand, households []household, keeper, m int, sum uint64) bool {
	var now uint64
	for _, h := range households {
		now += h.amounts[m]
	}
	up := sum >= now
	left := sum - now
	if !up {
		left = now - sum
	}
	move := func(i int, most uint64) {
		h := households[i]
		size := uint64(h.size)
		if up {
			by := min(left, most, MaxPerPerson*size-h.amounts[m])
			h.amounts[m] += by
			left -= by
		} else {
			by := min(left, most, h.amounts[m]-minPerPerson*size)
			h.amounts[m] -= by
			left -= by
		}
	}
	move(keeper, left%yuan)
	order := rng.Perm(len(households))
	for _, step := range []uint64{stepPerPerson, MaxPerPerson} {
		for _, i := range order {
			if households[i].amounts[m] > 0 && left > 0 {
				move(i, step*uint64(households[i].size))
			}
		}
	}
	return left == 0
}

// fenKeeper is the largest household that is always on the register.
func fenKeeper(households []household) int {
	keeper := 0
	for i, h := range households {
		if h.standing() && (!households[keeper].standing() || h.size > households[keeper].size) {
			keeper = i
		}
	}
	return keeper
}
