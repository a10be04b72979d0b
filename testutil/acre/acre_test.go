package acre_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/acre"
)

func TestMonthAddsUp(t *testing.T) {
	var families, centavos uint64
	for _, m := range acre.Municipalities() {
		require.Len(t, m.Code, 7, m.Name)
		require.True(t, strings.HasPrefix(m.Code, acre.State), m.Name)
		families += m.Families
		centavos += m.Centavos
	}
	require.Len(t, acre.Municipalities(), 22)
	require.Equal(t, acre.Families, families)
	require.Equal(t, acre.Centavos, centavos)
}

func TestSplitClosesAtEveryScale(t *testing.T) {
	for _, m := range acre.Municipalities() {
		for _, rows := range []uint64{1, 7, m.Families / 100, m.Families} {
			var sum uint64
			shares := m.Split(rows)
			for _, s := range shares {
				require.InDelta(t, shares[0], s, 1)
				sum += s
			}
			require.Equal(t, m.Centavos, sum, "%s in %d", m.Name, rows)
		}
	}
}
