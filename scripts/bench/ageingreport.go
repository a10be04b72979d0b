package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/merkle"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/bench"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// How long a register is aged, how many of its first receipts are proved at the end, and what may become of the processor time of a payout.
const (
	agedMonths  = 24
	quarter     = 3
	oldReceipts = 100
	mostDecay   = 1.5
	gibibyte    = 1 << 30
	storeName   = granttypes.StoreKey
	megabyte    = 1_000_000
)

var (
	errDecayed = errors.New("payouts got dearer")
	errReceipt = errors.New("an old receipt doesn't verify")
)

// ageingReport is what became of a register.
type ageingReport struct {
	Machine bench.Machine `json:"machine"`
	Took    string        `json:"took"`
	Import  enrolled      `json:"import"`
	Months  []aged        `json:"months"`
	// Decay is the processor time of a payout in the last quarter, by the median, to that of the first.
	Decay float64 `json:"decay"`
	// Receipts of the first month that verified against the last app hash.
	Receipts int `json:"receipts_of_the_first_month"`
	// Invariants that held at the end.
	Invariants int `json:"invariants"`
}

// enrolled is what the register cost, all but grants and peak per person.
type enrolled struct {
	Persons   int     `json:"persons"`
	Grants    int     `json:"grants"`
	PerSecond float64 `json:"per_second"`
	CPUMicros float64 `json:"cpu_us"`
	Bytes     float64 `json:"bytes"`
	Disk      float64 `json:"disk_bytes"`
	Peak      int64   `json:"peak_memory_bytes"`
}

// aged is one month.
type aged struct {
	Period    string  `json:"period"`
	Grants    int     `json:"grants"`
	Slots     int     `json:"slots"`
	PerSecond float64 `json:"per_second"`
	CPUMicros float64 `json:"cpu_us"`
	Puts      float64 `json:"puts"`
	Bytes     float64 `json:"bytes"`
	Receipts  float64 `json:"receipt_bytes"`
	// Churn is how long new grants and moves took, seconds.
	Churn float64 `json:"churn_s"`
	// StateDisk and ReceiptDisk are what the databases take on disk after it, bytes.
	StateDisk   int64 `json:"state_disk_bytes"`
	ReceiptDisk int64 `json:"receipt_disk_bytes"`
	Peak        int64 `json:"peak_memory_bytes"`
}

// ageRegister loads a register of so many households and pays it for so many months, a quarter at least.
func ageRegister(grants, months int, progress io.Writer) (r ageingReport, err error) {
	app.SetAddressPrefixes()
	r.Machine = bench.ThisMachine()
	began := time.Now()
	dir, err := os.MkdirTemp("", "relief-bench-")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	a, err := openAgeing(dir, grants)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if r.Import, err = a.load(grants, progress); err != nil {
		return r, err
	}
	var first []holding
	for period := firstPeriod; period < firstPeriod+granttypes.Period(months); period++ {
		month, err := a.month(period)
		if err != nil {
			return r, fmt.Errorf("%s: %w", period, err)
		}
		r.Months = append(r.Months, month)
		fmt.Fprintf(progress, "\r%s: %s grants, %.1f CPU-µs a payout   ", period, count(month.Grants), month.CPUMicros)
		if period == firstPeriod {
			for i := range min(oldReceipts, len(a.live)) {
				first = append(first, a.live[i*len(a.live)/oldReceipts])
			}
		}
	}
	fmt.Fprintln(progress)
	if err := a.prove(first, firstPeriod); err != nil {
		return r, err
	}
	r.Receipts = len(first)
	for _, i := range a.app.Invariants() {
		if err := i.Check(a.context()); err != nil {
			return r, fmt.Errorf("invariant %s: %w", i.Name, err)
		}
		r.Invariants++
	}
	r.Decay, r.Took = decay(r.Months), time.Since(began).Round(time.Second).String()
	if r.Decay > mostDecay {
		err = fmt.Errorf("%.2f times as dear after %d months: %w", r.Decay, months, errDecayed)
	}
	return r, err
}

// decay compares the last quarter with the first.
func decay(months []aged) float64 {
	median := func(months []aged) float64 {
		costs := make([]float64, len(months))
		for i, m := range months {
			costs[i] = m.CPUMicros
		}
		return spreadOf(costs).Median
	}
	return ratio(median(months[len(months)-quarter:]), median(months[:quarter]))
}

// load imports the register, wave by wave.
func (a *ageing) load(grants int, progress io.Writer) (in enrolled, err error) {
	var total sample
	before, err := directorySize(a.meter.dir)
	if err != nil {
		return in, err
	}
	if err := a.admit(grants, firstPeriod, func(w work) error {
		s, err := a.meter.measure(w, nil)
		total = total.plus(s)
		fmt.Fprintf(progress, "\rimported %s persons of %s, %s a second, %.1f GiB ", count(total.Outcome.Units), count(grants*householdSize),
			whole(ratio(float64(s.Outcome.Units), s.Wall.Seconds())), float64(bench.PeakMemory())/gibibyte)
		return err
	}); err != nil {
		return in, err
	}
	fmt.Fprintln(progress)
	if err := a.reachPruning(); err != nil {
		return in, err
	}
	settle()
	after, err := directorySize(a.meter.dir)
	persons := float64(total.Outcome.Units)
	return enrolled{
		Persons: total.Outcome.Units, Grants: len(a.live), PerSecond: ratio(persons, total.Wall.Seconds()),
		CPUMicros: ratio(float64(total.CPU)/float64(time.Microsecond), persons), Bytes: ratio(float64(total.State.Bytes), persons),
		Disk: ratio(float64(after-before), persons), Peak: bench.PeakMemory(),
	}, err
}

