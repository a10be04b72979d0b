package main

import (
	"context"
	"errors"
	"os"

	"cosmossdk.io/log/v2"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/spf13/cast"
	"github.com/spf13/viper"
	"google.golang.org/grpc"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
	"github.com/reliefchain/relief/cmd/reliefd/tagkey"
	"github.com/reliefchain/relief/cmd/reliefd/trustee"
)

// newTrustee makes the services by which a node takes part in making tags. What doesn't work is left out and logged: a node with a
// broken share still validates.
func newTrustee(logger log.Logger, a *app.App, options servertypes.AppOptions) *trustee.Service {
	logger = logger.With(log.ModuleKey, "trustee")
	settings := pseudonymSettings(logger, options)
	o := trustee.Options{Chain: committed{a}, ElementsPerSecond: settings.ElementsPerSecond, Logger: logger}
	store, err := openShares(settings.Shares, settings.KeyFile, "")
	switch {
	case err == nil:
		o.Shares = &store
	case !errors.Is(err, os.ErrNotExist):
		logger.Error("open the shares of the tag key; check them with \"reliefd tag-key check\"", "error", err)
	}
	secure := secureFlags{ca: settings.CA, cert: settings.Cert, key: settings.Key}
	credentials, err := secure.credentials()
	if err != nil {
		logger.Error("read the certificates under [pseudonym] of app.toml", "error", err)
		return trustee.New(o)
	}
	for _, address := range settings.PeerList() {
		conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(credentials),
			grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(a.Encoding().Registry).GRPCCodec())))
		if err != nil {
			logger.Error("connect to another trustee", "address", address, "error", err)
			continue
		}
		o.Peers = append(o.Peers, trustee.Peer{Address: address, Conn: conn})
	}
	return trustee.New(o)
}

// pseudonymSettings reads the section [pseudonym], with absolute paths.
func pseudonymSettings(logger log.Logger, options servertypes.AppOptions) nodeconfig.Pseudonym {
	settings := nodeconfig.DefaultPseudonym()
	if v, ok := options.(*viper.Viper); ok {
		config, err := nodeconfig.ReadApp(v)
		if err != nil {
			logger.Error("read the section pseudonym of app.toml", "error", err)
			return nodeconfig.Pseudonym{}
		}
		settings = config.Pseudonym
	}
	return settings.Under(cast.ToString(options.Get(flags.FlagHome)))
}

// openShares opens a directory of shares with a key file or a file with a passphrase, and makes it if there is none. A key file that
// doesn't exist is os.ErrNotExist.
func openShares(dir, keyFile, passphraseFile string) (tagkey.Store, error) {
	secret, err := readSecret(keyFile, passphraseFile)
	if err != nil {
		return tagkey.Store{}, err
	}
	return tagkey.Open(dir, secret)
}

func readSecret(keyFile, passphraseFile string) (tagkey.Secret, error) {
	if passphraseFile != "" {
		return tagkey.PassphraseFile(passphraseFile)
	}
	return tagkey.KeyFile(keyFile)
}

// committed reads the committed state of a node.
type committed struct{ app *app.App }

// Recorded implements trustee.Chain.
func (c committed) Recorded(_ context.Context, id uint64) (trustee.Recorded, error) {
	ctx, err := c.app.CreateQueryContext(0, false)
	if err != nil {
		return trustee.Recorded{}, err
	}
	var r trustee.Recorded
	if r.Request, err = c.app.Pseudonym.Request(ctx, id); err != nil {
		return trustee.Recorded{}, err
	}
	if r.Params, err = c.app.Pseudonym.Params(ctx); err != nil {
		return trustee.Recorded{}, err
	}
	r.Height = ctx.BlockHeight()
	r.KeySet, err = c.app.Pseudonym.ActiveKeySet(ctx, r.Request.Epoch)
	return r, err
}
