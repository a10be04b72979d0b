package main

import (
	"math/rand/v2"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/testutil/chaintest"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// amendmentsInBlock are the transactions of a block of amendments.
const amendmentsInBlock = 500

// prepareAmendments signs what puts some grants on hold and takes them off again, a transaction each. Which, doesn't go by where they
// stand. An amendment is a unit.
func (n *node) prepareAmendments(grants int) (work, error) {
	draw := rand.New(rand.NewPCG(uint64(n.height), 1))
	ids, drawn := make([]uint64, 0, grants), map[uint64]bool{}
	for len(ids) < grants {
		roll := draw.IntN(n.setup.Rolls)
		id := uint64(granttypes.NewGrantID(uint32(roll)+1, granttypes.FirstSlot+uint32(draw.IntN(n.setup.slots(roll)))))
		if !drawn[id] {
			ids, drawn[id] = append(ids, id), true
		}
	}
	var txs [][]byte
	by := chaintest.Officer(approver)
	for _, amend := range []func(uint64) sdk.Msg{
		func(id uint64) sdk.Msg { return &granttypes.MsgSuspend{Signer: by, Grant: id, Reason: 1} },
		func(id uint64) sdk.Msg { return &granttypes.MsgResume{Signer: by, Grant: id} },
	} {
		for _, id := range ids {
			tx, err := n.sign(approver, gasShape, nil, amend(id))
			if err != nil {
				return nil, err
			}
			txs = append(txs, tx)
		}
	}
	return n.inParts(txs, amendmentsInBlock), nil
}
