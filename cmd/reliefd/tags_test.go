package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/dehua"
	"github.com/reliefchain/relief/x/grant/client/register"
	"github.com/reliefchain/relief/x/pseudonym/client/office"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

func TestCases(t *testing.T) {
	ref := strings.Repeat("0f", 16)
	for _, tc := range []struct {
		text string
		kind types.CaseKind
		want error
	}{
		{text: "intake", kind: types.CASE_KIND_INTAKE},
		{text: "intake:" + ref, kind: types.CASE_KIND_INTAKE},
		{text: "household:" + ref, kind: types.CASE_KIND_HOUSEHOLD},
		{text: "person:" + ref, kind: types.CASE_KIND_PERSON},
		{text: "person", want: errCase},
		{text: "person:" + ref[1:], want: errCase},
		{text: "neighbour:" + ref, want: errCase},
		{text: ref, want: errCase},
	} {
		t.Run(tc.text, func(t *testing.T) {
			job := tagsJob{cite: tc.text}
			require.ErrorIs(t, job.parseCase(), tc.want)
			if tc.want == nil {
				require.Equal(t, tc.kind, job.kind)
				require.Len(t, job.ref, types.RefLength)
			}
		})
	}
}

// Tags go into the persons of a register file and nowhere else; the new file is whole and the owner's alone.
func TestTagsIntoARegister(t *testing.T) {
	registers, err := dehua.Registers(dehua.Seed)
	require.NoError(t, err)
	r := registers[0]
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.jsonl"), filepath.Join(dir, "out.jsonl")
	var text bytes.Buffer
	require.NoError(t, register.Write(&text, &r))
	require.NoError(t, os.WriteFile(in, text.Bytes(), 0o600))

	person := [office.RefLength]byte(r.Rows[3].Household.Persons[0].Ref)
	job := &tagsJob{class: 7, cite: "intake", out: out, register: in}
	require.ErrorIs(t, job.prepare([]office.Document{{Person: [office.RefLength]byte{1}}}), errNotInFile)
	require.NoError(t, job.prepare([]office.Document{{Person: person}}))
	require.NoError(t, job.write([]office.Made{{Person: person, Class: 7, Tag: oprf.Tag{9}}}))
	info, err := os.Stat(out)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	read, err := register.Read(out)
	require.NoError(t, err)
	changed := 0
	for i, row := range read.Rows {
		for j, p := range row.Household.Persons {
			before := r.Rows[i].Household.Persons[j].Tags
			if len(p.Tags) != len(before) {
				changed++
				require.Equal(t, person[:], p.Ref)
				require.EqualValues(t, 7, p.Tags[len(p.Tags)-1].Class)
			}
		}
	}
	require.Equal(t, 1, changed)
	require.Error(t, job.prepare([]office.Document{{Person: person}}), "the file exists")
}
