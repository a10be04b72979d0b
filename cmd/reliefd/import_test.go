package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/client/register"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestSameRoll(t *testing.T) {
	roll := types.Roll{Id: 4, Programme: 1, Area: "350526101"}
	programme := types.Programme{Id: 1, Currency: "cny"}
	for _, tc := range []struct {
		name   string
		header register.Header
		want   error
	}{
		{name: "the same", header: register.Header{Programme: 1, Area: "350526101", Currency: "cny"}},
		{name: "another programme", header: register.Header{Programme: 2, Area: "350526101", Currency: "cny"}, want: errOtherRoll},
		{name: "another area", header: register.Header{Programme: 1, Area: "350526102", Currency: "cny"}, want: errOtherRoll},
		{name: "an area around it", header: register.Header{Programme: 1, Area: "350526", Currency: "cny"}, want: errOtherRoll},
		{name: "another currency", header: register.Header{Programme: 1, Area: "350526101", Currency: "eur"}, want: errOtherRoll},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, sameRoll(tc.header, roll, programme), tc.want)
		})
	}
}
