package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// Classes is a set of service classes, one bit each.
type Classes uint32

// With returns the set with one more class.
func (c Classes) With(class ServiceClass) Classes { return c | 1<<uint(class) }

// Pays refuses a transaction with a class that the budget doesn't pay.
func (b Budget) Pays(classes Classes) error {
	if len(b.Classes) == 0 {
		return nil
	}
	var paid Classes
	for _, class := range b.Classes {
		paid = paid.With(class)
	}
	if excluded := classes &^ paid; excluded != 0 {
		for class := SERVICE_CLASS_EMERGENCY; class <= SERVICE_CLASS_OTHER; class++ {
			if excluded&Classes(0).With(class) != 0 {
				return errorsmod.Wrapf(ErrClassExcluded, "%s by organisation %d", class, b.Organisation)
			}
		}
	}
	return nil
}

// Period is the number of the budget's period that a height lies in; 0 for a budget without one.
func (b Budget) Period(height int64) uint64 {
	if b.PeriodBlocks == 0 {
		return 0
	}
	return uint64(max(height, 0)) / b.PeriodBlocks
}

// validateBounds checks classes and period.
func (b Budget) validateBounds() error {
	for i, class := range b.Classes {
		if _, known := ServiceClass_name[int32(class)]; !known || class == SERVICE_CLASS_UNSPECIFIED {
			return errorsmod.Wrapf(ErrBudgetInvalid, "class %d", class)
		}
		if i > 0 && class <= b.Classes[i-1] {
			return errorsmod.Wrap(ErrBudgetInvalid, "classes don't ascend")
		}
	}
	if (b.PeriodBlocks == 0) != (b.PeriodLimit == 0) || b.PeriodBlocks > MaxWindowBlocks {
		return errorsmod.Wrapf(ErrBudgetInvalid, "%d in a period of %d blocks: want both or neither, at most %d blocks",
			b.PeriodLimit, b.PeriodBlocks, MaxWindowBlocks)
	}
	return nil
}

// Limits is a budget with what the message asks for, and nothing spent.
func (m *MsgSetBudget) Limits() Budget {
	classes := slices.Clone(m.Classes)
	slices.Sort(classes)
	return Budget{
		Organisation: m.Organisation, Denom: m.Denom, TransactionCap: m.TransactionCap, BeneficiaryQuota: m.BeneficiaryQuota,
		Classes: classes, PeriodBlocks: m.PeriodBlocks, PeriodLimit: m.PeriodLimit, Spent: math.ZeroInt(),
	}
}
