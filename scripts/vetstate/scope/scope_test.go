package scope_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/scripts/vetstate/scope"
)

func TestOf(t *testing.T) {
	for _, tc := range []struct {
		name  string
		path  string
		want  scope.Package
		state bool
	}{
		{name: "app", path: "github.com/reliefchain/relief/app", state: true},
		{name: "module root", path: "github.com/reliefchain/relief/x/grant", want: scope.Package{Module: "grant"}, state: true},
		{name: "keeper", path: "github.com/reliefchain/relief/x/grant/keeper", want: scope.Package{Module: "grant", Layer: "keeper"}, state: true},
		{name: "types", path: "github.com/reliefchain/relief/x/fee/types", want: scope.Package{Module: "fee", Layer: "types"}, state: true},
		{name: "migration", path: "github.com/reliefchain/relief/x/fee/migrations/v2", want: scope.Package{Module: "fee", Layer: "migrations/v2"}, state: true},
		{name: "client", path: "github.com/reliefchain/relief/x/grant/client/cli"},
		{name: "test helpers", path: "github.com/reliefchain/relief/x/grant/testutil"},
		{name: "fixture", path: "github.com/reliefchain/relief/x/fee/internal/feetest"},
		{name: "command", path: "github.com/reliefchain/relief/cmd/reliefd"},
		{name: "library", path: "golang.org/x/tools"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, state := scope.Of(tc.path)
			require.Equal(t, tc.state, state)
			require.Equal(t, tc.want, got)
		})
	}
}
