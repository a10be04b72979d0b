package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/reliefchain/relief/cmd/reliefd/bench"
)

// report is what a run found.
type report struct {
	Machine bench.Machine `json:"machine"`
	Took    string        `json:"took"`
	Hashes  int           `json:"heights_with_equal_app_hashes"`
	Results []result      `json:"results"`
	Ratios  []quotient    `json:"ratios"`
}

// result is one workload's figures. Everything but blocks and failures is per unit or per second.
type result struct {
	Name        string `json:"name"`
	State       string `json:"state"`
	Repetitions int    `json:"repetitions"`
	Units       int    `json:"units_per_repetition"`
	Blocks      int    `json:"blocks_per_repetition"`
	Failed      int    `json:"failed"`
	// Paid is what a repetition's payrolls paid, minor units.
	Paid         uint64 `json:"paid,omitempty"`
	FirstFailure string `json:"first_failure,omitempty"`
	PerSecond    spread `json:"per_second"`
	CPUMicros    spread `json:"cpu_us"`
	Allocations  spread `json:"allocations"`
	// What was written is counted, not measured, so it is the mean of all repetitions.
	Puts          float64 `json:"puts"`
	Deletes       float64 `json:"deletes"`
	Bytes         float64 `json:"bytes"`
	ReceiptBytes  float64 `json:"receipt_bytes"`
	PhysicalBytes float64 `json:"physical_bytes"`
	// LiveBytes are what the state holds more per unit, for what is registered; 0 where nothing is.
	LiveBytes float64 `json:"live_bytes,omitempty"`
}

// quotient compares two workloads of the same run.
type quotient struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

func resultOf(w workload, samples []sample) result {
	r := result{Name: w.name, State: w.state, Repetitions: len(samples), FirstFailure: w.replica.refused}
	per := func(figure func(sample) float64) spread {
		values := make([]float64, len(samples))
		for i, s := range samples {
			values[i] = ratio(figure(s), float64(s.Outcome.Units))
		}
		return spreadOf(values)
	}
	rates := make([]float64, len(samples))
	for i, s := range samples {
		r.Units, r.Blocks, r.Failed, r.Paid = s.Outcome.Units, s.Outcome.Blocks, r.Failed+s.Outcome.Failed, s.Outcome.Amount
		rates[i] = ratio(float64(s.Outcome.Units), s.Wall.Seconds())
	}
	r.PerSecond = spreadOf(rates)
	r.CPUMicros = per(func(s sample) float64 { return float64(s.CPU) / float64(time.Microsecond) })
	r.Allocations = per(func(s sample) float64 { return float64(s.Mallocs) })
	mean := func(figure func(sample) int64) float64 {
		var total, units int64
		for _, s := range samples {
			total, units = total+figure(s), units+int64(s.Outcome.Units)
		}
		return ratio(float64(total), float64(units))
	}
	r.Puts = mean(func(s sample) int64 { return s.State.Puts })
	r.Deletes = mean(func(s sample) int64 { return s.State.Deletes })
	r.Bytes = mean(func(s sample) int64 { return s.State.Bytes })
	r.ReceiptBytes = mean(func(s sample) int64 { return s.Receipts.Bytes })
	r.LiveBytes = mean(func(s sample) int64 { return s.Live })
	r.PhysicalBytes = mean(func(s sample) int64 { return s.Disk })
	return r
}

// ratios compares every workload's rate with that of the first line, the smallest payout.
func ratios(results []result) []quotient {
	var list []quotient
	for i := 1; i < len(results); i++ {
		list = append(list, quotient{
			Name:  fmt.Sprintf("%s (%s) ÷ %s (%s)", results[0].Name, results[0].State, results[i].Name, results[i].State),
			Value: ratio(results[0].PerSecond.Median, results[i].PerSecond.Median),
		})
	}
	return list
}

func (r report) print(out io.Writer) error {
	fmt.Fprintf(out, "%s\ntook %s; medians, rates with (lowest – highest); all else per unit\n\n", r.Machine, r.Took)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "workload\tstate\tunits × n\tper second\tCPU-µs\tallocs\tputs\tdeletes\tbytes\tlog bytes\tdisk bytes\tstate bytes\tblocks\tfailed")
	for _, l := range r.Results {
		fmt.Fprintf(t, "%s\t%s\t%s × %d\t%s\t%s\t%s\t%.2f\t%.2f\t%s\t%s\t%s\t%s\t%d\t%d\n",
			l.Name, l.State, count(l.Units), l.Repetitions, l.PerSecond,
			short(l.CPUMicros.Median), short(l.Allocations.Median), l.Puts, l.Deletes,
			whole(l.Bytes), whole(l.ReceiptBytes), whole(l.PhysicalBytes), whole(l.LiveBytes), l.Blocks, l.Failed)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out)
	for _, q := range r.Ratios {
		fmt.Fprintf(out, "%6.2f ×  %s\n", q.Value, q.Name)
	}
	_, err := fmt.Fprintf(out, "\n%d heights compared, equal app hashes\n", r.Hashes)
	return err
}

// failures refuses a run in which units failed: its rates would count work that wasn't done.
func (r report) failures() error {
	var errs []error
	for _, l := range r.Results {
		if l.Failed > 0 {
			errs = append(errs, fmt.Errorf("%s, %s: %d units failed", l.Name, l.State, l.Failed))
		}
	}
	return errors.Join(errs...)
}

// write writes a report as JSON.
func write(path string, report any) error {
	raw, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, append(raw, '\n'), 0o644)
}

func whole(v float64) string { return count(int(math.Round(v))) }

func short(v float64) string {
	if v < 100 {
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return whole(v)
}

// count writes a number with its thousands apart.
func count(n int) string {
	if n < 0 {
		return "−" + count(-n)
	}
	if n < 1_000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", count(n/1_000), n%1_000)
}
