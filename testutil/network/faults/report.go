package faults

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// Outcome of a fault.
type Outcome string

// Outcomes.
const (
	Passed  Outcome = "pass"
	Failed  Outcome = "FAIL"
	Skipped Outcome = "skipped"
)

// Row is what came of one fault.
type Row struct {
	Fault    string  `json:"fault"`
	Done     string  `json:"done"`
	Bar      string  `json:"bar"`
	Measured string  `json:"measured"`
	Outcome  Outcome `json:"outcome"`
	Reason   string  `json:"reason,omitempty"`
	Seconds  float64 `json:"seconds"`
	Seed     uint64  `json:"seed"`
}

// Report is one run of the list.
type Report struct {
	Date     string `json:"date"`
	Version  string `json:"version"`
	Go       string `json:"go"`
	Hardware string `json:"hardware"`
	Network  string `json:"network"`
	Seed     uint64 `json:"seed"`
	Load     string `json:"load"`
	Rows     []Row  `json:"rows"`
}

// NewReport names the machine and what runs on it.
func NewReport(version, network string, seed uint64) *Report {
	return &Report{
		Date: time.Now().UTC().Format(time.DateOnly), Version: version, Go: runtime.Version(), Hardware: hardware(), Network: network, Seed: seed,
	}
}

// hardware describes this machine.
func hardware() string {
	model, memory := runtime.GOARCH, ""
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, after, ok := strings.Cut(string(raw), "model name\t: "); ok {
			model, _, _ = strings.Cut(after, "\n")
		}
	}
	if raw, err := os.ReadFile("/proc/meminfo"); err == nil {
		var kib int64
		if _, err := fmt.Sscanf(string(raw), "MemTotal: %d kB", &kib); err == nil {
			memory = fmt.Sprintf(", %d GiB", (kib+1<<19)>>20)
		}
	}
	return fmt.Sprintf("%s, %d cores%s, all nodes on one machine", model, runtime.NumCPU(), memory)
}

// Failed tells whether a bar was missed.
func (r *Report) Failed() bool {
	for _, row := range r.Rows {
		if row.Outcome == Failed {
			return true
		}
	}
	return false
}

// Table is the report for a terminal.
func (r *Report) Table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%s\n\n", r.Hardware, r.Network, r.Load)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "FAULT\tBAR\tMEASURED\tRESULT\tSECONDS\tSEED")
	for _, row := range r.Rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%.0f\t%d\n", row.Fault, row.Bar, row.found(), row.Outcome, row.Seconds, row.Seed)
	}
	_ = w.Flush()
	return b.String()
}

// found joins what was measured and why that isn't enough.
func (r Row) found() string {
	switch {
	case r.Reason == "":
		return r.Measured
	case r.Measured == "":
		return r.Reason
	default:
		return r.Measured + "; " + r.Reason
	}
}

// WriteJSON writes the report for programs.
func (r *Report) WriteJSON(file string) error {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, append(raw, '\n'), 0o644)
}

// Marks between which WritePage puts the result.
const (
	beginMark = "<!-- result: begin -->"
	endMark   = "<!-- result: end -->"
)

// WritePage replaces the result in a Markdown page.
func (r *Report) WritePage(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(raw), beginMark)
	_, tail, closed := strings.Cut(rest, endMark)
	if !ok || !closed {
		return fmt.Errorf("%s has no place for the result: add the lines %q and %q", file, beginMark, endMark)
	}
	return os.WriteFile(file, []byte(head+beginMark+"\n"+r.markdown()+endMark+tail), 0o644)
}

func (r *Report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, reliefd %s, %s. %s. %s, seed %d. %s\n\n", r.Date, r.Version, r.Go, r.Hardware, r.Network, r.Seed, r.Load)
	fmt.Fprintln(&b, "| fault | what is done | bar | measured | result |\n|---|---|---|---|---|")
	cell := func(s string) string { return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", "\\|") }
	for _, row := range r.Rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", cell(row.Fault), cell(row.Done), cell(row.Bar), cell(row.found()), row.Outcome)
	}
	return b.String()
}
