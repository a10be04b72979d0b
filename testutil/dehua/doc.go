// Package dehua is a real county's urban minimum-living register, reconstructed for tests and demonstrations.
//
// Dehua County in Fujian published, for February, June and October 2024, how many households and persons of three townships got
// the urban minimum living guarantee and how many yuan they got, in the month and in the year to date. The figures in data/ are
// those, with their source and their traps in data/SOURCE.md. The rows are not real: households, persons, amounts, references
// and keys are worked out from a seed so that every published figure is met exactly. No person stands behind any of them.
//
// The same seed gives the same bytes for ever; a golden test holds it.
package dehua
