package network

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
)

// stopTimeout is how long a node may take to stop by itself.
const stopTimeout = 20 * time.Second

// Node is one machine and the reliefd on it.
type Node struct {
	// Number on the hub.
	Number int
	// Name and Home directory.
	Name, Home string
	// ID towards peers.
	ID string
	// Address of the machine.
	Address string
	// Binary that this node runs at its next start; that of the network if empty.
	Binary string
	// Settings of this node for its next start, such as statesync.enable.
	Settings map[string]string

	network *Network
	ports   ports

	mu     sync.Mutex
	run    *execution
	frozen bool
	client *rpchttp.HTTP
}

// execution is one life of a node's process.
type execution struct {
	cmd  *exec.Cmd
	done chan struct{}
}

// Start starts the node, whose output goes to its log.
func (n *Node) Start() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.run != nil && n.run.alive() {
		return fmt.Errorf("%s is running", n.Name)
	}
	out, err := os.OpenFile(n.Log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("open the log of %s: %w", n.Name, err)
	}
	cmd := exec.Command(cmp.Or(n.Binary, n.network.Binary), "start", "--home", n.Home, "--log_no_color")
	cmd.Env = append(append(os.Environ(), "GODEBUG=gctrace=1"), n.environment()...) // for InUse
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	run := &execution{cmd: cmd, done: make(chan struct{})}
	started := make(chan error, 1)
	live := func() error {
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // the exit code tells
		}
		close(run.done)
		return out.Close()
	}
	go func() {
		if n.network.Hub != nil {
			if err := n.network.Hub.Run(n.Number, live); err != nil {
				select {
				case started <- err:
				default:
				}
			}
			return
		}
		runtime.LockOSThread() // the death signal follows the thread that started the process
		defer runtime.UnlockOSThread()
		_ = live()
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start %s: %w", n.Name, err)
	}
	n.run, n.frozen = run, false
	return nil
}

// Command runs reliefd on this machine, over the node's home, and returns what it printed.
func (n *Node) Command(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, n.network.Binary, append(args, "--home", n.Home)...)
	cmd.Env = append(os.Environ(), n.environment()...)
	cmd.Env = append(cmd.Env, fmt.Sprintf("RELIEFD_NODE=tcp://127.0.0.1:%d", n.ports.rpc))
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	run := cmd.Run
	if n.network.Hub != nil {
		run = func() error { return n.network.Hub.Run(n.Number, cmd.Run) }
	}
	if err := run(); err != nil {
		return nil, fmt.Errorf("reliefd %s at %s: %w: %s", strings.Join(args, " "), n.Name, err, &said)
	}
	return out.Bytes(), nil
}

// environment holds the node's settings as reliefd reads them.
func (n *Node) environment() []string {
	listen := "127.0.0.1"
	if n.network.Hub != nil {
		listen = "0.0.0.0"
	}
	settings := map[string]string{
		"p2p.laddr": fmt.Sprintf("tcp://%s:%d", listen, n.ports.p2p), "rpc.laddr": fmt.Sprintf("tcp://%s:%d", listen, n.ports.rpc),
		"grpc.address": fmt.Sprintf("%s:%d", listen, n.ports.grpc), "api.address": fmt.Sprintf("tcp://%s:%d", listen, n.ports.rest),
		"p2p.persistent_peers": n.network.peers(n), "p2p.pex": "false", "p2p.allow_duplicate_ip": "true", "p2p.addr_book_strict": "false",
		"consensus.timeout_commit": n.network.BlockTime.String(),
	}
	maps.Copy(settings, n.Settings)
	var all []string
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		all = append(all, "RELIEFD_"+strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))+"="+settings[key])
	}
	return all
}

// Log is the file of the node's output, outside its home.
func (n *Node) Log() string { return filepath.Join(n.network.Dir, n.Name+".log") }

// Data is the directory of the node's databases.
func (n *Node) Data() string { return filepath.Join(n.Home, "data") }

// Wipe removes everything the node knows of the chain. What it signed last stays, as on a machine whose disk was replaced with care.
func (n *Node) Wipe() error {
	state, err := os.ReadFile(n.SignState())
	if err != nil {
		return err
	}
	if err := os.RemoveAll(n.Data()); err != nil {
		return err
	}
	if err := os.MkdirAll(n.Data(), 0o755); err != nil {
		return err
	}
	return os.WriteFile(n.SignState(), state, 0o600)
}

// Key is the file with the key that signs blocks.
func (n *Node) Key() string { return filepath.Join(n.Home, "config", "priv_validator_key.json") }

// SignState is the file with what was signed last.
func (n *Node) SignState() string { return filepath.Join(n.Data(), "priv_validator_state.json") }

// Peer is where other nodes reach this one.
func (n *Node) Peer() string { return net.JoinHostPort(n.Address, strconv.Itoa(n.ports.p2p)) }

// GRPC is where this machine reaches the node's gRPC.
func (n *Node) GRPC() string { return fmt.Sprintf("127.0.0.1:%d", n.ports.grpc) }

// Server is where others reach the node's RPC.
func (n *Node) Server() string { return net.JoinHostPort(n.Address, strconv.Itoa(n.ports.rpc)) }

func (e *execution) alive() bool {
	select {
	case <-e.done:
		return false
	default:
		return true
	}
}

func (n *Node) current() *execution {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.run
}

// Running tells whether the process is alive.
func (n *Node) Running() bool {
	run := n.current()
	return run != nil && run.alive()
}

