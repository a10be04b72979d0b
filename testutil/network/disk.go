package network

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Disk is a small file system in memory. It is never mounted anywhere: whoever may look into this process reaches it through its
// open file, and it is gone when that closes.
type Disk struct {
	file *os.File
	path string
}

// NewDisk makes a disk of so many bytes. It needs root.
func NewDisk(size int64) (*Disk, error) {
	context, err := unix.Fsopen("tmpfs", unix.FSOPEN_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("open a file system in memory: %w", err)
	}
	defer unix.Close(context) //nolint:errcheck // nothing was written
	if err := errors.Join(unix.FsconfigSetString(context, "size", fmt.Sprint(size)), unix.FsconfigCreate(context)); err != nil {
		return nil, fmt.Errorf("size a file system in memory: %w", err)
	}
	fd, err := unix.Fsmount(context, unix.FSMOUNT_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("make a file system in memory: %w", err)
	}
	return &Disk{file: os.NewFile(uintptr(fd), "disk"), path: fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), fd)}, nil
}

// Path is the root directory.
func (d *Disk) Path() string { return d.path }

// Fill takes every byte that is left.
func (d *Disk) Fill() error {
	f, err := os.Create(d.filler())
	if err != nil {
		return err
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, unix.ENOSPC) {
			size /= 2
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Free gives back what Fill took.
func (d *Disk) Free() error { return os.Remove(d.filler()) }

func (d *Disk) filler() string { return filepath.Join(d.path, "filler") }

// Close removes the disk.
func (d *Disk) Close() error { return d.file.Close() }
