// Command attack tries to find out whose number is behind what a chain shows, as anybody could who reads its state.
//
//	go run ./testutil/attack
//
// A number of 18 digits is an area, a date of birth, a sequence number and a check digit: few enough to try them all. The
// command does it against a plain hash of a number, a hash with a salt that stands beside it, and a tag, for which it gets the
// shares of more and more trustees. It uses an invented number and measures on this machine.
package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

const (
	trustees  = 4
	threshold = 3
	class     = 1
)

func main() {
	if err := run(time.Date(1990, 1, 3, 0, 0, 0, 0, time.UTC)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run attacks somebody born on a day in an area that doesn't exist.
func run(born time.Time) error {
	victim := number("000000", born, 617)
	year := Space{Area: "000000", From: born.AddDate(-1, 0, 0), Days: 2 * 365}
	days := Space{Area: "000000", From: born.AddDate(0, 0, -1), Days: 3}

	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "what the attacker has\tguesses\tfound\tguesses a second\thours for everybody, one core")
	row := func(name string, found Finding) {
		fmt.Fprintf(table, "%s\t%d\t%t\t%.0f\t%.1f\n", name, found.Guesses, found.Number == victim, found.Rate(), found.Hours())
	}
	row("plain hash", PlainHash(year, HashOf(nil, victim)))
	salt := []byte("a salt that everybody can read")
	row("salted hash", SaltedHash(year, salt, HashOf(salt, victim)))

	set, shares, err := oprf.Deal(rand.Reader, 1, threshold, indexes())
	if err != nil {
		return err
	}
	tag, err := TagOf(set, shares, victim)
	if err != nil {
		return err
	}
	for held := 1; held <= threshold; held++ {
		for _, strategy := range Strategies(shares[:held]) {
			found, err := strategy.Attack(days, tag)
			if err != nil {
				return err
			}
			row(fmt.Sprintf("tag, %d of %d shares: %s", held, threshold, strategy.Name), found)
		}
	}
	return table.Flush()
}

func indexes() []uint32 {
	list := make([]uint32, trustees)
	for i := range list {
		list[i] = uint32(i + 1)
	}
	return list
}
