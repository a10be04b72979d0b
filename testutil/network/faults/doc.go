// Package faults breaks a network of real provinces in every way that the list of faults names, under a load of real messages, and
// checks after each that nothing acknowledged was lost, nothing ran twice, all nodes agree and every invariant holds. "make
// test-faults" runs the whole list, "make test-faults-short" the part that fits into every change.
package faults
