package receipt

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// RecognitionFormat and RecognitionVersion name the file format of a recognition.
const (
	RecognitionFormat  = "relief-recognition"
	RecognitionVersion = 1
)

// DefaultMaxAge is how old the state may be that a recognition is proved in: it may have been revoked since.
const DefaultMaxAge = 24 * time.Hour

// What a recognition can be wrong in, beside what any receipt can. Each has its own exit code in the command.
var (
	// ErrNotRecognised says that nothing of the category is recognised about the person: never was, or was revoked.
	ErrNotRecognised = errors.New("nothing of that category is recognised about the person")
	// ErrRecognitionOver says that the recognition or the holder's authorisation ended.
	ErrRecognitionOver = errors.New("the recognition, or the holder's authorisation, is over")
	// ErrNotAuthorised says that the holder has not let this verifier see it, or not now.
	ErrNotAuthorised = errors.New("the holder has not authorised this verifier")
	// ErrStale says that the state is too old to rely on: what it says may have been revoked.
	ErrStale = errors.New("the proof is too old: ask the holder for a fresh one")
)

// Recognition proves to one verifier, whom the holder names, what an office has found out about a person.
type Recognition struct {
	// Headers lead to the state it is proved in.
	Headers
	// Authorisation is what the holder, or the guardian, signed, and Signature the signature of it.
	Authorisation types.Authorisation
	Signature     []byte
	// Recognised, Person and Guardianship are the register's entries about the person; Guardian is the one of the guardian's own record,
	// where somebody acts for the person.
	Recognised, Person, Guardianship, Guardian Entry
}

// ExpectRecognition is what a verifier wants to see proved.
type ExpectRecognition struct {
	// Verifier is the verifier's own number, 32 bytes. It is required: a recognition that was shown to another proves nothing.
	Verifier []byte
	// Nonce is what the verifier asked the holder to sign; empty takes any, and lets a file be shown again until it ends.
	Nonce []byte
	// ChainID, Category and Ref accept what the file says when they are zero.
	ChainID  string
	Category uint32
	Ref      []byte
	// MaxAge is how old the state may be; 0 is DefaultMaxAge.
	MaxAge time.Duration
}

// ProvedRecognition is what a recognition proves.
type ProvedRecognition struct {
	ChainID     string
	Recognition types.Recognition
	// Height is the state's height; Time is that of the header that commits to it.
	Height int64
	Time   time.Time
}

// FetchRecognition proves what is recognised about a person to the verifier of an authorisation that whoever acts for the person signed.
func FetchRecognition(ctx context.Context, s Source, authorisation types.Authorisation, signature []byte) (*Recognition, Trust, error) {
	r := &Recognition{Headers: Headers{ChainID: s.ChainID}, Authorisation: authorisation, Signature: signature}
	absent := false // one that an office recorded a moment ago may not be there yet
	trust, err := prove(ctx, s, "recognition", func(ctx context.Context, c *connection, height int64) (bool, error) {
		if err := r.fetch(ctx, c, height); err != nil {
			return false, err
		}
		var err error
		if r.Blocks, err = c.lead(ctx, height); err != nil {
			return false, err
		}
		_, err = r.Verify(c.trust, c.source.Period, time.Now(), ExpectRecognition{Verifier: authorisation.Verifier})
		if absent = errors.Is(err, ErrNotRecognised); absent {
			return false, nil
		}
		return err == nil, err
	})
	if absent && ctx.Err() == nil {
		return nil, trust, ErrNotRecognised
	}
	return r, trust, err
}

func (r *Recognition) fetch(ctx context.Context, c *connection, height int64) error {
	var err error
	person := r.Authorisation.Person
	if r.Recognised, err = c.entry(ctx, types.StoreKey, types.RecognitionKey(person, r.Authorisation.Category), height); err != nil {
		return err
	}
	if r.Person, err = c.entry(ctx, types.StoreKey, types.PersonKey(person), height); err != nil {
		return err
	}
	if r.Guardianship, err = c.entry(ctx, types.StoreKey, types.GuardianshipKey(person), height); err != nil {
		return err
	}
	var g types.Guardianship
	if err := g.Unmarshal(r.Guardianship.Value); err != nil {
		return fmt.Errorf("%w: the guardianship: %w", ErrTampered, err)
	}
	if len(g.Guardian) > 0 {
		r.Guardian, err = c.entry(ctx, types.StoreKey, types.PersonKey(g.Guardian), height)
	}
	return err
}

