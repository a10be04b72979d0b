package hub

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// device is the name of the only network device of a host besides its loopback.
const device = "hub0"

// newHost makes a namespace with a device at an address.
func newHost(address netip.Addr) (*host, error) {
	var h *host
	made := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread is in the namespace and ends with this function
		made <- func() (err error) {
			if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
				return unavailable("make a network namespace", err)
			}
			h, err = openHost(address)
			return err
		}()
	}()
	return h, <-made
}

// openHost opens the namespace of this thread and its device.
func openHost(address netip.Addr) (*host, error) {
	namespace, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		return nil, fmt.Errorf("open the namespace: %w", err)
	}
	tun, err := openDevice(address)
	if err != nil {
		return nil, errors.Join(err, namespace.Close())
	}
	return &host{namespace: namespace, device: tun}, nil
}

// openDevice makes the device in the namespace of this thread, with loopback up.
func openDevice(address netip.Addr) (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, unavailable("open /dev/net/tun", err)
	}
	request, err := unix.NewIfreq(device)
	if err != nil {
		return nil, errors.Join(err, unix.Close(fd))
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		return nil, errors.Join(unavailable("make a device", err), unix.Close(fd))
	}
	if err := errors.Join(configure(device, address), configure("lo", netip.Addr{})); err != nil {
		return nil, errors.Join(err, unix.Close(fd))
	}
	return os.NewFile(uintptr(fd), device), nil
}

// configure gives a device its address, if any, and switches it on.
func configure(name string, address netip.Addr) error {
	control, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open a control socket: %w", err)
	}
	defer unix.Close(control) //nolint:errcheck // nothing was written
	change := func(number uint, set func(*unix.Ifreq) error) error {
		request, err := unix.NewIfreq(name)
		if err != nil {
			return err
		}
		if err := set(request); err != nil {
			return err
		}
		if err := unix.IoctlIfreq(control, number, request); err != nil {
			return fmt.Errorf("configure %s: %w", name, err)
		}
		return nil
	}
	if address.IsValid() {
		if err := change(unix.SIOCSIFADDR, func(r *unix.Ifreq) error { return r.SetInet4Addr(address.AsSlice()) }); err != nil {
			return err
		}
		mask := net.CIDRMask(prefix.Bits(), 32)
		if err := change(unix.SIOCSIFNETMASK, func(r *unix.Ifreq) error { return r.SetInet4Addr(mask) }); err != nil {
			return err
		}
	}
	return change(unix.SIOCSIFFLAGS, func(r *unix.Ifreq) error { r.SetUint16(unix.IFF_UP | unix.IFF_RUNNING); return nil })
}

// unavailable tells a missing right or device from a mistake.
func unavailable(what string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENODEV) {
		return fmt.Errorf("%s: %w: %w", what, ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// Run calls a function on a thread inside a host's namespace and waits for it. Sockets it opens and processes it starts belong to
// the host. The thread ends with the function, and with it every process that asked for a signal at its parent's death.
func (h *Hub) Run(host int, f func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked, as in newHost
		if err := unix.Setns(int(h.hosts[host].namespace.Fd()), unix.CLONE_NEWNET); err != nil {
			done <- fmt.Errorf("enter host %d: %w", host, err)
			return
		}
		done <- f()
	}()
	return <-done
}

// Dial connects from inside a host, which reaches its own loopback whatever happens to the links.
func (h *Hub) Dial(ctx context.Context, host int, address string) (net.Conn, error) {
	var c net.Conn
	err := h.Run(host, func() (err error) {
		c, err = (&net.Dialer{}).DialContext(ctx, "tcp4", address)
		return err
	})
	return c, err
}

// Listen listens inside a host.
func (h *Hub) Listen(ctx context.Context, host int, address string) (net.Listener, error) {
	var l net.Listener
	err := h.Run(host, func() (err error) {
		l, err = (&net.ListenConfig{}).Listen(ctx, "tcp4", address)
		return err
	})
	return l, err
}
