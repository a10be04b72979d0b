// Package office makes tags for an office: it blinds, has the request recorded, asks the trustees through a node, checks every answer
// and removes the blinds. Inputs and blinds stay in memory and are printed nowhere.
package office

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/cosmos/cosmos-sdk/types/query"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// Refusals.
var (
	// ErrNoKey says that there is no key to make tags with.
	ErrNoKey = errors.New("no tag key is active: the provinces have to set one first (see \"reliefd tag-key --help\")")
	// ErrTooFew says that not enough trustees answered correctly.
	ErrTooFew = errors.New("too few provinces answered correctly")
	// ErrRelayOff says that the node asked has no relay.
	ErrRelayOff = errors.New("this node relays no requests for tags: ask your province's node, or set peers under [pseudonym] in its app.toml")
)

// Record has a request recorded on the chain, by the hash and number of its elements, and gives its number.
type Record func(ctx context.Context, epoch uint32, hash [32]byte, elements uint32) (uint64, error)

// Office is an office that asks for tags.
type Office struct {
	// Conn leads to the node of the office's own province.
	Conn grpc.ClientConnInterface
	// Record sends the message of an officer.
	Record Record
	// Random gives blinds.
	Random io.Reader
	// Keys gives the key set of an epoch that requests are answered under; nil believes the node.
	Keys func(ctx context.Context, epoch uint32) (oprf.KeySet, error)
}

// keySet gives the key set of an epoch that requests are answered under, checked in itself.
func (o Office) keySet(ctx context.Context, epoch uint32) (oprf.KeySet, error) {
	if o.Keys == nil {
		return ActiveKeySet(ctx, o.Conn, epoch)
	}
	return o.Keys(ctx, epoch)
}

// Result is what a request gave.
type Result struct {
	// Request is its number on the chain.
	Request uint64
	// Tags in the order of the inputs.
	Tags []oprf.Tag
	// Used are the trustees whose answers went in, Blamed those whose answers were refused.
	Used   []uint32
	Blamed []oprf.Blame
}

// Tags makes a tag for each input, one to oprf.MaxBatch of them as oprf.Input gives them, under the key of an epoch; 0 is the newest.
func (o Office) Tags(ctx context.Context, epoch uint32, inputs [][]byte) (Result, error) {
	set, err := o.keySet(ctx, epoch)
	if err != nil {
		return Result{}, err
	}
	request, secrets, err := oprf.Blind(o.Random, set.Epoch, inputs)
	if err != nil {
		return Result{}, err
	}
	id, err := o.Record(ctx, set.Epoch, request.Hash(), uint32(len(inputs)))
	if err != nil {
		return Result{}, err
	}
	res, err := types.NewRelayClient(o.Conn).Evaluate(ctx, &types.RelayEvaluateRequest{Request: id, Blinded: oprf.Encode(request.Blinded)})
	if status.Code(err) == codes.Unimplemented {
		return Result{Request: id}, ErrRelayOff
	}
	if err != nil {
		return Result{Request: id}, fmt.Errorf("ask the trustees about request %d: %w", id, err)
	}
	return o.combine(ctx, set, request, secrets, id, res)
}

// combine checks the answers and removes the blinds. After a resharing that took effect meanwhile the answers are of the new sharing.
func (o Office) combine(ctx context.Context, set oprf.KeySet, request oprf.Request, secrets oprf.Secrets, id uint64, res *types.RelayEvaluateResponse) (Result, error) {
	result := Result{Request: id}
	now, err := o.keySet(ctx, set.Epoch)
	if err != nil {
		return result, err
	}
	if !now.PublicKey.Equal(set.PublicKey) {
		return result, fmt.Errorf("%w: the key of epoch %d changed", oprf.ErrKeySetInvalid, set.Epoch)
	}
	var partials []oprf.Partial
	for _, p := range res.Partials {
		partial, err := oprf.ParsePartial(p.Organisation, p.Evaluated, p.Proof)
		if err == nil && p.Generation != now.Generation {
			err = fmt.Errorf("%w: share of generation %d, want %d", oprf.ErrEpochWrong, p.Generation, now.Generation)
		}
		if err != nil {
			result.Blamed = append(result.Blamed, oprf.Blame{Index: p.Organisation, Err: err})
			continue
		}
		partials = append(partials, partial)
	}
	combined, err := oprf.Combine(now, request, partials)
	result.Blamed = append(result.Blamed, combined.Blamed...)
	if errors.Is(err, oprf.ErrTooFew) {
		return result, fmt.Errorf("%w: %d of %d asked answered, %d of them wrongly, %d are needed; try again when more provinces are up",
			ErrTooFew, len(res.Partials), res.Asked, len(result.Blamed), now.Threshold)
	}
	if err != nil {
		return result, err
	}
	result.Used = combined.Used
	result.Tags, err = secrets.Finalize(combined.Evaluated)
	return result, err
}

// ActiveKeySet gives the key set of an epoch that requests are answered under, checked in itself; 0 is the newest epoch.
func ActiveKeySet(ctx context.Context, conn grpc.ClientConnInterface, epoch uint32) (oprf.KeySet, error) {
	sets, err := KeySets(ctx, conn)
	if err != nil {
		return oprf.KeySet{}, err
	}
	for i := len(sets) - 1; i >= 0; i-- {
		if sets[i].Status != types.KEY_SET_STATUS_ACTIVE || epoch != 0 && sets[i].Epoch != epoch {
			continue
		}
		set, err := sets[i].Parse()
		if err != nil {
			return oprf.KeySet{}, err
		}
		return set, set.Validate()
	}
	return oprf.KeySet{}, ErrNoKey
}

// KeySets lists all key sets that a node knows, by epoch and generation.
func KeySets(ctx context.Context, conn grpc.ClientConnInterface) ([]types.KeySet, error) {
	var sets []types.KeySet
	req := &types.QueryKeySetsRequest{}
	for {
		res, err := types.NewQueryClient(conn).KeySets(ctx, req)
		if err != nil {
			return nil, fmt.Errorf("ask for the tag keys: %w", err)
		}
		sets = append(sets, res.KeySets...)
		if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
			return sets, nil
		}
		req.Pagination = &query.PageRequest{Key: res.Pagination.NextKey}
	}
}
