package chaintest

import (
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/stretchr/testify/require"
)

// Resume goes on with a chain whose state is in a database, made by this program or by one before it. now is the time of its last
// block; its seats have to be those of the function New.
func Resume(t T, db dbm.DB, seats []*ed25519.PrivKey, now time.Time) *Chain {
	t.Helper()
	i := &instance{mode: Straight, db: db, receipts: dbm.NewMemDB()}
	i.open(t)
	c := &Chain{t: t, instances: []*instance{i}, seats: seats, absent: map[int]bool{}, sequences: map[string]uint64{}, Height: i.app.LastBlockHeight(), Now: now}
	keys, err := i.app.SigningKeys(c.Context())
	require.NoError(t, err)
	for _, key := range keys {
		c.signing.next = append(c.signing.next, key.Address)
	}
	c.signing.last, c.signing.this = c.signing.next, c.signing.next
	return c
}
