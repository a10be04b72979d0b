package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

var errVerifier = errors.New("--verifier: want the verifier's number, 64 hexadecimal digits")

func receiptRecognitionCommand(a *app.App) *cobra.Command {
	var (
		source               sourceFlags
		backend, dir, key    string
		out, verifier, nonce string
		lasts                time.Duration
	)
	cmd := &cobra.Command{
		Use:   "recognition PERSON CATEGORY",
		Short: "Prove to one verifier, whom you name, what an office has recognised about you",
		Long: `Proves to one verifier what an office has recognised about a person, such as a household of low income. The holder, or the guardian of a
ward, signs for whom the proof is and until when; nothing of that goes to the chain. Whom the holder hasn't named can do nothing with the file.

Ask the verifier for its number and for a nonce, which it accepts once.

` + exitHelp(),
		Example: `  reliefd receipt recognition 00112233445566778899aabbccddeeff 1 --verifier 5f0c... --nonce 8a1b... --from holder -o recognition.json \
    --chain-id relief-1 --witness https://hebei.example:26657
  reliefd verify recognition.json --trust 120:9F86... --verifier 5f0c... --nonce 8a1b...`,
		Args: cobra.ExactArgs(2), Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, args []string) error {
			authorisation, err := authorisationOf(args, verifier, nonce, lasts)
			if err != nil {
				return err
			}
			s, err := source.source(cmd)
			if err != nil {
				return err
			}
			authorisation.ChainID = s.ChainID
			if dir == "" {
				dir, _ = cmd.Flags().GetString(flags.FlagHome)
			}
			keys, err := keyring.New(app.Name, backend, dir, cmd.InOrStdin(), a.Encoding().Codec)
			if err != nil {
				return fmt.Errorf("open the keyring in %s: %w", dir, err)
			}
			signature, _, err := keys.Sign(key, authorisation.SignBytes(), signing.SignMode_SIGN_MODE_DIRECT)
			if err != nil {
				return fmt.Errorf("sign for the verifier: %w", err)
			}
			r, trust, err := receipt.FetchRecognition(cmd.Context(), s, authorisation, signature)
			if err != nil {
				return err
			}
			if err := r.Save(out); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Wrote %s. The verifier checks it with:\n  reliefd verify %s --trust %s --verifier %x --nonce %x\n",
				out, out, trust, authorisation.Verifier, authorisation.Nonce)
			return err
		},
	}
	source.add(cmd)
	cmd.Flags().StringVar(&backend, flags.FlagKeyringBackend, keyring.BackendOS, "where keys are kept: os, file or test")
	cmd.Flags().StringVar(&dir, flags.FlagKeyringDir, "", "directory of the keyring; empty means --home")
	cmd.Flags().StringVar(&key, flags.FlagFrom, "", "name of the holder's key, or of the guardian's")
	cmd.Flags().StringVar(&verifier, "verifier", "", "number of who may see it, 64 hexadecimal digits")
	cmd.Flags().StringVar(&nonce, "nonce", "", "what the verifier asks to be signed, 32 hexadecimal digits; empty makes one")
	cmd.Flags().DurationVar(&lasts, "for", time.Hour, "how long the verifier may see it")
	cmd.Flags().StringVarP(&out, "output-file", "o", "recognition.json", "file to write")
	_ = cmd.MarkFlagRequired(flags.FlagFrom)
	_ = cmd.MarkFlagRequired("verifier")
	return cmd
}

// authorisationOf reads what the holder lets be seen, and by whom.
func authorisationOf(args []string, verifier, nonce string, lasts time.Duration) (types.Authorisation, error) {
	category, err := strconv.ParseUint(args[1], 10, 32)
	if err != nil || category == 0 {
		return types.Authorisation{}, fmt.Errorf("category %q: want a code, such as 1", args[1])
	}
	a := types.Authorisation{Category: uint32(category), Expires: time.Now().Add(lasts).Unix()}
	if a.Person, err = hex.DecodeString(args[0]); err == nil {
		err = types.CheckRef(a.Person)
	}
	if err != nil {
		return types.Authorisation{}, fmt.Errorf("person: want 32 hexadecimal digits: %w", err)
	}
	if a.Verifier, err = verifierOf(verifier); err != nil {
		return types.Authorisation{}, err
	}
	if a.Nonce, err = hex.DecodeString(nonce); err != nil || len(a.Nonce) != types.NonceLength && nonce != "" {
		return types.Authorisation{}, errors.New("--nonce: want 32 hexadecimal digits")
	}
	if nonce == "" {
		a.Nonce = make([]byte, types.NonceLength)
		if _, err := io.ReadFull(rand.Reader, a.Nonce); err != nil {
			return types.Authorisation{}, err
		}
	}
	return a, nil
}

func verifierOf(text string) ([]byte, error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != types.VerifierLength {
		return nil, errVerifier
	}
	return raw, nil
}

// recognition checks what an office has recognised about a person, for the verifier whom the holder named.
func (v *verification) recognition(cmd *cobra.Command, file string) error {
	r, err := receipt.LoadRecognition(file)
	if err != nil {
		return err
	}
	want := receipt.ExpectRecognition{ChainID: v.chainID, Category: v.category, MaxAge: v.maxAge}
	if want.Verifier, err = verifierOf(v.verifier); err != nil {
		return err
	}
	if want.Nonce, err = hex.DecodeString(v.nonce); err != nil {
		return fmt.Errorf("--nonce: %w", err)
	}
	if v.person != "" {
		if want.Ref, err = hex.DecodeString(v.person); err != nil {
			return fmt.Errorf("--person: %w", err)
		}
	}
	p, err := r.Verify(v.trusted, v.trusting, v.now, want)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "Verified: category %d of %x was recognised by organisation %d on %s, until %s\n  chain %s, state of height %d, header of %s\n",
		p.Recognition.Category, p.Recognition.Person, p.Recognition.Organisation, time.Unix(p.Recognition.Since, 0).UTC().Format(time.DateOnly),
		time.Unix(p.Recognition.ValidUntil, 0).UTC().Format(time.RFC3339), p.ChainID, p.Height, p.Time.UTC().Format(time.RFC3339))
	return err
}
