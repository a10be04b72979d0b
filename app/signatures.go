//relief:node-local which signatures this node has verified already; a transaction is judged alike with and without it

package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	lru "github.com/hashicorp/golang-lru/v2"
)

// verifiedKept is how many verified signatures a node remembers, 32 bytes each: those of everything that may wait, and of the blocks on the way.
const verifiedKept = 32_768

// signatureDecorator verifies a transaction's signature once: when it comes, and not again when it is proposed, judged and executed. Sequence
// and key are checked every time.
type signatureDecorator struct {
	verify   ante.SigVerificationDecorator
	accounts authkeeper.AccountKeeper
	verified *lru.Cache[[sha256.Size]byte, struct{}]
}

func newSignatureDecorator(accounts authkeeper.AccountKeeper, verify ante.SigVerificationDecorator) signatureDecorator {
	verified, err := lru.New[[sha256.Size]byte, struct{}](verifiedKept)
	if err != nil {
		panic(err) // a size of zero or less
	}
	return signatureDecorator{verify, accounts, verified}
}

// AnteHandle implements sdk.AnteDecorator.
func (d signatureDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	if simulate || ctx.IsReCheckTx() || !ctx.IsSigverifyTx() {
		return d.verify.AnteHandle(ctx, tx, simulate, next)
	}
	what, ok := d.signed(ctx, tx)
	if ok && d.verified.Contains(what) {
		return d.verify.AnteHandle(ctx.WithIsSigverifyTx(false), tx, simulate, func(ctx sdk.Context, tx sdk.Tx, simulate bool) (sdk.Context, error) {
			return next(ctx.WithIsSigverifyTx(true), tx, simulate)
		})
	}
	return d.verify.AnteHandle(ctx, tx, simulate, func(ctx sdk.Context, tx sdk.Tx, simulate bool) (sdk.Context, error) {
		if ok {
			d.verified.Add(what, struct{}{})
		}
		return next(ctx, tx, simulate)
	})
}

// signed digests all that the verification of a signature depends on: the transaction, with the signature, and the chain, the account and its
// key. False where there isn't one signer with a key.
func (d signatureDecorator) signed(ctx sdk.Context, tx sdk.Tx) (digest [sha256.Size]byte, ok bool) {
	signedTx, ok := tx.(authsigning.SigVerifiableTx)
	if !ok || len(ctx.TxBytes()) == 0 {
		return digest, false
	}
	signers, err := signedTx.GetSigners()
	if err != nil || len(signers) != 1 {
		return digest, false
	}
	// Gas is the same whether a node remembers or not: this look costs none.
	acc := d.accounts.GetAccount(ctx.WithGasMeter(storetypes.NewInfiniteGasMeter()), signers[0])
	if acc == nil || acc.GetPubKey() == nil {
		return digest, false
	}
	var about bytes.Buffer
	for _, part := range [][]byte{[]byte(ctx.ChainID()), []byte(acc.GetPubKey().Type()), acc.GetPubKey().Bytes(), ctx.TxBytes()} {
		about.Write(binary.AppendUvarint(nil, uint64(len(part))))
		about.Write(part)
	}
	about.Write(binary.BigEndian.AppendUint64(nil, acc.GetAccountNumber()))
	return sha256.Sum256(about.Bytes()), true
}
