package keeper

import (
	"context"
	"errors"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// Request is what the fee step knows about a transaction.
type Request struct {
	// Messages are priced one by one.
	Messages []sdk.Msg
	// Signer is the one signer of the transaction.
	Signer sdk.AccAddress
	// Fee is tx.fee: the most that may be charged.
	Fee sdk.Coins
	// Heights are those the price is asked for, ascending; the dearest counts.
	Heights []int64
	// Estimate leaves out the maximum, so that a client can simulate before it knows the price.
	Estimate bool
}

// Plan is what a transaction costs and who pays. It is decided before the messages run and isn't changed by them.
type Plan struct {
	// Signer is the one signer of the transaction.
	Signer sdk.AccAddress
	// Payer is the account that is charged.
	Payer sdk.AccAddress
	// Organisation is the one whose budget pays; 0 when the signer pays.
	Organisation uint32
	// Charge is the price in the payer's coin; its amounts are zero when there is nothing to charge.
	Charge types.Charge
	// Gas is the most gas the transaction may use.
	Gas uint64
	// Class is the least urgent class among the messages; OTHER for a stranger who pays alone, whatever the messages are.
	Class types.ServiceClass

	classes types.Classes // of all messages
	height  int64         // whose period of the budget counts
	usage   *types.Usage  // the person's count after this transaction
	lane    *lane         // what it takes of the protected lane
}

// Plan prices a transaction and finds its payer: the budget of the officer's organisation, of one whose account
// changes too, else the budget of the organisation that
// registered the beneficiary, else the signer; what beneficiaries do to look after themselves nobody pays where no budget does.
func (k *Keeper) Plan(ctx context.Context, req Request) (Plan, error) {
	bills, classes, err := k.bills(ctx, req)
	if err != nil {
		return Plan{}, err
	}
	maximum, capped, err := types.Maximum(req.Fee)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Signer: req.Signer, height: req.Heights[len(req.Heights)-1]}
	beneficiaryOnly, protected := true, len(req.Messages) == 1 // one act counts once
	for _, bill := range bills {
		plan.Gas, plan.Class = max(plan.Gas, bill.Gas), max(plan.Class, bill.Class)
		beneficiaryOnly, protected = beneficiaryOnly && bill.Beneficiary, protected && bill.Protected
	}
	plan.classes = classes
	paid, err := k.pay(ctx, req, plan, bills, maximum, capped, beneficiaryOnly, protected)
	if err != nil {
		return k.rescue(ctx, req, plan, protected, err)
	}
	if paid.Organisation == 0 {
		paid.Class, err = k.classFor(ctx, req, paid.Class, beneficiaryOnly)
	}
	return paid, err
}

// Weigh is the class and the gas ceiling of a signer's messages at a height: what the fee step plans for them, whoever pays.
func (k *Keeper) Weigh(ctx context.Context, signer sdk.AccAddress, msgs []sdk.Msg, height int64) (types.ServiceClass, uint64, error) {
	req := Request{Messages: msgs, Signer: signer, Heights: []int64{height}}
	bills, _, err := k.bills(ctx, req)
	if err != nil {
		return types.SERVICE_CLASS_UNSPECIFIED, 0, err
	}
	class, err := k.classFor(ctx, req, bills[0].Class, bills[0].Beneficiary)
	return class, bills[0].Gas, err
}

// classFor is the class of messages as it counts for their signer. Urgent is what an officer sends, or a beneficiary of the messages of that class:
// anybody else could buy the place of an emergency with messages that fail. Whom a budget or the protected lane pays for is one of these.
func (k *Keeper) classFor(ctx context.Context, req Request, class types.ServiceClass, beneficiaryOnly bool) (types.ServiceClass, error) {
	if class == types.SERVICE_CLASS_OTHER {
		return class, nil
	}
	signer, err := k.deps.Address.BytesToString(req.Signer)
	if err != nil {
		return class, err
	}
	if _, isOfficer, err := k.deps.Authority.Membership(ctx, signer); err != nil || isOfficer {
		return class, err
	}
	if _, isRotating, err := k.deps.Authority.Rotating(ctx, signer, req.Messages); err != nil || isRotating {
		return class, err
	}
	if beneficiaryOnly {
		if _, isHolder, err := k.deps.Register.Holder(ctx, signer); err != nil || isHolder {
			return class, err
		}
	}
	return types.SERVICE_CLASS_OTHER, nil
}

// pay finds who pays and what. A protected transaction is refused here, not only when it is admitted, where a budget lacks the coins.
func (k *Keeper) pay(
	ctx context.Context, req Request, plan Plan, bills []types.Bill, maximum sdk.Coin, capped, beneficiaryOnly, protected bool,
) (Plan, error) {
	budget, usage, sponsored, err := k.sponsor(ctx, req, plan.classes, beneficiaryOnly)
	excluded := errorsmod.IsOf(err, types.ErrClassExcluded) // as if there were no budget
	if err != nil && !excluded {
		return Plan{}, err
	}
	refused := err
	denom := maximum.Denom
	if sponsored {
		plan.Payer, plan.Organisation, plan.usage = types.BudgetAddress(budget.Organisation), budget.Organisation, usage
		denom = budget.Denom
	} else {
		plan.Payer = req.Signer
	}
	if plan.Charge, err = k.charge(ctx, req, bills, denom); err != nil {
		if excluded && errorsmod.IsOf(err, types.ErrPayerMissing) {
			return Plan{}, refused
		}
		return Plan{}, err
	}
	if capped && !req.Estimate {
		if err := plan.Charge.Within(maximum); err != nil {
			return Plan{}, err
		}
	}
	if sponsored {
		if err := budget.Allows(plan.Charge); err != nil {
			return Plan{}, err
		}
	}
	if protected {
		return plan, k.solvent(ctx, plan)
	}
	return plan, nil
}

