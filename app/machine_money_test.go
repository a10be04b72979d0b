package app_test

import (
	"maps"
	"slices"
	"time"

	sdkmath "cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/testutil/chaintest"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// approverOf and paymasterOf sign for a run, whose rolls lie at one place.
func approverOf(r *modelRoll) string  { return counties[r.place].name + "-approver" }
func paymasterOf(r *modelRoll) string { return counties[r.place].treasurer }

// pickRun prefers one that isn't over.
func (m *machine) pickRun() (uint64, *modelRun, bool) {
	run, ok := pick(m, "run", m.model.runs, func(r *modelRun) bool { return r.status < runExecuting })
	return uint64(slices.Index(m.model.runs, run)) + 1, run, ok
}

// drawRolls draws a roll, or two of one budget node.
func (m *machine) drawRolls() []*modelRoll {
	r := m.pickRoll()
	rolls := []*modelRoll{r}
	for _, other := range m.model.rolls {
		if other != r && other.node == r.node && rapid.Bool().Draw(m.t, "both rolls") {
			rolls = append(rolls, other)
		}
	}
	return rolls
}

func (m *machine) openRun() {
	rolls := m.drawRolls()
	at := rolls[0].next
	if rapid.IntRange(0, 7).Draw(m.t, "another month") == 0 {
		at++
	}
	if at < modelMonths { // the years are over
		m.openRunOf(rolls, at)
	}
}

func (m *machine) openRunOf(rolls []*modelRoll, at int) bool {
	by := approverOf(rolls[0])
	msg := &granttypes.MsgOpenRun{Signer: chaintest.Officer(by), Period: month(at)}
	for _, r := range rolls {
		msg.Rolls = append(msg.Rolls, r.id)
	}
	err := m.model.openRun(rolls, at)
	m.send(by, err, msg)
	return err == nil
}

func (m *machine) sealRun() {
	if id, run, ok := m.pickRun(); ok {
		by := approverOf(run.rolls[0])
		m.send(by, m.model.sealRun(run), &granttypes.MsgSealRun{Signer: chaintest.Officer(by), Run: id})
	}
}

func (m *machine) authoriseRun() {
	if id, run, ok := m.pickRun(); ok {
		m.authorise(id, run, run.amount+uint64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(m.t, "too much")))
	}
}

func (m *machine) authorise(id uint64, run *modelRun, amount uint64) {
	by := paymasterOf(run.rolls[0])
	m.send(by, m.model.authoriseRun(run, amount), &granttypes.MsgAuthoriseRun{
		Signer: chaintest.Officer(by), Run: id, Denom: chaintest.Denom, Count: run.count, Amount: amount,
	})
}

func (m *machine) cancelRun() {
	if id, run, ok := m.pickRun(); ok {
		by := approverOf(run.rolls[0])
		m.send(by, m.model.cancelRun(run), &granttypes.MsgCancelRun{Signer: chaintest.Officer(by), Run: id})
	}
}

// payMonth is a whole run in one block, of months up to the present one where one is behind.
func (m *machine) payMonth() {
	rolls := m.drawRolls()
	if rolls[0].next > m.model.month()+1 || rolls[0].next >= modelMonths || !m.openRunOf(rolls, rolls[0].next) {
		return
	}
	id := uint64(len(m.model.runs))
	run, by := m.model.runs[id-1], approverOf(rolls[0])
	m.send(by, m.model.sealRun(run), &granttypes.MsgSealRun{Signer: chaintest.Officer(by), Run: id})
	m.authorise(id, run, run.amount)
}

func (m *machine) release() {
	g, ok := m.grant(func(g *modelGrant) bool { return len(g.held) > len(g.released) })
	if !ok {
		return
	}
	at := rapid.IntRange(0, modelMonths-1).Draw(m.t, "month")
	if held := slices.Sorted(maps.Keys(g.held)); len(held) > 0 && rapid.IntRange(0, 4).Draw(m.t, "any month") > 0 {
		at = rapid.SampledFrom(held).Draw(m.t, "held month")
	}
	by := paymasterOf(g.roll)
	m.send(by, m.model.release(g, at), &granttypes.MsgReleaseHeld{Signer: chaintest.Officer(by), Grant: uint64(g.id), Period: month(at)})
}

func (m *machine) withdraw() {
	g, ok := m.grant(func(g *modelGrant) bool { return g.balance > 0 })
	if !ok {
		return
	}
	by, known := m.signs(g.payee)
	if !known {
		return
	}
	amount := rapid.Uint64Range(1, max(g.balance, 1)+1).Draw(m.t, "amount")
	m.send("person:"+by, m.model.withdraw(by, g, amount), &granttypes.MsgWithdraw{
		Signer: chaintest.Officer("person:" + by), Grant: uint64(g.id), Amount: amount, Denom: chaintest.Denom,
	})
}

