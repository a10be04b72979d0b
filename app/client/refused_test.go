package client_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func TestRefusedIsItsRule(t *testing.T) {
	rule := beneficiarytypes.ErrTagLive
	err := fmt.Errorf("load: %w", &client.Refused{Codespace: rule.Codespace(), Code: rule.ABCICode()})
	require.ErrorIs(t, err, rule)
	require.NotErrorIs(t, err, beneficiarytypes.ErrTagUnknown)
	require.NotErrorIs(t, err, granttypes.ErrPeriodInvalid)
	require.NotErrorIs(t, err, fmt.Errorf("another"))
}