// Verify checks a recognition offline, outermost claim first: who it is for, trusted header, headers, age, state, who acts, signature, end.
func (r *Recognition) Verify(trust Trust, period time.Duration, now time.Time, want ExpectRecognition) (ProvedRecognition, error) {
	if err := r.meant(now, want); err != nil {
		return ProvedRecognition{}, err
	}
	header, err := r.Headers.verify(trust, period, now)
	if err != nil {
		return ProvedRecognition{}, err
	}
	if want.MaxAge == 0 {
		want.MaxAge = DefaultMaxAge
	}
	if now.Sub(header.Time) > want.MaxAge {
		return ProvedRecognition{}, fmt.Errorf("%w: it is of %s", ErrStale, header.Time.UTC().Format(time.RFC3339))
	}
	if err := r.verifySigner(header.AppHash); err != nil {
		return ProvedRecognition{}, err
	}
	found := Entry{
		Store: types.StoreKey, Key: types.RecognitionKey(r.Authorisation.Person, r.Authorisation.Category),
		Value: r.Recognised.Value, Proof: r.Recognised.Proof,
	}
	if err := found.verify(header.AppHash); err != nil {
		return ProvedRecognition{}, err
	}
	if len(found.Value) == 0 {
		return ProvedRecognition{}, ErrNotRecognised
	}
	var recognition types.Recognition
	if err := recognition.Unmarshal(found.Value); err != nil {
		return ProvedRecognition{}, fmt.Errorf("%w: the recognition: %w", ErrTampered, err)
	}
	if !recognition.HoldsAt(now.Unix()) {
		return ProvedRecognition{}, fmt.Errorf("%w: it held until %s", ErrRecognitionOver, time.Unix(recognition.ValidUntil, 0).UTC().Format(time.RFC3339))
	}
	return ProvedRecognition{ChainID: r.ChainID, Recognition: recognition, Height: header.Height - 1, Time: header.Time}, nil
}

// meant refuses what was signed for another chain, verifier, nonce, person or category, or is over.
func (r *Recognition) meant(now time.Time, want ExpectRecognition) error {
	a := r.Authorisation
	if err := r.of(want.ChainID); err != nil {
		return err
	}
	switch {
	case a.ChainID != r.ChainID:
		return fmt.Errorf("%w: it was signed for %q", ErrWrongChain, a.ChainID)
	case len(want.Verifier) == 0 || !bytes.Equal(a.Verifier, want.Verifier):
		return fmt.Errorf("%w: it is for %x", ErrNotAuthorised, a.Verifier)
	case len(want.Nonce) > 0 && !bytes.Equal(a.Nonce, want.Nonce):
		return fmt.Errorf("%w: it is for the nonce %x", ErrNotAuthorised, a.Nonce)
	case want.Category != 0 && a.Category != want.Category || want.Ref != nil && !bytes.Equal(a.Person, want.Ref):
		return fmt.Errorf("%w: it is about %x, category %d", ErrNotAuthorised, a.Person, a.Category)
	case now.Unix() >= a.Expires:
		return fmt.Errorf("%w: the holder let it be seen until %s", ErrRecognitionOver, time.Unix(a.Expires, 0).UTC().Format(time.RFC3339))
	}
	return nil
}

// verifySigner checks that whoever acts for the person, as the state says, signed.
func (r *Recognition) verifySigner(appHash []byte) error {
	person, err := provedPerson(r.Person, r.Authorisation.Person, appHash)
	if err != nil {
		return err
	}
	entry := Entry{Store: types.StoreKey, Key: types.GuardianshipKey(person.Ref), Value: r.Guardianship.Value, Proof: r.Guardianship.Proof}
	if err := entry.verify(appHash); err != nil {
		return err
	}
	var guardianship types.Guardianship
	if err := guardianship.Unmarshal(entry.Value); err != nil {
		return fmt.Errorf("%w: the guardianship: %w", ErrTampered, err)
	}
	actor := person
	if len(guardianship.Guardian) > 0 {
		if actor, err = provedPerson(r.Guardian, guardianship.Guardian, appHash); err != nil {
			return err
		}
	}
	if err := r.Authorisation.SignedBy(actor, r.Signature); err != nil {
		return fmt.Errorf("%w: %w", ErrNotAuthorised, err)
	}
	return nil
}

