package keeper

import (
	_ "github.com/reliefchain/relief/app"          // want `modules don't import the app`
	_ "github.com/reliefchain/relief/testutil/gen" // want `modules don't import .*testutil/gen`
	_ "github.com/reliefchain/relief/x/fee/keeper" // want `x/grant reaches into x/fee`
	_ "github.com/reliefchain/relief/x/fee/types"
	_ "github.com/reliefchain/relief/x/internal/paging"
)
