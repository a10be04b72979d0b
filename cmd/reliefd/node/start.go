package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"cosmossdk.io/log/v2"
	cmtnode "github.com/cometbft/cometbft/node"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"golang.org/x/sync/errgroup"
)

// Exit codes of a node that ended by itself.
const (
	// ExitConsensusEnded is for a node that can't take part any more.
	ExitConsensusEnded = 70
	// ExitOtherVersion is for a node whose state needs another version of the program.
	ExitOtherVersion = 79
	// ExitStartRefused is for a node that must not be started again before somebody has looked.
	ExitStartRefused = 78
)

// farewell is how long a node that needs another version stays for its peers, who may lack its vote for the last block it can have.
const farewell = 2 * time.Second

// errWithoutComet says what reliefd doesn't do.
var errWithoutComet = errors.New("reliefd runs CometBFT in its own process: start it without --with-comet=false")

// Running is a node that runs.
type Running struct {
	// Node of CometBFT.
	Node *cmtnode.Node
	// App is the application.
	App servertypes.Application
	// Client asks the node without a network between.
	Client client.Context
	// Server holds the settings and the logger.
	Server *server.Context
	// Config is app.toml.
	Config serverconfig.Config
	// Ended returns why consensus ended; nil while the node takes part.
	Ended func() error
}

// Service is something to run beside the node. It starts goroutines in the group and returns; they end with the context.
type Service func(ctx context.Context, g *errgroup.Group, r Running) error

// Options are what a node runs with.
type Options struct {
	// Services start in order once the node and its servers have started.
	Services []Service
	// Dump takes what every goroutine is doing when consensus ended.
	Dump io.Writer
}

// Handler returns what the start command runs. Its errors wrap ErrStartRefused, ErrSnapshot, app.ErrWrongProgram, app.ErrUpgradeFailed,
// ErrConsensusEnded, ErrDiskRefuses or ErrDamaged where these are the cause. After one of the last three nothing is cleaned up: the
// process has to end at once, as after a power cut.
func (o Options) Handler() func(*server.Context, client.Context, servertypes.AppCreator, bool, server.StartCmdOptions) error {
	if o.Dump == nil {
		o.Dump = os.Stderr
	}
	return func(s *server.Context, c client.Context, create servertypes.AppCreator, withComet bool, cmd server.StartCmdOptions) error {
		if !withComet {
			return errWithoutComet
		}
		config, err := serverconfig.GetConfig(s.Viper)
		if err != nil {
			return fmt.Errorf("read app.toml: %w", err)
		}
		if err := config.ValidateBasic(); err != nil {
			return fmt.Errorf("app.toml: %w", err)
		}
		debug.SetTraceback("all") // a panic outside consensus ends the process too: show everything
		r := &runner{Options: o, server: s, client: c, config: config, cmd: cmd}
		return r.run(create)
	}
}

// runner is one run of a node.
type runner struct {
	Options
	server *server.Context
	client client.Context
	config serverconfig.Config
	cmd    server.StartCmdOptions
}

func (r *runner) logger() log.Logger { return r.server.Logger }

// run runs the node until it is told to end, or has to.
func (r *runner) run(create servertypes.AppCreator) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	queriesOnly := r.server.Viper.GetBool("grpc-only")

	var seat *seat
	if !queriesOnly {
		var err error
		if seat, err = takeSeat(r.server.Config, r.logger()); err != nil {
			return err
		}
	}
	telemetry, err := r.openTelemetry()
	if err != nil {
		return err
	}
	defer telemetry.close(r.logger())
	app, err := r.openApp(create)
	if err != nil {
		if seat != nil {
			err = errors.Join(err, seat.databases.close())
		}
		return err
	}
	closeApp := func() {
		if err := app.Close(); err != nil {
			r.logger().Error("close the application", "error", err)
		}
	}
	if queriesOnly {
		defer closeApp()
		r.config.GRPC.Enable = true
		return r.serve(ctx, app, telemetry, nil)
	}
	core, err := r.startCore(ctx, app, seat)
	if errors.Is(err, ErrDamaged) { // some of it may run
		return err
	}
	if err != nil {
		closeApp()
		return errors.Join(err, seat.databases.close())
	}
	if core == nil { // told to end before it had begun
		closeApp()
		return nil
	}
	return r.supervise(ctx, core, telemetry, closeApp)
}

// openApp opens the state and builds the application over it.
func (r *runner) openApp(create servertypes.AppCreator) (_ servertypes.Application, err error) {
	defer recovered(&err) // stores panic over a table that they can't read
	db, err := r.cmd.DBOpener(r.server.Config.RootDir, server.GetAppDBBackend(r.server.Viper))
	if isCorrupted(err) {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open the state: %w", err)
	}
	return create(r.logger(), db, r.server.Viper), nil
}

// supervise serves while the core runs and ends both.
func (r *runner) supervise(ctx context.Context, core *core, telemetry *telemetryPipe, closeApp func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watching, stopWatching := context.WithCancel(context.Background())
	defer stopWatching()
	core.watch(ctx, watching, r.logger())

	served := make(chan error, 1)
	go func() { served <- r.serve(ctx, core.app, telemetry, core) }()
	select {
	case err := <-core.failed:
		core.ended.Store(&err)
		if !errors.Is(err, ErrDamaged) { // there it is known who couldn't go on, and why
			dump(r.Dump)
		}
		return err
	case <-core.halt.reached:
		why := core.halt.ended()
		if why == nil {
			r.logger().Info("halted as configured", "before_height", core.halt.at.Load())
		} else {
			r.logger().Error("this version can't go on", "height", core.halt.at.Load(), "reason", why)
			time.Sleep(farewell)
		}
		cancel()
		err := errors.Join(why, <-served)
		closeApp()
		return err
	case err := <-served:
		cancel()
		if stopErr := core.node.Stop(); stopErr != nil {
			r.logger().Error("stop the node", "error", stopErr)
		}
		closeApp()
		return err
	}
}
