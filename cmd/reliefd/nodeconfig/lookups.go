package nodeconfig

import (
	"fmt"
	"net"
	"net/url"

	"github.com/spf13/cast"
)

// Who may ask a node which person holds a tag: tag-lookups under [limits].
const (
	// LookupsLocal answers where nobody reaches the node but programs on its machine and callers with a certificate.
	LookupsLocal = "local"
	// LookupsOn answers everybody, LookupsOff nobody.
	LookupsOn  = "on"
	LookupsOff = "off"
)

// Loopback tells whether only programs on this machine reach an address: host:port, a URL of one, or a Unix socket.
func Loopback(address string) bool {
	if u, err := url.Parse(address); err == nil && u.Scheme == "unix" {
		return true
	} else if err == nil && u.Host != "" {
		address = u.Host
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// TagLookups tells from a node's settings whether it answers who holds a tag.
func TagLookups(setting func(key string) any) (bool, error) {
	text := func(key string) string { return cast.ToString(setting(key)) }
	switch mode := text("limits.tag-lookups"); mode {
	case LookupsOn, LookupsOff:
		return mode == LookupsOn, nil
	case "", LookupsLocal:
	default:
		return false, fmt.Errorf("tag-lookups under [limits] in app.toml is %q: want %s, %s or %s", mode, LookupsLocal, LookupsOn, LookupsOff)
	}
	addresses := []string{text("rpc.laddr")}
	for _, plain := range []string{"api", "grpc"} {
		if cast.ToBool(setting(plain + ".enable")) {
			addresses = append(addresses, text(plain+".address"))
		}
	}
	if text("tls.client-ca") == "" {
		addresses = append(addresses, text("tls.grpc-address"), text("tls.rest-address"))
	}
	for _, address := range addresses {
		if address != "" && !Loopback(address) {
			return false, nil
		}
	}
	return true, nil
}
