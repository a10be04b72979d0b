// Package doctor looks at a node, running or stopped, and tells its operator what is wrong and what to do. The checks are pure
// functions on facts; Collect gathers the facts.
package doctor

import (
	"fmt"
	"io"
	"time"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// Level says how bad a finding is.
type Level string

// Levels.
const (
	// OK needs nothing.
	OK Level = "ok"
	// Warn will become a failure, or hides one.
	Warn Level = "warn"
	// Fail stops the node, endangers its seat or exposes it.
	Fail Level = "fail"
)

// Finding is what one check says.
type Finding struct {
	Check string `json:"check"`
	Level Level  `json:"level"`
	// Found is what is the case.
	Found string `json:"found"`
	// Do is what the operator should do; empty when all is well.
	Do string `json:"do,omitempty"`
}

// Facts are what the checks judge.
type Facts struct {
	// Now by this machine's clock.
	Now    time.Time
	Config nodeconfig.Config
	// Files that have to be private.
	Files []File
	Sign  SignState
	// Blocks is the height of the block store.
	Blocks int64
	Disk   Disk
	// Descriptors is how many files a process may hold open.
	Descriptors uint64
	Ports       []Port
	// Certificate's end, when TLS is served.
	Certificate Certificate
	// Self is the node's own answer, nil when it doesn't run.
	Self *Server
	// Connected are the ids of its peers.
	Connected []string
	// Peers are the persistent ones.
	Peers []Peer
	// Others are nodes to compare with.
	Others []Server
	// Guard is why the node would refuse to start, or nil.
	Guard   error
	Upgrade Upgrade
	// Tags is what the node keeps of the tag key.
	Tags Tags
}

// Tags is what the node keeps of the tag key.
type Tags struct {
	// Err is why the shares can't be opened at all, or nil.
	Err error
	// Asked tells that the node's key sets are known.
	Asked bool
	// Shares are those in the directory.
	Shares []Share
	// Missing are those that the key sets list for the node's province and that aren't there.
	Missing []string
}

// Share is one share of the tag key.
type Share struct {
	Name string
	// Stray tells that no live key set knows it.
	Stray bool
	// Err is why it can't be used, or nil.
	Err error
}

// Upgrade is the one that the provinces have planned; its name is empty if there is none.
type Upgrade struct {
	Name   string
	Height int64
	// Known tells that this version makes it.
	Known bool
}

// File is a file with a secret.
type File struct {
	Name   string
	Exists bool
	// Open tells that others on the machine may read or write it.
	Open bool
}

// SignState is what the key signed last.
type SignState struct {
	Exists bool
	Height int64
	// Broken tells that the file can't be read.
	Broken bool
	// Key tells that there is a key in a file.
	Key bool
}

// Disk holds the node's data.
type Disk struct{ Free, Total uint64 }

// Port is an address the node listens on.
type Port struct {
	Name, Address string
	// Free tells that nobody listens.
	Free bool
	// Answers tells that somebody does.
	Answers bool
	// Public tells that other machines may reach it.
	Public bool
}

// Certificate is the one TLS is served with.
type Certificate struct {
	Used  bool
	Until time.Time
	Err   error
}

// Peer is a node to stay connected to.
type Peer struct {
	ID, Address string
	Reachable   bool
}

// Server is what a node says over RPC.
type Server struct {
	Name    string
	Err     error
	ChainID string
	Version string
	// Height and Time of its last block.
	Height int64
	Time   time.Time
	// Ahead is how much its clock is ahead of this machine's, and Within by how much that may be wrong.
	Ahead, Within time.Duration
	Power         int64
	CatchingUp    bool
	// Hash of the block at Facts' common height, empty when it isn't known.
	Hash string
}

// Examine runs every check.
func Examine(f Facts) []Finding {
	var all []Finding
	for _, check := range checks {
		all = append(all, check.run(f, check.name)...)
	}
	return all
}

// Failures counts the findings that are failures.
func Failures(all []Finding) (n int) {
	for _, f := range all {
		if f.Level == Fail {
			n++
		}
	}
	return n
}

// Print writes findings for people.
func Print(w io.Writer, all []Finding) {
	for _, f := range all {
		fmt.Fprintf(w, "%-4s  %-12s %s\n", f.Level, f.Check, f.Found)
		if f.Do != "" {
			fmt.Fprintf(w, "%20s%s\n", "-> ", f.Do)
		}
	}
}
