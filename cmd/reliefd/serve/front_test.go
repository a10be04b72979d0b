package serve_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
	"github.com/reliefchain/relief/cmd/reliefd/serve"
	"github.com/reliefchain/relief/testutil/certs"
)

// machine is a node's plain servers with the TLS front before them.
type machine struct {
	dir        string
	grpc, rest string
	server     *certs.Authority
	clients    *certs.Authority
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

func newMachine(t *testing.T, clientCertificates bool) *machine {
	t.Helper()
	m := &machine{dir: t.TempDir(), grpc: freeAddress(t), rest: freeAddress(t), server: certs.New(t), clients: certs.New(t)}
	m.server.Write(t, m.dir, "first")
	m.clients.WriteCA(t, filepath.Join(m.dir, "ca.pem"))
	rest := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "rest") }))
	t.Cleanup(rest.Close)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	plain := grpc.NewServer()
	healthpb.RegisterHealthServer(plain, health.NewServer())
	go func() { _ = plain.Serve(l) }()
	t.Cleanup(plain.Stop)
	settings := nodeconfig.TLS{
		GRPCAddress: m.grpc, RESTAddress: m.rest,
		Cert: filepath.Join(m.dir, "cert.pem"), Key: filepath.Join(m.dir, "key.pem"),
	}
	if clientCertificates {
		settings.ClientCA = filepath.Join(m.dir, "ca.pem")
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- serve.New().Run(ctx, serve.Deps{
			Node: &fakeNode{}, TLS: settings, PlainGRPC: l.Addr().String(), PlainREST: "tcp://" + rest.Listener.Addr().String(),
			MaxConnections: 10, Logger: log.NewNopLogger(),
		})
	}()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
	})
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", m.rest)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	}, 5*time.Second, 10*time.Millisecond)
	return m
}

// get asks REST over TLS and returns the name in the server's certificate.
func (m *machine) get(config *tls.Config) (string, error) {
	client := http.Client{Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}, Timeout: 5 * time.Second}
	res, err := client.Get("https://" + m.rest)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	return res.TLS.PeerCertificates[0].Subject.CommonName, nil
}

func (m *machine) check(t *testing.T, with credentials.TransportCredentials) error {
	t.Helper()
	conn, err := grpc.NewClient(m.grpc, grpc.WithTransportCredentials(with))
	require.NoError(t, err)
	defer conn.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, err = healthpb.NewHealthClient(conn).Check(ctx, &healthpb.HealthCheckRequest{})
	return err
}

func TestClientCertificates(t *testing.T) {
	m := newMachine(t, true)
	for _, tc := range []struct {
		name   string
		config *tls.Config
		ok     bool
	}{
		{name: "one of the authority", config: &tls.Config{RootCAs: m.server.Pool(), Certificates: []tls.Certificate{m.clients.Pair(t, "office")}}, ok: true},
		{name: "none", config: &tls.Config{RootCAs: m.server.Pool()}},
		{name: "one of another authority", config: &tls.Config{RootCAs: m.server.Pool(), Certificates: []tls.Certificate{certs.New(t).Pair(t, "office")}}},
		{name: "an old version of TLS", config: &tls.Config{
			RootCAs: m.server.Pool(), Certificates: []tls.Certificate{m.clients.Pair(t, "office")}, MaxVersion: tls.VersionTLS12,
		}},
		{name: "a server of another authority", config: &tls.Config{RootCAs: m.clients.Pool(), Certificates: []tls.Certificate{m.clients.Pair(t, "office")}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := m.get(tc.config.Clone())
			require.Equal(t, tc.ok, err == nil, "REST: %v", err)
			err = m.check(t, credentials.NewTLS(tc.config.Clone()))
			require.Equal(t, tc.ok, err == nil, "gRPC: %v", err)
		})
	}
	t.Run("plaintext", func(t *testing.T) {
		require.Equal(t, codes.Unavailable, status.Code(m.check(t, insecure.NewCredentials())))
		res, err := http.Get("http://" + m.rest)
		if err == nil {
			_ = res.Body.Close()
		}
		require.Error(t, err)
	})
}

func TestEverybodyWithoutClientCA(t *testing.T) {
	m := newMachine(t, false)
	name, err := m.get(&tls.Config{RootCAs: m.server.Pool()})
	require.NoError(t, err)
	require.Equal(t, "first", name)
}

func TestCertificateIsReadAgain(t *testing.T) {
	m := newMachine(t, false)
	config := &tls.Config{RootCAs: m.server.Pool()}
	name, err := m.get(config)
	require.NoError(t, err)
	require.Equal(t, "first", name)

	m.server.Write(t, m.dir, "second, longer")
	name, err = m.get(config)
	require.NoError(t, err)
	require.Equal(t, "second, longer", name)

	require.NoError(t, os.WriteFile(filepath.Join(m.dir, "cert.pem"), []byte("nonsense"), 0o600))
	name, err = m.get(config)
	require.NoError(t, err)
	require.Equal(t, "second, longer", name, "the old one is served on")
}

func TestRunRefuses(t *testing.T) {
	dir := t.TempDir()
	certs.New(t).Write(t, dir, "server")
	good := nodeconfig.TLS{GRPCAddress: "127.0.0.1:0", Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem")}
	for _, tc := range []struct {
		name  string
		plain string
		edit  func(*nodeconfig.TLS)
		err   error
	}{
		{name: "a plain listener for everybody", plain: "0.0.0.0:9090", err: serve.ErrExposed},
		{name: "a plain listener for everybody, unnamed", plain: ":9090", err: serve.ErrExposed},
		{name: "no certificate", plain: "127.0.0.1:9090", edit: func(s *nodeconfig.TLS) { s.Cert = "" }, err: serve.ErrCertificate},
		{name: "a missing file", plain: "127.0.0.1:9090", edit: func(s *nodeconfig.TLS) { s.Key = "nowhere" }, err: serve.ErrCertificate},
		{name: "no authority in the file", plain: "127.0.0.1:9090", edit: func(s *nodeconfig.TLS) { s.ClientCA = s.Key }, err: serve.ErrCertificate},
	} {
		t.Run(tc.name, func(t *testing.T) {
			settings := good
			if tc.edit != nil {
				tc.edit(&settings)
			}
			err := serve.New().Run(t.Context(), serve.Deps{Node: &fakeNode{}, TLS: settings, PlainGRPC: tc.plain, Logger: log.NewNopLogger()})
			require.ErrorIs(t, err, tc.err)
		})
	}
}
