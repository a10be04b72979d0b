// Package bench measures what a machine is worth to a validator: its disk, its processor, and what they make of a payroll. Judge compares
// the figures with the recommended profile.
package bench

import (
	"fmt"
	"time"

	"github.com/reliefchain/relief/cmd/reliefd/doctor"
)

// Figures are what was measured, or read from the machine.
type Figures struct {
	Cores int `json:"cores"`
	// Memory of the machine and Free room on the disk, bytes; 0 where the machine doesn't say.
	Memory uint64 `json:"memory_bytes"`
	Free   uint64 `json:"disk_free_bytes"`
	// Sync is how long 4 KiB take to be on the disk for certain: the median, and what 99 of 100 stay below.
	Sync    time.Duration `json:"sync_median_ns"`
	SyncP99 time.Duration `json:"sync_p99_ns"`
	// Signatures of secp256k1 that one core checks a second.
	Signatures float64 `json:"signatures_per_second"`
	// Payouts a second, executed and committed block by block, and the processor time of one.
	Payouts   float64       `json:"payouts_per_second"`
	PayoutCPU time.Duration `json:"payout_cpu_ns"`
}

// The recommended profile, and what a validator can't do with less than. docs/operations/README.md says where they come from.
const (
	coresGood, coresLeast           = 2, 2
	memoryGood, memoryLeast         = 15 << 30, 7 << 30 // a machine of 16 GB or 8 GB keeps some for itself
	freeGood, freeLeast             = 200 << 30, 40 << 30
	syncGood, syncMost              = 10 * time.Millisecond, 50 * time.Millisecond
	signaturesGood, signaturesLeast = 5_000, 2_000
	payoutsGood, payoutsLeast       = 200_000, 50_000
)

// Judge compares figures with the recommended profile: ok from it on, warn below it, fail below the least.
func Judge(f Figures) []doctor.Finding {
	return []doctor.Finding{
		finding("cores", atLeast(f.Cores, coresGood, coresLeast), "give the machine more cores",
			"%d (recommended: %d or more)", f.Cores, coresGood),
		finding("memory", atLeast(f.Memory, memoryGood, memoryLeast), "give the machine more memory: a large payroll or import may end the node",
			"%d GiB (recommended: 16)", gibibytes(f.Memory)),
		finding("disk", atLeast(f.Free, freeGood, freeLeast), "make room, or plan when you will: blocks and receipts are kept for good",
			"%d GiB free (recommended: %d)", gibibytes(f.Free), gibibytes(freeGood)),
		finding("sync", atLeast(-f.SyncP99, -syncGood, -syncMost), "use a local solid-state disk with power-loss protection: a height waits for about ten of these",
			"%.2f ms, %.2f ms for 99 of 100 (recommended: %d ms or less)", milliseconds(f.Sync), milliseconds(f.SyncP99), syncGood.Milliseconds()),
		finding("signatures", atLeast(f.Signatures, signaturesGood, signaturesLeast),
			"use a release build, which checks signatures with libsecp256k1, or a faster processor",
			"%.0f a second on a core (recommended: %d)", f.Signatures, signaturesGood),
		finding("payouts", atLeast(f.Payouts, payoutsGood, payoutsLeast), "see whether others use the machine; then a faster disk or processor",
			"%.0f a second, %.1f µs of processor time each (recommended: %d)", f.Payouts, float64(f.PayoutCPU)/float64(time.Microsecond), payoutsGood),
	}
}

func finding(check string, level doctor.Level, do, found string, args ...any) doctor.Finding {
	f := doctor.Finding{Check: check, Level: level, Found: fmt.Sprintf(found, args...)}
	if level != doctor.OK {
		f.Do = do
	}
	return f
}

func atLeast[N int | uint64 | float64 | time.Duration](n, good, least N) doctor.Level {
	switch {
	case n >= good:
		return doctor.OK
	case n >= least:
		return doctor.Warn
	default:
		return doctor.Fail
	}
}

// gibibytes rounds, since what a machine reports is a little less than it was sold with.
func gibibytes(bytes uint64) uint64 { return (bytes + 1<<29) >> 30 }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// Verdict sums findings up in a sentence.
func Verdict(all []doctor.Finding) string {
	verdict := "This machine meets the recommended profile of a validator."
	for _, f := range all {
		switch f.Level {
		case doctor.Fail:
			return "This machine is too small for a validator."
		case doctor.Warn:
			verdict = "This machine can run a validator, below the recommended profile."
		}
	}
	return verdict
}
