package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/certs"
)

func TestSecureFlags(t *testing.T) {
	dir, authority := t.TempDir(), certs.New(t)
	authority.Write(t, dir, "office")
	file := func(name string) string { return filepath.Join(dir, name) }
	authority.WriteCA(t, file("ca.pem"))
	for _, tc := range []struct {
		name     string
		flags    secureFlags
		protocol string
	}{
		{name: "nothing named", protocol: "insecure"},
		{name: "an authority", flags: secureFlags{ca: file("ca.pem")}, protocol: "tls"},
		{name: "a certificate too", flags: secureFlags{ca: file("ca.pem"), cert: file("cert.pem"), key: file("key.pem")}, protocol: "tls"},
		{name: "a certificate without TLS", flags: secureFlags{cert: file("cert.pem"), key: file("key.pem")}},
		{name: "a certificate without its key", flags: secureFlags{ca: file("ca.pem"), cert: file("cert.pem")}},
		{name: "a missing authority", flags: secureFlags{ca: file("nowhere.pem")}},
		{name: "a key for an authority", flags: secureFlags{ca: file("key.pem")}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			credentials, err := tc.flags.credentials()
			if tc.protocol == "" {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.protocol, credentials.Info().SecurityProtocol)
		})
	}
}
