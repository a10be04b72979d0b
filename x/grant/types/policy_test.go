package types_test

import (
	"testing"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

func TestEveryMessageOfAnOfficerHasARule(t *testing.T) {
	registry := codectypes.NewInterfaceRegistry()
	sdk.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	ruled := map[string]bool{}
	for _, payees := range []sdk.Msg{&types.MsgWithdraw{}, &types.MsgFileAppeal{}, &types.MsgWithdrawAppeal{}, &types.MsgRepay{}} {
		ruled[sdk.MsgTypeURL(payees)] = true
	}
	for _, rule := range types.Policy() {
		require.False(t, ruled[rule.Action], rule.Action)
		ruled[rule.Action] = true
	}
	messages := registry.ListImplementations(sdk.MsgInterfaceProtoName)
	require.Len(t, messages, len(ruled))
	for _, message := range messages {
		require.True(t, ruled[message], message)
	}
}
