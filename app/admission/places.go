package admission

import (
	errorsmod "cosmossdk.io/errors"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/reliefchain/relief/x/fee"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// Room is what a class of service has at a node: it is the class's own, so that what can wait never takes the place of what can't.
type Room struct {
	// Number of transactions.
	Number int
	// Bytes of them together.
	Bytes int
}

// rooms add up to what CometBFT's pool holds, which is shared and refuses without looking: MaxWaiting and MaxBytes.
var rooms = map[feetypes.ServiceClass]Room{
	feetypes.SERVICE_CLASS_EMERGENCY:   {1_000, 8 << 20},
	feetypes.SERVICE_CLASS_PAYMENT:     {1_000, 12 << 20},
	feetypes.SERVICE_CLASS_BENEFICIARY: {1_500, 8 << 20},
	feetypes.SERVICE_CLASS_OFFICE:      {1_000, 12 << 20},
	feetypes.SERVICE_CLASS_BULK:        {250, 16 << 20},
	feetypes.SERVICE_CLASS_OTHER:       {2_000, 4 << 20},
}

// officePart is the part of a class's room that the transactions of one budget may take: a quarter.
const officePart = 4

// Rooms is what all classes have together.
func Rooms() Room {
	var all Room
	for _, class := range feetypes.AllClasses() {
		all.Number, all.Bytes = all.Number+rooms[class].Number, all.Bytes+rooms[class].Bytes
	}
	return all
}

// part of a room that one office may take.
func (r Room) part() Room { return Room{r.Number / officePart, r.Bytes / officePart} }

// office is one budget in one class.
type office struct {
	organisation uint32
	class        feetypes.ServiceClass
}

// taken counts what waits.
type taken struct {
	classes map[feetypes.ServiceClass]Room
	offices map[office]Room
}

func newTaken() taken {
	return taken{classes: map[feetypes.ServiceClass]Room{}, offices: map[office]Room{}}
}

// add counts a transaction of so many bytes in, or out when the sign is -1.
func (t taken) add(w fee.Weight, bytes, sign int) {
	move := func(r Room) Room { return Room{r.Number + sign, r.Bytes + sign*bytes} }
	t.classes[w.Class] = move(t.classes[w.Class])
	if w.Organisation == 0 {
		return
	}
	key := office{w.Organisation, w.Class}
	if t.offices[key] = move(t.offices[key]); t.offices[key] == (Room{}) {
		delete(t.offices, key)
	}
}

// fits refuses a transaction whose class or office has no place left.
func (t taken) fits(w fee.Weight, bytes int) error {
	full := func(used, of Room) bool { return used.Number >= of.Number || used.Bytes+bytes > of.Bytes }
	if room := rooms[w.Class]; full(t.classes[w.Class], room) {
		return errorsmod.Wrapf(sdkerrors.ErrMempoolIsFull, "the %d places of class %d are taken at this node: send again after the next block", room.Number, w.Class)
	}
	if w.Organisation == 0 {
		return nil
	}
	if part := rooms[w.Class].part(); full(t.offices[office{w.Organisation, w.Class}], part) {
		return errorsmod.Wrapf(sdkerrors.ErrMempoolIsFull, "organisation %d has %d transactions of class %d waiting at this node: send again when some are in a block",
			w.Organisation, t.offices[office{w.Organisation, w.Class}].Number, w.Class)
	}
	return nil
}
