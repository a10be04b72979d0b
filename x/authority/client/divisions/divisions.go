// Package divisions reads lists of administrative divisions for loading them into the register of areas.
package divisions

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/reliefchain/relief/x/authority/types"
)

// ErrMalformed says where a list can't be read.
var ErrMalformed = errors.New("the list of divisions can't be read")

// List is divisions by code.
type List struct{ codes map[string]bool }

// Read adds the divisions of a CSV file with a header, in whose column "code" the codes stand; other columns are left out, since the
// chain keeps no names. Each code must be on a level of the chain.
func (l *List) Read(name string, r io.Reader, params types.Params) error {
	if l.codes == nil {
		l.codes = map[string]bool{}
	}
	file := csv.NewReader(r)
	file.ReuseRecord = true
	header, err := file.Read()
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrMalformed, name, err)
	}
	column := slices.Index(header, "code")
	if column < 0 {
		return fmt.Errorf("%w: %s has no column \"code\" in its first line", ErrMalformed, name)
	}
	for {
		row, err := file.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrMalformed, name, err)
		}
		code := strings.TrimSpace(row[column])
		if _, err := params.ParentArea(code); err != nil {
			line, _ := file.FieldPos(column)
			return fmt.Errorf("%w: %s:%d: %w", ErrMalformed, name, line, err)
		}
		l.codes[code] = true
	}
}

// Codes gives every division and every one that another lies in, parents before children, then by code.
func (l *List) Codes(params types.Params) ([]string, error) {
	all := map[string]bool{}
	for code := range l.codes {
		for code != types.Nation && !all[code] {
			all[code] = true
			parent, err := params.ParentArea(code)
			if err != nil {
				return nil, err
			}
			code = parent
		}
	}
	codes := make([]string, 0, len(all))
	for code := range all {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	return codes, nil
}
