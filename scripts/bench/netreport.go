package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/reliefchain/relief/cmd/reliefd/bench"
)

// netReport is what a run on networks found.
type netReport struct {
	Machine bench.Machine `json:"machine"`
	Took    string        `json:"took"`
	Results []netResult   `json:"results"`
}

// netResult is what one load on one network came to.
type netResult struct {
	Name       string `json:"name"`
	State      string `json:"state"`
	Validators int    `json:"validators"`
	// Offered is how many units a second there were to do; 0 is as many as possible.
	Offered   float64 `json:"offered_per_second,omitempty"`
	PerSecond spread  `json:"per_second"`
	// CPUMicros are per unit and validator.
	CPUMicros spread `json:"cpu_us"`
	// Unit is how long a unit of the client's took: a run from its authorisation to its last payment, a transfer from its sending to its block.
	Unit times `json:"unit_seconds"`
	// Urgent is how long emergencies took meanwhile, UrgentBlocks how many blocks at most.
	Urgent       times `json:"emergency_seconds"`
	UrgentBlocks int   `json:"emergency_blocks"`
	// Page is how long a page of records took meanwhile.
	Page times `json:"page_seconds"`
	// TurnedAway is how often a node had no place for a transaction, which was sent again.
	TurnedAway int64 `json:"turned_away"`
	MemoryMB   int64 `json:"memory_mb"`
}

// times sums up how long something took, seconds.
type times struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50"`
	P95   float64 `json:"p95"`
	P99   float64 `json:"p99"`
}

func timesOf(all []time.Duration) times {
	if len(all) == 0 {
		return times{}
	}
	sorted := slices.Sorted(slices.Values(all))
	at := func(share int) float64 { return sorted[min(len(sorted)-1, len(sorted)*share/100)].Seconds() }
	return times{len(all), at(50), at(95), at(99)}
}

func resultOfWindows(all []window, nodes int) (r netResult) {
	var rates, micros []float64
	for _, w := range all {
		rates = append(rates, ratio(float64(w.units), w.wall.Seconds()))
		micros = append(micros, ratio(float64(w.used.cpu.Microseconds()), float64(w.units)*float64(nodes)))
		r.MemoryMB = max(r.MemoryMB, w.used.memory>>20)
	}
	r.Validators = nodes
	r.PerSecond, r.CPUMicros = spreadOf(rates), spreadOf(micros)
	return r
}

func (r netReport) print(out io.Writer) error {
	fmt.Fprintf(out, "%s\ntook %s; medians, rates with (lowest – highest); CPU per unit and validator; seconds are 50th, 95th and 99th percentile\n\n", r.Machine, r.Took)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "validators\tload\tstate\tper second\tCPU-µs\tseconds of a unit\temergencies\tseconds\tblocks\tms of a page\tMB\tturned away")
	for _, l := range r.Results {
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%d\t%s\t%d\t%d\n", l.Validators, l.Name, l.State, l.PerSecond, short(l.CPUMicros.Median),
			l.Unit, l.Urgent.Count, l.Urgent, l.UrgentBlocks, l.Page.millis(), l.MemoryMB, l.TurnedAway)
	}
	return t.Flush()
}

// String writes a rate with its range.
func (s spread) String() string {
	return fmt.Sprintf("%s (%s – %s)", whole(s.Median), whole(s.Min), whole(s.Max))
}

// String writes the percentiles.
func (t times) String() string {
	if t.Count == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f / %.1f / %.1f", t.P50, t.P95, t.P99)
}

// millis writes the percentiles in milliseconds.
func (t times) millis() string {
	if t.Count == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f / %.0f / %.0f", 1_000*t.P50, 1_000*t.P95, 1_000*t.P99)
}
