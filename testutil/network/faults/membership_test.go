//go:build system

package faults_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
	"github.com/cometbft/cometbft/crypto/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/network"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// refusals counts what was refused, by error.
type refusals map[string]int

func (r refusals) String() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(r)) {
		all = append(all, fmt.Sprintf("%d × %s", r[name], name))
	}
	return strings.Join(all, ", ")
}

// expect asks that something was refused with an error.
func (t *trial) expect(seen refusals, what string, got result, want *errorsmod.Error) {
	t.Helper()
	if got.codespace != want.Codespace() || got.code != want.ABCICode() {
		t.Errorf("%s: %s %s, want %s %d", what, got, got.log, want.Codespace(), want.ABCICode())
		return
	}
	seen[want.Error()]++
}

// membership suspends a seat, so that four of five are left, and tries everything that would take another one out, give a province a second
// one, or use a key again. At the end all five sign.
func membership(t *trial) string {
	suspended := t.pick()
	active := rest(t, suspended)
	_, _, operator := t.operator(suspended)
	require.Zero(t, t.decide(&validatortypes.MsgSuspendSeat{Authority: app.Governance(), Operator: operator})[0].code)
	before := t.powers(len(active))

	seen := refusals{}
	t.byMessage(seen, active)
	t.byVote(seen, active)
	require.Equal(t, before, t.powers(len(active)), "the validator set")

	require.Zero(t, t.decide(&validatortypes.MsgResumeSeat{Authority: app.Governance(), Operator: operator})[0].code)
	t.powers(t.net.Seats)
	return fmt.Sprintf("4 of 5 seats active: %s", seen)
}

// powers waits until so many validators sign and returns the power of each.
func (t *trial) powers(count int) map[string]int64 {
	t.Helper()
	powers := map[string]int64{}
	t.until(fmt.Sprintf("%d validators", count), func() error {
		res, err := t.net.Seated()[0].RPC().Validators(t.Context(), nil, nil, nil)
		if err != nil {
			return err
		}
		if len(res.Validators) != count {
			return fmt.Errorf("%d validators", len(res.Validators))
		}
		clear(powers)
		for _, v := range res.Validators {
			powers[v.Address.String()] = v.VotingPower
		}
		return nil
	})
	for address, power := range powers {
		require.Equal(t, validatortypes.Power, power, address)
	}
	return powers
}

// byMessage lets operators send what nobody may do, and what only a vote decides: that has no price, so no block takes it.
func (t *trial) byMessage(seen refusals, active []*network.Node) {
	t.Helper()
	first, second := active[0], active[1]
	key, account, operator := t.operator(first)
	_, _, neighbour := t.operator(second)
	fresh := ed25519.GenPrivKey().PubKey().Bytes()

	// All leave at once.
	retiring, ctx := errgroup.WithContext(t.wait(patience))
	left := make([]result, len(active))
	for i, node := range active {
		key, _, operator := t.operator(node)
		retiring.Go(func() (err error) {
			left[i], err = t.send(ctx, node, key, &validatortypes.MsgRetireSeat{Operator: operator})
			return err
		})
	}
	require.NoError(t, retiring.Wait())
	for i, node := range active {
		t.expect(seen, node.Name+" retires", left[i], validatortypes.ErrFloorReached)
	}

	// A key that another seat has, proven by that seat's own node.
	out, err := second.Command(t.wait(patience), "validator", "prove", "--operator", operator)
	require.NoError(t, err)
	proof, err := network.ParseProof(out)
	require.NoError(t, err)

	for _, tc := range []struct {
		what string
		msg  sdk.Msg
		want *errorsmod.Error
	}{
		{what: "rotate to the key of another seat", msg: proof.Rotation(), want: validatortypes.ErrKeyUsed},
		{what: "remove another seat", msg: &validatortypes.MsgRemoveSeat{Authority: account, Operator: neighbour, Emergency: true}, want: feetypes.ErrPriceMissing},
		{what: "suspend another seat", msg: &validatortypes.MsgSuspendSeat{Authority: account, Operator: neighbour}, want: feetypes.ErrPriceMissing},
		{
			what: "enrol a second seat",
			msg:  &validatortypes.MsgEnrolSeat{Authority: account, Organisation: t.organisation(first), Operator: t.stranger(first), ConsensusKey: fresh},
			want: feetypes.ErrPriceMissing,
		},
	} {
		got, err := t.send(t.wait(patience), first, key, tc.msg)
		require.NoError(t, err)
		t.expect(seen, tc.what, got, tc.want)
	}
}

// byVote lets all provinces agree on what must not be.
func (t *trial) byVote(seen refusals, active []*network.Node) {
	t.Helper()
	governance := app.Governance()
	var operators []string
	for _, node := range active {
		_, _, operator := t.operator(node)
		operators = append(operators, operator)
	}
	enrol := func(key []byte) sdk.Msg {
		return &validatortypes.MsgEnrolSeat{Authority: governance, Organisation: t.organisation(active[0]), Operator: t.stranger(active[0]), ConsensusKey: key}
	}
	status, err := active[1].RPC().Status(t.Context())
	require.NoError(t, err)

	// Remove all, and give one province a second seat.
	var acts []sdk.Msg
	for _, operator := range operators {
		acts = append(acts, &validatortypes.MsgRemoveSeat{Authority: governance, Operator: operator, Emergency: true})
	}
	got := t.decide(append(acts, enrol(ed25519.GenPrivKey().PubKey().Bytes()))...)
	for i, r := range got[:len(operators)] {
		t.expect(seen, "a vote removes "+active[i].Name, r, validatortypes.ErrFloorReached)
	}
	t.expect(seen, "a vote enrols a second seat", got[len(operators)], validatortypes.ErrSeatDuplicate)

	got = t.decide(
		&validatortypes.MsgSuspendSeat{Authority: governance, Operator: operators[0]},
		&validatortypes.MsgRemoveSeat{Authority: governance, Operator: operators[1]},
		enrol(status.ValidatorInfo.PubKey.Bytes()),
	)
	t.expect(seen, "a vote suspends one more", got[0], validatortypes.ErrFloorReached)
	t.expect(seen, "a vote removes one more", got[1], validatortypes.ErrFloorReached)
	t.expect(seen, "a vote enrols a key of another seat", got[2], validatortypes.ErrKeyUsed)
}

// organisation of a province.
func (t *trial) organisation(node *network.Node) uint32 {
	t.Helper()
	for _, a := range t.net.Accounts {
		if a.Name == node.Name+"-operator" {
			return a.Organisation
		}
	}
	require.Fail(t, "no operator of "+node.Name)
	return 0
}

// stranger is the operator address of a province's officer who has no seat.
func (t *trial) stranger(node *network.Node) string {
	t.Helper()
	account, err := t.load.Address(node.Name + "-admin")
	require.NoError(t, err)
	raw, err := sdk.AccAddressFromBech32(account)
	require.NoError(t, err)
	return sdk.ValAddress(raw).String()
}
