package app_test

import (
	"testing"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// nextProposal is a proposal of an officer with its number, which is the one after last.
func nextProposal(t *testing.T, officer string, last uint64, msgs ...sdk.Msg) (*authoritytypes.MsgPropose, uint64, []byte) {
	t.Helper()
	m, err := authoritytypes.NewMsgPropose(chaintest.Officer(officer), msgs...)
	require.NoError(t, err)
	return m, last + 1, authoritytypes.ContentHash(m.Messages)
}

func local(organisation, parent string) sdk.Msg {
	return &authoritytypes.MsgRegisterLocalArea{Signer: authoritytypes.OfficeAccount(chaintest.Organisations[organisation]).String(), Parent: parent}
}

// What is carried out is paid like the same messages in a transaction, besides the message that has it carried out.
func TestProposalIsPaidByTheOfficeThatCarriesItOut(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World)
	paid := func(msg sdk.Msg) int64 {
		t.Helper()
		left := func() int64 {
			res, err := feekeeper.NewQueryServer(c.App().Fee).Budget(c.Context(), &feetypes.QueryBudgetRequest{Organisation: chaintest.Organisations["dehua"]})
			require.NoError(t, err)
			return res.Left.Amount.Int64()
		}
		before := left()
		c.MustSend("dehua-admin", msg)
		return before - left()
	}
	price := func(msg sdk.Msg) int64 {
		for _, p := range app.Prices() {
			if p.Message == sdk.MsgTypeURL(msg) {
				return int64(p.Base + p.PerItem*feetypes.Items(msg))
			}
		}
		require.Fail(t, "no price", sdk.MsgTypeURL(msg))
		return 0
	}
	act := local("dehua", "350526")
	propose, id, hash := nextProposal(t, "dehua-admin", 0, act, act)
	require.Equal(t, price(propose), paid(propose))
	execute := &authoritytypes.MsgExecute{Signer: chaintest.Officer("dehua-admin"), Proposal: id, ContentHash: hash}
	require.Equal(t, price(execute)+2*price(act), paid(execute))
}

// One block never carries a proposal out that it proposes, nor twice: what a proposal costs is known before the block runs.
func TestProposalsOfOneBlock(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World)
	propose, id, hash := nextProposal(t, "dehua-admin", 0, local("dehua", "350526"))
	execute := func(by string) sdk.Msg {
		return &authoritytypes.MsgExecute{Signer: chaintest.Officer(by), Proposal: id, ContentHash: hash}
	}
	at := func() time.Time { return c.Now.Add(time.Second) }
	refused := func(r chaintest.Result, code uint32) {
		t.Helper()
		require.True(t, r.InBlock)
		require.Equal(t, authoritytypes.ModuleName, r.Codespace, r.Log)
		require.Equal(t, code, r.Code, r.Log)
	}
	r := c.Block(at(), c.Tx("dehua-admin", propose), c.Tx("dehua-admin", execute("dehua-admin")))
	require.True(t, r[0].OK(), r[0].Log)
	refused(r[1], authoritytypes.ErrProposalNotDue.ABCICode())

	r = c.Block(at(), c.Tx("dehua-intake", execute("dehua-intake")), c.Tx("dehua-admin", execute("dehua-admin")))
	require.True(t, r[0].OK(), r[0].Log)
	refused(r[1], authoritytypes.ErrProposalUnknown.ABCICode())
}

// An office account may hold coins. They move when the provinces give that a row, and enough officers approve it.
func TestCoinsOfAnOfficeAccount(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	office := authoritytypes.OfficeAccount(chaintest.Organisations["fujian"])
	coins := sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1_000))
	raw := c.TxWith(chaintest.Key("donor"), paying, banktypes.NewMsgSend(chaintest.Address("donor"), office, coins))
	require.True(t, c.Block(c.Now.Add(time.Second), raw)[0].OK())

	send := banktypes.NewMsgSend(office, chaintest.Address("donor"), coins)
	propose, _, _ := nextProposal(t, "fujian-treasurer", 0, send)
	r := c.Send("fujian-treasurer", propose)
	require.Equal(t, authoritytypes.ErrActionDenied.ABCICode(), r.Code, r.Log)

	_, err := c.Decide("beijing", &authoritytypes.MsgSetRules{Signer: app.Governance(), Set: []authoritytypes.Rule{{
		Action: sdk.MsgTypeURL(send), Role: authoritytypes.ROLE_TREASURER, Kinds: []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_PROVINCE},
	}}}, chaintest.Provinces[:4]...)
	require.NoError(t, err)
	for _, tc := range []struct {
		name, officer string
		code          uint32
	}{
		{name: "not by an administrator", officer: "fujian-admin", code: authoritytypes.ErrApprovalsMissing.ABCICode()},
		{name: "by a treasurer", officer: "fujian-treasurer"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			last, err := c.App().Authority.ExportGenesis(c.Context())
			require.NoError(t, err)
			propose, id, hash := nextProposal(t, tc.officer, last.LastProposal, send)
			c.MustSend(tc.officer, propose)
			r := c.Send(tc.officer, &authoritytypes.MsgExecute{Signer: chaintest.Officer(tc.officer), Proposal: id, ContentHash: hash})
			require.Equal(t, tc.code, r.Code, r.Log)
		})
	}
	require.True(t, c.App().Bank.GetAllBalances(c.Context(), office).IsZero())
}
