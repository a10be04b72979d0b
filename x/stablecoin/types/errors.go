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
)
