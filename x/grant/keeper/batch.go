package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/types"
)

// batch takes the cases of one signed message one after the other. A case that is refused leaves nothing behind and the others alone; the
// result says which rule refused it. If all of them are refused, the message is, with the first refusal.
func batch[T any](ctx context.Context, cases []T, id func(T) uint64, do func(context.Context, T) (grant uint64, err error)) ([]types.ItemResult, error) {
	results := make([]types.ItemResult, len(cases))
	var first error
	refused := 0
	for i, c := range cases {
		results[i].Id = id(c)
		one, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		grant, err := do(one, c)
		if err == nil {
			results[i].Grant = grant
			write()
			continue
		}
		if refused++; first == nil {
			first = err
		}
		codespace, code, _ := errorsmod.ABCIInfo(err, false)
		results[i].Codespace, results[i].Code = codespace, code
	}
	if refused == len(cases) {
		return nil, first
	}
	for _, r := range results {
		if r.Code == 0 {
			continue
		}
		if err := emit(ctx, &types.EventItemRefused{Id: r.Id, Codespace: r.Codespace, Code: r.Code}); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// answer is the response of a message that was carried out, and nothing beside an error.
func answer[T any](response *T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return response, nil
}
