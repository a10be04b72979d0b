package keeper

import (
	"fmt"
	"testing"
	"time"

	"cosmossdk.io/core/comet"
	abci "github.com/cometbft/cometbft/abci/types"
	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/x/slashing"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/validator/types"
)

// provinces is how many organisations a random run knows.
const provinces = 10

// machine runs random blocks over the keeper with x/slashing and x/evidence, next to CometBFT's own validator set.
type machine struct {
	*chain
	t *rapid.T
	// quiet leaves out what no province decides: absence and double signs, and emergencies.
	quiet    bool
	trusting int64
	// sets holds CometBFT's set by height, times the block times.
	sets  []*cmttypes.ValidatorSet
	times []time.Time
	// owners holds the seat of every key that CometBFT ever had.
	owners map[string]string
	made   int
	told   []abci.ValidatorUpdate
}

func newMachine(t *rapid.T, quiet bool, least int) *machine {
	m := &machine{t: t, quiet: quiet, owners: map[string]string{}}
	m.chain = newChain(t, rapid.IntRange(least, 7).Draw(t, "seats"))
	for n, officer := range []string{"province", "nation", "nation2"} {
		m.authority.officers[officer] = authoritytypes.Officer{Organisation: uint32(100 + n%2), Credential: blockHash(int64(n))}
	}
	gs := types.NewGenesisState(m.seats...)
	m.trusting = rapid.SampledFrom([]int64{10, 30}).Draw(t, "trusting period")
	gs.Params = types.Params{TrustingPeriodSeconds: m.trusting, RotationIntervalSeconds: 10, ActivationSeconds: 40, ApprovalSeconds: 15}
	sl := slashingtypes.DefaultGenesisState()
	sl.Params.SignedBlocksWindow = 6
	sl.Params.DowntimeJailDuration = 5 * time.Second
	m.update(m.genesis(t, *gs, sl))
	m.next(t, 1)
	return m
}

// set is CometBFT's set at a height; the first three are those of genesis.
func (m *machine) set(height int64) *cmttypes.ValidatorSet { return m.sets[height] }

// update gives CometBFT the updates of a block, which hold two heights later.
func (m *machine) update(updates []abci.ValidatorUpdate) {
	set := &cmttypes.ValidatorSet{}
	if len(m.sets) > 0 {
		set = m.sets[len(m.sets)-1].Copy()
	}
	changes, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(m.t, err)
	if len(changes) > 0 {
		require.NoError(m.t, set.UpdateWithChangeSet(changes))
	}
	require.Positive(m.t, set.Size())
	require.Equal(m.t, int64(set.Size()), set.TotalVotingPower(), "all have the same power")
	if set.Size() >= 4 {
		require.LessOrEqual(m.t, types.Power, (set.TotalVotingPower()-1)/3, "no seat has a third")
	}
	for len(m.sets) < 3 { // heights 0 to 2 at genesis
		m.sets = append(m.sets, set)
	}
	m.sets = append(m.sets, set)
}

// block runs one block with random votes, evidence and messages.
func (m *machine) block(seconds int64) {
	height := m.ctx.BlockHeight() + 1
	var votes []abci.VoteInfo
	for _, v := range m.set(height - 1).Validators {
		flag := cmtproto.BlockIDFlagCommit
		if !m.quiet && rapid.IntRange(0, 2).Draw(m.t, "absent") == 0 {
			flag = cmtproto.BlockIDFlagAbsent
		}
		votes = append(votes, abci.VoteInfo{Validator: abci.Validator{Address: v.Address, Power: v.VotingPower}, BlockIdFlag: flag})
	}
	m.ctx = m.ctx.WithVoteInfos(votes)
	m.next(m.t, seconds)
	m.times = append(m.times, m.ctx.BlockTime())
	before := m.all()
	require.NoError(m.t, slashing.BeginBlocker(m.ctx, m.slashing))
	m.checkFloor(before)
	m.info.evidence = m.misbehaviour()
	require.NoError(m.t, m.evidence.BeginBlocker(m.ctx))
	for range rapid.IntRange(0, 6).Draw(m.t, "messages") {
		m.message()
	}
	m.told = m.endBlock(m.t)
	m.update(m.told)
	m.checkOwners()
}

