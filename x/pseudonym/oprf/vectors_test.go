package oprf

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cloudflare/circl/group"
	"github.com/stretchr/testify/require"
)

type vectorFile struct {
	Source  string
	SkSm    string
	PkSm    string
	Vectors []struct {
		Blind, BlindedElement, EvaluationElement, Input, Output string

		Proof struct{ Proof, R string }
	}
}

func decode(t *testing.T, list string) [][]byte {
	t.Helper()
	var all [][]byte
	for _, digits := range strings.Split(list, ",") {
		b, err := hex.DecodeString(digits)
		require.NoError(t, err)
		all = append(all, b)
	}
	return all
}

func readVectors(t *testing.T) vectorFile {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "rfc9497-ristretto255-voprf.json"))
	require.NoError(t, err)
	var file vectorFile
	require.NoError(t, json.Unmarshal(raw, &file))
	require.Len(t, file.Vectors, 3)
	return file
}

// A single trustee is RFC 9497's server, byte by byte; a sharing of its key gives the same elements and outputs.
func TestVectors(t *testing.T) {
	file := readVectors(t)
	key, err := parseSecret(decode(t, file.SkSm)[0])
	require.NoError(t, err)
	for _, test := range []struct {
		name      string
		threshold uint32
		indexes   []uint32
	}{
		{name: "whole key", threshold: 1, indexes: []uint32{1}},
		{name: "3 of 4", threshold: 3, indexes: []uint32{11, 12, 13, 65}},
		{name: "21 of 31", threshold: 21, indexes: count(31)},
	} {
		for i, vector := range file.Vectors {
			t.Run(test.name+"/"+string(rune('1'+i)), func(t *testing.T) {
				random := seeded(uint64(i))
				set, shares, err := split(random, key, 1, test.threshold, test.indexes)
				require.NoError(t, err)
				require.NoError(t, set.Validate())
				require.Equal(t, file.PkSm, set.PublicKey.String())

				var blinds []group.Scalar
				for _, b := range decode(t, vector.Blind) {
					blind, err := parseSecret(b)
					require.NoError(t, err)
					blinds = append(blinds, blind)
				}
				request, secrets, err := blindWith(blinds, 1, decode(t, vector.Input))
				require.NoError(t, err)
				require.Equal(t, decode(t, vector.BlindedElement), Encode(request.Blinded))

				nonce, err := parseSecret(decode(t, vector.Proof.R)[0])
				require.NoError(t, err)
				var partials []Partial
				for _, share := range shares {
					partial, err := evaluateWith(nonce, share, request)
					require.NoError(t, err)
					partials = append(partials, partial)
				}
				if test.threshold == 1 {
					require.Equal(t, vector.Proof.Proof, hex.EncodeToString(partials[0].Proof[:]))
				}
				combined, err := Combine(set, request, partials)
				require.NoError(t, err)
				require.Empty(t, combined.Blamed)
				require.Equal(t, decode(t, vector.EvaluationElement), Encode(combined.Evaluated))

				outputs, err := secrets.outputs(combined.Evaluated)
				require.NoError(t, err)
				require.Equal(t, decode(t, vector.Output), outputs)
				tags, err := secrets.Finalize(combined.Evaluated)
				require.NoError(t, err)
				require.True(t, bytes.HasPrefix(outputs[0], tags[0][:]))
			})
		}
	}
}

// A bad source of randomness still gives different nonces for different requests and different shares.
func TestNonceDependsOnShareAndRequest(t *testing.T) {
	_, shares, err := Deal(seeded(1), 1, 2, []uint32{1, 2})
	require.NoError(t, err)
	one, _, err := Blind(seeded(2), 1, [][]byte{{1}})
	require.NoError(t, err)
	two, _, err := Blind(seeded(2), 1, [][]byte{{2}})
	require.NoError(t, err)
	nonce := func(share Share, request Request) string {
		n, err := proofNonce(zeroes{}, share, request)
		require.NoError(t, err)
		return hex.EncodeToString(scalarBytes(n))
	}
	require.NotEqual(t, nonce(shares[0], one), nonce(shares[0], two))
	require.NotEqual(t, nonce(shares[0], one), nonce(shares[1], one))
}
