package main

import (
	"context"
	"errors"
	"os"
	"slices"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cosmos/cosmos-sdk/codec"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/doctor"
	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
	"github.com/reliefchain/relief/cmd/reliefd/tagkey"
	"github.com/reliefchain/relief/x/pseudonym/client/office"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// lookAtShares opens this node's shares of the tag key and compares them with the key sets that the running node knows.
func lookAtShares(ctx context.Context, a *app.App, config *cmtcfg.Config, settings *nodeconfig.App) doctor.Tags {
	var t doctor.Tags
	where := settings.Pseudonym.Under(config.RootDir)
	sets, organisation, err := askTagKeys(ctx, a, config, settings.GRPC.Address)
	t.Asked = err == nil
	var names []tagkey.Name
	if _, err := os.Stat(where.Shares); err == nil {
		names, t.Err = lookInto(&t, where, sets)
	}
	for _, set := range sets {
		name := tagkey.Name{Epoch: set.Epoch, Generation: set.Generation, Index: organisation}
		if _, err := set.Commitment(organisation); err == nil && !slices.Contains(names, name) {
			t.Missing = append(t.Missing, name.String())
		}
	}
	return t
}

// lookInto checks the shares in the node's directory.
func lookInto(t *doctor.Tags, where nodeconfig.Pseudonym, sets []oprf.KeySet) ([]tagkey.Name, error) {
	store, err := openShares(where.Shares, where.KeyFile, "")
	if err != nil {
		return nil, err
	}
	names, err := store.List()
	if err != nil || len(names) == 0 {
		return nil, err
	}
	if !t.Asked {
		for _, name := range names {
			_, err := store.Load(name)
			t.Shares = append(t.Shares, doctor.Share{Name: name.String(), Err: err})
		}
		return names, nil
	}
	checks, _ := tagkey.Drill(store, sets)
	for _, c := range checks {
		t.Shares = append(t.Shares, doctor.Share{Name: c.Name.String(), Stray: errors.Is(c.Err, tagkey.ErrStray), Err: c.Err})
	}
	return names, nil
}

// askTagKeys asks the running node for the live key sets and for the organisation that its key has a seat for; 0 if it has none.
func askTagKeys(ctx context.Context, a *app.App, config *cmtcfg.Config, address string) ([]oprf.KeySet, uint32, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(a.Encoding().Registry).GRPCCodec())))
	if err != nil {
		return nil, 0, err
	}
	defer closeQuietly(conn)
	stored, err := office.KeySets(ctx, conn)
	if err != nil {
		return nil, 0, err
	}
	var sets []oprf.KeySet
	for _, k := range slices.DeleteFunc(stored, func(k types.KeySet) bool { return !k.IsLive() }) {
		set, err := k.Parse()
		if err != nil {
			return nil, 0, err
		}
		sets = append(sets, set)
	}
	seats, err := validatortypes.NewQueryClient(conn).Seats(ctx, &validatortypes.QuerySeatsRequest{})
	if err != nil {
		return nil, 0, err
	}
	keys, err := signer.Load(config)
	if err != nil {
		return sets, 0, nil
	}
	for _, seat := range seats.Seats {
		signs, err := seat.SigningKey()
		if err != nil {
			continue
		}
		if slices.ContainsFunc(keys, func(k *signer.Key) bool { return string(k.Address) == string(validatortypes.AddressOf(signs)) }) {
			return sets, seat.Organisation, nil
		}
	}
	return sets, 0, nil
}
