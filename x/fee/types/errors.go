package types

import (
	errorsmod "cosmossdk.io/errors"
	"google.golang.org/grpc/codes"
)

// Errors of the module. Codes are append-only.
var (
	// ErrPriceMissing refuses a message that isn't in the price list.
	ErrPriceMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.PermissionDenied, "message has no price")
	// ErrPriceOverflow refuses a transaction whose price or gas ceiling is beyond counting.
	ErrPriceOverflow = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.InvalidArgument, "price is too large")
	// ErrPriceInvalid refuses a malformed price.
	ErrPriceInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.InvalidArgument, "price is invalid")
	// ErrRateMissing refuses a coin without a rate.
	ErrRateMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.FailedPrecondition, "coin has no rate")
	// ErrRateInvalid refuses a malformed rate.
	ErrRateInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.InvalidArgument, "rate is invalid")
	// ErrSeveralSigners refuses a transaction without exactly one signer.
	ErrSeveralSigners = errorsmod.RegisterWithGRPCCode(ModuleName, 7, codes.InvalidArgument, "transaction must have exactly one signer")
	// ErrGranterRefused refuses a fee granter: fee budgets take their place.
	ErrGranterRefused = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.InvalidArgument, "fee granter is not supported")
	// ErrFeeDenom refuses a maximum in a coin that can't pay this transaction.
	ErrFeeDenom = errorsmod.RegisterWithGRPCCode(ModuleName, 9, codes.InvalidArgument, "fee must be in the one coin that pays")
	// ErrFeeTooLow refuses a maximum below the price.
	ErrFeeTooLow = errorsmod.RegisterWithGRPCCode(ModuleName, 10, codes.FailedPrecondition, "fee is below the price")
	// ErrFeeUnaffordable refuses a signer without the coins for the price.
	ErrFeeUnaffordable = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.FailedPrecondition, "signer can't afford the price")
	// ErrTransactionCap refuses a price above the budget's cap for one transaction.
	ErrTransactionCap = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.FailedPrecondition, "price exceeds the budget's transaction cap")
	// ErrQuotaExhausted refuses a beneficiary's transaction above the quota of the window.
	ErrQuotaExhausted = errorsmod.RegisterWithGRPCCode(ModuleName, 13, codes.ResourceExhausted, "quota of the window is exhausted")
	// ErrBudgetEmpty refuses a price above what is left in the budget.
	ErrBudgetEmpty = errorsmod.RegisterWithGRPCCode(ModuleName, 14, codes.FailedPrecondition, "fee budget can't pay the price")
	// ErrBudgetUnknown refuses an organisation without a fee budget.
	ErrBudgetUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.NotFound, "organisation has no fee budget")
	// ErrBudgetDenom refuses coins in another denom than the budget's.
	ErrBudgetDenom = errorsmod.RegisterWithGRPCCode(ModuleName, 16, codes.InvalidArgument, "budget is kept in another denom")
	// ErrBudgetInvalid refuses a malformed budget.
	ErrBudgetInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 17, codes.InvalidArgument, "budget is invalid")
	// ErrIssuerInactive refuses to keep a budget in the coin of an issuer that is paused, winding down or without a licence.
	ErrIssuerInactive = errorsmod.RegisterWithGRPCCode(ModuleName, 18, codes.FailedPrecondition, "coin's issuer is not active")
	// ErrParamsInvalid refuses bounds out of range.
	ErrParamsInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 19, codes.InvalidArgument, "parameters are out of range")
	// ErrGenesisInvalid refuses an inconsistent genesis.
	ErrGenesisInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.InvalidArgument, "genesis is inconsistent")
	// ErrInvariantBroken reports state that breaks a promise of the module.
	ErrInvariantBroken = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.Internal, "invariant is broken")
	// ErrDepsMissing reports a keeper built without something it needs.
	ErrDepsMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.Internal, "dependency is missing")
	// ErrPayerMissing refuses a transaction that nobody pays: its signer offers no fee, is no officer now of an organisation with a fee
	// budget, and no beneficiary with a right to it.
	ErrPayerMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 23, codes.FailedPrecondition, "no office pays for the signer")
	// ErrHeightPast refuses a price or rate from a height that is over: what was charged stays charged.
	ErrHeightPast = errorsmod.RegisterWithGRPCCode(ModuleName, 24, codes.FailedPrecondition, "height is not a later one")
	// ErrPriceProtected refuses a price at which the provinces could no longer vote.
	ErrPriceProtected = errorsmod.RegisterWithGRPCCode(ModuleName, 25, codes.FailedPrecondition, "price would keep the provinces from acting")
	// ErrRateRange refuses a rate at which everything would cost next to nothing, or the provinces couldn't pay for a vote.
	ErrRateRange = errorsmod.RegisterWithGRPCCode(ModuleName, 26, codes.InvalidArgument, "rate is out of range")
	// ErrEstimateInvalid refuses a question for the price of no transaction.
	ErrEstimateInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 30, codes.InvalidArgument, "estimate asks for no transaction")
	// ErrClassExcluded refuses a message of a class that the signer's budget doesn't pay.
	ErrClassExcluded = errorsmod.RegisterWithGRPCCode(ModuleName, 40, codes.FailedPrecondition, "budget doesn't pay messages of the class")
	// ErrPeriodLimit refuses a price above what the budget may still spend in its period.
	ErrPeriodLimit = errorsmod.RegisterWithGRPCCode(ModuleName, 41, codes.ResourceExhausted, "budget has spent its limit for the period")
	// ErrSharesMissing refuses to pay an account that the chain owes nothing.
	ErrSharesMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 42, codes.NotFound, "chain owes the account no share of the fees")
	// ErrRateStale refuses to charge in a coin whose rate nobody renewed.
	ErrRateStale = errorsmod.RegisterWithGRPCCode(ModuleName, 60, codes.FailedPrecondition,
		"rate of the coin is too old: the provinces renew it by a vote")
	// ErrStepTooLarge refuses a price or rate too far from the one before or after it.
	ErrStepTooLarge = errorsmod.RegisterWithGRPCCode(ModuleName, 61, codes.FailedPrecondition, "step is too large: go there in several")
	// ErrIntervalShort refuses an entry too few blocks from the one before or after it.
	ErrIntervalShort = errorsmod.RegisterWithGRPCCode(ModuleName, 62, codes.FailedPrecondition, "entries are too close to each other")
	// ErrHeightAhead refuses a rate for a time that nobody can know it for.
	ErrHeightAhead = errorsmod.RegisterWithGRPCCode(ModuleName, 63, codes.FailedPrecondition, "height is too far ahead")
	// ErrWindowFixed refuses another length of the quota window: counts are kept by its number.
	ErrWindowFixed = errorsmod.RegisterWithGRPCCode(ModuleName, 64, codes.FailedPrecondition, "length of the window is fixed")
	// ErrRefundInvalid refuses a malformed refund.
	ErrRefundInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 65, codes.InvalidArgument, "refund is invalid")
	// ErrRefundUnknown refuses a number that no refund has.
	ErrRefundUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 66, codes.NotFound, "refund is unknown")
	// ErrRefundState refuses a step that the refund's state doesn't have.
	ErrRefundState = errorsmod.RegisterWithGRPCCode(ModuleName, 67, codes.FailedPrecondition, "refund is not in a state for that")
	// ErrRefundRepeated refuses a second refund of one transaction.
	ErrRefundRepeated = errorsmod.RegisterWithGRPCCode(ModuleName, 68, codes.AlreadyExists, "transaction has a refund")
	// ErrRefundSamePerson refuses an approval by a person who proposed the refund.
	ErrRefundSamePerson = errorsmod.RegisterWithGRPCCode(ModuleName, 69, codes.PermissionDenied, "approval belongs to another person")
	// ErrRefundOwn refuses a person who would get the refund.
	ErrRefundOwn = errorsmod.RegisterWithGRPCCode(ModuleName, 70, codes.PermissionDenied, "nobody pays back to themselves")
	// ErrRefundPayee refuses an account that never signed anything, so never paid.
	ErrRefundPayee = errorsmod.RegisterWithGRPCCode(ModuleName, 71, codes.FailedPrecondition, "account was never charged")
	// ErrRefundTooLarge refuses a refund that is worth more than one may be.
	ErrRefundTooLarge = errorsmod.RegisterWithGRPCCode(ModuleName, 72, codes.FailedPrecondition, "refund is too large")
	// ErrRefundPool refuses a refund beyond the share of the pool that a period's refunds may take.
	ErrRefundPool = errorsmod.RegisterWithGRPCCode(ModuleName, 73, codes.FailedPrecondition, "pool can't pay the refund now")
	// ErrRefundOver refuses an approval that comes too late.
	ErrRefundOver = errorsmod.RegisterWithGRPCCode(ModuleName, 74, codes.FailedPrecondition, "refund is over: propose it again")
	// ErrRefundForeign refuses to take back what another person proposed.
	ErrRefundForeign = errorsmod.RegisterWithGRPCCode(ModuleName, 75, codes.PermissionDenied, "refund was proposed by another person")
)
