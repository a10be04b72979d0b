package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/client/intake"
)

// errMapShared says that others could read a private map.
var errMapShared = errors.New("others can read it: keep it to yourself with chmod 600")

func caseIntakeCommand() *cobra.Command {
	var (
		format, private, out, currency string
		programme                      uint32
	)
	cmd := &cobra.Command{
		Use: "intake FILE", Short: "Take in another system's file: who it is about stays in a private map", Args: cobra.ExactArgs(1),
		Long: `Reads a file of another system and parts it. Names, telephone numbers and numbers of documents go into the private map, which stays in the
office; random references, hashes and amounts go into an applications file for "reliefd case submit". Nothing is sent.

  sdp  instructions of the Stellar Disbursement Platform, csv: id, amount, and phone, email or walletAddress
  dci  a search response of a social registry (Digital Convergence Initiative), JSON: groups or persons
  csv  a plain file: identifier and, if wanted, household, coverage (household or single) and amount; every other column is private

A file with a problem is refused whole, and every problem is named with file, line and rule. With a map that is there already, a person or
household that it knows keeps its reference, and a record that was taken in before, as it is, keeps its hash: handing it in twice is noticed.

The references are registered with tags before applications are handed in: see "reliefd tags --help".`,
		Example: `  reliefd case intake --format sdp instructions.csv --programme 1 --map private-map.json --out applications.csv
  reliefd case intake --format dci response.json --programme 1 --map private-map.json --out applications.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			records, err := intake.Read(format, args[0], f, intake.Options{Decimals: casework.CurrencyOf(currency).Decimals})
			if err != nil {
				return err
			}
			known, err := readMap(private)
			if err != nil {
				return err
			}
			before := len(known.Cases)
			requests, err := known.Take(format, records, programme, rand.Reader)
			if err != nil {
				return err
			}
			if _, err := os.Stat(out); err == nil {
				return fmt.Errorf("--out: %s exists; name another file, or move it away", out)
			}
			if err := replaceFile(private, known.Write); err != nil {
				return err
			}
			if err := replaceFile(out, func(w io.Writer) error { return casework.WriteApplications(w, requests) }); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Took in %d cases, %d of them new. Wrote %s; who they are is in %s, which stays in the office.\n",
				len(requests), len(known.Cases)-before, out, private)
			fmt.Fprintf(cmd.OutOrStdout(), "Next, when the payees are registered: reliefd case submit --roll ROLL --from-file %s\n", out)
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "what the file is: sdp, dci or csv")
	cmd.Flags().StringVar(&private, "map", "", "private map; made if it isn't there, and readable by its owner alone")
	cmd.Flags().StringVar(&out, "out", "", "applications file to write; it must not exist")
	cmd.Flags().Uint32Var(&programme, "programme", 0, "programme that is asked for")
	cmd.Flags().StringVar(&currency, "currency", "cny", "currency the amounts are in")
	for _, name := range []string{"format", "map", "out", "programme"} {
		_ = cmd.MarkFlagRequired(name)
	}
	return cmd
}

// readMap reads a private map, or makes one where there is none.
func readMap(name string) (*intake.Map, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return intake.NewMap(), nil
	}
	if err != nil {
		return nil, fmt.Errorf("--map: %w", err)
	}
	defer closeQuietly(f)
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("--map: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("--map: %s: %w", name, errMapShared)
	}
	m, err := intake.ReadMap(f)
	if err != nil {
		return nil, fmt.Errorf("--map: %s: %w", name, err)
	}
	return m, nil
}

// replaceFile writes a file of the owner's alone, whole or not at all.
func replaceFile(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".reliefd-*") // 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), os.Remove(f.Name()))
	}
	return nil
}
