package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	cmtlog "github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/privval"
)

// remoteSigner is a program that signs for a node: CometBFT's reference server over a file key, on a Unix socket.
func remoteSigner() {
	socket := flag.String("socket", "", "socket that the node listens on")
	chainID := flag.String("chain-id", "", "chain id")
	key := flag.String("key", "", "key file")
	state := flag.String("state", "", "sign state file")
	flag.Parse()
	logger := cmtlog.NewTMLogger(os.Stderr)
	dialer := privval.NewSignerDialerEndpoint(logger, privval.DialUnixFn(*socket),
		privval.SignerDialerEndpointConnRetries(600), privval.SignerDialerEndpointRetryWaitInterval(100*time.Millisecond))
	server := privval.NewSignerServer(dialer, *chainID, privval.LoadFilePV(*key, *state))
	if err := server.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	<-server.Quit()
}
