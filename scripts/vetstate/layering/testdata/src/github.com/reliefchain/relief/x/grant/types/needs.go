package types

import (
	_ "github.com/reliefchain/relief/x/fee/keeper" // want `x/grant reaches into x/fee: declare the need in types/needs.go`
	_ "github.com/reliefchain/relief/x/fee/types"
	_ "github.com/reliefchain/relief/x/grant/client/register" // want `modules don't import .*x/grant/client/register`
	_ "github.com/reliefchain/relief/x/grant/curve"
	_ "github.com/reliefchain/relief/x/grant/keeper" // want `types import the module above them`
)
