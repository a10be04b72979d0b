// Package serve is what a node offers to programs beside the SDK's plain servers: health over HTTP and gRPC, gRPC and REST
// over TLS.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"cosmossdk.io/log/v2"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/health"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// Services are the extra services of one node. The zero value isn't usable; use New.
type Services struct {
	grpc  *health.Server
	probe probe
}

// Deps are what services need of a running node.
type Deps struct {
	// Node answers about the chain; CometBFT's local client does.
	Node Node
	// Alive returns why the node's consensus ended, or nil; nil means that nobody knows.
	Alive func() error
	// Peered tells that the node has peers to be connected to.
	Peered bool
	// TLS with absolute paths.
	TLS nodeconfig.TLS
	// PlainGRPC and PlainREST are the addresses of the SDK's servers.
	PlainGRPC, PlainREST string
	// MaxConnections bounds each TLS listener.
	MaxConnections int
	// Logger takes what goes wrong.
	Logger log.Logger
}

// New makes services that don't run yet; a node says that it isn't ready until they do.
func New() *Services { return &Services{grpc: health.NewServer()} }

// Run serves until the context ends, or returns why it can't.
func (s *Services) Run(ctx context.Context, d Deps) error {
	s.probe.set(&d)
	defer s.grpc.Shutdown()
	g, ctx := errgroup.WithContext(ctx)
	if d.TLS.Enabled() {
		files, err := loadCertificates(d.TLS, d.Logger)
		if err != nil {
			return err
		}
		for _, f := range []struct{ name, address, plain, protocol string }{
			{"gRPC", d.TLS.GRPCAddress, d.PlainGRPC, "h2"},
			{"REST", d.TLS.RESTAddress, d.PlainREST, "http/1.1"},
		} {
			if f.address == "" {
				continue
			}
			plain, err := loopback(f.name, f.plain)
			if err != nil {
				return err
			}
			listener, err := net.Listen("tcp", f.address)
			if err != nil {
				return fmt.Errorf("serve %s over TLS: %w", f.name, err)
			}
			d.Logger.Info("serving over TLS", "service", f.name, "address", listener.Addr(), "client_certificates", d.TLS.ClientCA != "")
			front := front{listener: listener, plain: plain, config: files.config(f.protocol), max: d.MaxConnections}
			g.Go(func() error { return front.run(ctx) })
		}
	}
	g.Go(func() error {
		s.tell(ctx)
		return nil
	})
	return g.Wait()
}

// ErrExposed says that a plain listener could be reached past TLS.
var ErrExposed = errors.New("the plain listener isn't on loopback")

// loopback returns host:port of a plain listener that only this machine reaches.
func loopback(name, address string) (string, error) {
	if address == "" {
		return "", fmt.Errorf("%s is off: enable it in app.toml to serve it over TLS", name)
	}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		address = u.Host
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("plain address of %s %q: want host:port: %w", name, address, err)
	}
	if !nodeconfig.Loopback(address) {
		return "", fmt.Errorf("%s listens on %s: move it to 127.0.0.1 in app.toml so that others can only use TLS: %w", name, address, ErrExposed)
	}
	if port == "0" {
		return "", fmt.Errorf("%s has no fixed port: name one in app.toml to serve it over TLS", name)
	}
	return address, nil
}

// How often a node looks at itself for gRPC health, and how long a look may take.
const (
	lookEvery   = 2 * time.Second
	lookTimeout = 5 * time.Second
)
