package join

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
)

// askTimeout bounds one question, seconds.
const askTimeout = 20

// maxGenesis bounds the genesis that a server may send, bytes.
const maxGenesis = 1 << 30

// rpcServer is a server by its RPC address.
type rpcServer struct {
	address string
	rpc     *rpchttp.HTTP
}

// Dial makes a server of an RPC address, such as http://sentry.example:26657.
func Dial(address string) (Server, error) {
	c, err := rpchttp.NewWithTimeout(address, "/websocket", askTimeout)
	if err != nil {
		return nil, fmt.Errorf("server %s: %w", address, err)
	}
	return &rpcServer{address: address, rpc: c}, nil
}

// Name implements Server.
func (s *rpcServer) Name() string { return s.address }

// Status implements Server.
func (s *rpcServer) Status(ctx context.Context) (Status, error) {
	status, err := s.rpc.Status(ctx)
	if err != nil {
		return Status{}, err
	}
	peer, err := peerOf(s.address, string(status.NodeInfo.ID()), status.NodeInfo.ListenAddr)
	return Status{ChainID: status.NodeInfo.Network, Height: status.SyncInfo.LatestBlockHeight, Peer: peer}, err
}

// peerOf is where a server takes peers: at what it says, or on the machine that answers when it says nothing others can use.
func peerOf(server, id, listen string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", fmt.Errorf("address %q: %w", server, err)
	}
	host, port, err := net.SplitHostPort(listen[strings.LastIndex(listen, "/")+1:])
	if err != nil {
		return "", fmt.Errorf("peer-to-peer address %q: %w", listen, err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = u.Hostname()
	}
	return id + "@" + net.JoinHostPort(host, port), nil
}

// Genesis implements Server.
func (s *rpcServer) Genesis(ctx context.Context) ([]byte, error) {
	var all []byte
	for n, total := 0, 1; n < total; n++ {
		chunk, err := s.rpc.GenesisChunked(ctx, uint(n))
		if err != nil {
			return nil, err
		}
		raw, err := base64.StdEncoding.DecodeString(chunk.Data)
		if err != nil {
			return nil, err
		}
		if total = chunk.TotalChunks; len(all)+len(raw) > maxGenesis || len(raw) == 0 {
			return nil, errors.New("it doesn't end")
		}
		all = append(all, raw...)
	}
	return all, nil
}

// Header implements Server. The hash is computed from the header, not believed.
func (s *rpcServer) Header(ctx context.Context, height int64) (Header, error) {
	c, err := s.rpc.Commit(ctx, &height)
	if err != nil {
		return Header{}, err
	}
	if c.Header == nil || c.Commit == nil || c.Header.Height != height {
		return Header{}, fmt.Errorf("it has no header at %d", height)
	}
	hash := c.Header.Hash()
	if !bytes.Equal(hash, c.Commit.BlockID.Hash) {
		return Header{}, errors.New("its header and the votes on it don't belong together")
	}
	return Header{Hash: hash, Time: c.Header.Time}, nil
}
