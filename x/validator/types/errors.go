package types

import (
	errorsmod "cosmossdk.io/errors"
	"google.golang.org/grpc/codes"
)

// Sentinels of the module. Codes enter the results hash: append only.
var (
	ErrSeatUnknown        = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.NotFound, "no such seat")
	ErrSeatInvalid        = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.InvalidArgument, "invalid seat")
	ErrSeatTombstoned     = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.FailedPrecondition, "seat is tombstoned")
	ErrSeatActive         = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.FailedPrecondition, "seat is active")
	ErrSeatDuplicate      = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.InvalidArgument, "seats share an organisation, operator or consensus key")
	ErrSeatsTooMany       = errorsmod.RegisterWithGRPCCode(ModuleName, 7, codes.InvalidArgument, "too many seats")
	ErrSetEmpty           = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.FailedPrecondition, "validator set would be empty")
	ErrKeyInvalid         = errorsmod.RegisterWithGRPCCode(ModuleName, 9, codes.InvalidArgument, "consensus key is not ed25519")
	ErrKeyDuplicate       = errorsmod.RegisterWithGRPCCode(ModuleName, 10, codes.InvalidArgument, "consensus key named twice")
	ErrPowerInvalid       = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.InvalidArgument, "voting power out of range")
	ErrAddressInvalid     = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.InvalidArgument, "invalid address")
	ErrHooksUnset         = errorsmod.RegisterWithGRPCCode(ModuleName, 13, codes.Internal, "hooks are not set")
	ErrHooksSet           = errorsmod.RegisterWithGRPCCode(ModuleName, 14, codes.Internal, "hooks are set already")
	ErrDepsInvalid        = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.Internal, "keeper needs every dependency")
	ErrInvariantBroken    = errorsmod.RegisterWithGRPCCode(ModuleName, 16, codes.Internal, "invariant broken")
	ErrRequestEmpty       = errorsmod.RegisterWithGRPCCode(ModuleName, 17, codes.InvalidArgument, "request is empty")
	ErrUnauthorised       = errorsmod.RegisterWithGRPCCode(ModuleName, 18, codes.PermissionDenied, "only a vote of the provinces decides this")
	ErrOrganisationKind   = errorsmod.RegisterWithGRPCCode(ModuleName, 19, codes.FailedPrecondition, "organisation is no active province")
	ErrSeatStatus         = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.FailedPrecondition, "status of the seat does not allow it")
	ErrKeyUsed            = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.AlreadyExists, "consensus key was used before")
	ErrPossessionUnproven = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.InvalidArgument, "key did not sign the recent block")
	ErrBlockUnknown       = errorsmod.RegisterWithGRPCCode(ModuleName, 23, codes.FailedPrecondition, "block is not recent")
	ErrChangeInFlight     = errorsmod.RegisterWithGRPCCode(ModuleName, 24, codes.Unavailable, "another change of the set is under way")
	ErrTurnoverExceeded   = errorsmod.RegisterWithGRPCCode(ModuleName, 25, codes.ResourceExhausted, "too much of the set changed within the trusting period")
	ErrFloorReached       = errorsmod.RegisterWithGRPCCode(ModuleName, 26, codes.FailedPrecondition, "too few seats would be active")
	ErrRotationPending    = errorsmod.RegisterWithGRPCCode(ModuleName, 27, codes.FailedPrecondition, "seat is changing its key")
	ErrRotationTooSoon    = errorsmod.RegisterWithGRPCCode(ModuleName, 28, codes.ResourceExhausted, "seat changed its key a short time ago")
	ErrApprovalSame       = errorsmod.RegisterWithGRPCCode(ModuleName, 29, codes.FailedPrecondition, "approvals need two persons of two organisations")
	ErrParamsInvalid      = errorsmod.RegisterWithGRPCCode(ModuleName, 30, codes.InvalidArgument, "invalid parameters")
	ErrChangeInvalid      = errorsmod.RegisterWithGRPCCode(ModuleName, 31, codes.InvalidArgument, "invalid change")
	ErrSignatureInvalid   = errorsmod.RegisterWithGRPCCode(ModuleName, 32, codes.InvalidArgument, "invalid signature")
	ErrGenesisInvalid     = errorsmod.RegisterWithGRPCCode(ModuleName, 33, codes.InvalidArgument, "genesis is inconsistent")
)
