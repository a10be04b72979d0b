package types

import (
	errorsmod "cosmossdk.io/errors"
	"google.golang.org/grpc/codes"
)

// Errors of the module. Codes are append-only.
var (
	// ErrIssuerUnknown refuses an issuer that was never licensed.
	ErrIssuerUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.NotFound, "issuer is unknown")
	// ErrIssuerExists refuses a code that was used before.
	ErrIssuerExists = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.AlreadyExists, "issuer code was used before")
	// ErrIssuerRevoked refuses minting without a licence.
	ErrIssuerRevoked = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.FailedPrecondition, "issuer's licence is revoked")
	// ErrIssuerInvalid refuses a malformed issuer code.
	ErrIssuerInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.InvalidArgument, "issuer code must be 3 to 16 lower-case letters and digits")
	// ErrCurrencyUnknown refuses a currency outside the list.
	ErrCurrencyUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.NotFound, "currency is unknown")
	// ErrCurrencyInvalid refuses a malformed currency.
	ErrCurrencyInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 7, codes.InvalidArgument, "currency is malformed")
	// ErrDenomUnknown refuses a denom that isn't a licensed coin.
	ErrDenomUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.NotFound, "denom is not a licensed coin")
	// ErrOrganisationKind refuses an organisation of another kind than issuer or custodian.
	ErrOrganisationKind = errorsmod.RegisterWithGRPCCode(ModuleName, 9, codes.FailedPrecondition, "organisation is of the wrong kind")
	// ErrOrganisationForeign refuses an officer of another organisation.
	ErrOrganisationForeign = errorsmod.RegisterWithGRPCCode(ModuleName, 10, codes.PermissionDenied, "officer belongs to another organisation")
	// ErrAttestorDependent refuses an attestor from the issuer or its custodian.
	ErrAttestorDependent = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.PermissionDenied, "attestor belongs to the issuer or its custodian")
	// ErrAttestationUnknown refuses a number without an attestation.
	ErrAttestationUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.NotFound, "attestation is unknown")
	// ErrAttestationFuture refuses a reserve counted after the block.
	ErrAttestationFuture = errorsmod.RegisterWithGRPCCode(ModuleName, 13, codes.InvalidArgument, "attestation lies in the future")
	// ErrAttestationOrder refuses a reserve counted before the last accepted one.
	ErrAttestationOrder = errorsmod.RegisterWithGRPCCode(ModuleName, 14, codes.FailedPrecondition, "attestation is not later than the last accepted one")
	// ErrAttestationAccepted refuses a second countersignature.
	ErrAttestationAccepted = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.FailedPrecondition, "attestation is accepted already")
	// ErrAttestationStale refuses minting against an old or missing attestation.
	ErrAttestationStale = errorsmod.RegisterWithGRPCCode(ModuleName, 16, codes.FailedPrecondition, "attestation is stale or missing")
	// ErrReserveExceeded refuses minting above the attested reserve.
	ErrReserveExceeded = errorsmod.RegisterWithGRPCCode(ModuleName, 17, codes.FailedPrecondition, "amount exceeds the attested reserve")
	// ErrAllowanceExceeded refuses minting above the allowance.
	ErrAllowanceExceeded = errorsmod.RegisterWithGRPCCode(ModuleName, 18, codes.FailedPrecondition, "amount exceeds the allowance")
	// ErrAllowanceTooLow refuses an allowance below what is outstanding.
	ErrAllowanceTooLow = errorsmod.RegisterWithGRPCCode(ModuleName, 19, codes.FailedPrecondition, "allowance is below the outstanding amount")
	// ErrNotWholeUnits refuses a fraction of the currency's minor unit.
	ErrNotWholeUnits = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.InvalidArgument, "amount is not in whole minor units")
	// ErrAmountInvalid refuses a missing, negative or oversized amount.
	ErrAmountInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.InvalidArgument, "amount is invalid")
	// ErrHashInvalid refuses a hash of the wrong length.
	ErrHashInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.InvalidArgument, "hash must be 32 bytes")
	// ErrBurnExceeded refuses burning more than is outstanding.
	ErrBurnExceeded = errorsmod.RegisterWithGRPCCode(ModuleName, 23, codes.FailedPrecondition, "amount exceeds what is outstanding")
	// ErrParamsInvalid refuses bounds out of range.
	ErrParamsInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 24, codes.InvalidArgument, "parameters are out of range")
	// ErrGenesisInvalid refuses an inconsistent genesis.
	ErrGenesisInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 25, codes.InvalidArgument, "genesis is inconsistent")
	// ErrInvariantBroken reports state that breaks a promise of the module.
	ErrInvariantBroken = errorsmod.RegisterWithGRPCCode(ModuleName, 26, codes.Internal, "invariant is broken")
	// ErrDepsMissing reports a keeper built without something it needs.
	ErrDepsMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 27, codes.Internal, "dependency is missing")
	// ErrIDInvalid refuses a zero number.
	ErrIDInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 28, codes.InvalidArgument, "number must not be zero")
	// ErrIssuerState refuses an act that the issuer's status doesn't allow.
	ErrIssuerState = errorsmod.RegisterWithGRPCCode(ModuleName, 29, codes.FailedPrecondition, "issuer is not in the state for this step")
	// ErrTermsDiffer refuses a licence for other terms than those applied for.
	ErrTermsDiffer = errorsmod.RegisterWithGRPCCode(ModuleName, 30, codes.FailedPrecondition, "terms are not those that were applied for")
	// ErrPeriodExceeded refuses minting above the allowance of the period.
	ErrPeriodExceeded = errorsmod.RegisterWithGRPCCode(ModuleName, 31, codes.FailedPrecondition, "amount exceeds the allowance of this period")
	// ErrIssuerPaused refuses to move the coin of an issuer that is paused.
	ErrIssuerPaused = errorsmod.RegisterWithGRPCCode(ModuleName, 32, codes.FailedPrecondition, "issuer is paused: its coin moves to redemption and for fees alone")
	// ErrRedemptionUnknown refuses a number without a redemption.
	ErrRedemptionUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 33, codes.NotFound, "redemption is unknown")
	// ErrRedemptionState refuses a step that the redemption's status doesn't allow.
	ErrRedemptionState = errorsmod.RegisterWithGRPCCode(ModuleName, 34, codes.FailedPrecondition, "redemption is not in the state for this step")
	// ErrPoolsFirst refuses to settle others while public money waits for an issuer that ends.
	ErrPoolsFirst = errorsmod.RegisterWithGRPCCode(ModuleName, 35, codes.FailedPrecondition, "redemptions of public treasuries and escrow pools come first")
	// ErrTooManyRedemptions refuses more open redemptions of one holder than there may be.
	ErrTooManyRedemptions = errorsmod.RegisterWithGRPCCode(ModuleName, 36, codes.ResourceExhausted, "holder has too many open redemptions; wait until one is settled or returned")
	// ErrHoldUnknown refuses a number without a hold.
	ErrHoldUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 50, codes.NotFound, "hold is unknown")
	// ErrHoldExists refuses a second hold on an account.
	ErrHoldExists = errorsmod.RegisterWithGRPCCode(ModuleName, 51, codes.FailedPrecondition, "account is held already")
	// ErrHoldState refuses a step that the life of a hold lacks.
	ErrHoldState = errorsmod.RegisterWithGRPCCode(ModuleName, 52, codes.FailedPrecondition, "hold does not stand where this can be done")
	// ErrHoldOver refuses a step after a hold ended by itself.
	ErrHoldOver = errorsmod.RegisterWithGRPCCode(ModuleName, 53, codes.FailedPrecondition, "hold is over")
	// ErrHoldRepeated refuses to hold an account again where the last hold ended by itself.
	ErrHoldRepeated = errorsmod.RegisterWithGRPCCode(ModuleName, 54, codes.FailedPrecondition, "organisation held the account before and nobody froze it")
	// ErrHoldSameOffice refuses an organisation that had a hand in it before.
	ErrHoldSameOffice = errorsmod.RegisterWithGRPCCode(ModuleName, 55, codes.PermissionDenied, "step belongs to another organisation")
	// ErrHoldSamePerson refuses a person who had a hand in it before.
	ErrHoldSamePerson = errorsmod.RegisterWithGRPCCode(ModuleName, 56, codes.PermissionDenied, "step belongs to another person")
	// ErrHoldAccount refuses to hold an account without a key.
	ErrHoldAccount = errorsmod.RegisterWithGRPCCode(ModuleName, 57, codes.FailedPrecondition, "account of an institution can not be held")
	// ErrHoldInvalid refuses a hold of the wrong shape.
	ErrHoldInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 58, codes.InvalidArgument, "hold is malformed")
	// ErrReviewDate refuses a review date that is past or too far ahead.
	ErrReviewDate = errorsmod.RegisterWithGRPCCode(ModuleName, 59, codes.InvalidArgument, "review date is out of range")
	// ErrHoldOwner refuses an appeal of somebody else.
	ErrHoldOwner = errorsmod.RegisterWithGRPCCode(ModuleName, 60, codes.PermissionDenied, "account is not the one that is held")
	// ErrHoldAppealOpen refuses what has to wait for the answer to an appeal.
	ErrHoldAppealOpen = errorsmod.RegisterWithGRPCCode(ModuleName, 61, codes.FailedPrecondition, "appeal is not answered")
	// ErrHoldAppealNone refuses to answer an appeal that is not open.
	ErrHoldAppealNone = errorsmod.RegisterWithGRPCCode(ModuleName, 62, codes.FailedPrecondition, "no appeal is open")
	// ErrAccountHeld refuses to spend what is held.
	ErrAccountHeld = errorsmod.RegisterWithGRPCCode(ModuleName, 63, codes.FailedPrecondition, "account is held and its protected minimum of the month is spent")
	// ErrSeizureNothing refuses a seizure where nothing lies above the protected minimum.
	ErrSeizureNothing = errorsmod.RegisterWithGRPCCode(ModuleName, 64, codes.FailedPrecondition, "nothing to seize above the protected minimum")
	// ErrWalletFull refuses to fill a wallet above its limit.
	ErrWalletFull = errorsmod.RegisterWithGRPCCode(ModuleName, 65, codes.FailedPrecondition, "wallet would hold more than its class may")
	// ErrSingleLimit refuses a transfer above the limit.
	ErrSingleLimit = errorsmod.RegisterWithGRPCCode(ModuleName, 66, codes.FailedPrecondition, "transfer exceeds the limit of the class")
	// ErrDailyLimit refuses transfers of a day above the limit.
	ErrDailyLimit = errorsmod.RegisterWithGRPCCode(ModuleName, 67, codes.FailedPrecondition, "transfers of the day exceed the limit of the class")
	// ErrYearlyLimit refuses transfers of a year above the limit.
	ErrYearlyLimit = errorsmod.RegisterWithGRPCCode(ModuleName, 68, codes.FailedPrecondition, "transfers of the year exceed the limit of the class")
	// ErrCountersignatureMissing refuses a transfer between organisations that the payee has not agreed to.
	ErrCountersignatureMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 69, codes.FailedPrecondition, "transfer needs the countersignature of the payee organisation")
	// ErrCountersignatureInvalid refuses a countersignature of the wrong shape.
	ErrCountersignatureInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 70, codes.InvalidArgument, "countersignature is malformed")
)
