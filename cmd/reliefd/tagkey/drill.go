package tagkey

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

// ErrStray reports a share that no key set given knows.
var ErrStray = errors.New("no key set of the chain knows this share: erase it if it belongs to an ended epoch or generation")

// Check is what a drill found about one share; Err is nil for a good one.
type Check struct {
	Name
	Err error
}

// Drill opens every share of a store and compares it with the commitment in the chain's key sets. It fails if a share doesn't
// open or doesn't fit, or if there is none at all.
func Drill(store Store, sets []oprf.KeySet) ([]Check, error) {
	names, err := store.List()
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: the store is empty", ErrMissing)
	}
	var all error
	checks := make([]Check, len(names))
	for i, name := range names {
		_, err := store.verified(name, sets)
		checks[i] = Check{Name: name, Err: err}
		all = errors.Join(all, err)
	}
	return checks, all
}

// Copy writes every share of one store into another one, under that one's secret: a backup, or a restore from one. Each share
// is compared with the chain's key sets before and after. It stops at the first that is not good; what it has
// copied by then stays, and running it again goes on.
func Copy(random io.Reader, from, to Store, sets []oprf.KeySet) ([]Name, error) {
	names, err := from.List()
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: the store is empty", ErrMissing)
	}
	for i, name := range names {
		share, err := from.verified(name, sets)
		if err != nil {
			return names[:i], err
		}
		if err := to.Save(random, share); err != nil {
			return names[:i], err
		}
		if _, err := to.verified(name, sets); err != nil {
			return names[:i], err
		}
	}
	return names, nil
}

// verified loads a share and checks that it is the one its key set lists.
func (s Store) verified(name Name, sets []oprf.KeySet) (oprf.Share, error) {
	at := slices.IndexFunc(sets, func(set oprf.KeySet) bool {
		return set.Epoch == name.Epoch && set.Generation == name.Generation
	})
	if at < 0 {
		return oprf.Share{}, fmt.Errorf("%w: %s", ErrStray, name)
	}
	share, err := s.Load(name)
	if err != nil {
		return oprf.Share{}, err
	}
	if err := share.Belongs(sets[at]); err != nil {
		return oprf.Share{}, fmt.Errorf("%s: %w", name, err)
	}
	return share, nil
}
