package receipt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"cosmossdk.io/math"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// ReserveFormat and ReserveVersion name the file format of a proof of reserve. Public: such files are kept for years.
const (
	ReserveFormat  = "relief-reserve"
	ReserveVersion = 1
)

// What a proof of reserve can be wrong in, beside what any receipt can. Each has its own exit code in the command.
var (
	// ErrReserveShort says that more coins are outstanding than the last accepted statement covers.
	ErrReserveShort = errors.New("genuine, but more coins are outstanding than the stated reserve")
	// ErrReserveStale says that the statement is older than the chain mints against.
	ErrReserveStale = errors.New("genuine, but the statement of the reserve is stale or missing")
	// ErrWrongIssuer says that the proof is another issuer's, or that the chain doesn't know the issuer.
	ErrWrongIssuer = errors.New("it is about another issuer, or one that the chain doesn't know")
)

// Reserve proves in one state what an issuer has outstanding, what its reserve was stated to be, when, and within which bounds it mints.
type Reserve struct {
	// Headers lead to the state it is proved in.
	Headers
	// Issuer is the issuer's code.
	Issuer string
	// Record, Statement and Bounds are x/stablecoin's entries of the issuer, its accepted statement and the params; Supply is x/bank's.
	Record, Statement, Supply, Bounds Entry
}

// ProvedReserve is what a proof of reserve proves; amounts in millionths of the currency.
type ProvedReserve struct {
	ChainID string
	// Issuer is the issuer's record, Statement the accepted one; its number is 0 where there is none.
	Issuer    types.Issuer
	Statement types.Attestation
	// Supply is what is outstanding.
	Supply math.Int
	// Params are the bounds of minting.
	Params types.Params
	// Height is the state's height; Time is that of the header that commits to it.
	Height int64
	Time   time.Time
}

// Age is how old the statement was when the header was made.
func (p ProvedReserve) Age() time.Duration { return p.Time.Sub(time.Unix(p.Statement.AsOf, 0)) }

// Covered refuses a reserve that is short, or a statement that the chain wouldn't mint against, by days of 24 hours.
func (p ProvedReserve) Covered() error {
	if p.Supply.GT(p.Statement.Reserve) {
		return fmt.Errorf("%w: %s of %s", ErrReserveShort, p.Supply, p.Statement.Reserve)
	}
	if limit := time.Duration(p.Params.MaxAttestationAgeDays) * 24 * time.Hour; p.Statement.Id == 0 || p.Age() > limit {
		return fmt.Errorf("%w: the limit is %d days", ErrReserveStale, p.Params.MaxAttestationAgeDays)
	}
	return nil
}

// FetchReserve proves the reserve of an issuer in a recent state.
func FetchReserve(ctx context.Context, s Source, issuer string) (*Reserve, Trust, error) {
	r := &Reserve{Headers: Headers{ChainID: s.ChainID}, Issuer: issuer}
	unknown := false
	trust, err := prove(ctx, s, "reserve", func(ctx context.Context, c *connection, height int64) (bool, error) {
		if err := r.fetch(ctx, c, height); err != nil {
			return false, err
		}
		var err error
		if r.Blocks, err = c.lead(ctx, height); err != nil {
			return false, err
		}
		_, err = r.Verify(c.trust, c.source.Period, time.Now(), "", "")
		if unknown = errors.Is(err, ErrWrongIssuer); unknown {
			return false, nil
		}
		return err == nil, err
	})
	if unknown && ctx.Err() == nil {
		return nil, trust, ErrWrongIssuer
	}
	return r, trust, err
}

func (r *Reserve) fetch(ctx context.Context, c *connection, height int64) error {
	var err error
	if r.Record, err = c.entry(ctx, types.StoreKey, types.IssuerKey(r.Issuer), height); err != nil {
		return err
	}
	var issuer types.Issuer
	if err := issuer.Unmarshal(r.Record.Value); err != nil {
		return fmt.Errorf("%w: the issuer: %w", ErrTampered, err)
	}
	if r.Statement, err = c.entry(ctx, types.StoreKey, types.AttestationKey(r.Issuer, issuer.Attestation), height); err != nil {
		return err
	}
	if r.Bounds, err = c.entry(ctx, types.StoreKey, types.ParamsPrefix.Bytes(), height); err != nil {
		return err
	}
	r.Supply, err = c.entry(ctx, banktypes.StoreKey, supplyKey(issuer.Denom()), height)
	return err
}

// supplyKey is the key under which x/bank keeps the supply of a denom.
func supplyKey(denom string) []byte { return append(banktypes.SupplyKey.Bytes(), denom...) }

