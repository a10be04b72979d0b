package app_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	errorsmod "cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	counciltypes "github.com/reliefchain/relief/x/council/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// pathOffices are the offices of the world in which each role has two officers: the first prepares what the second is tried on.
var pathOffices = []string{
	"nation", "issuer", "custodian", "auditor", "other-issuer", "beijing", "hebei", "fujian", "dongcheng", "dehua", "dehua-treasury",
}

// otherCustodian is the organisation that newPaths adds: the world has no second custodian.
const otherCustodian = "other-custodian"

// pathOwed is what the chain owes the operator of Fujian's seat.
const pathOwed = 5_000

func pathOfficer(office string, role authoritytypes.Role, n int) string {
	return fmt.Sprintf("path-%s-%s-%d", office, roleName(role), n)
}

// paths is a chain with officers of every role, a registered person and coins.
type paths struct {
	t       *testing.T
	chain   *chaintest.Chain
	foreign uint32 // the other custodian
}

func newPaths(t *testing.T) *paths {
	t.Helper()
	p := &paths{t: t}
	p.chain = chaintest.New(t, chaintest.Seats(), func(a *app.App, g *app.Genesis) error {
		if err := chaintest.World(a, g); err != nil {
			return err
		}
		var err error
		nation := chaintest.Organisations["nation"]
		if p.foreign, err = g.AddOrganisation(authoritytypes.ORGANISATION_KIND_CUSTODIAN, authoritytypes.Nation, nation); err != nil {
			return err
		}
		if err := p.owe(g); err != nil {
			return err
		}
		var officers []authoritytypes.Officer
		for _, office := range append(slices.Clone(pathOffices), otherCustodian) {
			for _, role := range allRoles() {
				if role == authoritytypes.ROLE_PROVINCES {
					continue
				}
				for n := range 2 {
					name := pathOfficer(office, role, n)
					credential := sha256.Sum256([]byte(name))
					officers = append(officers, authoritytypes.Officer{
						Address: chaintest.Officer(name), Organisation: p.organisation(office), Roles: []authoritytypes.Role{role}, Credential: credential[:],
						ValidFrom: chaintest.Genesis.Unix() - 1, ValidUntil: chaintest.Genesis.Unix() + 1_000_000,
					})
				}
			}
		}
		return g.AddOfficer(officers...)
	}, chaintest.Straight)
	p.chain.Block(p.chain.Now)
	enrol(t, p.chain, "dehua-intake", chaintest.RollAreas[0], []string{"A"})
	return p
}

// owe has the chain owe the operator of Fujian's seat a share of the fees.
func (p *paths) owe(g *app.Genesis) error {
	if err := g.AddBalance(authtypes.NewModuleAddress(authtypes.FeeCollectorName).String(), sdk.NewInt64Coin(chaintest.Denom, pathOwed)); err != nil {
		return err
	}
	if err := g.EditStablecoins(func(gs *stablecointypes.GenesisState) error {
		gs.Issuers[0].Minted = gs.Issuers[0].Minted.AddRaw(pathOwed)
		return nil
	}); err != nil {
		return err
	}
	return g.EditFees(func(gs *feetypes.GenesisState) error {
		gs.Distributed = sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, pathOwed))
		gs.Credits = append(gs.Credits, feetypes.Credit{
			Account: chaintest.Officer("fujian-operator"), Amount: sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, pathOwed)),
		})
		return nil
	})
}

func (p *paths) organisation(office string) uint32 {
	if office == otherCustodian {
		return p.foreign
	}
	return chaintest.Organisations[office]
}

// handle gives a message to its handler, as a signed transaction, a proposal of an office or an act of the provinces does.
func (p *paths) handle(ctx sdk.Context, msg sdk.Msg) error {
	_, err := p.chain.App().MsgServiceRouter().Handler(msg)(ctx, msg)
	return err
}

func (p *paths) must(ctx sdk.Context, msgs ...sdk.Msg) {
	p.t.Helper()
	for _, msg := range msgs {
		require.NoError(p.t, p.handle(ctx, msg), "%s", sdk.MsgTypeURL(msg))
	}
}

