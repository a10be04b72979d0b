package dehua

import (
	"errors"
	"math/rand/v2"
)

// maxSize is the most persons of a reconstructed household.
const maxSize = 5

// household is a reconstructed household: how many persons, and when it is on the register.
type household struct {
	size        uint32
	from, until uint32
	amounts     []uint64 // fen by period from FirstPeriod; 0 while it isn't on the register
}

func (h household) on(period uint32) bool { return h.from <= period && period < h.until }

// standing tells a household that is on the register all the time.
func (h household) standing() bool { return h.from == FirstPeriod && h.until == UntilPeriod }

// errNoPopulation means that no households fit the figures.
var errNoPopulation = errors.New("dehua: no households fit the published counts")

// populate builds households whose count and persons are the printed ones in February, June and October. A household's persons
// never change, so a change of the county's count is households that leave and others that come, as few as possible. January
// has February's households, and the months up to a printed one have those of the printed one before.
func populate(rng *rand.Rand, counts map[uint32]Figure) ([]household, error) {
	first := counts[february]
	households := make([]household, first.Households)
	for i := range households {
		households[i] = household{size: 1, from: FirstPeriod, until: UntilPeriod}
	}
	if first.Persons < first.Households || first.Persons > first.Households*maxSize {
		return nil, errNoPopulation
	}
	for extra := first.Persons - first.Households; extra > 0; {
		if h := &households[rng.IntN(len(households))]; h.size < maxSize {
			h.size++
			extra--
		}
	}
	before := first
	for _, period := range []uint32{june, october} {
		now := counts[period]
		leave, come, ok := turnover(rng, households, period,
			int(now.Households)-int(before.Households), int(now.Persons)-int(before.Persons))
		if !ok {
			return nil, errNoPopulation
		}
		for _, i := range leave {
			households[i].until = period
		}
		for _, size := range come {
			households = append(households, household{size: size, from: period, until: UntilPeriod})
		}
		before = now
	}
	return households, nil
}

// turnover finds the fewest households that leave and the sizes of those that come, so that the counts change as they should.
func turnover(rng *rand.Rand, all []household, period uint32, households, persons int) (leave []int, come []uint32, ok bool) {
	var present []int
	for _, i := range rng.Perm(len(all)) {
		if all[i].on(period) {
			present = append(present, i)
		}
	}
	for n := max(0, households); n-households <= len(present); n++ {
		for size := n; size <= n*maxSize; size++ {
			if leave, ok := pick(all, present, n-households, size-persons); ok {
				return leave, split(n, size), true
			}
		}
	}
	return nil, nil, false
}

// pick finds so many households with so many persons among the present ones.
func pick(all []household, present []int, households, persons int) ([]int, bool) {
	if households == 0 {
		return nil, persons == 0
	}
	if persons < households || persons > households*maxSize {
		return nil, false
	}
	for at, i := range present {
		if rest, ok := pick(all, present[at+1:], households-1, persons-int(all[i].size)); ok {
			return append(rest, i), true
		}
	}
	return nil, false
}

// split gives n sizes with a sum, the first ones largest.
func split(n, sum int) []uint32 {
	sizes := make([]uint32, n)
	for i := range sizes {
		left := n - i - 1
		size := min(maxSize, sum-left)
		sizes[i] = uint32(size)
		sum -= size
	}
	return sizes
}
