package keeper_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

var (
	errDenied      = errors.New("denied")
	errAreaUnknown = errors.New("area unknown")
	errUnknown     = errors.New("unknown")
	errTagTaken    = errors.New("tag taken")
)

// authority goes by the module's own policy.
type authority struct {
	officers      map[string]authoritytypes.Officer
	organisations map[uint32]authoritytypes.Organisation
	persons       [][]byte // behind an officer without a credential: an office account
	interests     map[string][][]byte
	drawn         []uint64
	cap           uint64 // what is delegated; 0 bounds nothing
}

func (a *authority) Authorize(_ context.Context, signer, action, area string) (authoritytypes.Officer, error) {
	officer, known := a.officers[signer]
	rules := types.Policy()
	i := slices.IndexFunc(rules, func(r authoritytypes.Rule) bool { return r.Action == action })
	own := a.organisations[officer.Organisation].Area
	if !known || i < 0 || !slices.Contains(officer.Roles, rules[i].Role) || own != "0" && !strings.HasPrefix(area, own) {
		return authoritytypes.Officer{}, errDenied
	}
	return officer, nil
}

// Today counts days of 24 hours from the time of the block; every day is worked.
func (a *authority) Today(ctx context.Context) (authoritytypes.Day, error) {
	return authoritytypes.Day(sdk.UnwrapSDKContext(ctx).BlockTime().Unix() / authoritytypes.DefaultDaySeconds), nil
}

func (a *authority) Deadline(_ context.Context, from authoritytypes.Day, days uint32) (authoritytypes.Deadline, error) {
	return authoritytypes.Deadline{Day: from + authoritytypes.Day(days)}, nil
}

func (a *authority) StartOf(_ context.Context, day authoritytypes.Day) (int64, error) {
	return int64(day) * authoritytypes.DefaultDaySeconds, nil
}

// Persons answers with the officer's own credential, unless an office account was given several.
func (a *authority) Persons(_ context.Context, officer authoritytypes.Officer) [][]byte {
	if len(officer.Credential) == 0 {
		return a.persons
	}
	return [][]byte{officer.Credential}
}

// Interests answers from the table, by credential.
func (a *authority) Interests(_ context.Context, credentials [][]byte) ([][]byte, error) {
	var persons [][]byte
	for _, credential := range credentials {
		persons = append(persons, a.interests[string(credential)]...)
	}
	return persons, nil
}

func (a *authority) RequireNoInterest(ctx context.Context, credentials [][]byte, persons ...[]byte) error {
	interests, err := a.Interests(ctx, credentials)
	if err != nil {
		return err
	}
	return authoritytypes.CheckInterests(interests, persons...)
}

// Draw remembers what a decision promises.
func (a *authority) Draw(_ context.Context, _ authoritytypes.Officer, _ string, amount uint64) error {
	if a.cap > 0 && amount > a.cap {
		return authoritytypes.ErrDelegationExceeded
	}
	a.drawn = append(a.drawn, amount)
	return nil
}

func (a *authority) Organisation(_ context.Context, id uint32) (authoritytypes.Organisation, error) {
	organisation, known := a.organisations[id]
	if !known {
		return authoritytypes.Organisation{}, errUnknown
	}
	return organisation, nil
}

func (a *authority) RequireArea(_ context.Context, code string) error {
	if !slices.Contains([]string{"0", "35", "3505", "350526", "350526001", "44"}, code) {
		return errAreaUnknown
	}
	return nil
}

type register struct {
	persons map[string]beneficiarytypes.Person
	tags    map[string]bool // class byte ‖ reference
	holders map[string][]byte
	// paidFirst are those who were paid without a tag
	paidFirst map[string]bool
}

func (r *register) add(ref []byte, class uint32) {
	r.persons[string(ref)] = beneficiarytypes.Person{Ref: ref, Status: beneficiarytypes.PERSON_STATUS_REGISTERED}
	r.tags[string(byte(class))+string(ref)] = true
}

func (r *register) Enrol(_ context.Context, _ uint32, households []beneficiarytypes.HouseholdEnrolment) error {
	for _, household := range households {
		for _, person := range household.Persons {
			if _, known := r.persons[string(person.Ref)]; known {
				return errTagTaken
			}
			r.persons[string(person.Ref)] = beneficiarytypes.Person{Ref: person.Ref, Status: beneficiarytypes.PERSON_STATUS_REGISTERED}
			for _, tag := range person.Tags {
				r.tags[string(byte(tag.Class))+string(person.Ref)] = true
			}
		}
	}
	return nil
}

