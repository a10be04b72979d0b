// Package traces looks for traces of people in what a node keeps: every key and value of its databases, and every other file.
package traces

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/opt"

	"github.com/reliefchain/relief/x/beneficiary/client/identity"
)

// Finding is where something stands that looks like a person's. What it is isn't repeated.
type Finding struct {
	// Kind is what it looks like: a citizen's number or Chinese writing.
	Kind string
	// Where it stands: a file, and for a database the key.
	Where string
}

// Kinds of findings.
const (
	Number  = "citizen's number"
	Writing = "writing"
)

// Seen counts what was looked at.
type Seen struct {
	Files, Databases, Entries int
	Bytes                     int64
}

// number is the form of a citizen's number, old or new, without a digit or letter before or after it.
var number = regexp.MustCompile(`(?:^|[^0-9A-Za-z])([0-9]{17}[0-9Xx]|[0-9]{15})(?:[^0-9A-Za-z]|$)`)

// inBinary is how many Chinese characters in a row are no accident among random bytes.
const inBinary = 5

// Bytes looks at some bytes. In text one Chinese character is one too many; among binary data it takes a few in a row.
func Bytes(where string, raw []byte) []Finding {
	var found []Finding
	for rest := raw; ; {
		at := number.FindSubmatchIndex(rest)
		if at == nil {
			break
		}
		if _, err := (identity.Document{Kind: identity.KindCitizen, Country: "CHN", Number: string(rest[at[2]:at[3]])}).Canonical(); err == nil {
			found = append(found, Finding{Kind: Number, Where: where})
		}
		rest = rest[at[3]:]
	}
	most := 1
	if !utf8.Valid(raw) {
		most = inBinary
	}
	run := 0
	for rest := raw; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		rest = rest[size:]
		if !unicode.Is(unicode.Han, r) {
			run = 0
			continue
		}
		if run++; run == most {
			found = append(found, Finding{Kind: Writing, Where: where})
		}
	}
	return found
}

// Directory looks at everything below a directory, the home of a node that is stopped: goleveldb databases entry by entry, since their
// files are compressed, and all other files as they are.
func Directory(dir string) (found []Finding, seen Seen, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if filepath.Ext(path) != ".db" {
				return nil
			}
			more, err := database(path, &seen)
			found = append(found, more...)
			return skip(err)
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		seen.Files++
		seen.Bytes += int64(len(raw))
		found = append(found, Bytes(path, raw)...)
		return nil
	})
	return found, seen, err
}

func skip(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}

func database(path string, seen *Seen) (found []Finding, err error) {
	db, err := leveldb.OpenFile(path, &opt.Options{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	seen.Databases++
	iter := db.NewIterator(nil, nil)
	defer iter.Release()
	for iter.Next() {
		seen.Entries++
		seen.Bytes += int64(len(iter.Key()) + len(iter.Value()))
		where := fmt.Sprintf("%s, entry %d", path, seen.Entries)
		found = append(found, Bytes(where, iter.Key())...)
		found = append(found, Bytes(where, iter.Value())...)
	}
	return found, iter.Error()
}
