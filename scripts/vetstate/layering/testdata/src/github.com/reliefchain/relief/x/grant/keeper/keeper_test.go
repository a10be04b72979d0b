package keeper

import _ "github.com/reliefchain/relief/testutil/gen"
