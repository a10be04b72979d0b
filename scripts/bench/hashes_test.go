package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHashes(t *testing.T) {
	for _, c := range []struct {
		name             string
		serial, parallel []string
		differ           bool
		checked          int
	}{
		{name: "equal", serial: []string{"a", "b"}, parallel: []string{"a", "b"}, checked: 2},
		{name: "another state", serial: []string{"a", "b"}, parallel: []string{"a", "c"}, differ: true, checked: 1},
		{name: "a block missing", serial: []string{"a", "b"}, parallel: []string{"a"}, differ: true, checked: 1},
		{name: "a block too many", serial: []string{"a"}, parallel: []string{"a", "b"}, differ: true, checked: 1},
		{name: "none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var h hashes
			err := h.add(&replica{refused: "one"}, c.serial)
			require.NoError(t, err)
			if err = h.add(&replica{refused: "other"}, c.parallel); err == nil {
				err = h.finish()
			}
			if c.differ {
				require.ErrorIs(t, err, errHashesDiffer)
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, c.checked, h.checked)
		})
	}
}
