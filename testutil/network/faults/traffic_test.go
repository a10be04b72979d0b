//go:build system

package faults_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
	"github.com/reliefchain/relief/testutil/network/faults"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Bars of what comes from outside.
const (
	memoryBar   = 50 << 20
	latencyBar  = 3
	floodFactor = 10
)

func trafficFaults() []fault {
	return []fault{
		{name: "bad transactions", done: "malformed, oversized, replayed, wrong-chain and wrongly signed transactions, 50 of each at every province", bar: "0 accepted; memory + < 50 MB", run: badTransactions},
		{name: "p2p garbage", done: "200 connections with random bytes and 50 silent ones at every province's peer port", bar: "goes on; memory + < 50 MB", needs: []need{hubs}, run: peerGarbage},
		{name: "RPC garbage", done: "random bytes, deep and large JSON, unknown methods and silent connections at every province's RPC", bar: "goes on; memory + < 50 MB", run: rpcGarbage},
		{name: "flood", done: "one officer at every province sends payable transactions as fast as it can", bar: "10 × capacity; honest p95 ≤ 3 ×; memory + < 50 MB", run: flood},
	}
}

// memory measures how much more memory is in use, after garbage collection, at the greediest province once something was done.
func (t *trial) memory(done func()) {
	t.Helper()
	inUse := func() (all []int64) {
		from := make([]int64, t.net.Seats)
		for i, node := range t.net.Seated() {
			from[i] = t.logged(node)
		}
		for i, node := range t.net.Seated() {
			t.until(node.Name+" collects garbage", func() error {
				used, err := node.InUse(from[i])
				if err == nil {
					all = append(all, used)
				}
				return err
			})
		}
		return all
	}
	before := inUse()
	done()
	var resident, most int64
	for _, node := range t.net.Seated() {
		r, err := node.Resident()
		require.NoError(t, err)
		resident = max(resident, r)
	}
	for i, after := range inUse() {
		most = max(most, after-before[i])
	}
	t.note("memory in use + %d MB, %d MB resident at most", most>>20, resident>>20)
	if most > memoryBar {
		t.Errorf("memory in use grew by %d MB, the bar is %d", most>>20, memoryBar>>20)
	}
}

// outside is the machine that trouble comes from.
func (t *trial) outside() *network.Node { return t.net.Spare(attacker) }

// post sends a body to a province's RPC and returns the answer.
func (t *trial) post(client *http.Client, node *network.Node, body io.Reader) ([]byte, error) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+node.Server(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}

// broadcast sends a transaction to a province and tells whether it took it.
func (t *trial) broadcast(client *http.Client, node *network.Node, raw []byte) bool {
	body := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"broadcast_tx_sync","params":{"tx":%q}}`, base64.StdEncoding.EncodeToString(raw))
	answer, err := t.post(client, node, strings.NewReader(body))
	return err == nil && bytes.Contains(answer, []byte(`"code":0`))
}

// random bytes.
func (t *trial) bytes(n int) []byte {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(t.random.Uint32())
	}
	return raw
}

func badTransactions(t *trial) string {
	const each = 50
	acks := t.load.Acks()
	block, err := t.net.Seated()[0].RPC().Block(t.Context(), &acks[len(acks)-1].Height)
	require.NoError(t, err)
	sent := block.Block.Txs[0]
	key := t.net.Seated()[0].Name + "-programme"
	number, sequence, err := t.load.Account(t.Context(), key)
	require.NoError(t, err)
	signer, err := t.load.Address(key)
	require.NoError(t, err)
	msg := &authoritytypes.MsgRegisterAreas{Signer: signer, Codes: []string{"1101"}}
	foreign, err := t.load.Sign(t.Context(), "another-chain", key, number, sequence, msg)
	require.NoError(t, err)
	good, err := t.load.Sign(t.Context(), t.net.ChainID, key, number, sequence, msg)
	require.NoError(t, err)
	kinds := []func() []byte{
		func() []byte { return t.bytes(1 + t.random.IntN(1000)) },
		func() []byte { return sent[:t.random.IntN(len(sent))] },
		func() []byte { return t.bytes(2 << 20) },
		func() []byte { return sent },
		func() []byte { return foreign },
		func() []byte { // the signature, or what it is over
			changed := bytes.Clone(good)
			changed[len(changed)-1-t.random.IntN(64)] ^= byte(1 + t.random.IntN(255))
			return changed
		},
	}
	var tried, taken int
	t.memory(func() {
		for _, node := range t.net.Seated() {
			client := t.outside().HTTP(10 * time.Second)
			for i, kind := range kinds {
				count := each
				if i == 2 {
					count = each / 5 // two megabytes each
				}
				for range count {
					tried++
					if t.broadcast(client, node, kind()) {
						taken++
					}
				}
			}
		}
	})
	if taken > 0 {
		t.Errorf("%d accepted", taken)
	}
	return fmt.Sprintf("%d of %d accepted", taken, tried)
}

func peerGarbage(t *trial) string {
	const noisy, silent = 200, 50
	t.memory(func() {
		var wait sync.WaitGroup
		var open []net.Conn
		defer func() {
			for _, c := range open {
				_ = c.Close()
			}
		}()
		for _, node := range t.net.Seated() {
			for range silent {
				if c, err := t.outside().Dial(t.wait(5*time.Second), node.Peer()); err == nil {
					open = append(open, c)
				}
			}
			for range noisy {
				raw := t.bytes(1 + t.random.IntN(20_000))
				c, err := t.outside().Dial(t.wait(5*time.Second), node.Peer())
				if err != nil {
					continue // refused already
				}
				wait.Go(func() {
					defer c.Close()
					_ = c.SetDeadline(time.Now().Add(5 * time.Second))
					_, _ = c.Write(raw)
					_, _ = io.Copy(io.Discard, c)
				})
			}
		}
		require.NoError(t, t.load.More(t.wait(patience), 5), "the chain goes on")
		wait.Wait()
	})
	gap := t.load.Gap(t.began)
	t.within("the longest pause", gap, pauseBar)
	return fmt.Sprintf("pause %.1f s", gap.Seconds())
}

func rpcGarbage(t *trial) string {
	const rounds, silent = 40, 50
	deep := strings.Repeat("[", 100_000)
	answered := 0
	t.memory(func() {
		var open []net.Conn
		defer func() {
			for _, c := range open {
				_ = c.Close()
			}
		}()
		for _, node := range t.net.Seated() {
			client := t.outside().HTTP(10 * time.Second)
			for range silent {
				if c, err := t.outside().Dial(t.wait(5*time.Second), node.Server()); err == nil {
					_, _ = c.Write([]byte("POST / HTTP/1.1\r\nContent-Length: 1000000\r\n"))
					open = append(open, c)
				}
			}
			for range rounds {
				for _, body := range []string{
					string(t.bytes(1000)), deep,
					fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"%x","params":{}}`, t.bytes(20)),
					fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"block","params":{"height":"%d"}}`, -t.random.Int64()),
					fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"abci_query","params":{"path":"/store/grant/subspace","data":"%x"}}`, t.bytes(8)),
					`{"jsonrpc":"2.0","id":1,"method":"tx_search","params":{"query":"` + strings.Repeat("(", 1000) + `"}}`,
				} {
					if _, err := t.post(client, node, strings.NewReader(body)); err == nil {
						answered++
					}
				}
			}
			_, _ = t.post(client, node, bytes.NewReader(t.bytes(8<<20)))
		}
		require.NoError(t, t.load.More(t.wait(patience), 5), "the chain goes on")
	})
	gap := t.load.Gap(t.began)
	t.within("the longest pause", gap, pauseBar)
	return fmt.Sprintf("%d answered, pause %.1f s", answered, gap.Seconds())
}

