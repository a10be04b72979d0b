package node_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/node"
)

func TestCheck(t *testing.T) {
	signed := func(height int64, round int32, step int8) node.Step {
		return node.Step{Height: height, Round: round, Step: step}
	}
	key := func(k node.KeyFacts) node.Facts {
		k.Address, k.StateFile = []byte("address"), "state.json"
		return node.Facts{KeyFile: "key.json", Keys: []node.KeyFacts{k}}
	}
	for _, tc := range []struct {
		name    string
		facts   node.Facts
		refused bool
	}{
		{name: "fresh node", facts: key(node.KeyFacts{HasState: true})},
		{name: "fresh node without a sign state", facts: key(node.KeyFacts{})},
		{name: "no key at all"},
		{name: "remote signer", facts: node.Facts{RemoteSigner: "tcp://127.0.0.1:26659"}},
		{name: "validator that stopped", facts: key(node.KeyFacts{HasState: true, Seated: true, State: signed(9, 0, 3), InBlocks: signed(8, 0, 3), InLog: signed(9, 0, 3)})},
		{name: "validator that stopped between signing and logging", facts: key(node.KeyFacts{HasState: true, State: signed(9, 1, 2), InLog: signed(9, 0, 3)})},
		{name: "seated key that never signed", facts: key(node.KeyFacts{HasState: true, Seated: true})},

		{name: "key file and remote signer", facts: node.Facts{KeyFile: "key.json", RemoteSigner: "tcp://127.0.0.1:26659"}, refused: true},
		{name: "sign state missing", facts: key(node.KeyFacts{InBlocks: signed(8, 0, 3)}), refused: true},
		{name: "sign state empty", facts: key(node.KeyFacts{HasState: true, InBlocks: signed(8, 0, 3)}), refused: true},
		{name: "sign state empty, only the log knows", facts: key(node.KeyFacts{HasState: true, InLog: signed(1, 0, 2)}), refused: true},
		{name: "sign state behind a block", facts: key(node.KeyFacts{HasState: true, State: signed(7, 0, 3), InBlocks: signed(8, 0, 3)}), refused: true},
		{name: "sign state behind the log by a round", facts: key(node.KeyFacts{HasState: true, State: signed(9, 0, 3), InLog: signed(9, 1, 2)}), refused: true},
		{name: "sign state behind the log by a step", facts: key(node.KeyFacts{HasState: true, State: signed(9, 0, 2), InLog: signed(9, 0, 3)}), refused: true},
		{name: "double_sign_check_height set", facts: node.Facts{DoubleSignCheckHeight: 10}, refused: true},
		{name: "adaptive_sync without a seat", facts: node.Facts{AdaptiveSync: true}},
		{name: "adaptive_sync with a seat", facts: node.Facts{AdaptiveSync: true, Keys: []node.KeyFacts{{HasState: true, Seated: true}}}, refused: true},
		{name: "adaptive_sync with a remote signer", facts: node.Facts{AdaptiveSync: true, RemoteSigner: "unix:///run/signer"}, refused: true},
		{name: "genesis as pinned", facts: node.Facts{GenesisPin: "aa", GenesisHash: "aa"}},
		{name: "another genesis", facts: node.Facts{GenesisPin: "aa", GenesisHash: "bb"}, refused: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := node.Check(tc.facts)
			if tc.refused {
				require.ErrorIs(t, err, node.ErrStartRefused)
				return
			}
			require.NoError(t, err)
		})
	}
}
