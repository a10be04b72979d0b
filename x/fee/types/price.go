package types

import (
	"math/bits"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Itemised is a batch message that is priced by its items too.
type Itemised interface {
	// Items is the number of items priced one by one.
	Items() int
}

// Items is the number of items of a message, 0 for one that isn't a batch.
func Items(msg sdk.Msg) uint64 {
	batch, ok := msg.(Itemised)
	if !ok {
		return 0
	}
	return uint64(max(batch.Items(), 0))
}

// Bill is what the messages of one transaction cost at one height, in millionths of the fiat unit. The zero value bills nothing.
type Bill struct {
	// Base is charged up front.
	Base uint64
	// Total is Base and the price of every item.
	Total uint64
	// Gas is the most gas the transaction may use.
	Gas uint64
	// Class is the least urgent class among the messages.
	Class ServiceClass
	// Beneficiary is true when every message is of class BENEFICIARY.
	Beneficiary bool
	// Protected is true when every message may go through the protected lane.
	Protected bool
}

// Add returns the bill with one more message of so many items; ErrPriceOverflow when a sum leaves 64 bits.
func (b Bill) Add(p Price, items uint64) (Bill, error) {
	var over over
	isFirst := b.Class == SERVICE_CLASS_UNSPECIFIED
	out := Bill{
		Base:        over.add(b.Base, p.Base),
		Total:       over.add(b.Total, over.add(p.Base, over.mul(p.PerItem, items))),
		Gas:         over.add(b.Gas, over.add(p.GasBase, over.mul(p.GasPerItem, items))),
		Class:       max(b.Class, p.Class),
		Beneficiary: p.Class == SERVICE_CLASS_BENEFICIARY && (isFirst || b.Beneficiary),
		Protected:   p.Protected && (isFirst || b.Protected),
	}
	if over || out.Gas > MaxGas {
		return Bill{}, errorsmod.Wrapf(ErrPriceOverflow, "%s with %d items", p.Message, items)
	}
	return out, nil
}

// over remembers that a sum or product left 64 bits.
type over bool

func (o *over) add(a, b uint64) uint64 {
	sum, carry := bits.Add64(a, b, 0)
	*o = *o || carry != 0
	return sum
}

func (o *over) mul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	*o = *o || hi != 0
	return lo
}

// Charge is a bill in base units of one coin.
type Charge struct {
	// Denom is the coin.
	Denom string
	// Base is charged up front and kept when a message fails.
	Base math.Int
	// Total is charged in the end when every message succeeds.
	Total math.Int
}

// In converts the bill to a coin. Base and Total are each rounded up on their own, so that both are exact to the base unit.
func (b Bill) In(r Rate) (Charge, error) {
	if r.Worth == 0 {
		return Charge{}, errorsmod.Wrapf(ErrRateInvalid, "%s is worth nothing", r.Denom)
	}
	return Charge{Denom: r.Denom, Base: Convert(b.Base, r.Worth), Total: Convert(b.Total, r.Worth)}, nil
}

// Rest is what is left to charge after success.
func (c Charge) Rest() math.Int { return c.Total.Sub(c.Base) }

// Convert is ceil(fiat × 1,000,000 ÷ worth): the fewest base units of a coin that are worth the fiat millionths. worth isn't 0.
func Convert(fiat, worth uint64) math.Int {
	w := math.NewIntFromUint64(worth)
	return math.NewIntFromUint64(fiat).MulRaw(Million).Add(w).SubRaw(1).Quo(w)
}

// Maximum reads tx.fee: no coin, or one coin that is the most the transaction may be charged. A coin of zero counts as none.
func Maximum(fee sdk.Coins) (sdk.Coin, bool, error) {
	switch {
	case len(fee) == 0:
		return sdk.Coin{}, false, nil
	case len(fee) > 1 || fee[0].Amount.IsNil() || fee[0].Amount.IsNegative():
		return sdk.Coin{}, false, errorsmod.Wrap(ErrFeeDenom, "want one coin")
	case fee[0].Amount.IsZero():
		return sdk.Coin{}, false, nil
	}
	return fee[0], true, nil
}

// Within refuses a charge above the maximum or in another coin.
func (c Charge) Within(maximum sdk.Coin) error {
	if c.Denom != maximum.Denom {
		return errorsmod.Wrapf(ErrFeeDenom, "%s, want %s", maximum.Denom, c.Denom)
	}
	if c.Total.GT(maximum.Amount) {
		return errorsmod.Wrapf(ErrFeeTooLow, "%s, price is %s%s", maximum, c.Total, c.Denom)
	}
	return nil
}

// Dearer returns the charge with the larger total; both are in the same coin.
func (c Charge) Dearer(other Charge) Charge {
	if other.Total.GT(c.Total) {
		return other
	}
	return c
}