func (r *register) Person(_ context.Context, ref []byte) (beneficiarytypes.Person, error) {
	person, known := r.persons[string(ref)]
	if !known {
		return beneficiarytypes.Person{}, errUnknown
	}
	return person, nil
}

func (r *register) ActsFor(_ context.Context, address string, ref []byte, _ bool) error {
	held, known := r.holders[address]
	switch {
	case !known:
		return beneficiarytypes.ErrHolderUnknown
	case !bytes.Equal(held, ref):
		return beneficiarytypes.ErrNotActing
	default:
		return r.persons[string(ref)].RequireActing()
	}
}

func (r *register) Move(_ context.Context, ref []byte, area string, organisation uint32) error {
	person := r.persons[string(ref)]
	person.HomeArea, person.Organisation = area, organisation
	r.persons[string(ref)] = person
	return nil
}

func (r *register) HasLiveTag(_ context.Context, ref []byte, class uint32) (bool, error) {
	return r.tags[string(byte(class))+string(ref)], nil
}

// PayFirst lets everybody be paid first, once.
func (r *register) PayFirst(_ context.Context, ref []byte, class, _ uint32) error {
	if r.paidFirst[string(ref)] {
		return beneficiarytypes.ErrTagDue
	}
	if r.paidFirst == nil {
		r.paidFirst = map[string]bool{}
	}
	r.paidFirst[string(ref)] = true
	return nil
}

// coins knows two licensed coins in yuan, one of them revoked, and one in another currency.
type coins struct{}

func (coins) Unit(_ context.Context, currency string) (uint64, error) {
	if currency != "cny" && currency != "hkd" {
		return 0, errUnknown
	}
	return 10_000, nil
}

func (coins) IssuerOfDenom(_ context.Context, denom string) (stablecointypes.Issuer, error) {
	switch denom {
	case "ucny/alpha":
		return stablecointypes.Issuer{Id: "alpha", Currency: "cny", Status: stablecointypes.ISSUER_STATUS_ACTIVE}, nil
	case "ucny/beta":
		return stablecointypes.Issuer{Id: "beta", Currency: "cny", Status: stablecointypes.ISSUER_STATUS_REVOKED}, nil
	case "uhkd/gamma":
		return stablecointypes.Issuer{Id: "gamma", Currency: "hkd", Status: stablecointypes.ISSUER_STATUS_ACTIVE}, nil
	}
	return stablecointypes.Issuer{}, errUnknown
}

// RedeemTreasury isn't asked for here: the stories of ./app redeem.
func (coins) RedeemTreasury(context.Context, sdk.AccAddress, string, math.Int) (uint64, error) {
	return 0, errDenied
}

type bank struct{ balances map[string]sdk.Coins }

// mint gives an account fen in the licensed coin.
func (b *bank) mint(account sdk.AccAddress, fen int64) {
	b.balances[string(account)] = b.balances[string(account)].Add(sdk.NewInt64Coin("ucny/alpha", fen*10_000))
}

func (b *bank) SendCoins(_ context.Context, from, to sdk.AccAddress, amount sdk.Coins) error {
	left, negative := b.balances[string(from)].SafeSub(amount...)
	if negative {
		return errDenied
	}
	b.balances[string(from)] = left
	b.balances[string(to)] = b.balances[string(to)].Add(amount...)
	return nil
}

func (b *bank) GetAllBalances(_ context.Context, account sdk.AccAddress) sdk.Coins {
	return b.balances[string(account)]
}

func (b *bank) GetBalance(_ context.Context, account sdk.AccAddress, denom string) sdk.Coin {
	return sdk.NewCoin(denom, b.balances[string(account)].AmountOf(denom))
}

func (b *bank) fen(account sdk.AccAddress) int64 {
	return b.balances[string(account)].AmountOf("ucny/alpha").Quo(math.NewInt(10_000)).Int64()
}

type receipts struct{ chunks map[string][]byte }

func (r *receipts) Append(run uint64, roll, firstSlot uint32, leaves []byte) {
	r.chunks[string(types.ChunkKey(run, roll, firstSlot))] = slices.Clone(leaves)
}

func (r *receipts) Leaves(run uint64, roll, firstSlot uint32) ([]byte, bool, error) {
	leaves, kept := r.chunks[string(types.ChunkKey(run, roll, firstSlot))]
	return leaves, kept, nil
}
