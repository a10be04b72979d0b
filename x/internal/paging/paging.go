// Package paging bounds the pages of the modules' lists.
package paging

import (
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/types/query"
)

// Sizes of pages.
const (
	Default = 50
	Max     = 200
)

// Bound caps a page and refuses with invalid what would scan: an offset, a total, more than Max.
func Bound(page *query.PageRequest, invalid *errorsmod.Error) (*query.PageRequest, error) {
	if page == nil {
		return &query.PageRequest{Limit: Default}, nil
	}
	if page.Offset > 0 || page.CountTotal {
		return nil, errorsmod.Wrap(invalid, "page by key, without offset or total")
	}
	if page.Limit > Max {
		return nil, errorsmod.Wrapf(invalid, "at most %d", Max)
	}
	limit := page.Limit
	if limit == 0 {
		limit = Default
	}
	return &query.PageRequest{Key: page.Key, Limit: limit, Reverse: page.Reverse}, nil
}
