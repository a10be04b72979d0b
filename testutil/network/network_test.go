//go:build system

package network_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
)

// blockTime is the pause between blocks of the networks.
const blockTime = "200ms"

// Settings of the nodes: they prune hard, so that no test leans on old state, and wait little for a dead proposer.
var settings = []string{
	"RELIEFD_PRUNING=custom", "RELIEFD_PRUNING_KEEP_RECENT=30", "RELIEFD_PRUNING_INTERVAL=10",
	"RELIEFD_CONSENSUS_TIMEOUT_PROPOSE=600ms",
}

// patience bounds every wait; nothing is measured against it.
const patience = 90 * time.Second

// binary is reliefd.
var binary = sync.OnceValues(func() (string, error) {
	name := os.Getenv("RELIEFD")
	if name == "" {
		name = filepath.Join("..", "..", "build", "reliefd")
	}
	name, err := filepath.Abs(name)
	if err == nil {
		_, err = os.Stat(name)
	}
	if err != nil {
		return "", fmt.Errorf("%w: run \"make build\" or set RELIEFD", err)
	}
	return name, nil
})

func reliefd(t *testing.T) string {
	t.Helper()
	name, err := binary()
	require.NoError(t, err)
	return name
}

// network is a "reliefd dev" that runs.
type network struct {
	cmd    *exec.Cmd
	exited chan error
	out    *output
	info   devnet.Info
}

