package main

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/reliefchain/relief/testutil/chaintest"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
)

// What an office registers: households of three, each with a tag, the head with a key; so many households a message, and so many messages
// a block.
const (
	householdSize     = 3
	householdsPerTx   = 160
	enrolmentsInBlock = 4
)

// prepareEnrolments signs batches of households for some blocks. A person is a unit.
func (n *node) prepareEnrolments(blocks int) (work, error) {
	txs := make([][]byte, blocks*enrolmentsInBlock)
	for i := range txs {
		msg := &beneficiarytypes.MsgEnrol{Signer: chaintest.Officer(intake)}
		for range householdsPerTx {
			msg.Households = append(msg.Households, n.newHousehold(area))
		}
		var err error
		if txs[i], err = n.sign(intake, gasShape, nil, msg); err != nil {
			return nil, err
		}
	}
	return func() (outcome, error) {
		var total outcome
		for ; len(txs) > 0; txs = txs[enrolmentsInBlock:] {
			_, failed, err := n.block(txs[:enrolmentsInBlock]...)
			if err != nil {
				return outcome{}, err
			}
			const persons = householdsPerTx * householdSize
			total = total.plus(outcome{Units: (enrolmentsInBlock - failed) * persons, Failed: failed * persons, Blocks: 1})
		}
		return total, nil
	}, nil
}

// newHousehold is a household that nobody has seen yet.
func (n *node) newHousehold(area string) beneficiarytypes.HouseholdEnrolment {
	n.households++
	h := beneficiarytypes.HouseholdEnrolment{
		Ref: drawn("household", n.households, beneficiarytypes.RefLength), MemberRoot: drawn("members", n.households, sha256.Size), Area: area,
	}
	for i := range householdSize {
		number := n.households*householdSize + i
		person := beneficiarytypes.Enrolment{
			Ref: drawn("person", number, beneficiarytypes.RefLength), AttrRoot: drawn("attributes", number, sha256.Size),
			Tags: []beneficiarytypes.Tag{{Class: class, Value: drawn("tag", number, sha256.Size)}},
		}
		if i == 0 {
			person.HolderKey = chaintest.Key(string(person.Ref)).PubKey().Bytes()
		}
		h.Persons = append(h.Persons, person)
	}
	return h
}

// drawn are bytes as spread as random ones, the same in every replica.
func drawn(kind string, number, length int) []byte {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(kind), uint64(number)))
	return sum[:length]
}

// registered adds up the keys and values of the register and of the accounts, without what the trees need to hold them.
func (n *node) registered() (int64, error) {
	stores, ok := n.app.CommitMultiStore().(interface {
		StoreKeysByName() map[string]storetypes.StoreKey
	})
	if !ok {
		return 0, errors.New("the stores don't tell their names")
	}
	var total int64
	for _, name := range []string{beneficiarytypes.StoreKey, authtypes.StoreKey} {
		it := n.app.CommitMultiStore().GetKVStore(stores.StoreKeysByName()[name]).Iterator(nil, nil)
		for ; it.Valid(); it.Next() {
			total += int64(len(it.Key()) + len(it.Value()))
		}
		if err := it.Close(); err != nil {
			return 0, err
		}
	}
	return total, nil
}
