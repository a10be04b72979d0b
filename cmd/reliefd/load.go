package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app/client"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// inFlight is how many messages are sent before the first has to be in a block.
const inFlight = 8

// loadChunks sends the chunks that aren't in yet, in order.
func loadChunks(cmd *cobra.Command, c *client.Client, key string, st *standing) error {
	signer, err := c.Address(key)
	if err != nil {
		return err
	}
	plan := st.plan
	bar := newProgress("chunks", int64(len(plan.Chunks)), progressbar.OptionShowCount(), progressbar.OptionShowIts())
	_ = bar.Set(int(st.load.NextChunk))
	first := int(st.load.NextChunk)
	n, err := sendAhead(cmd.Context(), c, key, len(plan.Chunks)-first, func(n int) sdk.Msg {
		return &types.MsgLoadChunk{Signer: signer, Import: st.load.Id, Chunk: plan.Chunks[first+n], Path: plan.Path(first + n)}
	}, func(_ int, _ *sdk.TxResponse, refused error) error { return errors.Join(refused, bar.Add(1)) })
	if err != nil {
		return st.explain(first+n, err)
	}
	_ = bar.Finish()
	done, err := findImport(cmd.Context(), c, plan)
	if err != nil {
		return err
	}
	if done == nil || done.Status != types.IMPORT_STATUS_DONE {
		return errors.New("the import isn't complete yet: run the same command again")
	}
	printStatus(cmd, *done, "")
	return nil
}

// sendAhead sends messages in their order, a few ahead of the chain, and calls settled for each one that is in a block or was refused, in order.
// With an error it returns the number of the message that it is about.
func sendAhead(
	ctx context.Context, c *client.Client, key string, count int, message func(n int) sdk.Msg, settled func(n int, res *sdk.TxResponse, refused error) error,
) (int, error) {
	var sent []string
	done := 0
	settle := func(res *sdk.TxResponse, err error) error {
		var refused *client.Refused
		if err != nil && !errors.As(err, &refused) {
			return err
		}
		if err := settled(done, res, err); err != nil {
			return err
		}
		done++
		return nil
	}
	wait := func(most int) error {
		for len(sent) > most {
			res, err := c.Wait(ctx, sent[0])
			if err := settle(res, err); err != nil {
				return err
			}
			sent = sent[1:]
		}
		return nil
	}
	for n := range count {
		if err := wait(inFlight - 1); err != nil {
			return done, err
		}
		hash, err := c.Broadcast(ctx, key, nil, message(n))
		if err == nil {
			sent = append(sent, hash)
			continue
		}
		if errWait := wait(0); errWait != nil {
			return done, errWait
		}
		if err := settle(nil, err); err != nil {
			return done, err
		}
	}
	err := wait(0)
	return done, err
}

// position finds the household in what the chain says about a chunk.
var position = regexp.MustCompile(`\bhousehold (\d+)\b`)

// explain says where a load stopped, and what ends it: the same command, another officer, or a corrected register.
func (st *standing) explain(chunk int, err error) error {
	var refused *client.Refused
	if !errors.As(err, &refused) {
		return fmt.Errorf("load chunk %d (run the same command again to go on): %w", chunk, err)
	}
	ofRow := position.MatchString(refused.Log)
	switch {
	case !ofRow && (errors.Is(err, types.ErrSelfDealing) || refused.Codespace == authoritytypes.ModuleName):
		return fmt.Errorf("load chunk %d (an officer with the role of intake, not the one who sealed the register, runs the same command to go on): %w", chunk, err)
	case errors.Is(err, types.ErrImportClosed):
		return fmt.Errorf("load chunk %d (import %d isn't open any more: see \"reliefd import status %s\"): %w", chunk, st.load.Id, st.file, err)
	case errors.Is(err, types.ErrChunkOrder), !ofRow && !isFinal(refused):
		return fmt.Errorf("load chunk %d (run the same command again to go on): %w", chunk, err)
	}
	return fmt.Errorf(`%s: %w
Loading again won't change that: import %d stays at chunk %d, and its roll opens no payroll while the import is open.
An approver closes it; what is loaded stays and is paid:
  reliefd tx grant close-import %d --from APPROVER
Then correct the register and seal it again; households that are loaded are left out:
  reliefd import seal %s %d --from APPROVER`, st.place(chunk, refused.Log), err, st.load.Id, chunk, st.load.Id, st.file, st.load.Roll)
}

// isFinal tells whether a rule refuses a chunk for what it holds, however often it is sent.
func isFinal(refused *client.Refused) bool {
	return refused.Codespace == types.ModuleName || refused.Codespace == beneficiarytypes.ModuleName || refused.Is(sdkerrors.ErrOutOfGas)
}

// place names the line of the household that the chain refuses, or the lines of the chunk when it names none.
func (st *standing) place(chunk int, log string) string {
	rows := len(st.plan.Chunks[chunk].Rows)
	if found := position.FindStringSubmatch(log); found != nil {
		if n, err := strconv.Atoi(found[1]); err == nil && n < rows {
			return fmt.Sprintf("%s:%d", st.file, st.rest.Line(st.plan.Row(chunk, n)))
		}
	}
	return fmt.Sprintf("%s:%d to %d", st.file, st.rest.Line(st.plan.Row(chunk, 0)), st.rest.Line(st.plan.Row(chunk, rows-1)))
}
