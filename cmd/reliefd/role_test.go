package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

const operationsGuide = "../../docs/operations/README.md"

// Where the table of roles begins and what follows it.
const tableTop = "| setting | validator |"

// TestRoleTable keeps the table in the operator's guide equal to what roles write.
func TestRoleTable(t *testing.T) {
	want, err := nodeconfig.Table(t.TempDir(), func() nodeconfig.Config {
		return nodeconfig.Config{Comet: cometConfig(), App: nodeconfig.NewApp(appConfig())}
	})
	require.NoError(t, err)
	guide, err := os.ReadFile(operationsGuide)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(guide), tableTop)
	require.True(t, found, "the guide has no table of roles")
	_, after, _ := strings.Cut(tableTop+rest, "\n\n")
	if *update {
		require.NoError(t, os.WriteFile(operationsGuide, []byte(before+want+"\n"+after), 0o644))
		return
	}
	require.Equal(t, want+"\n"+after, tableTop+rest, "run this test with -update-scripts")
}

// TestLargestMessagesFit builds the largest message of each batch that the rules and a block's gas allow.
func TestLargestMessagesFit(t *testing.T) {
	a, err := app.New(app.Config{Logger: log.NewNopLogger(), DB: dbm.NewMemDB(), Options: noOptions{}})
	require.NoError(t, err)
	g, err := a.NewGenesis()
	require.NoError(t, err)
	raw, err := g.JSON()
	require.NoError(t, err)
	var modules map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(raw, &modules))
	var fees feetypes.GenesisState
	require.NoError(t, a.Encoding().Codec.UnmarshalJSON(modules[feetypes.ModuleName], &fees))
	room := func(m sdk.Msg) int {
		for _, p := range fees.Prices {
			if p.Message == sdk.MsgTypeURL(m) {
				return int((maxBlockGas - p.GasBase) / p.GasPerItem)
			}
		}
		require.Fail(t, "no price", sdk.MsgTypeURL(m))
		return 0
	}
	persons := min(room(&granttypes.MsgLoadChunk{}), granttypes.MaxChunkRows*granttypes.MaxPersons)
	chunk := granttypes.ImportChunk{Index: granttypes.MaxImportChunks}
	for row := range granttypes.MaxChunkRows {
		n := persons*(row+1)/granttypes.MaxChunkRows - persons*row/granttypes.MaxChunkRows
		chunk.Rows = append(chunk.Rows, granttypes.ImportRow{Household: household(n), Schedule: longSchedule()})
	}
	path := make([][]byte, granttypes.MaxPath)
	for i := range path {
		path[i] = bytes.Repeat([]byte{1}, granttypes.HashSize)
	}
	load := &granttypes.MsgLoadChunk{Signer: longAddress, Import: 1 << 63, Chunk: chunk, Path: path}
	require.NoError(t, load.ValidateBasic())

	enrol := &beneficiarytypes.MsgEnrol{Signer: longAddress}
	persons = min(room(enrol), beneficiarytypes.MaxPersonsPerMessage)
	for i := range beneficiarytypes.MaxHouseholdsPerMessage {
		n := persons*(i+1)/beneficiarytypes.MaxHouseholdsPerMessage - persons*i/beneficiarytypes.MaxHouseholdsPerMessage
		enrol.Households = append(enrol.Households, household(n))
	}
	require.NoError(t, enrol.ValidateBasic())

	areas := &authoritytypes.MsgRegisterAreas{Signer: longAddress}
	for range authoritytypes.MaxAreasPerMessage {
		areas.Codes = append(areas.Codes, longArea)
	}
	require.NoError(t, areas.ValidateBasic())

	const signature = 1_000 // signer, fee, key and signature; a multi-signature of an office too
	for _, m := range []interface {
		sdk.Msg
		Size() int
	}{load, enrol, areas} {
		t.Logf("%s: %d bytes", sdk.MsgTypeURL(m), m.Size())
		require.LessOrEqual(t, m.Size()+signature, nodeconfig.MaxTxBytes, sdk.MsgTypeURL(m))
	}
}

// The longest of each.
var (
	longAddress = strings.Repeat("a", beneficiarytypes.MaxAddressLength)
	longArea    = "110101001001" + strings.Repeat("1", authoritytypes.MaxAreaDigits-12)
)

func household(persons int) beneficiarytypes.HouseholdEnrolment {
	fill := func(n int) []byte { return bytes.Repeat([]byte{2}, n) }
	h := beneficiarytypes.HouseholdEnrolment{Ref: fill(16), MemberRoot: fill(32), Area: longArea}
	for range persons {
		p := beneficiarytypes.Enrolment{Ref: fill(16), AttrRoot: fill(32), HolderKey: fill(33)}
		for class := range beneficiarytypes.MaxTagsPerPerson {
			p.Tags = append(p.Tags, beneficiarytypes.Tag{Class: 1<<31 + uint32(class), Value: fill(32)})
		}
		h.Persons = append(h.Persons, p)
	}
	return h
}

func longSchedule() granttypes.Schedule {
	const from = 2024 * 12
	s := granttypes.Schedule{UntilPeriod: from + granttypes.MaxSchedulePeriods}
	for i := range granttypes.MaxChanges {
		s.Changes = append(s.Changes, granttypes.Change{Period: uint32(from + i), Amount: granttypes.MaxAmount - uint64(i)})
	}
	return s
}
