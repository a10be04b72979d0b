package main

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/math/polynomial"
	voprf "github.com/cloudflare/circl/oprf"

	"github.com/reliefchain/relief/x/beneficiary/client/identity"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

// The numbers that could be somebody's: about 3,000 counties, 100 years, 1,000 sequence numbers a day.
const everybody = 3000 * 36525 * 1000

// Space is a set of numbers to try: one area, some days, every sequence number.
type Space struct {
	Area string
	From time.Time
	Days int
}

// Finding is what an attack came to.
type Finding struct {
	Number  string // empty for none
	Guesses int
	Took    time.Duration
}

// Rate gives the guesses a second.
func (f Finding) Rate() float64 { return float64(f.Guesses) / f.Took.Seconds() }

// Hours gives the time for everybody's number on one core.
func (f Finding) Hours() float64 { return everybody / f.Rate() / 3600 }

const digits = 18

// number makes a number with its check character, ISO 7064 MOD 11-2.
func number(area string, born time.Time, sequence int) string {
	guess := []byte(area + born.Format("20060102") + "0000")
	setSequence(guess, sequence)
	return string(guess)
}

// setSequence puts a sequence number and the check character into a number.
func setSequence(guess []byte, sequence int) {
	guess[14], guess[15], guess[16] = byte('0'+sequence/100), byte('0'+sequence/10%10), byte('0'+sequence%10)
	rest := 0
	for _, digit := range guess[:digits-1] {
		rest = (rest + int(digit-'0')) * 2 % 11
	}
	guess[digits-1] = "0123456789X"[(12-rest)%11]
}

// search tries every number of a space until one fits.
func search(space Space, fits func(guess []byte) bool) Finding {
	began := time.Now()
	var found Finding
	for day := range space.Days {
		guess := []byte(number(space.Area, space.From.AddDate(0, 0, day), 0))
		for sequence := range 1000 {
			setSequence(guess, sequence)
			found.Guesses++
			if fits(guess) {
				found.Number, found.Took = string(guess), time.Since(began)
				return found
			}
		}
	}
	found.Took = time.Since(began)
	return found
}

// HashOf is a hash of a number as a careless chain would show it.
func HashOf(salt []byte, number string) [32]byte {
	return sha256.Sum256(append(append([]byte{}, salt...), number...))
}

// PlainHash tries to find the number behind a hash.
func PlainHash(space Space, target [32]byte) Finding { return SaltedHash(space, nil, target) }

// SaltedHash tries to find the number behind a hash whose salt is public.
func SaltedHash(space Space, salt []byte, target [32]byte) Finding {
	hashed := append(append([]byte{}, salt...), make([]byte, digits)...)
	return search(space, func(guess []byte) bool {
		copy(hashed[len(salt):], guess)
		return sha256.Sum256(hashed) == target
	})
}

// input gives the bytes that a tag is derived from.
func input(number string) ([]byte, error) {
	canonical, err := identity.Document{Kind: identity.KindCitizen, Country: "CHN", Number: number}.Canonical()
	if err != nil {
		return nil, err
	}
	return oprf.Input(class, canonical)
}

// TagOf derives a tag as an office does, with the trustees.
func TagOf(set oprf.KeySet, shares []oprf.Share, number string) (oprf.Tag, error) {
	in, err := input(number)
	if err != nil {
		return oprf.Tag{}, err
	}
	request, secrets, err := oprf.Blind(rand.Reader, set.Epoch, [][]byte{in})
	if err != nil {
		return oprf.Tag{}, err
	}
	var partials []oprf.Partial
	for _, share := range shares {
		partial, err := oprf.Evaluate(rand.Reader, share, request)
		if err != nil {
			return oprf.Tag{}, err
		}
		partials = append(partials, partial)
	}
	combined, err := oprf.Combine(set, request, partials)
	if err != nil {
		return oprf.Tag{}, err
	}
	tags, err := secrets.Finalize(combined.Evaluated)
	if err != nil {
		return oprf.Tag{}, err
	}
	return tags[0], nil
}

// Strategy is a guess at the whole key.
type Strategy struct {
	Name string
	Key  []byte // a scalar
}

// Strategies lists what colluding trustees can try as the key: the interpolation of their shares, which is the key once there
// are enough of them, their sum, their mean, and each share. With fewer than the threshold every key is equally likely, so
// no better guess exists than any other one.
func Strategies(shares []oprf.Share) []Strategy {
	curve := group.Ristretto255
	var nodes, values []group.Scalar
	sum := curve.NewScalar()
	for _, share := range shares {
		value := curve.NewScalar()
		if err := value.UnmarshalBinary(share.Secret()); err != nil {
			panic(err)
		}
		nodes = append(nodes, curve.NewScalar().SetUint64(uint64(share.Index)))
		values = append(values, value)
		sum.Add(sum, value)
	}
	count := curve.NewScalar().SetUint64(uint64(len(shares)))
	mean := curve.NewScalar().Mul(sum, count.Inv(count))
	zero := polynomial.NewLagrangePolynomial(nodes, values).Evaluate(curve.NewScalar())
	list := []Strategy{{"interpolated", encode(zero)}}
	if len(shares) > 1 {
		list = append(list, Strategy{"summed", encode(sum)}, Strategy{"averaged", encode(mean)})
		for i, value := range values {
			list = append(list, Strategy{fmt.Sprintf("share %d alone", shares[i].Index), encode(value)})
		}
	}
	return list
}

func encode(s group.Scalar) []byte {
	b, err := s.MarshalBinary()
	if err != nil {
		panic(err)
	}
	return b
}

// Attack tries every number of a space under the guessed key: offline, without asking anybody.
func (s Strategy) Attack(space Space, target oprf.Tag) (Finding, error) {
	var key voprf.PrivateKey
	if err := key.UnmarshalBinary(voprf.SuiteRistretto255, s.Key); err != nil {
		return Finding{}, err
	}
	server := voprf.NewVerifiableServer(voprf.SuiteRistretto255, &key)
	var failed error
	found := search(space, func(guess []byte) bool {
		in, err := input(string(guess))
		if err != nil {
			failed = err
			return true
		}
		output, err := server.FullEvaluate(in)
		if err != nil {
			failed = err
			return true
		}
		return oprf.Tag(output[:oprf.TagLength]) == target
	})
	return found, failed
}
