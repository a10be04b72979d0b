package main

import (
	"math/rand/v2"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/reliefchain/relief/testutil/chaintest"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// prepareSends signs one transfer of each sender, who pays the fee, to accounts drawn by the height.
func (n *node) prepareSends() (work, error) {
	draw := rand.New(rand.NewPCG(uint64(n.height), 0))
	fee := sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, yuan))
	txs := make([][]byte, n.setup.Senders)
	for i := range txs {
		msg := banktypes.NewMsgSend(addressOf(senderKey(i)), bystander(draw.IntN(n.setup.Accounts)), sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1)))
		var err error
		if txs[i], err = n.sign(senderName(i), gasShape, fee, msg); err != nil {
			return nil, err
		}
	}
	return n.oneBlock(txs), nil
}

// prepareWithdrawals signs one withdrawal of each payee with a key, whose office pays the fee.
func (n *node) prepareWithdrawals() (work, error) {
	txs := make([][]byte, n.setup.Holders)
	for i := range txs {
		msg := &granttypes.MsgWithdraw{
			Signer: addressOf(holderKey(i)).String(), Grant: uint64(granttypes.NewGrantID(1, uint32(i)+granttypes.FirstSlot)),
			Amount: 1, Denom: chaintest.Denom,
		}
		var err error
		if txs[i], err = n.sign(holderName(i), gasShape, nil, msg); err != nil {
			return nil, err
		}
	}
	return n.oneBlock(txs), nil
}

// oneBlock runs transactions in one block; each is a unit.
func (c *chain) oneBlock(txs [][]byte) work {
	return func() (outcome, error) {
		_, failed, err := c.block(txs...)
		return outcome{Units: len(txs) - failed, Failed: failed, Blocks: 1}, err
	}
}

// inParts runs transactions in blocks of so many.
func (c *chain) inParts(txs [][]byte, most int) work {
	return func() (total outcome, err error) {
		for part := range slices.Chunk(txs, most) {
			one, err := c.oneBlock(part)()
			if err != nil {
				return outcome{}, err
			}
			total = total.plus(one)
		}
		return total, nil
	}
}
