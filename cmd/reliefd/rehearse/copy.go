package rehearse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"github.com/syndtr/goleveldb/leveldb/storage"
)

// What keeps a rehearsal from beginning.
var (
	ErrRunning = errors.New("a node runs on this home")
	ErrNoRoom  = errors.New("too little room for a copy of the state")
)

// Source is the database of a stopped node. While it is open no node can start on it; it is only read.
type Source struct {
	dir   string
	files []string
	// Bytes is its size.
	Bytes int64

	lock storage.Storage
}

// Open takes a database of goleveldb to be copied.
func Open(dir string) (*Source, error) {
	if _, err := os.Stat(filepath.Join(dir, "CURRENT")); err != nil {
		return nil, fmt.Errorf("find the state: %w", err)
	}
	lock, err := storage.OpenFile(dir, true)
	if errors.Is(err, syscall.EAGAIN) {
		return nil, fmt.Errorf("%w: stop it, or rehearse on a copy of its data", ErrRunning)
	}
	if err != nil {
		return nil, fmt.Errorf("open the state for reading: %w", err)
	}
	s := &Source{dir: dir, lock: lock}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if info.Mode().IsRegular() && entry.Name() != "LOCK" {
			s.files, s.Bytes = append(s.files, entry.Name()), s.Bytes+info.Size()
		}
	}
	return s, nil
}

// Close lets nodes start again.
func (s *Source) Close() error { return s.lock.Close() }

// Copy copies the database into an empty directory. progress is told of bytes that were copied.
func (s *Source) Copy(ctx context.Context, to string, progress func(bytes int64)) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fmt.Errorf("make the directory of the copy: %w", err)
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(to, &disk); err != nil {
		return fmt.Errorf("ask how much room there is: %w", err)
	}
	if free := int64(disk.Bavail) * disk.Bsize; free < s.Bytes+s.Bytes/10 {
		return fmt.Errorf("%w: it takes %d MiB and %s has %d MiB free; name another directory with --work-dir", ErrNoRoom, (s.Bytes+s.Bytes/10)>>20, to, free>>20)
	}
	for _, name := range s.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		size, err := copyFile(filepath.Join(s.dir, name), filepath.Join(to, name))
		if err != nil {
			return fmt.Errorf("copy the state: %w", err)
		}
		progress(size)
	}
	return nil
}

// copyFile lets the file system share the blocks where it can.
func copyFile(from, to string) (size int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	return io.Copy(out, in)
}