func (m *machine) mint() {
	m.mintTo(rapid.IntRange(0, len(counties)-1).Draw(m.t, "treasury"), rapid.SampledFrom([]uint64{1, 500, 3_000, 3_000, 1 << 40}).Draw(m.t, "amount"))
}

func (m *machine) mintTo(place int, amount uint64) {
	m.send("issuer-minter", m.model.mint(place, amount), &stablecointypes.MsgMint{
		Signer: chaintest.Officer("issuer-minter"), Id: "anxin", Recipient: granttypes.TreasuryAddress(counties[place].organisation).String(),
		Amount: sdkmath.NewIntFromUint64(amount).MulRaw(minorUnits),
	})
}

// attest renews the attestation of the issuer's reserve after some days.
func (m *machine) attest() {
	const reserve = 100_000_000_000_000
	if m.at.Sub(m.model.attested) < 10*24*time.Hour {
		return
	}
	m.attestations++
	m.model.attested = m.at
	m.send("auditor-attestor", nil, &stablecointypes.MsgAttest{
		Signer: chaintest.Officer("auditor-attestor"), Id: "anxin", Reserve: sdkmath.NewInt(reserve), AsOf: m.at.Unix(), ReportHash: chaintest.Hash32("report"),
	})
	m.send("custodian-custodian", nil, &stablecointypes.MsgCosignAttestation{
		Signer: chaintest.Officer("custodian-custodian"), Id: "anxin", Attestation: m.attestations,
	})
}

func (m *machine) fundMore() {
	m.fund(rapid.IntRange(0, nodes-1).Draw(m.t, "node"), rapid.IntRange(2024, 2025).Draw(m.t, "year"), rapid.Uint64Range(1, 5_000).Draw(m.t, "amount"))
}

// closeYear closes the year before, or now and then one that goes on.
func (m *machine) closeYear() {
	node, year := rapid.IntRange(0, nodes-1).Draw(m.t, "node"), m.model.today().Year()-1
	if year < 2024 {
		if rapid.IntRange(0, 9).Draw(m.t, "early") > 0 {
			return
		}
		year = 2024
	}
	seed := rollSeeds[slices.IndexFunc(rollSeeds, func(r rollSeed) bool { return r.node == node })]
	parent, carry := rapid.IntRange(0, 3).Draw(m.t, "parent") == 0, rapid.Bool().Draw(m.t, "carry over")
	by, id := counties[seed.place].treasurer, childNode(node)
	if parent {
		by, id = counties[seed.place].province+"-treasurer", rootNode(node)
	}
	m.send(by, m.model.closeYear(node, year, parent, carry), &granttypes.MsgCloseYear{Signer: chaintest.Officer(by), Node: id, Year: uint32(year), CarryOver: carry})
}

// reserveYear reserves the next year of a roll: early, once the money is there after all, or too early.
func (m *machine) reserveYear() {
	r := rapid.SampledFrom(m.model.rolls).Draw(m.t, "roll")
	by := counties[r.place].treasurer
	m.send(by, m.model.reserveYear(r), &granttypes.MsgReserveYear{Signer: chaintest.Officer(by), Roll: r.id})
}

// check makes the block with what was drawn and compares the state with the model; the harness has checked the invariants.
func (m *machine) check(t *rapid.T) {
	m.t = t
	m.block()
	m.checkOffice()
	m.checkCases()
	m.checkMoney()
	a, ctx := m.chain.App(), m.chain.Context()
	for name, p := range m.model.persons {
		for class := uint32(1); class <= classes; class++ {
			live, err := a.Beneficiary.HasLiveTag(ctx, chaintest.Ref(name), class)
			require.NoError(m.t, err)
			require.Equal(m.t, m.model.tags[p.tag] == name, live, "tag of %s", name)
		}
		m.requireCoins(m.model.wallets[name], chaintest.Address("person:"+name))
	}
	m.checkRegister()
}

