package main

import (
	"errors"
	"fmt"
)

// errHashesDiffer says that two replicas made different states of the same blocks: the gate of the benchmark.
var errHashesDiffer = errors.New("replicas with the same blocks have different app hashes")

// hashes compares the app hashes of two replicas that make the same blocks, height by height.
type hashes struct {
	heights map[*replica]int
	pending map[int]string // heights that one of the two has made
	checked int            // heights that agreed
}

// add takes the app hashes of a replica's next heights.
func (h *hashes) add(r *replica, list []string) error {
	if h.heights == nil {
		h.heights, h.pending = map[*replica]int{}, map[int]string{}
	}
	for _, hash := range list {
		h.heights[r]++
		height := h.heights[r]
		first, known := h.pending[height]
		switch {
		case !known:
			h.pending[height] = hash
		case first != hash:
			return fmt.Errorf("%w at height %d: %s and %s", errHashesDiffer, height, first, hash)
		default:
			delete(h.pending, height)
			h.checked++
		}
	}
	return nil
}

// finish refuses heights that only one of the two has made.
func (h *hashes) finish() error {
	if n := len(h.pending); n > 0 {
		return fmt.Errorf("%w: %d heights were made by one of them only", errHashesDiffer, n)
	}
	return nil
}
