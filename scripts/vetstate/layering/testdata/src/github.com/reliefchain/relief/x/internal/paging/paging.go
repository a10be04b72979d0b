// Package paging is used by every module.
package paging

import _ "github.com/reliefchain/relief/x/fee/types" // want `x/internal knows no module`
