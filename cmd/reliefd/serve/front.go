package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// handshakeTimeout is how long a caller may take to prove who it is.
const handshakeTimeout = 10 * time.Second

// front ends TLS before a plain listener of this machine. Whatever that one serves is served, streams included.
type front struct {
	listener net.Listener
	plain    string
	config   *tls.Config
	max      int
}

func (f front) run(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { _ = f.listener.Close() })
	defer stop()
	room := make(chan struct{}, max(f.max, 1))
	var open sync.WaitGroup
	defer open.Wait()
	for {
		select {
		case room <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		conn, err := f.listener.Accept()
		if err != nil {
			<-room
			if ctx.Err() != nil {
				return nil
			}
			var temporary net.Error
			if errors.As(err, &temporary) && !errors.Is(err, net.ErrClosed) {
				time.Sleep(100 * time.Millisecond) // out of descriptors, say
				continue
			}
			return err
		}
		open.Go(func() {
			defer func() { <-room }()
			f.pass(ctx, conn)
		})
	}
}

// pass carries one connection until either side or the node ends it.
func (f front) pass(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	caller := tls.Server(conn, f.config)
	shaking, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	if caller.HandshakeContext(shaking) != nil {
		return
	}
	node, err := (&net.Dialer{Timeout: handshakeTimeout}).DialContext(ctx, "tcp", f.plain)
	if err != nil {
		return
	}
	stop := context.AfterFunc(ctx, func() { _, _ = conn.Close(), node.Close() })
	defer stop()
	var back sync.WaitGroup
	back.Go(func() {
		_, _ = io.Copy(caller, node)
		_ = caller.CloseWrite()
		_ = conn.Close()
	})
	_, _ = io.Copy(node, caller)
	_ = node.Close()
	back.Wait()
}
