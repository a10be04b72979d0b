//go:build system

package network_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/testutil/certs"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// health asks a node whether it is well, over HTTP.
func health(t *testing.T, address, path string) (code int, height int64) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	var body struct {
		Height int64 `json:"height"`
	}
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&body))
	return answer.StatusCode, body.Height
}

// TestHealth looks at a network of three provinces while two are down and the third starts alone: it makes no block, and answers.
func TestHealth(t *testing.T) {
	n := start(t, settings, "--provinces", "3")
	well := n.info.Provinces[0]
	conn := n.dial(t, well).Conn()
	serving := func() (healthpb.HealthCheckResponse_ServingStatus, error) {
		answer, err := healthpb.NewHealthClient(conn).Check(t.Context(), &healthpb.HealthCheckRequest{})
		return answer.GetStatus(), err
	}
	ready := func(code int, want healthpb.HealthCheckResponse_ServingStatus) {
		eventually(t, fmt.Sprintf("/readyz answers %d", code), func() error {
			if got, height := health(t, well.REST, "/readyz"); got != code || height < 1 {
				return fmt.Errorf("%d at height %d", got, height)
			}
			if got, err := serving(); err != nil || got != want {
				return fmt.Errorf("gRPC health: %s, %w", got, err)
			}
			return nil
		})
		code, _ = health(t, well.REST, "/livez")
		require.Equal(t, http.StatusOK, code, "a node that waits for others should be left alone")
	}
	ready(http.StatusOK, healthpb.HealthCheckResponse_SERVING)
	for _, p := range n.info.Provinces[1:] {
		n.kill(t, p.Name)
	}
	ready(http.StatusServiceUnavailable, healthpb.HealthCheckResponse_NOT_SERVING)
	areas := func(limit uint64) error {
		_, err := authoritytypes.NewQueryClient(conn).Areas(t.Context(), &authoritytypes.QueryAreasRequest{Pagination: &query.PageRequest{Limit: limit}})
		return err
	}
	n.kill(t, well.Name)
	require.NoError(t, devnet.Restart(t.Context(), n.info.Dir, well.Name))
	eventually(t, "the latest state of a node that has made no block", func() error { return areas(1) })
	ready(http.StatusServiceUnavailable, healthpb.HealthCheckResponse_NOT_SERVING)
	for _, p := range n.info.Provinces[1:] {
		require.NoError(t, devnet.Restart(t.Context(), n.info.Dir, p.Name))
	}
	ready(http.StatusOK, healthpb.HealthCheckResponse_SERVING)

	require.Equal(t, codes.InvalidArgument, status.Code(areas(1_000_000)))
}

// secured is how an office reaches a node's TLS listeners. The directory holds its certificate and the node's authority.
type secured struct {
	grpc, rest string
	dir        string
	good       *tls.Config
	bad        *tls.Config
}

// serveTLS lets a newcomer serve gRPC and REST to callers with a certificate.
func (n *newcomer) serveTLS(t *testing.T) secured {
	t.Helper()
	dir, server, clients := t.TempDir(), certs.New(t), certs.New(t)
	server.Write(t, dir, "newcomer")
	clients.WriteCA(t, filepath.Join(dir, "ca.pem"))
	s := secured{
		good: &tls.Config{RootCAs: server.Pool(), Certificates: []tls.Certificate{clients.Pair(t, "office")}},
		bad:  &tls.Config{RootCAs: server.Pool()},
	}
	s.dir = t.TempDir()
	clients.Write(t, s.dir, "office")
	server.WriteCA(t, filepath.Join(s.dir, "ca.pem"))
	for _, address := range []*string{&s.grpc, &s.rest} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close()
		*address = l.Addr().String()
	}
	n.env = append(n.env, "RELIEFD_TLS_GRPC_ADDRESS="+s.grpc, "RELIEFD_TLS_REST_ADDRESS="+s.rest,
		"RELIEFD_TLS_CERT="+filepath.Join(dir, "cert.pem"), "RELIEFD_TLS_KEY="+filepath.Join(dir, "key.pem"),
		"RELIEFD_TLS_CLIENT_CA="+filepath.Join(dir, "ca.pem"))
	return s
}

// check asks with and without a certificate.
func (s secured) check(t *testing.T) {
	t.Helper()
	ask := func(config *tls.Config) (overREST, overGRPC error) {
		conn, err := grpc.NewClient(s.grpc, grpc.WithTransportCredentials(credentials.NewTLS(config.Clone())))
		require.NoError(t, err)
		defer conn.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, overGRPC = healthpb.NewHealthClient(conn).Check(ctx, &healthpb.HealthCheckRequest{})
		caller := http.Client{Transport: &http.Transport{TLSClientConfig: config.Clone()}, Timeout: 10 * time.Second}
		answer, overREST := caller.Get("https://" + s.rest + "/relief/grant/v1/params")
		if overREST == nil {
			require.Equal(t, http.StatusOK, answer.StatusCode)
			require.NoError(t, answer.Body.Close())
		}
		return overREST, overGRPC
	}
	encoding, err := app.NewChainEncoding()
	require.NoError(t, err)
	c, err := client.Dial(t.Context(), s.grpc, encoding, nil, grpc.WithTransportCredentials(credentials.NewTLS(s.good.Clone())))
	require.NoError(t, err)
	require.NoError(t, c.Close())
	overREST, overGRPC := ask(s.good)
	require.NoError(t, overREST)
	require.NoError(t, overGRPC)
	overREST, overGRPC = ask(s.bad)
	require.Error(t, overREST, "REST without a certificate")
	require.Error(t, overGRPC, "gRPC without a certificate")
}

// command asks and sends with the command line, which reaches nothing but the TLS listener.
func (s secured) command(t *testing.T, info devnet.Info) {
	t.Helper()
	const nowhere = "tcp://127.0.0.1:1"
	without := []string{"--grpc-addr", s.grpc, "--node", nowhere, "--home", t.TempDir(), "--grpc-ca", filepath.Join(s.dir, "ca.pem")}
	with := append(without, "--grpc-cert", filepath.Join(s.dir, "cert.pem"), "--grpc-key", filepath.Join(s.dir, "key.pem"))
	query := []string{"query", "grant", "params"}
	require.Contains(t, mustRun(t, append(query, with...)...), "chunk_slots")
	said, code := run(t, append(query, without...)...)
	require.NotZero(t, code, "a query without a certificate: %s", said)

	send := append([]string{
		"tx", "authority", "register-areas", "1101", "--from", "beijing-admin", "--keyring-backend", "test",
		"--keyring-dir", info.Keys, "--chain-id", info.ChainID, "--yes", "--output", "json",
	}, with...)
	var sent string
	eventually(t, "the node is caught up and takes a transaction", func() error {
		if sent, code = run(t, send...); code != 0 {
			return errors.New(sent)
		}
		return nil
	})
	var result struct {
		Code int    `json:"code"`
		Hash string `json:"txhash"`
	}
	price, answer, _ := strings.Cut(sent, "\n") // the price goes to stderr, which run reads too
	require.Contains(t, price, "fee: at most ")
	require.NoError(t, json.Unmarshal([]byte(answer), &result), sent)
	require.Zero(t, result.Code, sent)
	eventually(t, "the transaction is found", func() error {
		said, code := run(t, append([]string{"query", "tx", result.Hash, "--output", "json"}, with...)...)
		if code != 0 {
			return errors.New(said)
		}
		require.Contains(t, said, `"code":0`)
		return nil
	})
}