// provedPerson reads a person's record, who is live and not locked.
func provedPerson(e Entry, ref, appHash []byte) (types.Person, error) {
	entry := Entry{Store: types.StoreKey, Key: types.PersonKey(ref), Value: e.Value, Proof: e.Proof}
	if err := entry.verify(appHash); err != nil {
		return types.Person{}, err
	}
	var person types.Person
	if err := person.Unmarshal(entry.Value); err != nil || !bytes.Equal(person.Ref, ref) {
		return types.Person{}, fmt.Errorf("%w: the record of %x", ErrTampered, ref)
	}
	if err := person.RequireActing(); err != nil {
		return types.Person{}, fmt.Errorf("%w: %w", ErrNotAuthorised, err)
	}
	return person, nil
}

// recognitionFile is the recognition as JSON.
type recognitionFile struct {
	kind
	ChainID      string     `json:"chain_id"`
	Person       string     `json:"person"`
	Category     uint32     `json:"category"`
	Verifier     string     `json:"verifier"`
	Nonce        string     `json:"nonce"`
	Expires      int64      `json:"expires"`
	Signature    string     `json:"signature"`
	Recognised   entryFile  `json:"recognised"`
	Record       entryFile  `json:"record"`
	Guardianship entryFile  `json:"guardianship"`
	Guardian     *entryFile `json:"guardian,omitempty"`
	Blocks       []string   `json:"light_blocks"`
}

// Write writes the recognition as JSON: hashes and records in hexadecimal, Protobuf messages in base64.
func (r *Recognition) Write(w io.Writer) error {
	a := r.Authorisation
	f := recognitionFile{
		kind: kind{RecognitionFormat, RecognitionVersion}, ChainID: r.ChainID, Person: hex.EncodeToString(a.Person), Category: a.Category,
		Verifier: hex.EncodeToString(a.Verifier), Nonce: hex.EncodeToString(a.Nonce), Expires: a.Expires, Signature: hex.EncodeToString(r.Signature),
	}
	var err error
	for _, part := range []struct {
		entry Entry
		into  *entryFile
	}{{r.Recognised, &f.Recognised}, {r.Person, &f.Record}, {r.Guardianship, &f.Guardianship}} {
		if *part.into, err = part.entry.file(); err != nil {
			return err
		}
	}
	if len(r.Guardian.Value) > 0 {
		guardian, err := r.Guardian.file()
		if err != nil {
			return err
		}
		f.Guardian = &guardian
	}
	if f.Blocks, err = r.encode(); err != nil {
		return err
	}
	return encode(w, f)
}

// Save writes the recognition to a file, whole or not at all.
func (r *Recognition) Save(name string) error { return save(name, r.Write) }

// LoadRecognition reads a recognition from a file.
func LoadRecognition(name string) (*Recognition, error) {
	return load(name, ReadRecognition)
}

// ReadRecognition reads a recognition. It checks the shape alone.
func ReadRecognition(in io.Reader) (*Recognition, error) {
	var f recognitionFile
	if err := decode(in, &f); err != nil {
		return nil, err
	}
	if err := f.check(kind{RecognitionFormat, RecognitionVersion}); err != nil {
		return nil, err
	}
	r := &Recognition{
		Headers:       Headers{ChainID: f.ChainID},
		Authorisation: types.Authorisation{ChainID: f.ChainID, Category: f.Category, Expires: f.Expires},
	}
	var err error
	for _, part := range []struct {
		name, text string
		into       *[]byte
	}{
		{"person", f.Person, &r.Authorisation.Person},
		{"verifier", f.Verifier, &r.Authorisation.Verifier},
		{"nonce", f.Nonce, &r.Authorisation.Nonce},
		{"signature", f.Signature, &r.Signature},
	} {
		if *part.into, err = hex.DecodeString(part.text); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, part.name, err)
		}
	}
	if err := r.Authorisation.CheckShape(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if f.Guardian == nil {
		f.Guardian = &entryFile{}
	}
	for _, part := range []struct {
		name string
		file entryFile
		into *Entry
	}{
		{"recognised", f.Recognised, &r.Recognised},
		{"record", f.Record, &r.Person},
		{"guardianship", f.Guardianship, &r.Guardianship},
		{"guardian", *f.Guardian, &r.Guardian},
	} {
		if *part.into, err = part.file.entry(); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, part.name, err)
		}
	}
	return r, r.decode(f.Blocks)
}
