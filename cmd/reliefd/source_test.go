package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
)

// province is a node that says where it is; a province that is down isn't listening any more.
func province(t *testing.T, name string, down bool) devnet.Province {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct {
			ID json.RawMessage `json:"id"`
		}
		if json.NewDecoder(r.Body).Decode(&req) == nil {
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"sync_info":{"latest_block_height":"7"}}}`, req.ID)
		}
	}))
	t.Cleanup(s.Close)
	if down {
		s.Close()
	}
	return devnet.Province{Name: name, RPC: strings.TrimPrefix(s.URL, "http://"), GRPC: name + ":9090"}
}

func TestProvincesThatDoNotAnswerAreLeftOut(t *testing.T) {
	for _, tc := range []struct {
		name    string
		down    [4]bool
		primary int
		others  []int
		left    []int
		want    error
	}{
		{name: "all up", primary: 0, others: []int{1, 2, 3}},
		{name: "a witness down", down: [4]bool{2: true}, primary: 0, others: []int{1, 3}, left: []int{2}},
		{name: "the first down", down: [4]bool{0: true}, primary: 1, others: []int{2, 3}, left: []int{0}},
		{name: "one witness left", down: [4]bool{0: true, 3: true}, primary: 1, others: []int{2}, left: []int{0, 3}},
		{name: "no witness left", down: [4]bool{0: true, 1: true, 3: true}, left: []int{0, 1, 3}, want: errTooFewProvinces},
	} {
		t.Run(tc.name, func(t *testing.T) {
			info := devnet.Info{Settings: devnet.Settings{ChainID: "relief-test"}}
			for i, down := range tc.down {
				info.Provinces = append(info.Provinces, province(t, fmt.Sprintf("p%d", i), down))
			}
			raw, err := json.Marshal(info)
			require.NoError(t, err)
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "dev.json"), raw, 0o600))
			var said bytes.Buffer
			cmd := &cobra.Command{}
			cmd.SetErr(&said)
			cmd.SetContext(t.Context())
			flags := sourceFlags{network: dir}
			s, err := flags.source(cmd)
			require.ErrorIs(t, err, tc.want)
			for _, i := range tc.left {
				require.Contains(t, said.String(), fmt.Sprintf("Left out p%d: no answer from %s.\n", i, info.Provinces[i].RPC))
			}
			require.Equal(t, len(tc.left), strings.Count(said.String(), "Left out"))
			if tc.want != nil {
				return
			}
			require.Equal(t, "relief-test", s.ChainID)
			require.Equal(t, "http://"+info.Provinces[tc.primary].RPC, s.Primary)
			require.Equal(t, info.Provinces[tc.primary].GRPC, flags.grpc)
			var witnesses []string
			for _, i := range tc.others {
				witnesses = append(witnesses, "http://"+info.Provinces[i].RPC)
			}
			require.Equal(t, witnesses, s.Witnesses)
		})
	}
}
