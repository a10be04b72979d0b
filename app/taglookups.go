//relief:node-local what one node answers; no state depends on it

package app

import (
	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
)

// ErrNoTagLookups says that a node doesn't tell who holds a tag.
var ErrNoTagLookups = status.Error(codes.PermissionDenied,
	`this node answers no lookups by tag: ask your office's own node, or set tag-lookups under [limits] in app.toml`)

// checkLookup refuses a question that names a tag where the node answers none.
func (a *App) checkLookup(namesTag bool) error {
	if namesTag && !a.tagLookups {
		return ErrNoTagLookups
	}
	return nil
}

// checkKey refuses the key of a tag, which a store would answer with the person who holds it.
func (a *App) checkKey(path []string, key []byte) error {
	return a.checkLookup(len(path) == 3 && path[0] == baseapp.QueryPathStore && path[1] == beneficiarytypes.StoreKey && beneficiarytypes.IsTagKey(key))
}

// checkSimulation refuses to try a transaction that names a tag: the try needs no signature, and how it fails tells as much as a lookup.
func (a *App) checkSimulation(path []string, tx []byte) error {
	if len(path) < 2 || path[0] != baseapp.QueryPathApp || path[1] != "simulate" {
		return nil
	}
	return a.checkTrial(tx)
}

func (a *App) checkTrial(raw []byte) error {
	tx, err := a.encoding.Tx.TxDecoder()(raw)
	return a.checkLookup(err == nil && beneficiarytypes.NamesTag(tx.GetMsgs())) // whoever tries it says what else is wrong with it
}

// simulate tries a transaction for gRPC and REST.
func (a *App) simulate(tx []byte) (sdk.GasInfo, *sdk.Result, error) {
	if err := a.checkTrial(tx); err != nil {
		return sdk.GasInfo{}, nil, err
	}
	return a.Simulate(tx)
}
