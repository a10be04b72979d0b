// Package nodeconfig is what the configuration files of a node hold: the sections of app.toml that are Relief's own, and what
// each role of a node sets.
package nodeconfig

import (
	"fmt"
	"os"
	"path/filepath"

	cmtcfg "github.com/cometbft/cometbft/config"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/spf13/viper"
)

// DefaultMaxPage is how many entries a page of an answer has at most unless app.toml says otherwise.
const DefaultMaxPage = 1_000

// App is app.toml.
type App struct {
	serverconfig.Config `mapstructure:",squash"`
	// Relief is what else the node knows of itself.
	Relief Relief `mapstructure:"relief"`
	// TLS are the addresses that other machines may reach.
	TLS TLS `mapstructure:"tls"`
	// Limits bound what one caller may ask for.
	Limits Limits `mapstructure:"limits"`
}

// Relief is the section [relief].
type Relief struct {
	// Role the node was made for.
	Role Role `mapstructure:"role"`
}

// TLS is the section [tls]. Paths are relative to the directory of the configuration files.
type TLS struct {
	// GRPCAddress and RESTAddress are host:port to serve gRPC and REST on; empty serves none.
	GRPCAddress string `mapstructure:"grpc-address"`
	RESTAddress string `mapstructure:"rest-address"`
	// Cert and Key are PEM files of the server's certificate chain and its private key.
	Cert string `mapstructure:"cert"`
	Key  string `mapstructure:"key"`
	// ClientCA is a PEM file of the authorities whose certificates callers must show; empty lets everybody in.
	ClientCA string `mapstructure:"client-ca"`
}

// Enabled tells whether anything is served over TLS.
func (t TLS) Enabled() bool { return t.GRPCAddress != "" || t.RESTAddress != "" }

// Under makes the paths absolute in a home directory.
func (t TLS) Under(home string) TLS {
	for _, file := range []*string{&t.Cert, &t.Key, &t.ClientCA} {
		if *file != "" && !filepath.IsAbs(*file) {
			*file = filepath.Join(home, "config", *file)
		}
	}
	return t
}

// Limits is the section [limits].
type Limits struct {
	// MaxPage is the most entries of one page.
	MaxPage uint64 `mapstructure:"max-page"`
}

// Template is what app.toml is written with.
const Template = serverconfig.DefaultConfigTemplate + `
###############################################################################
###                                 Relief                                  ###
###############################################################################

[relief]

# What the node is for: validator, sentry, archive or audit. "reliefd doctor" checks the settings against it.
role = "{{ .Relief.Role }}"

###############################################################################
###                                   TLS                                   ###
###############################################################################

# gRPC and REST for other machines, TLS 1.3 only. The plain listeners above have to stay on loopback then.
# A new certificate is read when its files change; nothing has to be started again.
[tls]

# host:port, such as 0.0.0.0:9443; empty serves none.
grpc-address = "{{ .TLS.GRPCAddress }}"
rest-address = "{{ .TLS.RESTAddress }}"

# PEM files, relative to this directory.
cert = "{{ .TLS.Cert }}"
key = "{{ .TLS.Key }}"

# Authorities whose certificates a caller must show one of; empty lets everybody in.
client-ca = "{{ .TLS.ClientCA }}"

###############################################################################
###                                 Limits                                  ###
###############################################################################

[limits]

# Most entries of one page of an answer.
max-page = {{ .Limits.MaxPage }}
`

// NewApp extends what the SDK knows of app.toml by what it doesn't.
func NewApp(c *serverconfig.Config) *App {
	return &App{Config: *c, Relief: Relief{Role: Validator}, Limits: Limits{MaxPage: DefaultMaxPage}}
}

// ReadApp reads app.toml as flags and environment leave it. Settings that an older file lacks have their default.
func ReadApp(v *viper.Viper) (*App, error) {
	base, err := serverconfig.GetConfig(v)
	if err != nil {
		return nil, err
	}
	a := NewApp(&base)
	if err := v.Unmarshal(&struct {
		Relief *Relief `mapstructure:"relief"`
		TLS    *TLS    `mapstructure:"tls"`
		Limits *Limits `mapstructure:"limits"`
	}{&a.Relief, &a.TLS, &a.Limits}); err != nil {
		return nil, fmt.Errorf("read the sections relief, tls and limits of app.toml: %w", err)
	}
	if a.Limits.MaxPage == 0 {
		a.Limits.MaxPage = DefaultMaxPage
	}
	return a, nil
}

// Config is both configuration files of a node.
type Config struct {
	Comet *cmtcfg.Config
	App   *App
}

// Write writes config.toml and app.toml into a home directory.
func (c Config) Write(home string) {
	dir := filepath.Join(home, "config")
	cmtcfg.WriteConfigFile(filepath.Join(dir, "config.toml"), c.Comet)
	serverconfig.SetConfigTemplate(Template)
	serverconfig.WriteConfigFile(filepath.Join(dir, "app.toml"), c.App)
}

func makeConfigDir(home string) error {
	if err := os.MkdirAll(filepath.Join(home, "config"), 0o755); err != nil {
		return fmt.Errorf("make the configuration directory: %w", err)
	}
	return nil
}