// throughOffice has an officer propose a message of its office account and carry it out a block later.
func (p *paths) throughOffice(ctx sdk.Context, officer string, msg sdk.Msg) error {
	propose, err := authoritytypes.NewMsgPropose(chaintest.Officer(officer), msg)
	require.NoError(p.t, err)
	if err := p.handle(ctx, propose); err != nil {
		return err
	}
	state, err := p.chain.App().Authority.ExportGenesis(ctx)
	require.NoError(p.t, err)
	ctx = ctx.WithBlockHeight(ctx.BlockHeight() + 1).WithBlockTime(ctx.BlockTime().Add(time.Second))
	return p.handle(ctx, &authoritytypes.MsgExecute{
		Signer: chaintest.Officer(officer), Proposal: state.LastProposal, ContentHash: authoritytypes.ContentHash(propose.Messages),
	})
}

// throughProvinces has governance schedule a message and carry it out.
func (p *paths) throughProvinces(ctx sdk.Context, msg sdk.Msg) error {
	schedule, err := counciltypes.NewMsgSchedule(app.Governance(), msg)
	require.NoError(p.t, err)
	if err := p.handle(ctx, schedule); err != nil {
		return err
	}
	return p.handle(ctx, msg)
}

// try prepares a sample in a state of its own, with coins for the signer, and tells what a way answers.
func (p *paths) try(s pathSample, pausedBy string, signer string, way func(ctx sdk.Context, msg sdk.Msg) error) string {
	p.t.Helper()
	ctx, _ := p.chain.Context().CacheContext()
	minter := chaintest.Officer(pathOfficer("issuer", authoritytypes.ROLE_MINTER, 0))
	if signer != app.Governance() && p.chain.App().Bank.GetBalance(ctx, sdk.MustAccAddressFromBech32(signer), chaintest.Denom).IsZero() {
		p.must(ctx, &stablecointypes.MsgMint{Signer: minter, Id: "anxin", Recipient: signer, Amount: sdkmath.NewInt(100 * pathYuan)})
	}
	p.must(ctx, s.prepare...)
	if pausedBy != "" {
		pauser := chaintest.Officer(pathOfficer(pausedBy, authoritytypes.ROLE_PAUSER, 0))
		p.must(ctx, &stablecointypes.MsgPauseIssuer{Signer: pauser, Id: "anxin"})
	}
	return pathAnswer(p.t, way(ctx, s.msg(signer)))
}

func pathAnswer(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return "ok"
	}
	var coded *errorsmod.Error
	require.ErrorAs(t, err, &coded)
	return fmt.Sprintf("%s %d", coded.Codespace(), coded.ABCICode())
}

const pathColumns = "message | right officer | wrong role | wrong office | stranger | office account itself" +
	" | through the right office | through it by the wrong role | through the wrong office | provinces\n"

// row tries every way for one sample.
func (p *paths) row(s pathSample, pausedBy string) string {
	p.t.Helper()
	right, role, other := s.signers()
	account := func(office string) string { return authoritytypes.OfficeAccount(p.organisation(office)).String() }
	direct := func(name string) string {
		return p.try(s, pausedBy, chaintest.Officer(name), p.handle)
	}
	office := func(officer, office string) string {
		return p.try(s, pausedBy, account(office), func(ctx sdk.Context, msg sdk.Msg) error { return p.throughOffice(ctx, officer, msg) })
	}
	member := right
	if s.owner != "" {
		member = role // an owner needn't be an officer
	}
	cells := []string{
		s.name, direct(right), direct(role), direct(other), direct("donor"), p.try(s, pausedBy, account(s.office), p.handle),
		office(member, s.office), office(role, s.office), office(other, s.other), p.try(s, pausedBy, app.Governance(), p.throughProvinces),
	}
	return strings.Join(cells, " | ") + "\n"
}

