package main

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
)

// officeFlags say which node an office talks to and whose key signs.
type officeFlags struct {
	network, grpc, backend, keyringDir, key string
	secure                                  secureFlags
}

func (f *officeFlags) add(cmd *cobra.Command, signs bool) {
	cmd.Flags().StringVar(&f.network, "network", "", "directory of a development network, instead of naming node and keyring")
	cmd.Flags().StringVar(&f.grpc, "grpc", "127.0.0.1:9090", "gRPC address of a node")
	f.secure.add(cmd)
	if !signs {
		return
	}
	cmd.Flags().StringVar(&f.backend, flags.FlagKeyringBackend, keyring.BackendOS, "where keys are kept: os, file or test")
	cmd.Flags().StringVar(&f.keyringDir, flags.FlagKeyringDir, "", "directory of the keyring; empty means --home")
	cmd.Flags().StringVar(&f.key, flags.FlagFrom, "", "name of the key that signs")
	_ = cmd.MarkFlagRequired(flags.FlagFrom)
}

// dial connects to the node, with the keyring if a key signs.
func (f *officeFlags) dial(cmd *cobra.Command, a *app.App) (*client.Client, error) {
	if f.network != "" {
		info, err := devnet.ReadInfo(f.network)
		if err != nil {
			return nil, err
		}
		f.grpc, f.backend, f.keyringDir = info.Provinces[0].GRPC, keyring.BackendTest, info.Keys
	}
	var keys keyring.Keyring
	if f.key != "" {
		if f.keyringDir == "" {
			f.keyringDir, _ = cmd.Flags().GetString(flags.FlagHome)
		}
		var err error
		if keys, err = keyring.New(app.Name, f.backend, f.keyringDir, cmd.InOrStdin(), a.Encoding().Codec); err != nil {
			return nil, fmt.Errorf("open the keyring in %s: %w", f.keyringDir, err)
		}
	}
	credentials, err := f.secure.credentials()
	if err != nil {
		return nil, err
	}
	return client.Dial(cmd.Context(), f.grpc, a.Encoding(), keys, grpc.WithTransportCredentials(credentials))
}
