// Package nodeconfig is what the configuration files of a node hold: the sections of app.toml that are Relief's own, and what
// each role of a node sets.
package nodeconfig

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

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
	// Pseudonym is about the node's share of the tag key.
	Pseudonym Pseudonym `mapstructure:"pseudonym"`
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
	// TagLookups is who may ask which person holds a tag.
	TagLookups string `mapstructure:"tag-lookups"`
}

// Pseudonym is the section [pseudonym]. Shares and KeyFile are relative to the home directory, certificates to that of the
// configuration files.
type Pseudonym struct {
	// Shares is the directory of the node's shares, KeyFile the file that opens them. Without the file nothing is answered.
	Shares  string `mapstructure:"shares"`
	KeyFile string `mapstructure:"key-file"`
	// Peers are the gRPC addresses of the other provinces' nodes, separated by commas.
	Peers string `mapstructure:"peers"`
	// CA, Cert and Key are PEM files for TLS towards the peers; without CA there is none.
	CA   string `mapstructure:"ca"`
	Cert string `mapstructure:"cert"`
	Key  string `mapstructure:"key"`
	// ElementsPerSecond bounds how many elements the node evaluates.
	ElementsPerSecond int `mapstructure:"elements-per-second"`
}

// DefaultPseudonym is how a node keeps its share unless app.toml says otherwise.
func DefaultPseudonym() Pseudonym {
	return Pseudonym{Shares: "tag-shares", KeyFile: "config/tag-shares.key", ElementsPerSecond: 1_000}
}

// Under makes the paths absolute in a home directory.
func (p Pseudonym) Under(home string) Pseudonym {
	for _, file := range []struct {
		path *string
		dir  string
	}{{&p.Shares, home}, {&p.KeyFile, home}, {&p.CA, filepath.Join(home, "config")}, {&p.Cert, filepath.Join(home, "config")}, {&p.Key, filepath.Join(home, "config")}} {
		if *file.path != "" && !filepath.IsAbs(*file.path) {
			*file.path = filepath.Join(file.dir, *file.path)
		}
	}
	return p
}

// PeerList gives the addresses of the peers.
func (p Pseudonym) PeerList() []string {
	var all []string
	for address := range strings.SplitSeq(p.Peers, ",") {
		if address = strings.TrimSpace(address); address != "" {
			all = append(all, address)
		}
	}
	return all
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

# Who may ask which person holds a tag: local answers while nobody reaches the node but programs on its machine, and over TLS
# callers with a certificate of client-ca; on answers everybody, off nobody.
tag-lookups = "{{ .Limits.TagLookups }}"

###############################################################################
###                               Pseudonyms                                ###
###############################################################################

# The node's share of the tag key; see "reliefd tag-key --help". It is no part of the chain's state and of no snapshot.
[pseudonym]

# Directory of the shares and the file with the key that opens them, relative to the home directory. Without that file the node
# answers no request with a share.
shares = "{{ .Pseudonym.Shares }}"
key-file = "{{ .Pseudonym.KeyFile }}"

# host:port of the gRPC of the other provinces' nodes, separated by commas; offices of this province have them asked too.
peers = "{{ .Pseudonym.Peers }}"

# PEM files, relative to this directory: the authority of the peers' certificates, which turns TLS on, and the certificate to show.
ca = "{{ .Pseudonym.CA }}"
cert = "{{ .Pseudonym.Cert }}"
key = "{{ .Pseudonym.Key }}"

# Elements that the node evaluates each second; one core manages some 6,000.
elements-per-second = {{ .Pseudonym.ElementsPerSecond }}
`

// NewApp extends what the SDK knows of app.toml by what it doesn't.
func NewApp(c *serverconfig.Config) *App {
	return &App{Config: *c, Relief: Relief{Role: Validator}, Limits: Limits{MaxPage: DefaultMaxPage, TagLookups: LookupsLocal}, Pseudonym: DefaultPseudonym()}
}

// ReadApp reads app.toml as flags and environment leave it. Settings that an older file lacks have their default.
func ReadApp(v *viper.Viper) (*App, error) {
	base, err := serverconfig.GetConfig(v)
	if err != nil {
		return nil, err
	}
	a := NewApp(&base)
	if err := v.Unmarshal(&struct {
		Relief    *Relief    `mapstructure:"relief"`
		TLS       *TLS       `mapstructure:"tls"`
		Limits    *Limits    `mapstructure:"limits"`
		Pseudonym *Pseudonym `mapstructure:"pseudonym"`
	}{&a.Relief, &a.TLS, &a.Limits, &a.Pseudonym}); err != nil {
		return nil, fmt.Errorf("read the sections relief, tls, limits and pseudonym of app.toml: %w", err)
	}
	if a.Limits.MaxPage == 0 {
		a.Limits.MaxPage = DefaultMaxPage
	}
	if a.Limits.TagLookups == "" {
		a.Limits.TagLookups = LookupsLocal
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
