// Command demo plays half a year of a county's urban minimum living guarantee on a network of four provinces on this machine:
// real areas, the county's published figures, coins against an attested reserve, monthly payrolls, a province that is killed in
// the middle, and a receipt that anyone can check. It fails if any figure differs from the published one by a fen.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/testutil/county"
)

// limit is the longest the demo may take.
const limit = 10 * time.Minute

// The network of the demo.
const (
	blockTime = "300ms"
	province  = "fujian"
	killed    = "tianjin"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "\nThe demo failed:", err)
		os.Exit(1)
	}
}

// demo is what the steps share.
type demo struct {
	binary, dir string
	info        devnet.Info
	county      *county.County
	began       time.Time
}

func run(ctx context.Context) (err error) {
	binary, err := filepath.Abs("build/reliefd")
	if err != nil {
		return err
	}
	if _, err := os.Stat(binary); err != nil {
		return fmt.Errorf("%w: run \"make build\" first", err)
	}
	dir, err := os.MkdirTemp("", "relief-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	d := &demo{binary: binary, dir: dir, began: time.Now()}

	stop, err := d.startNetwork(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()

	if err := d.connect(ctx); err != nil {
		return err
	}
	defer d.county.Client.Close()
	for _, s := range []struct {
		title string
		do    func(context.Context) error
	}{
		{"Areas of Fujian down to Dehua county", d.areas},
		{"Offices, officers, fee budgets", d.offices},
		{"Programme, standard, budget, coins in the treasury", d.money},
		{"Registers of three townships (rows reconstructed from the published figures)", d.registers},
		{"January and February 2024", d.firstMonths},
		{"March, April and May 2024", d.spring},
		{"June 2024, with " + killed + " killed in the middle", d.june},
		{"A beneficiary without a coin withdraws", d.withdraw},
		{"A receipt, checked offline, and one with a byte altered", d.receipt},
	} {
		fmt.Printf("\n[%5.1f s] %s\n", time.Since(d.began).Seconds(), s.title)
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
	}
	fmt.Printf("\n[%5.1f s] Every figure is met to the fen.\n", time.Since(d.began).Seconds())
	return nil
}

// startNetwork starts "reliefd dev" and waits until it is ready.
func (d *demo) startNetwork(ctx context.Context) (func() error, error) {
	fmt.Printf("[%5.1f s] Four provinces start: beijing, tianjin, hebei, fujian\n", 0.0)
	network := filepath.Join(d.dir, "network")
	cmd := exec.Command(d.binary, "dev", "--persist", network, "--block-time", blockTime)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	started, exited := make(chan error, 1), make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the death signal follows the thread that started the child
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			exited <- cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	stop := func() error {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case err := <-exited:
			return err
		case <-time.After(30 * time.Second):
			return errors.Join(errors.New("the network did not stop in 30 s"), cmd.Process.Kill())
		}
	}
	for {
		if states, err := devnet.Status(ctx, network); err == nil {
			for _, s := range states {
				fmt.Printf("  %-8s area %s, height %d, gRPC %s\n", s.Name, s.Area, s.Height, s.GRPC)
			}
			d.info, err = devnet.ReadInfo(network)
			return stop, err
		}
		select {
		case err := <-exited:
			return nil, fmt.Errorf("reliefd dev ended: %w", err)
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), stop())
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// connect opens the network's keyring and connects to Fujian's node.
func (d *demo) connect(ctx context.Context) error {
	encoding, err := app.NewChainEncoding()
	if err != nil {
		return err
	}
	keys, err := keyring.New(app.Name, keyring.BackendTest, d.info.Keys, nil, encoding.Codec)
	if err != nil {
		return err
	}
	p, err := d.info.Province(province)
	if err != nil {
		return err
	}
	c, err := client.Dial(ctx, p.GRPC, encoding, keys)
	if err != nil {
		return err
	}
	d.county = &county.County{Area: "350526", Province: province, Client: c, Keys: keys}
	return nil
}

// command runs reliefd and shows what it says, indented.
func (d *demo) command(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, d.binary, args...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
