//go:build system

package network_test

import (
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/county"
	"github.com/reliefchain/relief/testutil/dehua"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// A holder proves to one verifier what an office has recognised, with the other provinces as witnesses, until the office takes it back.
func TestRecognitionFromRealProvinces(t *testing.T) {
	w := payingTownship(t)
	n := shared.network
	registers, err := dehua.Registers(dehua.Seed)
	require.NoError(t, err)
	var ref []byte
	for i, row := range registers[0].Rows {
		if head := row.Household.Persons[0]; len(head.HolderKey) > 0 {
			ref = head.Ref
			key := hex.EncodeToString(dehua.HolderKey(registers[0].Area, i, 0).Bytes())
			require.NoError(t, w.Keys.ImportPrivKeyHex("holder-of-recognition", key, string(hd.Secp256k1Type)))
			break
		}
	}
	require.NotEmpty(t, ref)
	approver, err := w.Client.Address(county.Approver)
	require.NoError(t, err)
	_, err = w.Client.Send(t.Context(), county.Approver, &types.MsgRecognise{Signer: approver, Ref: ref, Category: 1, ValidUntil: time.Now().Add(time.Hour).Unix()})
	require.NoError(t, err)

	school, lender, nonce := strings.Repeat("5c", 32), strings.Repeat("1e", 32), strings.Repeat("77", 16)
	node := n.province(t, office)
	show := func() (file, said string, code int) {
		file = filepath.Join(t.TempDir(), "recognition.json")
		said, code = run(t, append([]string{
			"receipt", "recognition", hex.EncodeToString(ref), "1", "--verifier", school, "--nonce", nonce, "-o", file,
			"--from", "holder-of-recognition", "--keyring-backend", "test", "--keyring-dir", n.info.Keys,
		}, n.sources(node)...)...)
		return file, said, code
	}
	file, said, code := show()
	require.Zero(t, code, said)
	trust := trusted(t, said)
	require.Contains(t, mustRun(t, "verify", file, "--trust", trust, "--verifier", school, "--nonce", nonce), "category 1 of "+hex.EncodeToString(ref))
	_, code = run(t, "verify", file, "--trust", trust, "--verifier", lender)
	require.Equal(t, 25, code)
	_, code = run(t, "verify", file, "--trust", trust, "--verifier", school, "--nonce", strings.Repeat("78", 16))
	require.Equal(t, 25, code)
	_, code = run(t, "verify", file, "--trust", trust, "--verifier", school, "--at", time.Now().Add(2*time.Hour).UTC().Format(time.RFC3339))
	require.Equal(t, 24, code)

	_, err = w.Client.Send(t.Context(), county.Approver, &types.MsgRevokeRecognition{Signer: approver, Ref: ref, Category: 1})
	require.NoError(t, err)
	eventually(t, "the state of before is proved no more", func() error {
		if _, said, code := show(); code != 23 {
			return fmt.Errorf("code %d: %s", code, said)
		}
		return nil
	})
}
