//go:build system

package faults_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/network"
	"github.com/reliefchain/relief/testutil/network/faults"
	counciltypes "github.com/reliefchain/relief/x/council/types"
)

// result is what came of a transaction or an act.
type result struct {
	height    int64 // 0 when no block took it
	codespace string
	code      uint32
	log       string
	data      []byte
}

// String is CODESPACE CODE, or ok.
func (r result) String() string {
	if r.code == 0 {
		return "ok"
	}
	return fmt.Sprintf("%s %d", r.codespace, r.code)
}

// operator of a province's seat: its key, its account and its operator address.
func (t *trial) operator(node *network.Node) (key, account, operator string) {
	t.Helper()
	key = node.Name + "-operator"
	account, err := t.load.Address(key)
	require.NoError(t, err)
	raw, err := sdk.AccAddressFromBech32(account)
	require.NoError(t, err)
	return key, account, sdk.ValAddress(raw).String()
}

// send sends a transaction to a province and waits until it is in a block, or refused before. Its key must not have another under way.
func (t *trial) send(ctx context.Context, node *network.Node, key string, msgs ...sdk.Msg) (result, error) {
	number, sequence, err := t.load.Account(ctx, key)
	if err != nil {
		return result{}, err
	}
	raw, err := t.load.Sign(ctx, t.net.ChainID, key, number, sequence, msgs...)
	if err != nil {
		return result{}, err
	}
	t.load.Announce(raw, faults.Sent{Stream: key, ID: int64(sequence)})
	checked, err := node.RPC().BroadcastTxSync(ctx, raw)
	if err != nil {
		return result{}, err
	}
	if checked.Code != 0 {
		return result{codespace: checked.Codespace, code: checked.Code, log: checked.Log}, nil
	}
	for hash := sha256.Sum256(raw); ; {
		found, err := node.RPC().Tx(ctx, hash[:], false)
		if err == nil {
			r := found.TxResult
			return result{height: found.Height, codespace: r.Codespace, code: r.Code, log: r.Log, data: r.Data}, nil
		}
		select {
		case <-ctx.Done():
			return result{}, fmt.Errorf("transaction %X of %s: %w (%w)", hash, key, ctx.Err(), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// decide puts acts to the vote, each proposed by another province, lets all vote yes, and returns what came of each when it was due.
func (t *trial) decide(acts ...sdk.Msg) []result {
	t.Helper()
	provinces := t.net.Seated()
	require.LessOrEqual(t, len(acts), len(provinces), "a province has one proposal at a time")
	watcher := provinces[0]
	from := t.height(watcher)
	ctx := t.wait(patience)
	ids := make([]uint64, len(acts))
	proposing, proposals := errgroup.WithContext(ctx)
	for i, act := range acts {
		key, account, _ := t.operator(provinces[i])
		proposing.Go(func() (err error) {
			ids[i], err = t.propose(proposals, provinces[i], key, account, act)
			return err
		})
	}
	require.NoError(t, proposing.Wait())
	voting, votes := errgroup.WithContext(ctx)
	for _, node := range provinces {
		key, account, _ := t.operator(node)
		all := make([]sdk.Msg, len(ids))
		for i, id := range ids {
			all[i] = &govv1.MsgVote{ProposalId: id, Voter: account, Option: govv1.OptionYes}
		}
		voting.Go(func() error {
			r, err := t.send(votes, node, key, all...)
			if err == nil && r.code != 0 {
				err = fmt.Errorf("votes of %s: %s: %s", node.Name, r, r.log)
			}
			return err
		})
	}
	require.NoError(t, voting.Wait())
	return t.outcomes(watcher, from, ids)
}

// propose opens a proposal and returns its number.
func (t *trial) propose(ctx context.Context, node *network.Node, key, account string, act sdk.Msg) (uint64, error) {
	schedule, err := counciltypes.NewMsgSchedule(app.Governance(), act)
	if err != nil {
		return 0, err
	}
	packed, err := codectypes.NewAnyWithValue(schedule)
	if err != nil {
		return 0, err
	}
	sum := sha256.Sum256(packed.Value)
	text := hex.EncodeToString(sum[:])
	r, err := t.send(ctx, node, key, &govv1.MsgSubmitProposal{
		Messages: []*codectypes.Any{packed}, InitialDeposit: sdk.NewCoins(counciltypes.SeatToken()), Proposer: account, Title: text, Summary: text,
	})
	if err != nil {
		return 0, err
	}
	if r.code != 0 {
		return 0, fmt.Errorf("proposal of %s: %s: %s", node.Name, r, r.log)
	}
	var answers sdk.TxMsgData
	var answer govv1.MsgSubmitProposalResponse
	if err := answers.Unmarshal(r.data); err != nil {
		return 0, err
	}
	return answer.ProposalId, answer.Unmarshal(answers.MsgResponses[0].Value)
}

// outcomes follows blocks until every proposal's act was carried out or refused.
func (t *trial) outcomes(watcher *network.Node, from int64, proposals []uint64) []result {
	t.Helper()
	ctx := t.wait(patience)
	acts, ended := map[string]uint64{}, map[uint64]result{} // proposal → act, act → result
	var scheduled uint64
	for h := from; ; h++ {
		require.NoError(t, watcher.Reach(ctx, h+1)) // its results are there once it has the next block
		block, err := watcher.RPC().BlockResults(ctx, &h)
		require.NoError(t, err)
		for _, event := range block.FinalizeBlockEvents {
			switch e := parse(event).(type) {
			case *counciltypes.EventActScheduled:
				scheduled = e.Item // x/gov names the proposal next
			case *counciltypes.EventActCarriedOut:
				ended[e.Item] = result{height: h}
			case *counciltypes.EventActFailed:
				ended[e.Item] = result{height: h, codespace: e.Codespace, code: e.Code}
			case nil:
				if id, ok := attribute(event, govtypes.EventTypeActiveProposal, govtypes.AttributeKeyProposalID); ok {
					acts[id] = scheduled
				}
			}
		}
		var all []result
		for _, id := range proposals {
			if r, ok := ended[acts[fmt.Sprint(id)]]; ok {
				all = append(all, r)
			}
		}
		if len(all) == len(proposals) {
			return all
		}
	}
}

// parse returns a typed event, or nil.
func parse(event abci.Event) proto.Message {
	if !strings.HasPrefix(event.Type, "relief.") {
		return nil
	}
	e, err := sdk.ParseTypedEvent(withoutMode(event))
	if err != nil {
		return nil
	}
	return e
}

// withoutMode leaves out what the block's end adds to each of its events.
func withoutMode(event abci.Event) abci.Event {
	kept := abci.Event{Type: event.Type}
	for _, a := range event.Attributes {
		if a.Key != "mode" {
			kept.Attributes = append(kept.Attributes, a)
		}
	}
	return kept
}

// attribute returns an attribute of an event of a type.
func attribute(event abci.Event, kind, key string) (string, bool) {
	if event.Type != kind {
		return "", false
	}
	for _, a := range event.Attributes {
		if a.Key == key {
			return a.Value, true
		}
	}
	return "", false
}
