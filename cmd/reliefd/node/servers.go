package node

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/rpc/client/local"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/server/api"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/telemetry"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

// telemetryTimeout bounds how long the last measurements may take to leave.
const telemetryTimeout = 2 * time.Second

// telemetryPipe is where measurements go.
type telemetryPipe struct {
	metrics *telemetry.Metrics //nolint:staticcheck // what app.toml configures
}

// openTelemetry starts what config/otel.yaml and the telemetry section of app.toml ask for.
func (r *runner) openTelemetry() (*telemetryPipe, error) {
	if err := telemetry.InitializeOpenTelemetry(filepath.Join(r.client.HomeDir, "config", telemetry.OtelFileName)); err != nil {
		return nil, fmt.Errorf("start OpenTelemetry: %w", err)
	}
	metrics, err := telemetry.New(r.config.Telemetry) //nolint:staticcheck // what app.toml configures
	if err != nil {
		return nil, fmt.Errorf("start telemetry: %w", err)
	}
	return &telemetryPipe{metrics: metrics}, nil
}

func (*telemetryPipe) close(logger log.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), telemetryTimeout)
	defer cancel()
	if err := telemetry.Shutdown(ctx); err != nil {
		logger.Error("end telemetry", "error", err)
	}
}

// serve runs gRPC, REST and the services until the context ends or one of them fails. Without a core there are only queries.
func (r *runner) serve(ctx context.Context, app servertypes.Application, pipe *telemetryPipe, core *core) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		<-ctx.Done()
		return nil
	})
	if err := r.startServers(ctx, g, app, pipe, core); err != nil {
		g.Go(func() error { return err })
	}
	return g.Wait()
}

func (r *runner) startServers(ctx context.Context, g *errgroup.Group, app servertypes.Application, pipe *telemetryPipe, core *core) error {
	c := r.client
	if core != nil {
		c = c.WithClient(local.New(core.node))
		app.RegisterTxService(c)
		app.RegisterTendermintService(c)
		app.RegisterNodeService(c, r.config)
	}
	grpcServer, c, err := server.StartGrpcServer(ctx, g, r.config.GRPC, c, r.server, app)
	if err != nil {
		return fmt.Errorf("start gRPC: %w", err)
	}
	if r.config.API.Enable {
		r.startREST(ctx, g, app, pipe, c, grpcServer)
	}
	if r.cmd.PostSetup != nil {
		if err := r.cmd.PostSetup(r.server, c, ctx, g); err != nil {
			return err
		}
	}
	if core == nil {
		return nil
	}
	running := Running{Node: core.node, App: app, Client: c, Server: r.server, Config: r.config, Ended: func() error {
		if err := core.ended.Load(); err != nil {
			return *err
		}
		return nil
	}}
	for _, start := range r.Services {
		if err := start(ctx, g, running); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) startREST(ctx context.Context, g *errgroup.Group, app servertypes.Application, pipe *telemetryPipe, c client.Context, grpcServer *grpc.Server) {
	rest := api.New(c.WithHomeDir(r.server.Config.RootDir), r.logger().With(log.ModuleKey, "api-server"), grpcServer)
	app.RegisterAPIRoutes(rest, r.config.API)
	if r.config.Telemetry.Enabled { //nolint:staticcheck // what app.toml configures
		rest.SetTelemetry(pipe.metrics) //nolint:staticcheck // what app.toml configures
	}
	g.Go(func() error { return rest.Start(ctx, r.config) })
}