// Verify checks a proof of reserve offline, outermost claim first: chain, trusted header, headers, issuer, statement, supply, bounds. An empty
// chain or issuer accepts what the file says. Whether the reserve suffices is for ProvedReserve.Covered.
func (r *Reserve) Verify(trust Trust, period time.Duration, now time.Time, chainID, issuer string) (ProvedReserve, error) {
	if err := r.of(chainID); err != nil {
		return ProvedReserve{}, err
	}
	header, err := r.Headers.verify(trust, period, now)
	if err != nil {
		return ProvedReserve{}, err
	}
	p := ProvedReserve{ChainID: r.ChainID, Supply: math.ZeroInt(), Statement: types.NoAttestation(), Height: header.Height - 1, Time: header.Time}
	if issuer != "" && issuer != r.Issuer {
		return ProvedReserve{}, fmt.Errorf("%w: it is %q", ErrWrongIssuer, r.Issuer)
	}
	if err := proved(r.Record, types.StoreKey, types.IssuerKey(r.Issuer), header.AppHash, &p.Issuer); err != nil {
		return ProvedReserve{}, err
	}
	if p.Issuer.Id != r.Issuer {
		return ProvedReserve{}, fmt.Errorf("%w: %q", ErrWrongIssuer, r.Issuer)
	}
	var statement types.Attestation
	if err := proved(r.Statement, types.StoreKey, types.AttestationKey(r.Issuer, p.Issuer.Attestation), header.AppHash, &statement); err != nil {
		return ProvedReserve{}, err
	}
	if statement.Id != 0 {
		p.Statement = statement
	}
	if err := proved(r.Bounds, types.StoreKey, types.ParamsPrefix.Bytes(), header.AppHash, &p.Params); err != nil {
		return ProvedReserve{}, err
	}
	supply := r.Supply
	supply.Store, supply.Key = banktypes.StoreKey, supplyKey(p.Issuer.Denom())
	if err := supply.verify(header.AppHash); err != nil {
		return ProvedReserve{}, err
	}
	if len(supply.Value) > 0 {
		if err := p.Supply.Unmarshal(supply.Value); err != nil {
			return ProvedReserve{}, fmt.Errorf("%w: the supply: %w", ErrTampered, err)
		}
	}
	return p, nil
}

// proved checks that an entry is what a store holds under a key, and reads it; nothing leaves into as it is.
func proved(e Entry, store string, key, appHash []byte, into interface{ Unmarshal(bz []byte) error }) error {
	e.Store, e.Key = store, key
	if err := e.verify(appHash); err != nil {
		return err
	}
	if err := into.Unmarshal(e.Value); err != nil {
		return fmt.Errorf("%w: an entry of %s: %w", ErrTampered, store, err)
	}
	return nil
}

// reserveFile is the proof of reserve as JSON.
type reserveFile struct {
	kind
	ChainID   string    `json:"chain_id"`
	Issuer    string    `json:"issuer"`
	Record    entryFile `json:"record"`
	Statement entryFile `json:"statement"`
	Supply    entryFile `json:"supply"`
	Bounds    entryFile `json:"bounds"`
	Blocks    []string  `json:"light_blocks"`
}

// Write writes the proof as JSON: records in hexadecimal, Protobuf messages in base64.
func (r *Reserve) Write(w io.Writer) error {
	f := reserveFile{kind: kind{ReserveFormat, ReserveVersion}, ChainID: r.ChainID, Issuer: r.Issuer}
	var err error
	for _, part := range []struct {
		entry Entry
		into  *entryFile
	}{{r.Record, &f.Record}, {r.Statement, &f.Statement}, {r.Supply, &f.Supply}, {r.Bounds, &f.Bounds}} {
		if *part.into, err = part.entry.file(); err != nil {
			return err
		}
	}
	if f.Blocks, err = r.encode(); err != nil {
		return err
	}
	return encode(w, f)
}

// Save writes the proof to a file, whole or not at all.
func (r *Reserve) Save(name string) error { return save(name, r.Write) }

// LoadReserve reads a proof of reserve from a file.
func LoadReserve(name string) (*Reserve, error) { return load(name, ReadReserve) }

// ReadReserve reads a proof of reserve. It checks the shape alone.
func ReadReserve(in io.Reader) (*Reserve, error) {
	var f reserveFile
	if err := decode(in, &f); err != nil {
		return nil, err
	}
	if err := f.check(kind{ReserveFormat, ReserveVersion}); err != nil {
		return nil, err
	}
	if err := types.ValidateIssuerID(f.Issuer); err != nil {
		return nil, fmt.Errorf("%w: issuer: %w", ErrMalformed, err)
	}
	r := &Reserve{Headers: Headers{ChainID: f.ChainID}, Issuer: f.Issuer}
	var err error
	for _, part := range []struct {
		name string
		file entryFile
		into *Entry
	}{{"record", f.Record, &r.Record}, {"statement", f.Statement, &r.Statement}, {"supply", f.Supply, &r.Supply}, {"bounds", f.Bounds, &r.Bounds}} {
		if *part.into, err = part.file.entry(); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, part.name, err)
		}
	}
	return r, r.decode(f.Blocks)
}
