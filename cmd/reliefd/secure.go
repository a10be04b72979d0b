package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// Flags of TLS towards a node.
const (
	caFlag   = "grpc-ca"
	certFlag = "grpc-cert"
	keyFlag  = "grpc-key"
)

// secureFlags say how to talk to a node that serves gRPC over TLS.
type secureFlags struct{ ca, cert, key string }

func (f *secureFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.ca, caFlag, "", "PEM file of the authority of the node's certificate; turns TLS on")
	cmd.Flags().StringVar(&f.cert, certFlag, "", "PEM file of the certificate to show to the node")
	cmd.Flags().StringVar(&f.key, keyFlag, "", "PEM file of that certificate's private key")
}

// credentials are for a node on this machine unless an authority is named.
func (f *secureFlags) credentials() (credentials.TransportCredentials, error) {
	if f.ca == "" {
		if f.cert != "" || f.key != "" {
			return nil, errors.New("a certificate is shown over TLS only: name the node's authority with --grpc-ca")
		}
		return insecure.NewCredentials(), nil
	}
	raw, err := os.ReadFile(f.ca)
	if err != nil {
		return nil, fmt.Errorf("read the authority: %w", err)
	}
	config := &tls.Config{MinVersion: tls.VersionTLS13, RootCAs: x509.NewCertPool()}
	if !config.RootCAs.AppendCertsFromPEM(raw) {
		return nil, fmt.Errorf("no certificate in %s", f.ca)
	}
	if f.cert != "" || f.key != "" {
		pair, err := tls.LoadX509KeyPair(f.cert, f.key)
		if err != nil {
			return nil, fmt.Errorf("read the certificate to show: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return credentials.NewTLS(config), nil
}
