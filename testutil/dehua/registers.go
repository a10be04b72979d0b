package dehua

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// What every register states.
const (
	// Seed is the one demonstrations use.
	Seed uint64 = 2024
	// Programme number in the headers.
	Programme uint32 = 1
	// Currency of the amounts.
	Currency = "cny"
	// Class of every person's tag.
	Class uint32 = 1
)

// Townships gives the area codes of the registers, in their order.
func Townships() []string {
	var codes []string
	for _, f := range Published(february) {
		if f.Area != County {
			codes = append(codes, f.Area)
		}
	}
	return codes
}

// Registers reconstructs the register of each township, January to October 2024, in the order of Townships. In every period the
// instalments add up to the published figure to the fen, and in a period with printed counts the grants that pay and the persons
// they cover are as many as printed. Another seed gives other households, references and tags, and the same holder keys.
func Registers(seed uint64) ([]register.Register, error) {
	var registers []register.Register
	for _, township := range Townships() {
		r, err := reconstruct(seed, township)
		if err != nil {
			return nil, err
		}
		registers = append(registers, r)
	}
	return registers, nil
}

func reconstruct(seed uint64, township string) (register.Register, error) {
	counts := make(map[uint32]Figure)
	var sums []uint64
	for _, f := range allFigures() {
		if f.Area == township {
			counts[f.Period] = f
			sums = append(sums, f.Amount)
		}
	}
	source := source{seed: seed, township: township}
	state := source.digest("draws", 0, 0)
	rng := rand.New(rand.NewPCG(binary.BigEndian.Uint64(state), binary.BigEndian.Uint64(state[8:])))
	households, err := populate(rng, counts)
	if err != nil {
		return register.Register{}, err
	}
	if err := pay(rng, households, sums); err != nil {
		return register.Register{}, err
	}
	r := register.Register{Header: register.Header{
		Programme:     Programme,
		Area:          township,
		Currency:      Currency,
		Reconstructed: true,
		Label:         counts[february].Name + ", urban minimum living guarantee, January to October 2024",
	}}
	for i, h := range households {
		r.Rows = append(r.Rows, granttypes.ImportRow{Household: source.enrolment(i, h), Schedule: h.schedule()})
	}
	return r, nil
}

// schedule writes a household's amounts as changes.
func (h household) schedule() granttypes.Schedule {
	s := granttypes.Schedule{UntilPeriod: h.until}
	var before uint64
	for period := h.from; period < h.until; period++ {
		if amount := h.amounts[period-FirstPeriod]; amount != before {
			s.Changes = append(s.Changes, granttypes.Change{Period: period, Amount: amount})
			before = amount
		}
	}
	return s
}

// source derives everything random of one township's register.
type source struct {
	seed     uint64
	township string
}

func (s source) digest(kind string, household, person int) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "dehua/%d/%s/%s/%d/%d", s.seed, kind, s.township, household, person))
	return sum[:]
}

func (s source) enrolment(i int, h household) beneficiarytypes.HouseholdEnrolment {
	e := beneficiarytypes.HouseholdEnrolment{
		Ref:        s.digest("household", i, 0)[:16],
		MemberRoot: s.digest("members", i, 0),
		Area:       s.township,
	}
	for p := range int(h.size) {
		person := beneficiarytypes.Enrolment{
			Ref:      s.digest("person", i, p)[:16],
			AttrRoot: s.digest("attributes", i, p),
			Tags:     []beneficiarytypes.Tag{{Class: Class, Value: s.digest("tag", i, p)}},
		}
		if p == 0 {
			person.HolderKey = HolderKey(s.township, i, p).PubKey().Bytes()
		}
		e.Persons = append(e.Persons, person)
	}
	return e
}

// HolderKey gives the private key of a person: a township's code, the position of the row in its register and of the person in
// the household, from 0. Only heads, person 0, have their public key in the register. These keys are public and for tests alone.
func HolderKey(township string, household, person int) *secp256k1.PrivKey {
	return secp256k1.GenPrivKeyFromSecret(fmt.Appendf(nil, "relief public test key/dehua/%s/%d/%d", township, household, person))
}
