package main

import (
	"errors"
	"fmt"
	"slices"
)

// bound is what a unit may cost of processor time next to a peer's in the same run.
type bound struct {
	ours, theirs string
	most         float64
}

// bounds are three times what was measured, and half as much again where both run the same modules: enough for a noisy machine.
var bounds = []bound{
	{"payout", stockMultiSend, 0.1},
	{"send, self-paid, serial", stockSend, 2},
}

var (
	errBeyondBound = errors.New("beyond its bound")
	errUnmeasured  = errors.New("wasn't measured")
)

// exceeded refuses a run in which a workload costs more than its bound, or wasn't measured.
func (r report) exceeded(bounds []bound) error {
	var errs []error
	cost := func(name string) (float64, bool) {
		i := slices.IndexFunc(r.Results, func(l result) bool { return l.Name == name })
		if i < 0 || r.Results[i].CPUMicros.Median <= 0 {
			errs = append(errs, fmt.Errorf("%q %w", name, errUnmeasured))
			return 0, false
		}
		return r.Results[i].CPUMicros.Median, true
	}
	for _, b := range bounds {
		ours, measured := cost(b.ours)
		theirs, both := cost(b.theirs)
		if measured && both && ours/theirs > b.most {
			errs = append(errs, fmt.Errorf("%q takes %.2f times the processor time of %q, at most %.2f: %w", b.ours, ours/theirs, b.theirs, b.most, errBeyondBound))
		}
	}
	return errors.Join(errs...)
}
