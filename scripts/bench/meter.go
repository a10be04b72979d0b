package main

import (
	"errors"
	"io/fs"
	"path/filepath"
	"runtime"
	"time"

	"github.com/reliefchain/relief/cmd/reliefd/bench"
)

// sample is what one repetition cost. All but the wall time include work in the background: collecting garbage, pruning,
// compaction.
type sample struct {
	Outcome   outcome
	Wall, CPU time.Duration
	Mallocs   uint64
	State     tally // handed to the database of the state
	Receipts  tally // handed to the receipt log
	Disk      int64 // growth of the directory
	Live      int64 // growth of the keys and values that the state holds, of what is registered
}

// plus adds samples of the same kind; the disk's growth is that of both.
func (s sample) plus(t sample) sample {
	return sample{
		Outcome: s.Outcome.plus(t.Outcome), Wall: s.Wall + t.Wall, CPU: s.CPU + t.CPU, Mallocs: s.Mallocs + t.Mallocs,
		State: s.State.plus(t.State), Receipts: s.Receipts.plus(t.Receipts), Disk: s.Disk + t.Disk, Live: s.Live + t.Live,
	}
}

// meter measures a node's work.
type meter struct {
	dir             string
	state, receipts *writes // receipts is nil where there is no log
}

// A process is quiet when it uses less than a twentieth of a core for a while; pruning looks for work every tenth of a second.
const (
	quiet    = 300 * time.Millisecond
	patience = 60 * time.Second
)

// measure runs one repetition. What follows it, unless nil, counts as work in the background, as does everything until the
// process is quiet.
func (m meter) measure(w work, follow func() error) (sample, error) {
	disk, err := directorySize(m.dir)
	if err != nil {
		return sample{}, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	state, receipts := m.tallies()
	cpu, start := bench.CPUTime(), time.Now()

	var s sample
	if s.Outcome, err = w(); err != nil {
		return sample{}, err
	}
	s.Wall = time.Since(start)
	if follow != nil {
		if err := follow(); err != nil {
			return sample{}, err
		}
		settle()
	}
	s.CPU = bench.CPUTime() - cpu
	runtime.ReadMemStats(&after)
	s.Mallocs = after.Mallocs - before.Mallocs
	stateAfter, receiptsAfter := m.tallies()
	s.State, s.Receipts = stateAfter.minus(state), receiptsAfter.minus(receipts)
	diskAfter, err := directorySize(m.dir)
	s.Disk = diskAfter - disk
	return s, err
}

func (m meter) tallies() (state, receipts tally) {
	if m.receipts != nil {
		receipts = m.receipts.tally()
	}
	return m.state.tally(), receipts
}

// settle waits until nothing goes on in the background any more.
func settle() {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		before := bench.CPUTime()
		time.Sleep(quiet)
		if bench.CPUTime()-before < quiet/20 {
			return
		}
	}
}

// directorySize adds up the files of a directory; a file that a compaction removes meanwhile counts nothing.
func directorySize(dir string) (int64, error) {
	var total int64
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ignoreMissing(err)
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreMissing(err)
		}
		total += info.Size()
		return nil
	})
	return total, err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
