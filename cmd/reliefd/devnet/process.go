package devnet

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// graceful is how long a node may take to stop by itself.
const graceful = 15 * time.Second

// process is one supervised node.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}

	mu       sync.Mutex
	expected bool
}

// startProcess starts a node whose output goes to a file. exited is called when it ends by itself or is killed.
func startProcess(binary string, args []string, logFile string, exited func(error)) (*process, error) {
	out, err := os.OpenFile(logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	p := &process{cmd: exec.Command(binary, args...), done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = out, out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{
		Setpgid:   true,            // the terminal's Ctrl-C reaches the supervisor alone, which stops nodes in order
		Pdeathsig: syscall.SIGKILL, // a supervisor that dies leaves nothing behind
	}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the death signal follows the thread that started the child
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err != nil {
			return
		}
		err = p.cmd.Wait()
		_ = out.Close()
		close(p.done)
		p.mu.Lock()
		expected := p.expected
		p.mu.Unlock()
		if !expected {
			exited(err)
		}
	}()
	if err := <-started; err != nil {
		_ = out.Close()
		return nil, err
	}
	return p, nil
}

func (p *process) running() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

func (p *process) stop() {
	p.mu.Lock()
	p.expected = true
	p.mu.Unlock()
	if !p.running() {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(graceful):
		p.kill()
	}
}
