package types

import (
	errorsmod "cosmossdk.io/errors"
	"google.golang.org/grpc/codes"
)

// Sentinels; codes ascend, are append-only and enter block results: changing these forks the chain.
var (
	ErrActionDenied            = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.PermissionDenied, "no rule allows the action")
	ErrOfficerUnknown          = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.PermissionDenied, "account is not an officer")
	ErrOfficerRevoked          = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.PermissionDenied, "officer is revoked")
	ErrOfficerExpired          = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.PermissionDenied, "officer is outside the period of validity")
	ErrOrganisationSuspended   = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.PermissionDenied, "organisation is suspended")
	ErrRoleMissing             = errorsmod.RegisterWithGRPCCode(ModuleName, 7, codes.PermissionDenied, "officer lacks the role")
	ErrKindNotAllowed          = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.PermissionDenied, "kind of organisation may not do it")
	ErrAreaOutside             = errorsmod.RegisterWithGRPCCode(ModuleName, 9, codes.PermissionDenied, "area lies outside the organisation's")
	ErrAreaMalformed           = errorsmod.RegisterWithGRPCCode(ModuleName, 10, codes.InvalidArgument, "area code is malformed")
	ErrAreaUnknown             = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.NotFound, "area is not registered")
	ErrAreaParentUnknown       = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.FailedPrecondition, "area above is not registered")
	ErrBatchSize               = errorsmod.RegisterWithGRPCCode(ModuleName, 13, codes.InvalidArgument, "batch is empty or too large")
	ErrOrganisationUnknown     = errorsmod.RegisterWithGRPCCode(ModuleName, 14, codes.NotFound, "organisation does not exist")
	ErrOrganisationKindInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.InvalidArgument, "kind of organisation is invalid")
	ErrOrganisationOwn         = errorsmod.RegisterWithGRPCCode(ModuleName, 16, codes.PermissionDenied, "an officer may not change its own organisation's status")
	ErrOrganisationActive      = errorsmod.RegisterWithGRPCCode(ModuleName, 17, codes.FailedPrecondition, "organisation is active")
	ErrOrganisationNotBelow    = errorsmod.RegisterWithGRPCCode(ModuleName, 18, codes.PermissionDenied, "organisation does not stand below the signer's")
	ErrDutiesExcluded          = errorsmod.RegisterWithGRPCCode(ModuleName, 19, codes.FailedPrecondition, "one person may not hold both duties")
	ErrSelfAppointment         = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.PermissionDenied, "an officer may not appoint or revoke itself")
	ErrOfficerElsewhere        = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.FailedPrecondition, "account belongs to another organisation")
	ErrOfficerMalformed        = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.InvalidArgument, "appointment is malformed")
	ErrValidityInvalid         = errorsmod.RegisterWithGRPCCode(ModuleName, 23, codes.InvalidArgument, "period of validity is empty or too long")
	ErrAccountsExceeded        = errorsmod.RegisterWithGRPCCode(ModuleName, 24, codes.ResourceExhausted, "one person has too many accounts")
	ErrAddressMalformed        = errorsmod.RegisterWithGRPCCode(ModuleName, 25, codes.InvalidArgument, "address is malformed")
	ErrParamsInvalid           = errorsmod.RegisterWithGRPCCode(ModuleName, 26, codes.InvalidArgument, "params are invalid")
	ErrRuleInvalid             = errorsmod.RegisterWithGRPCCode(ModuleName, 27, codes.InvalidArgument, "rule is invalid")
	ErrGenesisInvalid          = errorsmod.RegisterWithGRPCCode(ModuleName, 28, codes.InvalidArgument, "genesis is invalid")
	ErrPageInvalid             = errorsmod.RegisterWithGRPCCode(ModuleName, 29, codes.InvalidArgument, "page request is invalid")
	ErrRequestInvalid          = errorsmod.RegisterWithGRPCCode(ModuleName, 30, codes.InvalidArgument, "request is invalid")
	ErrDependencyMissing       = errorsmod.RegisterWithGRPCCode(ModuleName, 31, codes.Internal, "keeper lacks a dependency")
	ErrInvariantBroken         = errorsmod.RegisterWithGRPCCode(ModuleName, 32, codes.Internal, "invariant is broken")
	ErrRuleKept                = errorsmod.RegisterWithGRPCCode(ModuleName, 33, codes.FailedPrecondition, "row of the policy table must stay")
	ErrRuleUnknown             = errorsmod.RegisterWithGRPCCode(ModuleName, 34, codes.NotFound, "action has no row in the policy table")
	ErrRoleReserved            = errorsmod.RegisterWithGRPCCode(ModuleName, 35, codes.PermissionDenied, "no officer may hold the role of the provinces")
)
