//go:build system

package hub_test

import (
	"io"
	"net"
	"net/netip"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network/hub"
)

// pair makes two hosts, the second of which answers whatever it hears.
func pair(t *testing.T) *hub.Hub {
	t.Helper()
	h, err := hub.New(2, 1)
	if err != nil {
		require.ErrorIs(t, err, hub.ErrUnavailable)
		t.Skip(err)
	}
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	listener, err := h.Listen(t.Context(), 1, netip.AddrPortFrom(h.Address(1), 7).String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_, _ = io.Copy(c, c)
			}()
		}
	}()
	return h
}

// connect opens a connection from the first host to the second.
func connect(t *testing.T, h *hub.Hub) net.Conn {
	t.Helper()
	c, err := h.Dial(t.Context(), 0, netip.AddrPortFrom(h.Address(1), 7).String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// echo sends bytes and waits until they are back.
func echo(t *testing.T, c net.Conn, size int) time.Duration {
	t.Helper()
	began := time.Now()
	go func() { _, _ = c.Write(make([]byte, size)) }()
	_, err := io.ReadFull(c, make([]byte, size))
	require.NoError(t, err)
	return time.Since(began)
}

func TestLink(t *testing.T) {
	const size = 200_000
	for _, tc := range []struct {
		name     string
		link     hub.Link
		size     int
		min, max time.Duration
		drops    bool
	}{
		{name: "as it is", size: size, max: time.Second},
		{name: "delay there and back", link: hub.Link{Delay: 50 * time.Millisecond}, size: 100, min: 100 * time.Millisecond, max: 300 * time.Millisecond},
		{name: "jitter", link: hub.Link{Delay: 50 * time.Millisecond, Jitter: 20 * time.Millisecond}, size: 100, min: 60 * time.Millisecond, max: 300 * time.Millisecond},
		{name: "rate", link: hub.Link{Rate: 500_000}, size: size, min: 400 * time.Millisecond, max: 5 * time.Second},
		{name: "loss", link: hub.Link{Loss: 0.05}, size: size, max: 20 * time.Second, drops: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := pair(t)
			c := connect(t, h)
			h.SetAll(tc.link)
			took := echo(t, c, tc.size)
			require.GreaterOrEqual(t, took, tc.min)
			require.Less(t, took, tc.max)
			forwarded, dropped := h.Packets()
			require.Positive(t, forwarded)
			require.Equal(t, tc.drops, dropped > 0)
		})
	}
}

func TestCut(t *testing.T) {
	h := pair(t)
	c := connect(t, h)
	echo(t, c, 100)
	h.Set(1, 0, hub.Link{Cut: true}) // the answers only
	_, err := c.Write([]byte("there"))
	require.NoError(t, err)
	require.NoError(t, c.SetReadDeadline(time.Now().Add(300*time.Millisecond)))
	answer := make([]byte, 5)
	_, err = io.ReadFull(c, answer)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)

	h.Set(1, 0, hub.Link{})
	require.NoError(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, err = io.ReadFull(c, answer)
	require.NoError(t, err)
	require.Equal(t, "there", string(answer))
}