func (m *machine) all() []types.Seat {
	seats, err := m.keeper.Seats(m.ctx)
	require.NoError(m.t, err)
	return seats
}

// checkFloor holds what took seats out against the floor.
func (m *machine) checkFloor(before []types.Seat) {
	after := m.all()
	if types.CountActive(after) < types.CountActive(before) {
		require.GreaterOrEqual(m.t, types.CountActive(after), types.Floor(types.CountEnrolled(before)))
	}
}

// checkOwners holds that a key never signs for two seats.
func (m *machine) checkOwners() {
	for _, v := range m.sets[len(m.sets)-1].Validators {
		key, err := m.keeper.keys.Get(m.ctx, []byte(v.Address))
		require.NoError(m.t, err)
		owner := fmt.Sprint(key.Operator, key.Stint)
		if known, ok := m.owners[string(v.Address)]; ok {
			require.Equal(m.t, known, owner)
		}
		m.owners[string(v.Address)] = owner
	}
}

// misbehaviour accuses a validator of any height, or an address that nobody has.
func (m *machine) misbehaviour() []comet.Evidence {
	if m.quiet || rapid.IntRange(0, 20).Draw(m.t, "evidence") != 0 {
		return nil
	}
	var out []comet.Evidence
	for range rapid.IntRange(1, 3).Draw(m.t, "accused") {
		address := fmt.Appendf(nil, "nobody-%013d", len(out))
		if rapid.IntRange(0, 9).Draw(m.t, "known") != 0 {
			set := m.set(rapid.Int64Range(1, m.ctx.BlockHeight()-1).Draw(m.t, "height"))
			address = set.Validators[rapid.IntRange(0, set.Size()-1).Draw(m.t, "validator")].Address
		}
		out = append(out, doubleSign{address: address, time: m.ctx.BlockTime()})
	}
	return out
}

// newKey makes a key, or takes one that was made before.
func (m *machine) newKey() []byte {
	if m.made > 0 && rapid.IntRange(0, 5).Draw(m.t, "old key") == 0 {
		return m.key(fmt.Sprint("random", rapid.IntRange(0, m.made-1).Draw(m.t, "key")))
	}
	m.made++
	return m.key(fmt.Sprint("random", m.made-1))
}

// fitting are the messages that a seat in a status may accept.
var fitting = map[types.SeatStatus][]string{
	types.SEAT_STATUS_UNSPECIFIED: {"enrol"},
	types.SEAT_STATUS_PENDING:     {"activate", "activate", "activate", "retire"},
	types.SEAT_STATUS_ACTIVE:      {"rotate", "rotate", "override", "suspend", "retire", "remove", "emergency"},
	types.SEAT_STATUS_JAILED:      {"unjail", "unjail", "unjail", "rotate", "override", "suspend", "remove"},
	types.SEAT_STATUS_SUSPENDED:   {"resume", "resume", "resume", "rotate", "remove"},
	types.SEAT_STATUS_TOMBSTONED:  {"enrol", "enrol", "unjail", "remove"},
	types.SEAT_STATUS_RETIRING:    {"enrol", "activate"},
	types.SEAT_STATUS_RETIRED:     {"enrol"},
}

// message runs one random message as the chain does: what fails leaves nothing.
func (m *machine) message() {
	i := rapid.IntRange(0, provinces-1).Draw(m.t, "province")
	seat, err := m.keeper.Seat(m.ctx, fmt.Appendf(nil, "province-%011d", i))
	if err != nil {
		require.ErrorIs(m.t, err, types.ErrSeatUnknown)
	}
	name := rapid.SampledFrom(fitting[seat.Status]).Draw(m.t, "message")
	if rapid.IntRange(0, 4).Draw(m.t, "any") == 0 {
		name = rapid.SampledFrom([]string{"enrol", "activate", "retire", "rotate", "override", "suspend", "resume", "remove", "unjail"}).Draw(m.t, "message")
	}
	if m.quiet && name == "emergency" {
		return
	}
	outer := m.ctx
	cached, write := outer.CacheContext()
	m.ctx = cached
	before := m.all()
	err = m.run(name, i)
	if err == nil && name != "unjail" {
		m.checkFloor(before)
	}
	m.ctx = outer
	if err == nil {
		write()
	}
}

