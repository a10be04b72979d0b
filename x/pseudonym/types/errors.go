package types

import (
	errorsmod "cosmossdk.io/errors"
	"google.golang.org/grpc/codes"
)

// Sentinels; codes ascend, are append-only and enter block results: changing these forks the chain.
var (
	ErrUnauthorised      = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.PermissionDenied, "only a vote of the provinces decides this")
	ErrDependencyMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.Internal, "keeper lacks a dependency")
	ErrGenesisInvalid    = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.InvalidArgument, "genesis is invalid")
	ErrParamsInvalid     = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.InvalidArgument, "params are invalid")
	ErrInvariantBroken   = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.Internal, "invariant is broken")
	ErrPageInvalid       = errorsmod.RegisterWithGRPCCode(ModuleName, 7, codes.InvalidArgument, "page request is invalid")
	ErrQueryInvalid      = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.InvalidArgument, "query is invalid")
	ErrAddressMalformed  = errorsmod.RegisterWithGRPCCode(ModuleName, 9, codes.InvalidArgument, "address is malformed")
	ErrKeySetInvalid     = errorsmod.RegisterWithGRPCCode(ModuleName, 10, codes.InvalidArgument, "key set is invalid")
	ErrEpochWrong        = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.FailedPrecondition, "epoch is not the next one")
	ErrEpochsTooMany     = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.FailedPrecondition, "two epochs are live: retire the older one first")
	ErrEpochInactive     = errorsmod.RegisterWithGRPCCode(ModuleName, 13, codes.FailedPrecondition, "no key set of this epoch is active")
	ErrTrusteeSeatless   = errorsmod.RegisterWithGRPCCode(ModuleName, 14, codes.FailedPrecondition, "trustee has no enrolled seat")
	ErrCeremonyUnknown   = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.NotFound, "no such ceremony")
	ErrCeremonyOpen      = errorsmod.RegisterWithGRPCCode(ModuleName, 16, codes.FailedPrecondition, "a ceremony is under way")
	ErrCeremonyInvalid   = errorsmod.RegisterWithGRPCCode(ModuleName, 17, codes.InvalidArgument, "ceremony is invalid")
	ErrCeremonyMessage   = errorsmod.RegisterWithGRPCCode(ModuleName, 18, codes.InvalidArgument, "message of the ceremony is refused")
	ErrCeremonyPhase     = errorsmod.RegisterWithGRPCCode(ModuleName, 19, codes.FailedPrecondition, "it is another phase of the ceremony")
	ErrCeremonyPart      = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.FailedPrecondition, "trustee has no part in this, or has sent it already")
	ErrOperatorUnknown   = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.PermissionDenied, "operator has no seat")
	ErrRequestMalformed  = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.InvalidArgument, "request is malformed")
	ErrRequestSize       = errorsmod.RegisterWithGRPCCode(ModuleName, 23, codes.InvalidArgument, "request is empty or too large")
	ErrRequestUnknown    = errorsmod.RegisterWithGRPCCode(ModuleName, 24, codes.NotFound, "no such request")
	ErrRequestExpired    = errorsmod.RegisterWithGRPCCode(ModuleName, 25, codes.FailedPrecondition, "request is too old: record another one")
	ErrRequestHash       = errorsmod.RegisterWithGRPCCode(ModuleName, 26, codes.InvalidArgument, "elements are not those that were recorded")
	ErrCaseClosed        = errorsmod.RegisterWithGRPCCode(ModuleName, 27, codes.FailedPrecondition, "case is not live")
	ErrQuotaExceeded     = errorsmod.RegisterWithGRPCCode(ModuleName, 28, codes.ResourceExhausted, "quota of the organisation for today is used up")
	ErrSampleUnknown     = errorsmod.RegisterWithGRPCCode(ModuleName, 29, codes.NotFound, "no such sample")
	ErrSampleForeign     = errorsmod.RegisterWithGRPCCode(ModuleName, 30, codes.PermissionDenied, "sample is assigned to another county")
	ErrSampleStatus      = errorsmod.RegisterWithGRPCCode(ModuleName, 31, codes.FailedPrecondition, "status of the sample does not allow it")
)
