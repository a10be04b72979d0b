package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
)

// answerTimeout is how long a province may take to say that it is there.
const answerTimeout = 3 * time.Second

// errTooFewProvinces says that nobody is left to keep an eye on the province that answers.
var errTooFewProvinces = errors.New("a receipt takes two provinces that answer, one as a witness: start one with \"reliefd dev start\"")

// sourceFlags say which nodes a receipt comes from.
type sourceFlags struct {
	network, primary, grpc, chainID, trust string
	witnesses                              []string
	period                                 time.Duration
	secure                                 secureFlags
}

func (f *sourceFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.network, "network", "", "directory of a development network, instead of naming its nodes")
	cmd.Flags().StringVar(&f.grpc, "grpc", "127.0.0.1:9090", "gRPC address of a node with a receipt log")
	cmd.Flags().StringVar(&f.chainID, "chain-id", "", "chain id of the network")
	f.secure.add(cmd)
	f.addNodes(cmd, "at least one")
}

// addNodes adds the flags of the nodes that prove something to each other.
func (f *sourceFlags) addNodes(cmd *cobra.Command, witnesses string) {
	cmd.Flags().StringVar(&f.primary, "rpc", "http://127.0.0.1:26657", "RPC address of the node that answers")
	cmd.Flags().StringSliceVar(&f.witnesses, "witness", nil, "RPC addresses of other provinces' nodes, "+witnesses)
	cmd.Flags().StringVar(&f.trust, "trust", "", "header to trust as HEIGHT:HASH; empty takes one that all nodes agree on")
	cmd.Flags().DurationVar(&f.period, "trusting-period", receipt.DefaultTrustingPeriod, "age up to which a trusted header leads to later ones")
}

func (f *sourceFlags) source(cmd *cobra.Command) (receipt.Source, error) {
	if f.network != "" {
		if err := f.ofNetwork(cmd); err != nil {
			return receipt.Source{}, err
		}
	}
	if f.chainID == "" {
		return receipt.Source{}, errors.New("name the chain with --chain-id")
	}
	s := receipt.Source{ChainID: f.chainID, Primary: f.primary, Witnesses: f.witnesses, Period: f.period}
	if f.trust != "" {
		var err error
		if s.Trust, err = receipt.ParseTrust(f.trust); err != nil {
			return receipt.Source{}, err
		}
	}
	return s, nil
}

// dial connects to the gRPC of the node that answers.
func (f *sourceFlags) dial(a *app.App) (*grpc.ClientConn, error) {
	credentials, err := f.secure.credentials()
	if err != nil {
		return nil, err
	}
	conn, err := grpc.NewClient(f.grpc, grpc.WithTransportCredentials(credentials),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(a.Encoding().Registry).GRPCCodec())))
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", f.grpc, err)
	}
	return conn, nil
}

// ofNetwork takes the provinces of a development network that answer: the first as the node asked, the others as witnesses. One that
// answers with another story is left in, for it to be found out.
func (f *sourceFlags) ofNetwork(cmd *cobra.Command) error {
	info, err := devnet.ReadInfo(f.network)
	if err != nil {
		return err
	}
	f.chainID, f.witnesses = info.ChainID, nil
	up := 0
	for i, err := range answers(cmd.Context(), info.Provinces) {
		p := info.Provinces[i]
		switch {
		case err != nil:
			fmt.Fprintf(cmd.ErrOrStderr(), "Left out %s: no answer from %s.\n", p.Name, p.RPC)
			continue
		case up == 0:
			f.primary, f.grpc = "http://"+p.RPC, p.GRPC
		default:
			f.witnesses = append(f.witnesses, "http://"+p.RPC)
		}
		up++
	}
	if up < 2 {
		return fmt.Errorf("%d of %d provinces in %s answer: %w", up, len(info.Provinces), f.network, errTooFewProvinces)
	}
	return nil
}

// answers asks every province whether it is there; an error for each that isn't.
func answers(ctx context.Context, provinces []devnet.Province) []error {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	errs := make([]error, len(provinces))
	var wg sync.WaitGroup
	for i, p := range provinces {
		wg.Go(func() { _, errs[i] = devnet.Height(ctx, p) })
	}
	wg.Wait()
	return errs
}
