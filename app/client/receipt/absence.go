package receipt

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// AbsenceFormat and AbsenceVersion name the file format of an absence. Public: such files are kept for years.
const (
	AbsenceFormat  = "relief-absence"
	AbsenceVersion = 1
)

// What an absence can be wrong in, beside what any receipt can. Each has its own exit code in the command.
var (
	// ErrClaimed says that a person, or another person than the one named, holds the tag.
	ErrClaimed = errors.New("the tag is live: somebody else holds it")
	// ErrWrongTag says that the absence is another tag's, or about another person.
	ErrWrongTag = errors.New("it is about another tag or person")
	// ErrOldEpoch says that the tag was made with another key than the one that counts: nobody is registered under it.
	ErrOldEpoch = errors.New("the tag is of another epoch than the one that counts")
)

// Absence proves that nobody was registered under a tag in its class, so that no other claim was live; or nobody but one person.
type Absence struct {
	// Headers lead to the state it is proved in.
	Headers
	// Tag is what was looked for.
	Tag types.Tag
	// Person is the reference of the only person who holds it, 16 bytes; empty for nobody.
	Person []byte
	// Epochs is the register's entry about the epochs of tags, Holder the one of the tag.
	Epochs, Holder Entry
}

// ExpectAbsence is what a reader wants to see proved. Zero values accept what the file says.
type ExpectAbsence struct {
	ChainID string
	// Class and Tag are what has to have been looked for, Person is who alone may hold the tag. A person asked for has to hold it.
	Class  uint32
	Tag    []byte
	Person []byte
}

// ProvedAbsence is what an absence proves.
type ProvedAbsence struct {
	ChainID string
	Tag     types.Tag
	Person  []byte
	// Height is the state's height; Time is that of the header that commits to it.
	Height int64
	Time   time.Time
}

// FetchAbsence proves that nobody but the person holds a tag; without a person that nobody does. The primary has to answer lookups by tag.
func FetchAbsence(ctx context.Context, s Source, tag types.Tag, person []byte) (*Absence, Trust, error) {
	a := &Absence{Headers: Headers{ChainID: s.ChainID}, Tag: tag, Person: person}
	trust, err := prove(ctx, s, "absence", func(ctx context.Context, c *connection, height int64) (bool, error) {
		var err error
		if a.Epochs, err = c.entry(ctx, types.StoreKey, types.TagEpochsKey.Bytes(), height); err != nil {
			return false, err
		}
		if a.Holder, err = c.entry(ctx, types.StoreKey, types.TagKey(tag), height); err != nil {
			return false, err
		}
		if a.Blocks, err = c.lead(ctx, height); err != nil {
			return false, err
		}
		_, err = a.Verify(c.trust, c.source.Period, time.Now(), ExpectAbsence{})
		return err == nil, err
	})
	return a, trust, err
}

// Verify checks an absence offline, outermost claim first: chain, trusted header, headers, state, epoch, holder.
func (a *Absence) Verify(trust Trust, period time.Duration, now time.Time, want ExpectAbsence) (ProvedAbsence, error) {
	if err := a.of(want.ChainID); err != nil {
		return ProvedAbsence{}, err
	}
	header, err := a.Headers.verify(trust, period, now)
	if err != nil {
		return ProvedAbsence{}, err
	}
	if err := a.verifyEpoch(header.AppHash); err != nil {
		return ProvedAbsence{}, err
	}
	holder := Entry{Store: types.StoreKey, Key: types.TagKey(a.Tag), Value: a.Holder.Value, Proof: a.Holder.Proof}
	if err := holder.verify(header.AppHash); err != nil {
		return ProvedAbsence{}, err
	}
	switch {
	case !bytes.Equal(holder.Value, a.Person):
		return ProvedAbsence{}, ErrClaimed
	case want.Class != 0 && want.Class != a.Tag.Class || want.Tag != nil && !bytes.Equal(want.Tag, a.Tag.Value):
		return ProvedAbsence{}, fmt.Errorf("%w: it names %x of class %d", ErrWrongTag, a.Tag.Value, a.Tag.Class)
	case want.Person != nil && !bytes.Equal(want.Person, a.Person):
		return ProvedAbsence{}, fmt.Errorf("%w: the person is %x", ErrWrongTag, a.Person)
	}
	return ProvedAbsence{ChainID: a.ChainID, Tag: a.Tag, Person: a.Person, Height: header.Height - 1, Time: header.Time}, nil
}

