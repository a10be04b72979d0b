package county

import (
	"context"
	"fmt"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// recordsPerPage is how many payable records one query lists.
const recordsPerPage = 1_000

// Seal opens and seals a run of one period over rolls.
func (c *County) Seal(ctx context.Context, period granttypes.Period, rolls ...uint32) (granttypes.Run, error) {
	opened, err := ask[granttypes.MsgOpenRunResponse](ctx, c, Approver, func(signer string) sdk.Msg {
		return &granttypes.MsgOpenRun{Signer: signer, Rolls: rolls, Period: uint32(period)}
	})
	if err != nil {
		return granttypes.Run{}, err
	}
	if _, err := c.send(ctx, Approver, func(signer string) sdk.Msg {
		return &granttypes.MsgSealRun{Signer: signer, Run: opened.Run}
	}); err != nil {
		return granttypes.Run{}, err
	}
	return c.Run(ctx, opened.Run)
}

// Authorise funds a sealed run; the chain pays it from the next block on.
func (c *County) Authorise(ctx context.Context, run granttypes.Run) error {
	_, err := c.send(ctx, Treasurer, func(signer string) sdk.Msg {
		return &granttypes.MsgAuthoriseRun{Signer: signer, Run: run.Id, Denom: devnet.Denom(), Count: run.SealedCount, Amount: run.SealedAmount}
	})
	return err
}

// WaitDone waits until a run is complete.
func (c *County) WaitDone(ctx context.Context, id uint64) (granttypes.Run, error) {
	for {
		run, err := c.Run(ctx, id)
		if err != nil || run.Status == granttypes.RUN_STATUS_DONE {
			return run, err
		}
		select {
		case <-ctx.Done():
			return run, fmt.Errorf("run %d is %s: %w", id, run.Status, ctx.Err())
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Pay seals, authorises and pays one period.
func (c *County) Pay(ctx context.Context, period granttypes.Period, rolls ...uint32) (granttypes.Run, error) {
	run, err := c.Seal(ctx, period, rolls...)
	if err != nil {
		return run, err
	}
	if err := c.Authorise(ctx, run); err != nil {
		return run, err
	}
	return c.WaitDone(ctx, run.Id)
}

// Run reads a run.
func (c *County) Run(ctx context.Context, id uint64) (granttypes.Run, error) {
	res, err := granttypes.NewQueryClient(c.Client.Conn()).Run(ctx, &granttypes.QueryRunRequest{Id: id})
	if err != nil {
		return granttypes.Run{}, fmt.Errorf("read run %d: %w", id, err)
	}
	return res.Run, nil
}

// Paid sums up what a roll paid in its last period.
type Paid struct {
	// Households with an instalment and the persons they cover.
	Households, Persons uint64
	// Amount in minor units.
	Amount uint64
}

// PaidIn sums up the payable records of a roll that were paid for a period, which must be the roll's last.
func (c *County) PaidIn(ctx context.Context, roll uint32, period granttypes.Period) (Paid, error) {
	queries := granttypes.NewQueryClient(c.Client.Conn())
	var p Paid
	for slot := uint32(1); slot != 0; {
		page, err := queries.Records(ctx, &granttypes.QueryRecordsRequest{Roll: roll, FromSlot: slot, Limit: recordsPerPage})
		if err != nil {
			return Paid{}, fmt.Errorf("list roll %d: %w", roll, err)
		}
		for _, r := range page.Records {
			if r.LastPeriod != uint32(period) || r.Amount == 0 {
				continue
			}
			grant, err := queries.Grant(ctx, &granttypes.QueryGrantRequest{Id: r.Grant})
			if err != nil {
				return Paid{}, fmt.Errorf("read grant %s: %w", granttypes.GrantID(r.Grant), err)
			}
			p.Households++
			p.Persons += uint64(grant.Grant.Persons)
			p.Amount += r.Amount
		}
		slot = page.NextSlot
	}
	return p, nil
}