// flood lets one officer a province send without waiting: each message is refused when it runs, since the officer has no right to
// it, but its office pays for it, so it competes for room in blocks.
func flood(t *trial) string {
	const span, most = 20 * time.Second, 6_000
	began := time.Now()
	t.hold(span)
	calm := t.load.Latency(began, 0.95)

	stacks := make([][][]byte, t.net.Seats)
	for i, node := range t.net.Seated() {
		stacks[i] = t.stack(node.Name+"-programme", most)
	}
	var offered, taken atomic.Int64
	var stormy, took time.Duration
	first, last := t.top(), int64(0)
	t.memory(func() {
		ctx, stop := context.WithTimeout(t.Context(), span)
		defer stop()
		var wait sync.WaitGroup
		began = time.Now()
		for i, node := range t.net.Seated() {
			client := t.outside().HTTP(10 * time.Second)
			wait.Go(func() {
				for _, raw := range stacks[i] {
					for ctx.Err() == nil {
						offered.Add(1)
						if t.broadcast(client, node, raw) {
							taken.Add(1)
							break
						}
					}
				}
			})
		}
		wait.Wait()
		took, last, stormy = time.Since(began), t.top(), t.load.Latency(began, 0.95)
	})
	committed := t.committed(first, last)
	rate := func(n int64) float64 { return float64(n) / took.Seconds() }
	t.note("%.0f/s offered, %.0f/s taken, %.0f/s in blocks", rate(offered.Load()), rate(taken.Load()), rate(committed))
	t.note("honest p95 %.1f s, before %.1f s", stormy.Seconds(), calm.Seconds())
	if offered.Load() < floodFactor*committed {
		t.Errorf("only %.1f times what fits into blocks was offered", float64(offered.Load())/float64(committed))
	}
	if stormy > latencyBar*calm {
		t.Errorf("honest p95 grew %.1f times", stormy.Seconds()/calm.Seconds())
	}
	return ""
}

// stack signs small loads in advance.
func (t *trial) stack(key string, count int) [][]byte {
	t.Helper()
	return t.stackOf(key, count, func(signer string) sdk.Msg {
		return &authoritytypes.MsgRegisterAreas{Signer: signer, Codes: []string{"1101"}}
	})
}

// stackOf signs transactions in advance.
func (t *trial) stackOf(key string, count int, message func(signer string) sdk.Msg) [][]byte {
	t.Helper()
	number, sequence, err := t.load.Account(t.Context(), key)
	require.NoError(t, err)
	signer, err := t.load.Address(key)
	require.NoError(t, err)
	all := make([][]byte, count)
	for i := range all {
		raw, err := t.load.Sign(t.Context(), t.net.ChainID, key, number, sequence+uint64(i), message(signer))
		require.NoError(t, err)
		t.load.Announce(raw, faults.Sent{Stream: key, ID: int64(sequence) + int64(i)})
		all[i] = raw
	}
	return all
}

// committed counts the transactions in the blocks after one height up to another.
func (t *trial) committed(after, to int64) int64 {
	t.Helper()
	var count int64
	for h := after + 1; h <= to; h++ {
		block, err := t.net.Seated()[0].RPC().Block(t.Context(), &h)
		require.NoError(t, err)
		count += int64(len(block.Block.Txs))
	}
	return count
}