// verifyEpoch checks that the tag is of the epoch in which everybody has to have one.
func (a *Absence) verifyEpoch(appHash []byte) error {
	entry := Entry{Store: types.StoreKey, Key: types.TagEpochsKey.Bytes(), Value: a.Epochs.Value, Proof: a.Epochs.Proof}
	if err := entry.verify(appHash); err != nil {
		return err
	}
	epochs := types.TagEpochs{Current: types.FirstEpoch}
	if len(entry.Value) > 0 {
		if err := epochs.Unmarshal(entry.Value); err != nil {
			return fmt.Errorf("%w: the epochs: %w", ErrTampered, err)
		}
	}
	if a.Tag.KeyEpoch() != epochs.Current {
		return fmt.Errorf("%w: it is of epoch %d, epoch %d counts", ErrOldEpoch, a.Tag.KeyEpoch(), epochs.Current)
	}
	return nil
}

// absenceFile is the absence as JSON.
type absenceFile struct {
	kind
	ChainID string    `json:"chain_id"`
	Class   uint32    `json:"class"`
	Tag     string    `json:"tag"`
	Epoch   uint32    `json:"epoch"`
	Person  string    `json:"person,omitempty"`
	Epochs  entryFile `json:"epochs"`
	Holder  entryFile `json:"holder"`
	Blocks  []string  `json:"light_blocks"`
}

// entryFile is an entry as JSON; store and key follow from what the file is about.
type entryFile struct {
	Value string `json:"value,omitempty"`
	Proof string `json:"proof"`
}

func (e Entry) file() (entryFile, error) {
	proof, err := proto.Marshal(&e.Proof)
	if err != nil {
		return entryFile{}, fmt.Errorf("write a proof: %w", err)
	}
	return entryFile{Value: hex.EncodeToString(e.Value), Proof: base64.StdEncoding.EncodeToString(proof)}, nil
}

func (f entryFile) entry() (Entry, error) {
	value, err := hex.DecodeString(f.Value)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Value: value}
	return e, unmarshal(f.Proof, &e.Proof)
}

// Write writes the absence as JSON: hashes and records in hexadecimal, Protobuf messages in base64.
func (a *Absence) Write(w io.Writer) error {
	epochs, err := a.Epochs.file()
	if err != nil {
		return err
	}
	holder, err := a.Holder.file()
	if err != nil {
		return err
	}
	blocks, err := a.encode()
	if err != nil {
		return err
	}
	return encode(w, absenceFile{
		kind: kind{AbsenceFormat, AbsenceVersion}, ChainID: a.ChainID, Class: a.Tag.Class, Tag: hex.EncodeToString(a.Tag.Value),
		Epoch: a.Tag.KeyEpoch(), Person: hex.EncodeToString(a.Person), Epochs: epochs, Holder: holder, Blocks: blocks,
	})
}

// Save writes the absence to a file, whole or not at all.
func (a *Absence) Save(name string) error { return save(name, a.Write) }

// LoadAbsence reads an absence from a file.
func LoadAbsence(name string) (*Absence, error) {
	return load(name, ReadAbsence)
}

// ReadAbsence reads an absence. It checks the shape alone.
func ReadAbsence(r io.Reader) (*Absence, error) {
	var f absenceFile
	if err := decode(r, &f); err != nil {
		return nil, err
	}
	if err := f.check(kind{AbsenceFormat, AbsenceVersion}); err != nil {
		return nil, err
	}
	value, err := hex.DecodeString(f.Tag)
	if err != nil {
		return nil, fmt.Errorf("%w: tag: %w", ErrMalformed, err)
	}
	a := &Absence{Headers: Headers{ChainID: f.ChainID}, Tag: types.Tag{Class: f.Class, Value: value, Epoch: f.Epoch}}
	if err := a.Tag.ValidateBasic(); err != nil {
		return nil, fmt.Errorf("%w: tag: %w", ErrMalformed, err)
	}
	if a.Person, err = hex.DecodeString(f.Person); err != nil {
		return nil, fmt.Errorf("%w: person: %w", ErrMalformed, err)
	}
	if len(a.Person) > 0 {
		if err := types.CheckRef(a.Person); err != nil {
			return nil, fmt.Errorf("%w: person: %w", ErrMalformed, err)
		}
	}
	if a.Epochs, err = f.Epochs.entry(); err != nil {
		return nil, fmt.Errorf("%w: epochs: %w", ErrMalformed, err)
	}
	if a.Holder, err = f.Holder.entry(); err != nil {
		return nil, fmt.Errorf("%w: holder: %w", ErrMalformed, err)
	}
	if err := a.decode(f.Blocks); err != nil {
		return nil, err
	}
	return a, nil
}
