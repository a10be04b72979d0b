package types

// Floor is the least number of active seats that downtime may leave: two thirds of all seats, rounded up, and never
// below MinActive. Below it a seat that is down stays in the set.
func Floor(seats int) int {
	return max(MinActive, (2*seats+2)/3)
}

// CountActive counts the active seats.
func CountActive(seats []Seat) int {
	n := 0
	for _, s := range seats {
		if s.IsActive() {
			n++
		}
	}
	return n
}