// bills adds up the messages, and those that they carry out besides themselves, at each height, and lists their classes. Each type is looked up
// once per height.
func (k *Keeper) bills(ctx context.Context, req Request) (bills []types.Bill, classes types.Classes, err error) {
	msgs := req.Messages
	for _, msg := range req.Messages {
		enclosed, err := k.deps.Authority.Enclosed(ctx, msg, req.Heights[len(req.Heights)-1])
		if err != nil {
			return nil, 0, err
		}
		msgs = slices.Concat(msgs, enclosed)
	}
	bills = make([]types.Bill, len(req.Heights))
	for i, height := range req.Heights {
		known := make(map[string]types.Price, 1)
		for _, msg := range msgs {
			url := sdk.MsgTypeURL(msg)
			price, ok := known[url]
			if !ok {
				if price, err = k.price(ctx, url, height); err != nil {
					return nil, 0, err
				}
				known[url], classes = price, classes.With(price.Class)
			}
			bill, err := bills[i].Add(price, types.Items(msg))
			if err != nil {
				return nil, 0, err
			}
			bills[i] = bill
		}
	}
	return bills, classes, nil
}

// sponsor finds the budget that pays for the signer; for a beneficiary it also returns the count after this transaction. ErrClassExcluded tells
// that there is one and it doesn't pay such messages.
func (k *Keeper) sponsor(ctx context.Context, req Request, classes types.Classes, beneficiaryOnly bool) (types.Budget, *types.Usage, bool, error) {
	signer, err := k.deps.Address.BytesToString(req.Signer)
	if err != nil {
		return types.Budget{}, nil, false, err
	}
	officer, isOfficer, err := k.deps.Authority.Membership(ctx, signer)
	if err != nil {
		return types.Budget{}, nil, false, err
	}
	if isOfficer {
		if budget, found, err := k.budgetFor(ctx, officer.Organisation, classes); err != nil || found {
			return budget, nil, found, err
		}
	}
	rotating, isRotating, err := k.deps.Authority.Rotating(ctx, signer, req.Messages)
	if err != nil {
		return types.Budget{}, nil, false, err
	}
	if isRotating {
		budget, found, err := k.budgetFor(ctx, rotating, classes)
		return budget, nil, found, err
	}
	if !beneficiaryOnly {
		return types.Budget{}, nil, false, nil
	}
	person, isHolder, err := k.deps.Register.Holder(ctx, signer)
	if err != nil || !isHolder {
		return types.Budget{}, nil, false, err
	}
	budget, found, err := k.budgetFor(ctx, person.Organisation, classes)
	if err != nil || !found {
		return types.Budget{}, nil, false, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.Budget{}, nil, false, err
	}
	usage, err := usageOf(ctx, k.usages, person.Ref)
	if err != nil {
		return types.Budget{}, nil, false, err
	}
	usage, err = usage.Use(params.Window(req.Heights[len(req.Heights)-1]), budget.BeneficiaryQuota)
	return budget, &usage, err == nil, err
}

func (k *Keeper) findBudget(ctx context.Context, organisation uint32) (types.Budget, bool, error) {
	budget, err := k.budget(ctx, organisation)
	if errors.Is(err, types.ErrBudgetUnknown) {
		return types.Budget{}, false, nil
	}
	return budget, err == nil, err
}

// budgetFor is the budget of an organisation, if it has one and that pays the classes.
func (k *Keeper) budgetFor(ctx context.Context, organisation uint32, classes types.Classes) (types.Budget, bool, error) {
	budget, found, err := k.findBudget(ctx, organisation)
	if err != nil || !found {
		return types.Budget{}, false, err
	}
	if err := budget.Pays(classes); err != nil {
		return types.Budget{}, false, err
	}
	return budget, true, nil
}

// charge converts the bills at their heights and returns the dearest. Without a denom only a free transaction, or an estimate, goes
// through.
func (k *Keeper) charge(ctx context.Context, req Request, bills []types.Bill, denom string) (types.Charge, error) {
	dearest := types.Charge{Denom: denom, Base: math.ZeroInt(), Total: math.ZeroInt()}
	for i, bill := range bills {
		if bill.Total == 0 || denom == "" && req.Estimate {
			continue
		}
		if denom == "" {
			return types.Charge{}, errorsmod.Wrap(types.ErrPayerMissing, "it is no officer now, and no office pays this act for a beneficiary; offer a fee to pay alone")
		}
		rate, err := k.payingRate(ctx, req.Messages, denom, req.Heights[i])
		if err != nil {
			return types.Charge{}, err
		}
		charge, err := bill.In(rate)
		if err != nil {
			return types.Charge{}, err
		}
		dearest = dearest.Dearer(charge)
	}
	return dearest, nil
}