// TestPathsOfMoney writes who may send each message of x/stablecoin and x/fee and by which way, with the coin's issuer active and paused by
// itself or by the nation.
func TestPathsOfMoney(t *testing.T) {
	p := newPaths(t)
	samples := p.samples()
	sampled := map[string]bool{}
	for _, s := range samples {
		sampled[sdk.MsgTypeURL(s.msg(app.Governance()))] = true
	}
	a := p.chain.App()
	for _, url := range a.Encoding().Registry.ListImplementations(sdk.MsgInterfaceProtoName) {
		if a.MsgServiceRouter().HandlerByTypeURL(url) != nil && (strings.HasPrefix(url, "/relief.stablecoin.") || strings.HasPrefix(url, "/relief.fee.")) {
			require.True(t, sampled[url], "%s has no sample: add one to samples", url)
		}
	}
	var b strings.Builder
	b.WriteString("Who may send what of money, by which way. Written by go test ./app -run TestPathsOfMoney -rewrite.\n" +
		"A right officer has the role that the policy names, in the right organisation; for what only the provinces decide it is the nation's\n" +
		"administrator, for one's own affairs the owner. An answer is ok, or the module and number of the refusal.\n")
	for _, pausedBy := range []string{"", "issuer", "nation"} {
		title := "\nIssuer active:\n"
		if pausedBy != "" {
			title = "\nIssuer paused by the " + pausedBy + ":\n"
		}
		b.WriteString(title + pathColumns)
		for _, s := range samples {
			b.WriteString(p.row(s, pausedBy))
		}
	}
	golden(t, "paths.txt", b.String())
}

// What the handlers answer in that table, blocks answer too: to transactions, proposals of an office, and acts of the provinces.
func TestPathsOfMoneyInBlocks(t *testing.T) {
	p := newPaths(t)
	c := p.chain
	answer := func(r chaintest.Result) string {
		t.Helper()
		if r.OK() {
			return "ok"
		}
		require.True(t, r.InBlock, r.Log)
		return fmt.Sprintf("%s %d", r.Codespace, r.Code)
	}
	checked := 0
	for _, s := range p.samples() {
		if !slices.Contains([]string{
			"stablecoin.SetAllowance", "stablecoin.ResumeIssuer, the nation", "stablecoin.Countersign", "fee.SetBudget, a county's",
		}, s.name) {
			continue
		}
		right, role, other := s.signers()
		for _, name := range []string{right, role, other} {
			want := p.try(s, "", chaintest.Officer(name), p.handle)
			require.Equal(t, want, answer(c.Send(name, s.msg(chaintest.Officer(name)))), "%s by %s", s.name, name)
			checked++
		}
		want := p.try(s, "", chaintest.Officer("donor"), p.handle)
		raw := c.TxWith(chaintest.Key("donor"), paying, s.msg(chaintest.Officer("donor")))
		require.Equal(t, want, answer(c.Block(c.Now.Add(time.Second), raw)[0]), "%s by a stranger", s.name)

		for _, by := range [][2]string{{right, s.office}, {role, s.office}, {other, s.other}} {
			officer, office := by[0], by[1]
			account := authoritytypes.OfficeAccount(p.organisation(office)).String()
			want := p.try(s, "", account, func(ctx sdk.Context, msg sdk.Msg) error { return p.throughOffice(ctx, officer, msg) })
			state, err := c.App().Authority.ExportGenesis(c.Context())
			require.NoError(t, err)
			propose, id, hash := nextProposal(t, officer, state.LastProposal, s.msg(account))
			r := c.Send(officer, propose)
			if r.OK() {
				r = c.Send(officer, &authoritytypes.MsgExecute{Signer: chaintest.Officer(officer), Proposal: id, ContentHash: hash})
			}
			require.Equal(t, want, answer(r), "%s through %s by %s", s.name, office, officer)
			checked++
		}
	}
	require.Equal(t, 4*6, checked)

	// What has no price doesn't even reach a block.
	params := stablecointypes.DefaultParams()
	admin := pathOfficer("nation", authoritytypes.ROLE_ADMIN, 1)
	require.False(t, c.Send(admin, &stablecointypes.MsgUpdateParams{Signer: chaintest.Officer(admin), Params: params}).InBlock)
	params.ReserveMarginBasisPoints = 700
	done, err := c.Decide("beijing", &stablecointypes.MsgUpdateParams{Signer: app.Governance(), Params: params}, chaintest.Provinces[:4]...)
	require.NoError(t, err)
	require.Contains(t, done, "StablecoinParamsUpdated")
	// A proposal for what is an officer's is scheduled, and fails when it is due.
	done, err = c.Decide("beijing", &stablecointypes.MsgPauseIssuer{Signer: app.Governance(), Id: "anxin"}, chaintest.Provinces[:4]...)
	require.NoError(t, err)
	require.Contains(t, done, `ActFailed {"item":"2","content":"/relief.stablecoin.v1.MsgPauseIssuer","codespace":"authority","code":7}`)
}
