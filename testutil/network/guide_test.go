//go:build system

package network_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// guide is a document whose commands are run one after the other. What follows "# " is in the answer to the command before.
const guide = "../../docs/money.md"

// TestGuideToMoney does on a network of its own what the guide says, with the shell.
func TestGuideToMoney(t *testing.T) {
	dir := t.TempDir()
	n, err := launch(reliefd(t), nil, "--persist", dir, "--provinces", "2", "--block-time", blockTime)
	require.NoError(t, err)
	t.Cleanup(func() { _ = n.interrupt() })
	require.NoError(t, n.ready(t.Context(), dir))
	environment := append(os.Environ(), "PATH="+filepath.Dir(reliefd(t))+":"+os.Getenv("PATH"), "RELIEFD_NODE=tcp://"+n.info.Provinces[0].RPC,
		"RELIEFD_CHAIN_ID="+n.info.ChainID, "RELIEFD_KEYRING_BACKEND=test", "RELIEFD_KEYRING_DIR="+n.info.Keys)
	shell := func(line string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "bash", "-c", line)
		cmd.Env = environment
		out, err := cmd.Output()
		if exit := new(exec.ExitError); errors.As(err, &exit) {
			err = errors.New(string(exit.Stderr))
		}
		return string(out), err
	}

	text, err := os.ReadFile(guide)
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, blocks)
	for _, block := range blocks {
		out := ""
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSpace(line)
			if want, found := strings.CutPrefix(line, "# "); found {
				require.Contains(t, out, want)
				continue
			}
			t.Log(line)
			if strings.HasPrefix(line, "reliefd tx ") {
				line += " --yes"
			}
			out, err = shell(line + " --output json")
			require.NoError(t, err, line)
			if strings.HasPrefix(line, "reliefd tx ") {
				requireDone(t, shell, out)
			}
		}
	}
}

// requireDone waits until a transaction that was sent is in a block, and requires that it did what it should.
func requireDone(t *testing.T, shell func(string) (string, error), sent string) {
	t.Helper()
	var answer struct {
		TxHash string `json:"txhash"`
		Code   int    `json:"code"`
		RawLog string `json:"raw_log"`
	}
	require.NoError(t, json.Unmarshal([]byte(sent), &answer))
	require.Zero(t, answer.Code, answer.RawLog)
	eventually(t, "it is in a block", func() error {
		out, err := shell("reliefd query tx " + answer.TxHash + " --output json")
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(out), &answer)
	})
	require.Zero(t, answer.Code, answer.RawLog)
}
