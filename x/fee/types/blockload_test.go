package types_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/fee/types"
)

func TestClassesThatWaitHaveAShareOfABlock(t *testing.T) {
	const block = 1_000
	tests := []struct {
		name  string
		class types.ServiceClass
		gas   []uint64
		fits  []bool
	}{
		{"bulk up to a quarter", types.SERVICE_CLASS_BULK, []uint64{200, 51, 50, 1}, []bool{true, false, true, false}},
		{"other up to a quarter", types.SERVICE_CLASS_OTHER, []uint64{250, 1}, []bool{true, false}},
		{"a large one goes alone", types.SERVICE_CLASS_BULK, []uint64{900, 1}, []bool{true, false}},
		{"an urgent class has the whole block", types.SERVICE_CLASS_EMERGENCY, []uint64{900, 100}, []bool{true, true}},
		{"so has office work", types.SERVICE_CLASS_OFFICE, []uint64{900, 100}, []bool{true, true}},
		{"no class", types.SERVICE_CLASS_UNSPECIFIED, []uint64{1}, []bool{false}},
		{"an unknown class", types.SERVICE_CLASS_OTHER + 1, []uint64{1}, []bool{false}},
		{"a sum that leaves 64 bits", types.SERVICE_CLASS_OFFICE, []uint64{1, math.MaxUint64}, []bool{true, false}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var load types.Load
			for i, gas := range tc.gas {
				next, fits := load.Add(tc.class, gas, block)
				require.Equal(t, tc.fits[i], fits, "transaction %d", i)
				if !fits {
					require.Equal(t, load, next)
				}
				load = next
			}
		})
	}
	var load types.Load
	load, _ = load.Add(types.SERVICE_CLASS_BULK, 1_000_000, 0)
	_, fits := load.Add(types.SERVICE_CLASS_BULK, 1_000_000, 0)
	require.True(t, fits, "a block without a limit has room")
	require.True(t, load.Full(types.SERVICE_CLASS_BULK, 1_000))
	require.False(t, load.Full(types.SERVICE_CLASS_BULK, 0))
	require.False(t, load.Full(types.SERVICE_CLASS_OTHER, 1_000))
	require.Len(t, types.AllClasses(), len(types.ServiceClass_name)-1)
}