// PID of the process; 0 when there is none.
func (n *Node) PID() int {
	if run := n.current(); run != nil && run.alive() {
		return run.cmd.Process.Pid
	}
	return 0
}

// Exited waits until the process has ended and returns its exit code; -1 is a signal.
func (n *Node) Exited(ctx context.Context) (int, error) {
	run := n.current()
	if run == nil {
		return 0, fmt.Errorf("%s never ran", n.Name)
	}
	select {
	case <-run.done:
		return run.cmd.ProcessState.ExitCode(), nil
	case <-ctx.Done():
		return 0, fmt.Errorf("%s is still running: %w", n.Name, ctx.Err())
	}
}

func (n *Node) signal(s syscall.Signal) error {
	run := n.current()
	if run == nil || !run.alive() {
		return fmt.Errorf("%s isn't running", n.Name)
	}
	return run.cmd.Process.Signal(s)
}

// Kill ends the process at once, as a power cut would.
func (n *Node) Kill() {
	if n.signal(syscall.SIGKILL) == nil {
		<-n.current().done
	}
}

// Stop asks the process to end and waits for it.
func (n *Node) Stop() error {
	if err := n.signal(syscall.SIGTERM); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if _, err := n.Exited(ctx); err != nil {
		n.Kill()
		return err
	}
	return nil
}

// Freeze stops the process without ending it.
func (n *Node) Freeze() error { return n.freeze(syscall.SIGSTOP, true) }

// Thaw lets a frozen process go on.
func (n *Node) Thaw() error { return n.freeze(syscall.SIGCONT, false) }

func (n *Node) freeze(s syscall.Signal, frozen bool) error {
	if err := n.signal(s); err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.frozen = frozen
	return nil
}

// Frozen tells whether the process is stopped by Freeze.
func (n *Node) Frozen() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.frozen
}

// Dial connects to an address as a program on this machine does; its own ports are at 127.0.0.1, whatever its links do.
func (n *Node) Dial(ctx context.Context, address string) (net.Conn, error) {
	if n.network.Hub != nil {
		return n.network.Hub.Dial(ctx, n.Number, address)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", address)
}

// HTTP is a client on this machine.
func (n *Node) HTTP(timeout time.Duration) *http.Client {
	return &http.Client{Timeout: timeout, Transport: &http.Transport{
		MaxIdleConnsPerHost: 64, IdleConnTimeout: 10 * time.Second,
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) { return n.Dial(ctx, address) },
	}}
}

// RPC asks the node from its own machine.
func (n *Node) RPC() *rpchttp.HTTP {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.client == nil {
		c, err := rpchttp.NewWithClient(fmt.Sprintf("http://127.0.0.1:%d", n.ports.rpc), "/websocket", n.HTTP(n.network.Patience))
		if err != nil {
			panic(err) // the address is ours
		}
		n.client = c
	}
	return n.client
}

// Height of the last block the node has stored; it may still be executing it.
func (n *Node) Height(ctx context.Context) (int64, error) {
	s, err := n.RPC().Status(ctx)
	if err != nil {
		return 0, err
	}
	return s.SyncInfo.LatestBlockHeight, nil
}

// ErrEnded says that a node ended while something was expected of it.
var ErrEnded = errors.New("the node ended")

// Reach waits until the node has executed a height.
func (n *Node) Reach(ctx context.Context, height int64) error {
	var last error
	for {
		h, err := n.Height(ctx)
		if err == nil && h >= height {
			return nil
		}
		if err == nil {
			err = fmt.Errorf("at height %d", h)
		}
		if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
			last = err
		}
		if !n.Running() {
			return fmt.Errorf("%s before height %d: %w (see %s)", n.Name, height, ErrEnded, n.Log())
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s reaches height %d: %w (%w)", n.Name, height, ctx.Err(), last)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Resident is the process's resident memory, bytes.
func (n *Node) Resident() (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", n.PID()))
	if err != nil {
		return 0, err
	}
	var size, resident int64
	if _, err := fmt.Sscan(string(raw), &size, &resident); err != nil {
		return 0, err
	}
	return resident * int64(os.Getpagesize()), nil
}

// CPU is the processor time of the process so far, user and system.
func (n *Node) CPU() (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", n.PID()))
	if err != nil {
		return 0, err
	}
	const user, perSecond = 11, 100 // fields after the name in brackets; ticks
	fields := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
	if len(fields) < user+2 {
		return 0, fmt.Errorf("%s: %d fields", n.Name, len(fields))
	}
	var ticks int64
	for _, field := range fields[user : user+2] {
		t, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += t
	}
	return time.Duration(ticks) * time.Second / perSecond, nil
}

// collection is what the Go runtime says of a garbage collection: the heap before, at the end, and what is in use.
var collection = regexp.MustCompile(`(?m)^gc \d+ @.* (\d+)->(\d+)->(\d+) MB,`)

// InUse is the memory that the last garbage collection found in use, bytes. Only what the node has logged since an offset counts.
func (n *Node) InUse(since int64) (int64, error) {
	raw, err := os.ReadFile(n.Log())
	if err != nil {
		return 0, err
	}
	found := collection.FindAllSubmatch(raw[min(since, int64(len(raw))):], -1)
	if len(found) == 0 {
		return 0, fmt.Errorf("%s has collected no garbage yet", n.Name)
	}
	mb, err := strconv.ParseInt(string(found[len(found)-1][3]), 10, 64)
	return mb << 20, err
}
