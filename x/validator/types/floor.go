package types

// Floor is the least number of active seats that downtime, votes and departures may leave: two thirds of the enrolled seats,
// rounded up, and never below MinActive; a network with fewer seats than MinActive keeps all it has.
func Floor(enrolled int) int {
	return max(min(MinActive, enrolled), (2*enrolled+2)/3)
}

// CountActive counts the active seats.
func CountActive(seats []Seat) int { return count(seats, Seat.IsActive) }

// CountEnrolled counts the seats whose province has a vote.
func CountEnrolled(seats []Seat) int { return count(seats, Seat.IsEnrolled) }

func count(seats []Seat, is func(Seat) bool) int {
	n := 0
	for _, s := range seats {
		if is(s) {
			n++
		}
	}
	return n
}