func (m *machine) run(name string, i int) error {
	_, operator := m.operator(m.t, i)
	switch name {
	case "enrol":
		return m.enrol(m.t, i, m.newKey())
	case "activate":
		seat, err := m.keeper.Seat(m.ctx, fmt.Appendf(nil, "province-%011d", i))
		if err != nil {
			return err
		}
		key, err := seat.CandidateKey()
		if err != nil {
			return err
		}
		return m.activate(m.t, operator, key)
	case "retire":
		return m.retire(m.t, i)
	case "rotate":
		key := m.newKey()
		height, signature := m.proof(m.t, operator, key)
		_, err := m.server().RotateKey(m.ctx, &types.MsgRotateKey{Operator: operator, NewKey: key, Height: height, Signature: signature})
		return err
	case "override":
		key := m.newKey()
		for _, officer := range []string{"province", rapid.SampledFrom([]string{"nation", "nation2"}).Draw(m.t, "second")} {
			height, signature := m.proof(m.t, operator, key)
			if _, err := m.server().OverrideRotation(m.ctx, &types.MsgOverrideRotation{
				Signer: officer, Operator: operator, NewKey: key, Height: height, Signature: signature,
			}); err != nil {
				return err
			}
		}
		return nil
	case "suspend":
		return m.suspend(m.t, i)
	case "resume":
		return m.resume(m.t, i)
	case "unjail":
		return m.unjailOperator(operator)
	default:
		return m.remove(m.t, i, name == "emergency")
	}
}

// Whatever provinces, faults and messages come in one block, the set that CometBFT is told is one it accepts, and neither
// x/slashing nor x/evidence ever stops the chain.
func TestRandomBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t, false, 1)
		for range rapid.IntRange(5, 40).Draw(t, "blocks") {
			m.block(rapid.Int64Range(1, 9).Draw(t, "seconds"))
		}
	})
}

// A light client that trusts a set of the trusting period always finds more than a third of it among any two thirds that sign
// later, as long as only provinces change the set and no emergency is declared.
func TestRandomChangesKeepLightClients(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t, true, 2)
		for range rapid.IntRange(5, 40).Draw(t, "blocks") {
			m.block(3)
			newest := m.sets[len(m.sets)-1]
			now := m.ctx.BlockTime().Add(2 * 3 * time.Second)
			for n, at := range m.times {
				if trusted := m.set(int64(n) + 3); now.Sub(at) < time.Duration(m.trusting)*time.Second {
					require.True(t, overlaps(trusted, newest), "%d of %d, block %d of %d", trusted.Size(), newest.Size(), n+3, m.ctx.BlockHeight())
				}
			}
		}
	})
}

// overlaps tells whether any two thirds of a later set hold more than a third of the trusted one; all powers are equal.
func overlaps(trusted, later *cmttypes.ValidatorSet) bool {
	strangers := 0
	for _, v := range later.Validators {
		if !trusted.HasAddress(v.Address) {
			strangers++
		}
	}
	signers := 2*later.Size()/3 + 1
	return 3*(signers-strangers) > trusted.Size()
}

func TestMachineKnowsComet(t *testing.T) {
	set := func(names ...string) *cmttypes.ValidatorSet {
		s := &cmttypes.ValidatorSet{}
		var changes []*cmttypes.Validator
		for _, n := range names {
			changes = append(changes, cmttypes.NewValidator(cmted25519.GenPrivKeyFromSecret([]byte(n)).PubKey(), types.Power))
		}
		require.NoError(t, s.UpdateWithChangeSet(changes))
		return s
	}
	four := set("a", "b", "c", "d")
	require.True(t, overlaps(four, set("a", "b", "c", "e")))
	require.False(t, overlaps(four, set("a", "b", "e", "f")))
}
