package types

// After tells whether the grant follows the other one of the same payee and class: their months never overlap and ascend
// in the order of award.
func (g Grant) After(other Grant) bool {
	switch {
	case g.FromPeriod != other.FromPeriod:
		return g.FromPeriod > other.FromPeriod
	case g.UntilPeriod != other.UntilPeriod:
		return g.UntilPeriod > other.UntilPeriod
	default:
		return g.Id > other.Id
	}
}
