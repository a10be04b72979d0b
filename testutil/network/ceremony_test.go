//go:build system

package network_test

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/testutil/county"
	counciltypes "github.com/reliefchain/relief/x/council/types"
	tagoffice "github.com/reliefchain/relief/x/pseudonym/client/office"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// propose lets a province propose an act and every province vote yes. It doesn't wait for the end of the vote.
func propose(t *testing.T, n *network, c *client.Client, province string, act sdk.Msg) {
	t.Helper()
	schedule, err := counciltypes.NewMsgSchedule(app.Governance(), act)
	require.NoError(t, err)
	content, err := codectypes.NewAnyWithValue(schedule)
	require.NoError(t, err)
	proposer, err := c.Address(province + "-operator")
	require.NoError(t, err)
	text := hex.EncodeToString(make([]byte, 32))
	res, err := c.Send(t.Context(), province+"-operator", &govv1.MsgSubmitProposal{
		Messages: []*codectypes.Any{content}, InitialDeposit: sdk.NewCoins(counciltypes.SeatToken()), Proposer: proposer,
		Title: text, Summary: text, Metadata: text,
	})
	require.NoError(t, err)
	var answer govv1.MsgSubmitProposalResponse
	require.NoError(t, client.Response(res, &answer))
	for _, p := range n.info.Provinces {
		voter, err := c.Address(p.Name + "-operator")
		require.NoError(t, err)
		_, err = c.Send(t.Context(), p.Name+"-operator", &govv1.MsgVote{ProposalId: answer.ProposalId, Voter: voter, Option: govv1.OptionYes})
		require.NoError(t, err)
	}
}

// Four real provinces make a key that nobody knows with "reliefd tag-key ceremony", and tags with it while one of them is down.
func TestCeremonyOfRealProvinces(t *testing.T) {
	n := start(t, settings, "--fast-clock")
	w := tagOffice(t, n)
	params := types.DefaultParams()
	params.PhaseBlocks, params.ActivationBlocks = 40, 20
	propose(t, n, w.Client, "beijing", &types.MsgUpdateParams{Authority: app.Governance(), Params: params})
	propose(t, n, w.Client, "tianjin", &types.MsgOpenCeremony{Authority: app.Governance(), Kind: types.CEREMONY_KIND_DKG, Epoch: 2})
	eventually(t, "the ceremony is opened", func() error {
		_, err := types.NewQueryClient(w.Client.Conn()).Ceremony(t.Context(), &types.QueryCeremonyRequest{})
		return err
	})
	type end struct {
		said string
		code int
	}
	ends := make(chan end, len(n.info.Provinces))
	for _, p := range n.info.Provinces {
		go func() {
			said, code := run(t, "tag-key", "ceremony", "--home", p.Home, "--grpc", p.GRPC,
				"--keyring-backend", "test", "--keyring-dir", n.info.Keys, "--from", p.Name+"-operator")
			ends <- end{said, code}
		}()
	}
	for range n.info.Provinces {
		e := <-ends
		require.Zero(t, e.code, e.said)
		require.Contains(t, e.said, "Stored the share of trustee")
	}
	eventually(t, "the key set is active", func() error {
		sets, err := tagoffice.KeySets(t.Context(), w.Client.Conn())
		if err == nil && !slices.ContainsFunc(sets, func(k types.KeySet) bool {
			return k.Epoch == 2 && k.Status == types.KEY_SET_STATUS_ACTIVE && k.Origin == types.ORIGIN_DKG
		}) {
			err = fmt.Errorf("%d key sets", len(sets))
		}
		return err
	})
	tags := makeTags(t, n, "--case", "intake", "--from", county.Intake, "--epoch", "2")
	require.NotEqual(t, tags, makeTags(t, n, "--case", "intake", "--from", county.Intake), "the register takes tags of the first epoch")
	n.kill(t, "beijing")
	require.Equal(t, tags, makeTags(t, n, "--case", "intake", "--from", county.Intake, "--epoch", "2"))
	require.Equal(t, 2, strings.Count(mustRun(t, "tag-key", "check", "--home", n.province(t, "hebei").Home, "--grpc", n.province(t, "fujian").GRPC), "good"))
}
