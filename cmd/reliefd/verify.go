package main

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/grant/types"
)

// verification is what a reader of a receipt trusts and wants to see proved.
type verification struct {
	trust, at, chainID         string
	grant, period, tag, person string
	verifier, nonce, issuer    string
	class, category            uint32
	trusting, maxAge           time.Duration
	topUp                      bool

	trusted receipt.Trust
	now     time.Time
}

func verifyCommand() *cobra.Command {
	var v verification
	cmd := &cobra.Command{
		Use:   "verify FILE --trust HEIGHT:HASH",
		Short: "Check a receipt without any network",
		Long: `Checks that the instalment in the receipt was paid on the chain that the trusted header belongs to, or that nobody, or nobody but one
person, was registered under a tag ("reliefd receipt absence"), or what an office has recognised about a person, for the verifier whom the
holder named ("reliefd receipt recognition"), or what an issuer has outstanding and in reserve ("reliefd receipt reserve"). Nothing is asked of any node.

Take the trusted header from somewhere other than the receipt: a publication, another province's node, your own node.
A receipt may also prove that an instalment was held instead of paid: it is genuine, and the exit code says that nobody was paid.

` + exitHelp(),
		Example: `  reliefd verify receipt.json --trust 120:9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08
  reliefd verify absence.json --trust 120:9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08 --class 1 --tag 5f0c...`,
		Args: cobra.ExactArgs(1), Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if v.trusted, err = receipt.ParseTrust(v.trust); err != nil {
				return err
			}
			v.now = time.Now()
			if v.at != "" {
				if v.now, err = time.Parse(time.RFC3339, v.at); err != nil {
					return fmt.Errorf("--at %q: want a moment such as 2026-12-31T00:00:00Z", v.at)
				}
			}
			format, err := receipt.FormatOf(args[0])
			if err != nil {
				return err
			}
			switch format {
			case receipt.AbsenceFormat:
				return v.absence(cmd, args[0])
			case receipt.RecognitionFormat:
				return v.recognition(cmd, args[0])
			case receipt.ReserveFormat:
				return v.reserve(cmd, args[0])
			default:
				return v.payment(cmd, args[0])
			}
		},
	}
	cmd.Flags().StringVar(&v.trust, "trust", "", "header to trust as HEIGHT:HASH")
	cmd.Flags().DurationVar(&v.trusting, "trusting-period", receipt.DefaultTrustingPeriod, "age up to which the trusted header leads to later ones")
	cmd.Flags().StringVar(&v.at, "at", "", "moment to judge the age of the trusted header at; empty means now")
	cmd.Flags().StringVar(&v.chainID, "chain-id", "", "chain that has to be the receipt's")
	cmd.Flags().StringVar(&v.grant, "grant", "", "grant the payment must be of")
	cmd.Flags().StringVar(&v.period, "period", "", "period the payment must be for")
	cmd.Flags().BoolVar(&v.topUp, "top-up", false, "the payment must be a top-up; without it, the month's instalment")
	cmd.Flags().Uint32Var(&v.class, "class", 0, "exclusivity class the absence must be in")
	cmd.Flags().StringVar(&v.tag, "tag", "", "tag the absence must be of, 64 hexadecimal digits")
	cmd.Flags().StringVar(&v.person, "person", "", "reference of the only person who may hold the tag, or who is recognised, 32 hexadecimal digits")
	cmd.Flags().StringVar(&v.verifier, "verifier", "", "your own number, 64 hexadecimal digits: a recognition is for one verifier")
	cmd.Flags().StringVar(&v.nonce, "nonce", "", "what you asked the holder of a recognition to sign, 32 hexadecimal digits")
	cmd.Flags().Uint32Var(&v.category, "category", 0, "category that has to be recognised")
	cmd.Flags().StringVar(&v.issuer, "issuer", "", "issuer the reserve must be of")
	cmd.Flags().DurationVar(&v.maxAge, "max-age", receipt.DefaultMaxAge, "age up to which a recognition is relied on: it may have been revoked since")
	_ = cmd.MarkFlagRequired("trust")
	return cmd
}

// payment checks the receipt of an instalment.
func (v *verification) payment(cmd *cobra.Command, file string) error {
	r, err := receipt.Load(file)
	if err != nil {
		return err
	}
	want := receipt.Expect{ChainID: v.chainID}
	if v.grant != "" {
		if want.Grant, err = types.ParseGrantID(v.grant); err != nil {
			return err
		}
	}
	if v.period != "" {
		if want.Period, err = types.ParsePeriod(v.period); err != nil {
			return err
		}
	}
	proved, err := r.Verify(v.trusted, v.trusting, v.now, want)
	if err != nil {
		return err
	}
	if err := printProved(cmd, proved); err != nil {
		return err
	}
	if err := proved.Of(v.topUp); err != nil {
		return err
	}
	return proved.Paid()
}

// absence checks that nobody else held a tag.
func (v *verification) absence(cmd *cobra.Command, file string) error {
	a, err := receipt.LoadAbsence(file)
	if err != nil {
		return err
	}
	want := receipt.ExpectAbsence{ChainID: v.chainID, Class: v.class}
	if v.tag != "" {
		if want.Tag, err = hex.DecodeString(v.tag); err != nil {
			return fmt.Errorf("--tag: %w", err)
		}
	}
	if v.person != "" {
		if want.Person, err = hex.DecodeString(v.person); err != nil {
			return fmt.Errorf("--person: %w", err)
		}
	}
	p, err := a.Verify(v.trusted, v.trusting, v.now, want)
	if err != nil {
		return err
	}
	who := "nobody"
	if len(p.Person) > 0 {
		who = fmt.Sprintf("nobody but %x", p.Person)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "Verified: %s was registered in class %d under the tag %x of epoch %d\n  chain %s, state of height %d, header of %s\n",
		who, p.Tag.Class, p.Tag.Value, p.Tag.KeyEpoch(), p.ChainID, p.Height, p.Time.UTC().Format(time.RFC3339))
	return err
}

func printProved(cmd *cobra.Command, p receipt.Proved) error {
	what := "Verified: grant %s was paid %d.%02d for %s\n"
	switch p.Leaf.Kind {
	case types.LeafHeld:
		what = "Genuine, but NOT PAID: of grant %s, %d.%02d for %s was held\n"
	case types.LeafTopUp:
		what = "Verified: grant %s was paid a top-up of %d.%02d for %s, besides the month's instalment\n"
	case types.LeafTopUpHeld:
		what = "Genuine, but NOT PAID: of grant %s, a top-up of %d.%02d for %s was held\n"
	default:
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), what+"  chain %s, run %d, roll %d, slot %d\n  state of height %d, header of %s\n",
		p.Leaf.Grant, p.Leaf.Amount/100, p.Leaf.Amount%100, p.Leaf.Period, p.ChainID, p.Leaf.Run, p.Leaf.Roll, p.Leaf.Slot,
		p.Height, p.Time.UTC().Format(time.RFC3339))
	return err
}
