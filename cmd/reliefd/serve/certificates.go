package serve

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"cosmossdk.io/log/v2"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// ErrCertificate says that TLS can't be served with the files that are there.
var ErrCertificate = errors.New("no usable certificate")

// certificates are read again when one of their files changes.
type certificates struct {
	tls    nodeconfig.TLS
	logger log.Logger

	mu      sync.Mutex
	stamps  [3]stamp
	current *tls.Config
}

// stamp tells one content of a file from another.
type stamp struct {
	at   time.Time
	size int64
}

func loadCertificates(settings nodeconfig.TLS, logger log.Logger) (*certificates, error) {
	c := &certificates{tls: settings, logger: logger}
	c.stamps = c.look()
	var err error
	c.current, err = c.read()
	return c, err
}

func (c *certificates) look() (found [3]stamp) {
	for i, file := range []string{c.tls.Cert, c.tls.Key, c.tls.ClientCA} {
		if info, err := os.Stat(file); err == nil {
			found[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return found
}

func (c *certificates) read() (*tls.Config, error) {
	if c.tls.Cert == "" || c.tls.Key == "" {
		return nil, fmt.Errorf("%w: name cert and key in [tls] of app.toml", ErrCertificate)
	}
	pair, err := tls.LoadX509KeyPair(c.tls.Cert, c.tls.Key)
	if err != nil {
		return nil, fmt.Errorf("%w: read %s and %s: %w", ErrCertificate, c.tls.Cert, c.tls.Key, err)
	}
	config := &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{pair}}
	if c.tls.ClientCA != "" {
		raw, err := os.ReadFile(c.tls.ClientCA)
		if err != nil {
			return nil, fmt.Errorf("%w: read client-ca: %w", ErrCertificate, err)
		}
		config.ClientCAs = x509.NewCertPool()
		if !config.ClientCAs.AppendCertsFromPEM(raw) {
			return nil, fmt.Errorf("%w: no certificate in %s", ErrCertificate, c.tls.ClientCA)
		}
		config.ClientAuth = tls.RequireAndVerifyClientCert
	}
	return config, nil
}

// fresh returns what the files say now; while they make no sense, what they said before.
func (c *certificates) fresh() *tls.Config {
	c.mu.Lock()
	defer c.mu.Unlock()
	stamps := c.look()
	if stamps == c.stamps {
		return c.current
	}
	c.stamps = stamps
	config, err := c.read()
	if err != nil {
		c.logger.Error("read the new certificate; the old one is served on", "error", err)
		return c.current
	}
	c.logger.Info("read the new certificate")
	c.current = config
	return config
}

// config is for one listener, whose protocol callers have to speak.
func (c *certificates) config(protocol string) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
			config := c.fresh().Clone()
			config.NextProtos = []string{protocol}
			config.SessionTicketsDisabled = true // each connection shows a certificate of the authorities of today
			return config, nil
		},
	}
}