// output collects what a process says.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// launch starts "reliefd dev" with arguments, in an environment with extra settings, and doesn't wait for it.
func launch(name string, environment []string, args ...string) (*network, error) {
	n := &network{cmd: exec.Command(name, append([]string{"dev"}, args...)...), exited: make(chan error, 1), out: &output{}}
	n.cmd.Stdout, n.cmd.Stderr = n.out, n.out
	n.cmd.Env = append(os.Environ(), environment...)
	n.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the death signal follows the thread that started the child
		defer runtime.UnlockOSThread()
		err := n.cmd.Start()
		started <- err
		if err == nil {
			n.exited <- n.cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return n, nil
}

// ready waits until the network in a directory answers.
func (n *network) ready(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if _, err := devnet.Status(ctx, dir); err == nil {
			n.info, err = devnet.ReadInfo(dir)
			return err
		}
		select {
		case err := <-n.exited:
			return fmt.Errorf("reliefd dev ended: %w\n%s", err, n.out)
		case <-ctx.Done():
			return fmt.Errorf("%w\n%s", ctx.Err(), n.out)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// interrupt asks the network to stop, as Ctrl-C does, and returns how it ended.
func (n *network) interrupt() error {
	if err := n.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	select {
	case err := <-n.exited:
		return err
	case <-time.After(patience):
		return errors.Join(errors.New("the network did not stop"), n.cmd.Process.Kill())
	}
}

// start runs a network until the test ends.
func start(t *testing.T, environment []string, args ...string) *network {
	t.Helper()
	dir := t.TempDir()
	n, err := launch(reliefd(t), environment, append(args, "--persist", dir, "--block-time", blockTime)...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, n.interrupt(), n.out) })
	require.NoError(t, n.ready(t.Context(), dir))
	return n
}

// shared is the network of four provinces that most tests use; the first one that asks starts it.
var shared struct {
	network *network
	county  *township
}

func TestMain(m *testing.M) {
	code := m.Run()
	if n := shared.network; n != nil {
		if err := n.interrupt(); err != nil {
			fmt.Fprintln(os.Stderr, "stop the shared network:", err)
			code = 1
		}
		if code != 0 {
			n.show(os.Stderr)
		}
		if err := os.RemoveAll(n.info.Dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// show prints the end of every log.
func (n *network) show(w io.Writer) {
	fmt.Fprintln(w, n.out)
	for _, p := range n.info.Provinces {
		raw, _ := os.ReadFile(filepath.Join(p.Home, "node.log"))
		lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
		fmt.Fprintf(w, "--- %s\n%s\n", p.Name, strings.Join(lines[max(0, len(lines)-30):], "\n"))
	}
}

// provinces returns the shared network.
func provinces(t *testing.T) *network {
	t.Helper()
	if shared.network != nil {
		return shared.network
	}
	dir, err := os.MkdirTemp("", "relief-system-") //nolint:usetesting // outlives the test that starts it; TestMain removes it
	require.NoError(t, err)
	n, err := launch(reliefd(t), settings, "--persist", dir, "--block-time", blockTime)
	require.NoError(t, err)
	n.info.Dir = dir
	shared.network = n
	require.NoError(t, n.ready(t.Context(), dir))
	return n
}

func (n *network) province(t *testing.T, name string) devnet.Province {
	t.Helper()
	p, err := n.info.Province(name)
	require.NoError(t, err)
	return p
}

func (n *network) kill(t *testing.T, name string) {
	t.Helper()
	require.NoError(t, devnet.Kill(t.Context(), n.info.Dir, name))
}

// restart starts a stopped province and waits until it has made and applied a block with the others: queries fail before. A block is
// applied for certain once there is another one above it.
func (n *network) restart(t *testing.T, name string) {
	t.Helper()
	require.NoError(t, devnet.Restart(t.Context(), n.info.Dir, name))
	n.inStep(t, name)
}

// byHand is the environment of a province of the network that is started without it; what comes later counts.
func (n *network) byHand(t *testing.T, name string, more ...string) []string {
	t.Helper()
	p := n.province(t, name)
	var peers []string
	for _, other := range n.info.Provinces {
		if other.Name != name {
			peers = append(peers, other.NodeID+"@"+other.P2P)
		}
	}
	return slices.Concat(os.Environ(), settings, []string{
		"RELIEFD_HOME=" + p.Home, "RELIEFD_P2P_LADDR=tcp://" + p.P2P, "RELIEFD_RPC_LADDR=tcp://" + p.RPC,
		"RELIEFD_GRPC_ADDRESS=" + p.GRPC, "RELIEFD_API_ADDRESS=tcp://" + p.REST, "RELIEFD_P2P_PERSISTENT_PEERS=" + strings.Join(peers, ","),
	}, more)
}

// inStep waits until a province has made a block with the others.
func (n *network) inStep(t *testing.T, name string) {
	t.Helper()
	p := n.province(t, name)
	for _, other := range n.info.Provinces {
		if other.Name == name {
			continue
		}
		var target int64
		eventually(t, other.Name+" tells its height", func() (err error) {
			target, err = devnet.Height(t.Context(), other)
			return err
		})
		n.reach(t, p, target+2)
		return
	}
}

// reach waits until a province is at a height.
func (n *network) reach(t *testing.T, p devnet.Province, height int64) {
	t.Helper()
	eventually(t, fmt.Sprintf("%s reaches height %d", p.Name, height), func() error {
		h, err := devnet.Height(t.Context(), p)
		if err == nil && h < height {
			err = fmt.Errorf("at height %d", h)
		}
		return err
	})
}

// eventually tries until there is no error.
func eventually(t *testing.T, what string, try func() error) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			require.NoError(t, err, what)
		}
	}
}

// dial connects to a province's gRPC address with the network's keyring.
func (n *network) dial(t *testing.T, p devnet.Province) *client.Client {
	t.Helper()
	encoding, err := app.NewChainEncoding()
	require.NoError(t, err)
	keys, err := keyring.New(app.Name, keyring.BackendTest, n.info.Keys, nil, encoding.Codec)
	require.NoError(t, err)
	var c *client.Client
	eventually(t, p.Name+" answers over gRPC", func() (err error) {
		c, err = client.Dial(t.Context(), p.GRPC, encoding, keys)
		return err
	})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func rpc(t *testing.T, p devnet.Province) *rpchttp.HTTP {
	t.Helper()
	c, err := rpchttp.New("http://"+p.RPC, "/websocket")
	require.NoError(t, err)
	return c
}

// run runs reliefd and returns what it said and its exit code.
func run(t *testing.T, args ...string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), reliefd(t), args...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// mustRun is run for what has to succeed.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	out, code := run(t, args...)
	require.Zero(t, code, "reliefd %s\n%s", strings.Join(args, " "), out)
	return out
}
