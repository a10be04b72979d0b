package main

import (
	"context"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/rpc/client/local"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/reliefchain/relief/cmd/reliefd/join"
	"github.com/reliefchain/relief/cmd/reliefd/node"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
	"github.com/reliefchain/relief/cmd/reliefd/serve"
)

// extras are the services that a node runs beside the SDK's servers.
type extras struct{ services *serve.Services }

// newNode is newNode with what the services add to it.
func (x *extras) newNode(logger log.Logger, db dbm.DB, options servertypes.AppOptions) servertypes.Application {
	x.services = serve.New()
	a := newNode(logger, db, options)
	return x.services.Application(a, newTrustee(logger, a, options).Register)
}

// run starts the services of a node that runs.
func (x *extras) run(ctx context.Context, g *errgroup.Group, r node.Running) error {
	deps, err := serviceDeps(r.Server)
	if err != nil {
		return err
	}
	deps.Node, deps.Alive = local.New(r.Node), r.Ended
	g.Go(func() error { return x.services.Run(ctx, deps) })
	if home := (join.Home{Config: r.Server.Config}); home.Joining() {
		g.Go(func() error { return home.Watch(ctx, deps.Node) })
	}
	return nil
}

// serviceDeps reads what services need from a node's configuration.
func serviceDeps(s *server.Context) (serve.Deps, error) {
	c, err := nodeconfig.ReadApp(s.Viper)
	if err != nil {
		return serve.Deps{}, err
	}
	d := serve.Deps{
		Peered:         s.Config.P2P.PersistentPeers != "" || s.Config.P2P.Seeds != "",
		TLS:            c.TLS.Under(s.Config.RootDir),
		MaxConnections: int(c.API.MaxOpenConnections),
		Logger:         s.Logger.With(log.ModuleKey, "services"),
	}
	if c.GRPC.Enable {
		d.PlainGRPC = c.GRPC.Address
	}
	if c.API.Enable {
		d.PlainREST = c.API.Address
	}
	return d, nil
}

// addPseudonymFlags lets the command line of start decide what the section [pseudonym] of app.toml does.
func addPseudonymFlags(cmd *cobra.Command) {
	defaults := nodeconfig.DefaultPseudonym()
	cmd.Flags().String("pseudonym.shares", defaults.Shares, "directory of the node's shares of the tag key, relative to the home directory")
	cmd.Flags().String("pseudonym.key-file", defaults.KeyFile, "file with the key that opens the shares, relative to the home directory")
	cmd.Flags().String("pseudonym.peers", "", "host:port of the gRPC of the other provinces' nodes, separated by commas")
	cmd.Flags().String("pseudonym.ca", "", "PEM file of the authority of the peers' certificates; turns TLS on")
	cmd.Flags().String("pseudonym.cert", "", "PEM file of the certificate to show to the peers")
	cmd.Flags().String("pseudonym.key", "", "PEM file of that certificate's private key")
	cmd.Flags().Int("pseudonym.elements-per-second", defaults.ElementsPerSecond, "elements that the node evaluates each second")
}

// addTLSFlags lets the command line of start decide what the section [tls] of app.toml does.
func addTLSFlags(cmd *cobra.Command) {
	cmd.Flags().String("tls.grpc-address", "", "host:port to serve gRPC over TLS on; empty serves none")
	cmd.Flags().String("tls.rest-address", "", "host:port to serve REST over TLS on; empty serves none")
	cmd.Flags().String("tls.cert", "", "PEM file of the server's certificate chain, relative to the configuration directory")
	cmd.Flags().String("tls.key", "", "PEM file of the certificate's private key")
	cmd.Flags().String("tls.client-ca", "", "PEM file of the authorities whose certificates callers must show; empty lets everybody in")
}
