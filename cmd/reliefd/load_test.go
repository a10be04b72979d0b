package main

import (
	"errors"
	"testing"

	errorsmod "cosmossdk.io/errors"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	"github.com/reliefchain/relief/x/grant/types"
)

// What a refused chunk says: the line, and what ends it.
func TestExplainRefusals(t *testing.T) {
	chunk := func(rows int) types.ImportChunk { return types.ImportChunk{Rows: make([]types.ImportRow, rows)} }
	reg := &register.Register{Rows: make([]types.ImportRow, 120)}
	st := &standing{
		file: "b.jsonl", rest: reg.Without(func(row int) bool { return row < 10 }),
		plan: &register.Plan{Chunks: []types.ImportChunk{chunk(50), chunk(50), chunk(10)}, RowsPerChunk: 50},
		load: &types.Import{Id: 3, Roll: 1},
	}
	refused := func(rule *errorsmod.Error, log string) error {
		return &client.Refused{Codespace: rule.Codespace(), Code: rule.ABCICode(), Log: log}
	}
	const again = "run the same command again"
	for _, tc := range []struct {
		name  string
		chunk int
		err   error
		want  []string
		not   string
	}{
		{
			name: "a household", chunk: 2, not: again,
			err:  refused(beneficiarytypes.ErrTagLive, "message index: 0: household 9: person 0: tag 0: tag is live already"),
			want: []string{"b.jsonl:121: ", "close-import 3", "import seal b.jsonl 1", "tag is live already"},
		},
		{name: "no household", err: refused(types.ErrAboveStandard, ""), want: []string{"b.jsonl:12 to 61: ", "close-import 3"}, not: again},
		{name: "a household that isn't there", chunk: 2, err: refused(types.ErrTagMissing, "household 10"), want: []string{"b.jsonl:112 to 121: "}, not: again},
		{name: "no room for it", err: refused(sdkerrors.ErrOutOfGas, ""), want: []string{"close-import 3"}, not: again},
		{name: "another load is at it", err: refused(types.ErrChunkOrder, ""), want: []string{again}, not: "close-import"},
		{name: "the approver", err: refused(types.ErrSelfDealing, ""), want: []string{"not the one who sealed"}, not: "close-import"},
		{name: "no intake officer", err: refused(authoritytypes.ErrOfficerUnknown, ""), want: []string{"role of intake"}, not: "close-import"},
		{
			name: "an area", not: again,
			err: refused(authoritytypes.ErrAreaUnknown, "household 2: area is not registered"), want: []string{"b.jsonl:14: ", "close-import 3"},
		},
		{name: "closed meanwhile", err: refused(types.ErrImportClosed, ""), want: []string{"import status b.jsonl"}, not: again},
		{name: "the node", err: refused(sdkerrors.ErrMempoolIsFull, ""), want: []string{again}, not: "close-import"},
		{name: "the line", err: errors.New("connection refused"), want: []string{again}, not: "close-import"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := st.explain(tc.chunk, tc.err)
			require.ErrorIs(t, err, tc.err)
			for _, want := range tc.want {
				require.Contains(t, err.Error(), want)
			}
			require.NotContains(t, err.Error(), tc.not)
		})
	}
}
