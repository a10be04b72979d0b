package types_test

import (
	"bytes"
	"strings"
	"testing"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func packed(t *testing.T, msgs ...sdk.Msg) []*codectypes.Any {
	t.Helper()
	propose, err := types.NewMsgPropose("signer", msgs...)
	require.NoError(t, err)
	return propose.Messages
}

func areas(codes ...string) *types.MsgRegisterAreas {
	return &types.MsgRegisterAreas{Signer: "office", Codes: codes}
}

func TestCheckContent(t *testing.T) {
	many := make([]sdk.Msg, types.MaxProposedMessages+1)
	for n := range many {
		many[n] = areas("11")
	}
	large := make([]string, 2_000)
	for n := range large {
		large[n] = "123456789"
	}
	other := packed(t, areas("11"))
	other[0].Value = append(other[0].Value, 0xf8, 0x07, 0x01) // a field that the message doesn't have
	renamed := packed(t, areas("11"))
	renamed[0].Value = bytes.Repeat(renamed[0].Value, 2)
	for _, c := range []struct {
		name    string
		content []*codectypes.Any
		err     error
	}{
		{name: "one", content: packed(t, areas("11"))},
		{name: "as many as may be", content: packed(t, many[1:]...)},
		{name: "none", err: types.ErrBatchSize},
		{name: "too many", content: packed(t, many...), err: types.ErrBatchSize},
		{name: "too large", content: packed(t, areas(large...)), err: types.ErrContentSize},
		{name: "nothing", content: []*codectypes.Any{nil}, err: types.ErrContentInvalid},
		{name: "not decoded", content: []*codectypes.Any{{TypeUrl: "/test.Decide"}}, err: types.ErrContentInvalid},
		{name: "a long name", content: []*codectypes.Any{{TypeUrl: "/" + strings.Repeat("x", types.MaxActionLength)}}, err: types.ErrContentInvalid},
		{name: "malformed", content: packed(t, areas()), err: types.ErrBatchSize},
		{name: "a proposal", content: packed(t, &types.MsgPropose{Signer: "office"}), err: types.ErrProposalNested},
		{name: "an unknown field", content: other, err: types.ErrContentInvalid},
		{name: "encoded otherwise", content: renamed, err: types.ErrContentInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := types.CheckContent(c.content)
			require.ErrorIs(t, err, c.err)
		})
	}
}

// Any change of the content, of the order or of a border between two messages is another hash.
func TestContentHash(t *testing.T) {
	contents := [][]*codectypes.Any{
		packed(t, areas("11")), packed(t, areas("12")), packed(t, areas("11"), areas("12")), packed(t, areas("12"), areas("11")),
		packed(t, areas("11", "12")),
		{{TypeUrl: "/ab", Value: []byte("c")}},
		{{TypeUrl: "/a", Value: []byte("bc")}},
		nil,
	}
	seen := map[string]int{}
	for n, content := range contents {
		hash := string(types.ContentHash(content))
		require.Len(t, hash, types.HashLength)
		require.NotContains(t, seen, hash, "content %d", n)
		seen[hash] = n
	}
	require.Equal(t, types.ContentHash(contents[0]), types.ContentHash(packed(t, areas("11"))))
}

func TestNewProposalTakesTheStrictestOfItsRules(t *testing.T) {
	own := types.Organisation{Id: 3, Kind: types.ORGANISATION_KIND_COUNTY, Area: "110101"}
	officer := types.Officer{Address: "officer", Credential: make([]byte, types.CredentialLength)}
	rules := []types.Rule{
		{Action: "/test.B", Role: types.ROLE_ADMIN, DelaySeconds: 100, ExpirySeconds: 1_000},
		{Action: "/test.A", Role: types.ROLE_ADMIN, DelaySeconds: 500, ExpirySeconds: 2_000},
		{Action: "/test.B", Role: types.ROLE_ADMIN, DelaySeconds: 100, ExpirySeconds: 1_000},
	}
	p, err := types.NewProposal(1, own, officer, nil, rules, 7, 10)
	require.NoError(t, err)
	require.Equal(t, []types.Rule{rules[1], rules[0]}, p.Rules)
	require.Equal(t, int64(500), p.Delay())
	require.Equal(t, int64(1_010), p.ExpiresAt)

	rules[1].DelaySeconds = 1_000
	_, err = types.NewProposal(1, own, officer, nil, rules, 7, 10)
	require.ErrorIs(t, err, types.ErrProposalNotDue)
}

func TestOfficeAccountsDiffer(t *testing.T) {
	require.NotEqual(t, types.OfficeAccount(1), types.OfficeAccount(256))
	require.Len(t, types.OfficeAccount(1).Bytes(), 32)
}
