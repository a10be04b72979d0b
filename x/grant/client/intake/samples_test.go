package intake_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/client/intake"
)

// samples are the published messages that list persons or households; every other file of the folders is refused.
var samples = map[string]bool{
	"intake-sdp/disbursement_instructions_email.csv":             true,
	"intake-sdp/disbursement_instructions_embedded_wallet.csv":   true,
	"intake-sdp/disbursement_instructions_phone.csv":             true,
	"intake-sdp/disbursement_instructions_phone_with_wallet.csv": true,
	"intake-sdp/sample-disbursement.csv":                         true,
	"intake-spdci/crvs/processflow1res.json":                     true,
	"intake-spdci/crvs/processflow2res.json":                     true,
	"intake-spdci/crvs/processflow3res.json":                     true,
	"intake-spdci/crvs/processflow4res.json":                     true,
	"intake-spdci/crvs/processflow5res.json":                     true,
	"intake-spdci/crvs/processflow6res.json":                     true,
	"intake-spdci/ibr/processflow3ares.json":                     true,
	"intake-spdci/ibr/processflow4res.json":                      true,
	"intake-spdci/social/processflow1-1res.json":                 true,
	"intake-spdci/social/processflow1-2res.json":                 true,
	"intake-spdci/social/processflow1-3res.json":                 true,
	"intake-spdci/social/processflow2res.json":                   true,
	"intake-spdci/social/processflow3ares.json":                  true,
	"intake-spdci/social/processflow4res.json":                   true,
}

// The published samples of both systems are read, or refused with a rule; nothing of whom they are about gets out, by a file or by an error.
func TestPublishedSamples(t *testing.T) {
	folder := os.Getenv("RELIEF_DATA")
	if folder == "" {
		t.Skip("RELIEF_DATA doesn't name a folder with intake-sdp and intake-spdci, the published samples of both systems")
	}
	seen := 0
	for format, glob := range map[string]string{"sdp": "intake-sdp/*.csv", "dci": "intake-spdci/*/*.json"} {
		files, err := filepath.Glob(filepath.Join(folder, glob))
		require.NoError(t, err)
		for _, file := range files {
			name, err := filepath.Rel(folder, file)
			require.NoError(t, err)
			if samples[filepath.ToSlash(name)] {
				seen++
			}
			t.Run(name, func(t *testing.T) { readSample(t, format, file, samples[filepath.ToSlash(name)]) })
		}
	}
	require.Equal(t, len(samples), seen, "every sample is there")
}

func readSample(t *testing.T, format, file string, readable bool) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	records, err := intake.Read(format, "sample", bytes.NewReader(data), intake.Options{Decimals: 2})
	if !readable {
		var problems casework.Problems
		require.ErrorAs(t, err, &problems)
		for _, value := range privateValues(format, data) {
			require.NotContains(t, err.Error(), value)
		}
		return
	}
	require.NoError(t, err)
	require.NotEmpty(t, records)
	requests, err := intake.NewMap().Take(format, records, 1, rand.Reader)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, casework.WriteApplications(&out, requests))
	for _, value := range privateValues(format, data) {
		require.NotContains(t, out.String(), value)
	}
	_, err = casework.ReadApplications("out", &out)
	require.NoError(t, err)
}

// privateValues are what a file says of somebody: fields of a csv file, and texts under the keys of persons in JSON. Short ones are left out, since
// a random reference could hold them.
func privateValues(format string, data []byte) []string {
	var list []string
	add := func(text string) {
		if text = strings.TrimSpace(text); len(text) >= 8 {
			list = append(list, text)
		}
	}
	if format == "sdp" {
		_, rows, _ := bytes.Cut(data, []byte("\n"))
		for _, field := range strings.FieldsFunc(string(rows), func(r rune) bool { return r == ',' || r == '\n' }) {
			add(field)
		}
		return list
	}
	var walk func(key string, value any)
	walk = func(key string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for k, child := range v {
				walk(k, child)
			}
		case []any:
			for _, child := range v {
				walk(key, child)
			}
		case string:
			switch key {
			case "identifier_value", "first_name", "second_name", "surname", "last_name", "given_name", "birth_date", "phone_number", "email", "date_of_birth":
				add(v)
			}
		}
	}
	var parsed any
	if json.Unmarshal(data, &parsed) == nil {
		walk("", parsed)
	}
	return list
}
