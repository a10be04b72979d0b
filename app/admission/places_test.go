package admission

import (
	"testing"
	"time"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/fee"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

func TestClassesHavePlacesOfTheirOwn(t *testing.T) {
	const office = 7
	used := newTaken()
	bulk := fee.Weight{Class: feetypes.SERVICE_CLASS_BULK, Organisation: office}
	part := rooms[bulk.Class].part()
	for range part.Number {
		require.NoError(t, used.fits(bulk, 1))
		used.add(bulk, 1, 1)
	}
	require.ErrorIs(t, used.fits(bulk, 1), sdkerrors.ErrMempoolIsFull, "an office has a quarter")

	other := bulk
	other.Organisation++
	require.NoError(t, used.fits(other, 1))
	require.ErrorIs(t, used.fits(other, part.Bytes+1), sdkerrors.ErrMempoolIsFull, "and a quarter of the bytes")
	nobody := fee.Weight{Class: bulk.Class}
	for used.fits(nobody, 1) == nil {
		used.add(nobody, 1, 1)
	}
	require.Equal(t, rooms[bulk.Class].Number, used.classes[bulk.Class].Number)
	require.ErrorIs(t, used.fits(other, 1), sdkerrors.ErrMempoolIsFull, "the class is full")
	for _, class := range feetypes.AllClasses() {
		if class != bulk.Class {
			require.NoError(t, used.fits(fee.Weight{Class: class, Organisation: office}, 1), class)
		}
	}

	used.add(bulk, 1, -1)
	require.NoError(t, used.fits(bulk, 1))
	for range part.Number - 1 {
		used.add(bulk, 1, -1)
	}
	require.Empty(t, used.offices, "an office that has nothing waiting isn't kept")
}

func TestAllPlacesFitIntoTheSharedPool(t *testing.T) {
	all := Rooms()
	require.LessOrEqual(t, all.Number, MaxWaiting)
	require.LessOrEqual(t, all.Bytes, MaxBytes)
	for _, class := range feetypes.AllClasses() {
		require.NotZero(t, rooms[class].part(), class)
	}
}

func TestStalePlacesAreSwept(t *testing.T) {
	p := New()
	now := time.Unix(1_750_000_000, 0)
	p.now = func() time.Time { return now }
	other := fee.Weight{Class: feetypes.SERVICE_CLASS_OTHER}
	sender := 0
	for ; p.Place(other, 0) == nil; sender++ {
		require.NoError(t, insert(p, string(rune('a'+sender)), 0))
	}
	require.Equal(t, rooms[other.Class].Number, sender)
	now = now.Add(staleAfter + time.Second)
	require.NoError(t, p.Place(other, 0))
	require.Zero(t, p.CountTx())
	require.Empty(t, p.waiting)
	require.Equal(t, Room{}, p.taken.classes[other.Class])
}
