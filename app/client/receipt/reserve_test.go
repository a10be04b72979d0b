package receipt_test

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"cosmossdk.io/math"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

// reserved is what a chain says about an issuer.
type reserved struct {
	supply, reserve int64
	age             time.Duration
	statement       uint64
}

func (r reserved) chain(t testing.TB) *chain {
	t.Helper()
	issuer := types.Issuer{
		Id: "bank1", Organisation: 7, Custodian: 8, Currency: "cny", Status: types.ISSUER_STATUS_ACTIVE, Attestation: r.statement,
		Minted: math.NewInt(r.supply), Burned: math.ZeroInt(), Allowance: math.NewInt(1000), PeriodAllowance: math.NewInt(1000), PeriodMinted: math.ZeroInt(),
	}
	record, err := issuer.Marshal()
	require.NoError(t, err)
	entries := []coinEntry{{key: types.IssuerKey("bank1"), value: record}}
	if r.supply > 0 {
		entries = append(entries, coinEntry{inBank: true, key: append(banktypes.SupplyKey.Bytes(), issuer.Denom()...), value: []byte(math.NewInt(r.supply).String())})
	}
	if r.statement > 0 {
		stated, err := (&types.Attestation{
			Id: r.statement, Issuer: "bank1", Reserve: math.NewInt(r.reserve), AsOf: genesis.Add(-r.age).Unix(), ReportHash: make([]byte, 32),
			Attestor: "auditor", Status: types.ATTESTATION_STATUS_ACCEPTED,
		}).Marshal()
		require.NoError(t, err)
		entries = append(entries, coinEntry{key: types.AttestationKey("bank1", r.statement), value: stated})
	}
	return newChainWith(t, entries)
}

func (r reserved) proof(t testing.TB) (*chain, *receipt.Reserve) {
	t.Helper()
	c := r.chain(t)
	return c, &receipt.Reserve{
		Headers: receipt.Headers{ChainID: chainID, Blocks: headersOf(t, c, first, later)}, Issuer: "bank1",
		Record:    c.entryOf(t, later, types.StoreKey, types.IssuerKey("bank1")),
		Statement: c.entryOf(t, later, types.StoreKey, types.AttestationKey("bank1", r.statement)),
		Bounds:    c.entryOf(t, later, types.StoreKey, types.ParamsPrefix.Bytes()),
		Supply:    c.entryOf(t, later, banktypes.StoreKey, append(banktypes.SupplyKey.Bytes(), "ucny/bank1"...)),
	}
}

func TestReserve(t *testing.T) {
	for _, tc := range []struct {
		name string
		of   reserved
		err  error
	}{
		{name: "covered", of: reserved{supply: 90, reserve: 100, statement: 3}},
		{name: "to the last millionth", of: reserved{supply: 100, reserve: 100, statement: 3}},
		{name: "nothing outstanding", of: reserved{reserve: 100, statement: 1}},
		{name: "short", of: reserved{supply: 101, reserve: 100, statement: 3}, err: receipt.ErrReserveShort},
		{name: "no statement", of: reserved{}, err: receipt.ErrReserveStale},
		{name: "coins without a statement", of: reserved{supply: 1}, err: receipt.ErrReserveShort},
		{name: "too old", of: reserved{supply: 1, reserve: 100, statement: 3, age: 40 * 24 * time.Hour}, err: receipt.ErrReserveStale},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, r := tc.of.proof(t)
			p, err := r.Verify(c.trust(first), receipt.DefaultTrustingPeriod, now, chainID, "bank1")
			require.NoError(t, err)
			require.Equal(t, [2]int64{tc.of.supply, tc.of.reserve}, [2]int64{p.Supply.Int64(), p.Statement.Reserve.Int64()})
			require.ErrorIs(t, p.Covered(), tc.err)
		})
	}
}

func TestForgedReserve(t *testing.T) {
	honest := reserved{supply: 90, reserve: 100, statement: 3}
	for _, tc := range []struct {
		name  string
		forge func(*testing.T, *receipt.Reserve)
		err   error
	}{
		{name: "supply left out", forge: func(_ *testing.T, r *receipt.Reserve) { r.Supply = receipt.Entry{} }, err: receipt.ErrTampered},
		{name: "supply of less", forge: func(_ *testing.T, r *receipt.Reserve) { r.Supply.Value = []byte("9") }, err: receipt.ErrTampered},
		{name: "another supply", forge: func(_ *testing.T, r *receipt.Reserve) { r.Supply = r.Bounds }, err: receipt.ErrTampered},
		{name: "another statement", forge: func(_ *testing.T, r *receipt.Reserve) { r.Statement = r.Record }, err: receipt.ErrTampered},
		{name: "no statement", forge: func(_ *testing.T, r *receipt.Reserve) { r.Statement = receipt.Entry{} }, err: receipt.ErrTampered},
		{name: "other bounds", forge: func(_ *testing.T, r *receipt.Reserve) { r.Bounds.Value = []byte{0x08, 99} }, err: receipt.ErrTampered},
		{name: "another issuer's name", forge: func(_ *testing.T, r *receipt.Reserve) { r.Issuer = "bank2" }, err: receipt.ErrWrongIssuer},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, r := honest.proof(t)
			tc.forge(t, r)
			_, err := r.Verify(c.trust(first), receipt.DefaultTrustingPeriod, now, chainID, "bank1")
			require.ErrorIs(t, err, tc.err)
		})
	}
}

func TestReserveFile(t *testing.T) {
	c, r := reserved{supply: 90, reserve: 100, statement: 3}.proof(t)
	name := filepath.Join(t.TempDir(), "reserve.json")
	require.NoError(t, r.Save(name))
	format, err := receipt.FormatOf(name)
	require.NoError(t, err)
	require.Equal(t, receipt.ReserveFormat, format)
	read, err := receipt.LoadReserve(name)
	require.NoError(t, err)
	p, err := read.Verify(c.trust(first), receipt.DefaultTrustingPeriod, now, "", "")
	require.NoError(t, err)
	require.NoError(t, p.Covered())
	_, err = receipt.ReadReserve(bytes.NewReader([]byte(`{"format":"relief-reserve","version":1,"issuer":"X"}`)))
	require.ErrorIs(t, err, receipt.ErrMalformed)
}
