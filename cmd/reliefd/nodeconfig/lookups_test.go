package nodeconfig_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

func TestTagLookups(t *testing.T) {
	for _, tc := range []struct {
		name     string
		settings map[string]any
		answers  bool
		refused  bool
	}{
		{name: "nothing served", answers: true},
		{name: "all on loopback", answers: true, settings: map[string]any{
			"rpc.laddr": "tcp://127.0.0.1:26657", "grpc.enable": true, "grpc.address": "localhost:9090", "api.enable": true, "api.address": "tcp://[::1]:1317",
		}},
		{name: "sockets", answers: true, settings: map[string]any{"rpc.laddr": "unix:///run/relief.sock"}},
		{name: "RPC for everybody", settings: map[string]any{"rpc.laddr": "tcp://0.0.0.0:26657"}},
		{name: "RPC on every address", settings: map[string]any{"rpc.laddr": "tcp://:26657"}},
		{name: "a name isn't known to be local", settings: map[string]any{"rpc.laddr": "tcp://node.example:26657"}},
		{name: "gRPC for everybody", settings: map[string]any{"grpc.enable": true, "grpc.address": "0.0.0.0:9090"}},
		{name: "gRPC for everybody but off", answers: true, settings: map[string]any{"grpc.address": "0.0.0.0:9090"}},
		{name: "REST for everybody", settings: map[string]any{"api.enable": true, "api.address": "tcp://10.0.0.1:1317"}},
		{name: "TLS for everybody", settings: map[string]any{"tls.grpc-address": "0.0.0.0:9443"}},
		{name: "TLS for known callers", answers: true, settings: map[string]any{"tls.grpc-address": "0.0.0.0:9443", "tls.client-ca": "offices.pem"}},
		{name: "off", settings: map[string]any{"limits.tag-lookups": nodeconfig.LookupsOff}},
		{name: "on", answers: true, settings: map[string]any{"limits.tag-lookups": nodeconfig.LookupsOn, "rpc.laddr": "tcp://0.0.0.0:26657"}},
		{name: "no such mode", refused: true, settings: map[string]any{"limits.tag-lookups": "yes"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers, err := nodeconfig.TagLookups(func(key string) any { return tc.settings[key] })
			require.Equal(t, tc.refused, err != nil)
			require.Equal(t, tc.answers, answers)
		})
	}
}
