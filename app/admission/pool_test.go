package admission

import (
	"context"
	"testing"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/mempool"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	"github.com/stretchr/testify/require"
)

// signedTx is what the pool reads of a transaction.
type signedTx struct {
	authsigning.SigVerifiableTx
	signer   string
	sequence uint64
}

func (t signedTx) GetSigners() ([][]byte, error) { return [][]byte{[]byte(t.signer)}, nil }

func (t signedTx) GetSignaturesV2() ([]signing.SignatureV2, error) {
	return []signing.SignatureV2{{Sequence: t.sequence}}, nil
}

func insert(p *Pool, signer string, sequence uint64) error {
	return p.Insert(sdk.Context{}.WithContext(context.Background()), signedTx{signer: signer, sequence: sequence}, mempool.InsertOption{})
}

// A node that never proposes, and missed what became of a sender's transactions, takes new ones after a while.
func TestWhatWaitsForLongMakesRoom(t *testing.T) {
	p := New()
	now := time.Unix(1_750_000_000, 0)
	p.now = func() time.Time { return now }
	for n := range uint64(MaxPerSender) {
		require.NoError(t, insert(p, "office", n))
	}
	require.NoError(t, insert(p, "office", 3), "the same place again")
	require.ErrorIs(t, insert(p, "office", MaxPerSender), sdkerrors.ErrMempoolIsFull)
	require.NoError(t, insert(p, "other", 0))

	now = now.Add(staleAfter)
	require.ErrorIs(t, insert(p, "office", MaxPerSender), sdkerrors.ErrMempoolIsFull)
	now = now.Add(time.Second)
	require.NoError(t, insert(p, "office", MaxPerSender))
	require.Equal(t, 2, p.CountTx(), "what was stale is gone, others stay")

	require.NoError(t, p.Remove(signedTx{signer: "office", sequence: MaxPerSender}))
	require.NoError(t, p.Remove(signedTx{signer: "other", sequence: 0}))
	require.Zero(t, p.CountTx())
	require.Empty(t, p.waiting)
}
