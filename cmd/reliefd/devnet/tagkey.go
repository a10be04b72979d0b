package devnet

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
	"github.com/reliefchain/relief/cmd/reliefd/tagkey"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// SeedTagKey deals the tag key of epoch 1 among the provinces: its key set goes into the genesis, labelled as a dealer's, and each share
// into the home of its province.
func SeedTagKey(g *app.Genesis, provinces []Province, accounts []Account) error {
	homes := map[uint32]string{}
	var trustees []uint32
	for _, p := range provinces {
		at := slices.IndexFunc(accounts, func(a Account) bool { return a.Name == p.Name+"-operator" })
		if at < 0 {
			return fmt.Errorf("%s has no operator", p.Name)
		}
		organisation := accounts[at].Organisation
		homes[organisation] = p.Home
		trustees = append(trustees, organisation)
	}
	slices.Sort(trustees)
	set, shares, err := oprf.Deal(rand.Reader, 1, oprf.MinThreshold(len(trustees)), trustees)
	if err != nil {
		return err
	}
	for _, share := range shares {
		if err := keepShare(homes[share.Index], share); err != nil {
			return fmt.Errorf("keep the %s: %w", tagkey.NameOf(share), err)
		}
	}
	return g.EditPseudonyms(func(s *types.GenesisState) error {
		s.KeySets = append(s.KeySets, types.NewKeySet(set, types.KEY_SET_STATUS_ACTIVE, 1))
		return nil
	})
}

// keepShare writes a share into the home of a node under a fresh key.
func keepShare(home string, share oprf.Share) error {
	settings := nodeconfig.DefaultPseudonym().Under(home)
	if err := os.MkdirAll(filepath.Dir(settings.KeyFile), 0o755); err != nil {
		return err
	}
	if err := tagkey.NewKeyFile(rand.Reader, settings.KeyFile); err != nil {
		return err
	}
	secret, err := tagkey.KeyFile(settings.KeyFile)
	if err != nil {
		return err
	}
	store, err := tagkey.Open(settings.Shares, secret)
	if err != nil {
		return err
	}
	return store.Save(rand.Reader, share)
}
