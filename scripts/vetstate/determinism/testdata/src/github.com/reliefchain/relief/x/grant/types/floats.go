package types

import (
	"math"
	"strconv"
)

type rate float64 // want `floating point`

const (
	half    = 0.5 // want `floating point`
	million = uint64(1e6)
	largest = math.MaxUint64
)

func share(total uint64, part rate) uint64 { // want `floating point`
	parsed, _ := strconv.ParseFloat("0.1", 64) // want `floating point`
	_ = parsed
	_ = math.Pi                   // want `floating point`
	return uint64(float32(total)) // want `floating point`
}
