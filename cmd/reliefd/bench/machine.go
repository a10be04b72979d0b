package bench

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

// How much is measured.
const (
	syncs        = 400
	syncBytes    = 4 << 10
	checksFor    = time.Second
	checksAtOnce = 100
)

// Machine describes what figures were measured on.
type Machine struct {
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`
	Memory string `json:"memory"`
	Go     string `json:"go"`
	// Load is the load average when the run began: above a few tenths, others were using the machine.
	Load string `json:"load"`
}

// ThisMachine asks the system.
func ThisMachine() Machine {
	m := Machine{
		CPU: field("/proc/cpuinfo", "model name"), Cores: runtime.NumCPU(), Memory: field("/proc/meminfo", "MemTotal"),
		Go: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH, Load: "unknown",
	}
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load = strings.Join(strings.Fields(string(raw))[:3], " ")
	}
	return m
}

// field reads one line of a file of "name: value" lines.
func field(path, name string) string {
	raw, err := os.ReadFile(path)
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(raw)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.Join(strings.Fields(value), " ")
		}
	}
	return "unknown"
}

// String is the hardware line of a report.
func (m Machine) String() string {
	return fmt.Sprintf("%s, %d cores, %s, %s, load %s", m.CPU, m.Cores, m.Memory, m.Go, m.Load)
}

// bytes is the memory as a number, 0 if the system doesn't say.
func (m Machine) bytes() uint64 {
	var kibibytes uint64
	if _, err := fmt.Sscanf(m.Memory, "%d kB", &kibibytes); err != nil {
		return 0
	}
	return kibibytes << 10
}

// CPUTime is the processor time that this process has used.
func CPUTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// PeakMemory is the most memory that this process has had, bytes; 0 if the system doesn't say.
func PeakMemory() int64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return r.Maxrss << 10
}

// free is how many bytes a user may write to the disk of a directory, 0 if the system doesn't say.
func free(dir string) uint64 {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0
	}
	return s.Bavail * uint64(s.Bsize)
}

// syncTimes appends to a file in a directory as a write-ahead log does.
func syncTimes(ctx context.Context, dir string) (median, p99 time.Duration, err error) {
	file, err := os.CreateTemp(dir, "sync-")
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	block, took := make([]byte, syncBytes), make([]time.Duration, syncs)
	for i := range took {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		start := time.Now()
		if _, err := file.Write(block); err != nil {
			return 0, 0, err
		}
		if err := file.Sync(); err != nil {
			return 0, 0, err
		}
		took[i] = time.Since(start)
	}
	slices.Sort(took)
	return took[len(took)/2], took[len(took)*99/100], nil
}

// errSignature says that the build of libsecp256k1 is broken.
var errSignature = errors.New("a correct signature was refused")

// signatures is how many signatures of transactions one core checks a second.
func signatures() (float64, error) {
	key := secp256k1.GenPrivKey()
	public, message := key.PubKey(), sha256.Sum256([]byte("bench"))
	signature, err := key.Sign(message[:])
	if err != nil {
		return 0, err
	}
	count, start := 0, time.Now()
	for time.Since(start) < checksFor {
		for range checksAtOnce {
			if !public.VerifySignature(message[:], signature) {
				return 0, errSignature
			}
		}
		count += checksAtOnce
	}
	return float64(count) / time.Since(start).Seconds(), nil
}