// checkMoney compares grants, runs, ledgers and coins with the model.
func (m *machine) checkMoney() {
	ctx, query := m.chain.Context(), grantkeeper.NewQueryServer(m.chain.App().Grant)
	for _, g := range m.model.grants {
		res, err := query.Grant(ctx, &granttypes.QueryGrantRequest{Id: uint64(g.id)})
		require.NoError(m.t, err)
		paid := uint64(0)
		for at, amount := range g.paid {
			require.Equal(m.t, g.amount(at), amount, "%s, month %d", g.id, at) // every month once
			paid += amount
		}
		require.Equal(m.t, paid-g.withdrawn-g.taken, res.Record.Balance, "balance of %s", g.id)
		require.Equal(m.t, g.suspended, res.Record.Suspended, "hold on %s", g.id)
		require.Equal(m.t, month(g.until), res.Grant.UntilPeriod, "end of %s", g.id)
	}
	for n, run := range m.model.runs {
		res, err := query.Run(ctx, &granttypes.QueryRunRequest{Id: uint64(n) + 1})
		require.NoError(m.t, err)
		require.Equal(m.t, run.status == runDone, res.Run.Status == granttypes.RUN_STATUS_DONE, "run %d", n+1)
		require.Equal(m.t, []uint64{run.paid, run.held}, []uint64{res.Run.PaidAmount, res.Run.HeldAmount}, "run %d", n+1)
	}
	for n, node := range m.model.nodes {
		for year, want := range node.years {
			res, err := query.Budget(ctx, &granttypes.QueryBudgetRequest{Node: childNode(n), Year: uint32(year)})
			require.NoError(m.t, err)
			l := res.Ledger
			require.Equal(m.t, *want, modelYear{res.Free, l.Reserved, l.Disbursed, l.Recovered}, "node %d, %d", childNode(n), year)
		}
	}
	for n, coins := range m.model.treasury {
		m.requireCoins(coins, granttypes.TreasuryAddress(counties[n].organisation))
	}
	for n, coins := range m.model.pool {
		m.requireCoins(coins, granttypes.PoolAddress(uint32(n)+1))
	}
}

// checkCases compares where every case stands.
func (m *machine) checkCases() {
	ctx, query := m.chain.Context(), grantkeeper.NewQueryServer(m.chain.App().Grant)
	for _, a := range m.model.applications {
		res, err := query.Application(ctx, &granttypes.QueryApplicationRequest{Id: a.id})
		require.NoError(m.t, err)
		require.Equal(m.t, a.status.String(), res.Application.Status.String(), "application %d", a.id)
		running := slices.ContainsFunc(res.Deadlines, func(d granttypes.Deadline) bool { return d.Clock == granttypes.CLOCK_APPEAL })
		require.Equal(m.t, !a.appealEnd.IsZero(), running, "time to appeal against %d", a.id)
	}
	for _, a := range m.model.appeals {
		res, err := query.Appeal(ctx, &granttypes.QueryAppealRequest{Id: a.id})
		require.NoError(m.t, err)
		require.Equal(m.t, a.status.String(), res.Appeal.Status.String(), "appeal %d", a.id)
	}
	for _, c := range m.model.changes {
		res, err := query.Change(ctx, &granttypes.QueryChangeRequest{Id: c.id})
		require.NoError(m.t, err)
		require.Equal(m.t, c.status.String(), res.Change.Status.String(), "change %d", c.id)
	}
	for _, c := range m.model.clawbacks {
		res, err := query.Clawback(ctx, &granttypes.QueryClawbackRequest{Id: c.id})
		require.NoError(m.t, err)
		require.Equal(m.t, c.status.String(), res.Clawback.Status.String(), "clawback %d", c.id)
		require.Equal(m.t, []uint64{c.collected, c.left()}, []uint64{res.Clawback.Collected, res.Open}, "clawback %d", c.id)
	}
	for _, g := range m.model.grants {
		at, err := m.chain.App().Beneficiary.Person(ctx, chaintest.Ref(g.payee))
		require.NoError(m.t, err)
		require.Equal(m.t, m.model.persons[g.payee].area, at.HomeArea, "home of %s", g.payee)
	}
}

// checkPayments asks for the receipt of every month that was paid: there is one, of what the model says.
func (m *machine) checkPayments() {
	ctx, query := m.chain.Context(), grantkeeper.NewQueryServer(m.chain.App().Grant)
	for _, g := range m.model.grants {
		for at := range g.paid {
			if _, held := g.held[at]; held {
				continue
			}
			res, err := query.Payment(ctx, &granttypes.QueryPaymentRequest{Grant: uint64(g.id), Period: month(at)})
			require.NoError(m.t, err)
			leaf, err := granttypes.DecodeLeaf(res.Leaf)
			require.NoError(m.t, err)
			require.Equal(m.t, g.amount(at), leaf.Amount, "%s, month %d", g.id, at)
		}
	}
}
