package types

import "time"

// Next is the pace of a block: how many slots its work may visit. The number halves when the block before paid and took too long to be
// followed by this one, and grows by half when that came in good time and a queue waits. All of it was committed: the times of headers,
// how much was paid and whether more was there.
func (p Pace) Next(params Params, height int64, now time.Time) Pace {
	low, high := params.PayoutBounds()
	next := Pace{Slots: min(max(p.Slots, low), high), Height: height, UnixMillis: now.UnixMilli()}
	if p.Height != height-1 { // what lies between tells nothing of payrolls
		return next
	}
	took, most := next.UnixMillis-p.UnixMillis, params.BlockTime().Milliseconds()
	switch {
	case took > most:
		next.Slots = max(next.Slots/2, low)
	case took <= most*3/4 && p.Spent:
		next.Slots = min(next.Slots+max(next.Slots/2, 1), high)
	}
	return next
}