// month ends, moves, admits and pays grants.
func (a *ageing) month(period granttypes.Period) (m aged, err error) {
	if period > firstPeriod {
		a.now = genesisTime.AddDate(0, int(period-firstPeriod), 0)
		if err := a.commit(); err != nil { // clocks run: a fiscal year may begin
			return m, err
		}
		a.end(period)
		before := len(a.live)
		start := time.Now()
		if err := a.move(period); err != nil {
			return m, err
		}
		m.Churn = time.Since(start).Seconds()
		if err := a.admit(max(a.setup.Grants-before, 0), period, func(w work) error {
			s, err := a.meter.measure(w, nil)
			m.Churn += s.Wall.Seconds()
			return err
		}); err != nil {
			return m, err
		}
		if err := a.reachPruning(); err != nil {
			return m, err
		}
		settle()
	}
	s, err := a.meter.measure(a.pay(period), a.reachPruning)
	if err != nil {
		return m, err
	}
	units := float64(s.Outcome.Units)
	m.Period, m.Grants, m.Peak = period.String(), s.Outcome.Units, bench.PeakMemory()
	for _, taken := range a.slots {
		m.Slots += int(taken)
	}
	m.PerSecond, m.CPUMicros = ratio(units, s.Wall.Seconds()), ratio(float64(s.CPU)/float64(time.Microsecond), units)
	m.Puts, m.Bytes, m.Receipts = ratio(float64(s.State.Puts), units), ratio(float64(s.State.Bytes), units), ratio(float64(s.Receipts.Bytes), units)
	if m.StateDisk, err = directorySize(filepath.Join(a.meter.dir, "application.db")); err != nil {
		return m, err
	}
	m.ReceiptDisk, err = directorySize(filepath.Join(a.meter.dir, "receipts.db"))
	return m, err
}

// prove verifies what some grants were paid in a period, from the receipt log to the last app hash.
func (a *ageing) prove(paid []holding, period granttypes.Period) error {
	hash, err := hex.DecodeString(a.hashes[len(a.hashes)-1])
	if err != nil {
		return err
	}
	queries, runtime := grantkeeper.NewQueryServer(a.app.Grant), rootmulti.DefaultProofRuntime()
	for _, h := range paid {
		res, err := queries.Payment(a.context(), &granttypes.QueryPaymentRequest{Grant: uint64(h.id), Period: uint32(period)})
		if err != nil {
			return fmt.Errorf("grant %s: %w", h.id, err)
		}
		key := granttypes.ChunkKey(res.Chunk.Run, res.Chunk.Roll, res.Chunk.FirstSlot)
		stored, err := a.app.Query(context.Background(), &abci.RequestQuery{Path: "/store/" + storeName + "/key", Data: key, Height: a.height, Prove: true})
		if err != nil {
			return err
		}
		leaf, err := granttypes.DecodeLeaf(res.Leaf)
		if err != nil {
			return err
		}
		var chunk granttypes.Chunk
		path := merkle.KeyPath{}.AppendKey([]byte(storeName), merkle.KeyEncodingURL).AppendKey(key, merkle.KeyEncodingHex).String()
		if err := errors.Join(
			runtime.VerifyValue(stored.ProofOps, hash, path, stored.Value), chunk.Unmarshal(stored.Value),
			granttypes.VerifyPath(chunk.Root, chunk.Leaves, res.Index, res.Leaf, res.Path),
		); err != nil || leaf.Amount != h.amount {
			return errors.Join(fmt.Errorf("grant %s: %w", h.id, errReceipt), err)
		}
	}
	return nil
}

func (r ageingReport) print(out io.Writer) error {
	in := r.Import
	fmt.Fprintf(out, "%s\ntook %s\n\nregister: %s persons in %s households: %s a second, %s CPU-µs, %s bytes, %s on disk a person; %.1f GiB of memory\n\n",
		r.Machine, r.Took, count(in.Persons), count(in.Grants), whole(in.PerSecond), short(in.CPUMicros), whole(in.Bytes), whole(in.Disk), float64(in.Peak)/gibibyte)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "period\tgrants\tslots\tper second\tCPU-µs\tputs\tbytes\tlog bytes\tchurn s\tstate MB\treceipts MB\tpeak GiB")
	for _, m := range r.Months {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%.2f\t%s\t%s\t%.1f\t%s\t%s\t%.1f\n", m.Period, count(m.Grants), count(m.Slots), whole(m.PerSecond), short(m.CPUMicros),
			m.Puts, whole(m.Bytes), whole(m.Receipts), m.Churn, count(int(m.StateDisk/megabyte)), count(int(m.ReceiptDisk/megabyte)), float64(m.Peak)/gibibyte)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%.2f × the processor time of a payout after %d months; %d receipts of the first month verified; %d invariants held\n",
		r.Decay, len(r.Months), r.Receipts, r.Invariants)
	return err
}
