package devnet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// State says how one province is doing.
type State struct {
	Province
	Running bool  `json:"running"`
	Height  int64 `json:"height"`
}

// controlServer answers commands about a running network on a socket in its directory.
type controlServer struct {
	http   *http.Server
	socket string
}

func serveControl(n *Network) (*controlServer, error) {
	socket := filepath.Join(n.Info.Dir, socketFile)
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove an old control socket: %w", err)
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	mux := http.NewServeMux()
	act := func(f func(string) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if err := f(r.PathValue("province")); err != nil {
				http.Error(w, err.Error(), http.StatusConflict)
			}
		}
	}
	mux.HandleFunc("POST /kill/{province}", act(n.KillProvince))
	mux.HandleFunc("POST /start/{province}", act(n.StartProvince))
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) {
		states := make([]State, len(n.Info.Provinces))
		for i, p := range n.Info.Provinces {
			states[i] = State{Province: p, Running: n.Running(p.Name)}
			if states[i].Running {
				states[i].Height, _ = Height(r.Context(), p) // zero while it starts
			}
		}
		_ = json.NewEncoder(w).Encode(states)
	})
	c := &controlServer{http: &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}, socket: socket}
	go func() { _ = c.http.Serve(listener) }()
	return c, nil
}

func (c *controlServer) close() {
	_ = c.http.Close()
	_ = os.Remove(c.socket)
}

// Kill ends a province of the network in a directory at once.
func Kill(ctx context.Context, dir, province string) error {
	_, err := call(ctx, dir, http.MethodPost, "kill", province)
	return err
}

// Restart starts a stopped province of the network in a directory.
func Restart(ctx context.Context, dir, province string) error {
	_, err := call(ctx, dir, http.MethodPost, "start", province)
	return err
}

// Status asks how every province of the network in a directory is doing.
func Status(ctx context.Context, dir string) ([]State, error) {
	raw, err := call(ctx, dir, http.MethodGet, "status")
	if err != nil {
		return nil, err
	}
	var states []State
	return states, json.Unmarshal(raw, &states)
}

// Answers tells whether a network is running in a directory.
func Answers(dir string) bool {
	conn, err := net.Dial("unix", filepath.Join(dir, socketFile))
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

func call(ctx context.Context, dir, method string, path ...string) ([]byte, error) {
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(dir, socketFile))
	}}}
	target, err := url.JoinPath("http://dev", path...)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, target, nil)
	if err != nil {
		return nil, err
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("no network answers in %s (is \"reliefd dev\" running there?): %w", dir, err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, errors.New(strings.TrimSpace(string(raw)))
	}
	return raw, nil
}
