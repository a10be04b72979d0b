package types

import (
	errorsmod "cosmossdk.io/errors"
	"google.golang.org/grpc/codes"
)

// Sentinels; codes ascend, are append-only and enter block results: changing these forks the chain.
var (
	ErrPersonKnown       = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.AlreadyExists, "person is in the register already")
	ErrPersonUnknown     = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "person is not in the register")
	ErrPersonClosed      = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.FailedPrecondition, "person has left the register")
	ErrHouseholdKnown    = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.AlreadyExists, "household is in the register already")
	ErrHouseholdUnknown  = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.NotFound, "household is not in the register")
	ErrTagLive           = errorsmod.RegisterWithGRPCCode(ModuleName, 7, codes.AlreadyExists, "tag is live already")
	ErrTagUnknown        = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.NotFound, "tag is not live")
	ErrKeyUsed           = errorsmod.RegisterWithGRPCCode(ModuleName, 9, codes.AlreadyExists, "holder key was used before")
	ErrKeyMalformed      = errorsmod.RegisterWithGRPCCode(ModuleName, 10, codes.InvalidArgument, "holder key is no compressed secp256k1 key")
	ErrHolderUnknown     = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.PermissionDenied, "account holds no person's key")
	ErrRefMalformed      = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.InvalidArgument, "reference is malformed")
	ErrRootMalformed     = errorsmod.RegisterWithGRPCCode(ModuleName, 13, codes.InvalidArgument, "root is malformed")
	ErrTagMalformed      = errorsmod.RegisterWithGRPCCode(ModuleName, 14, codes.InvalidArgument, "tag is malformed")
	ErrAreaMalformed     = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.InvalidArgument, "home area is malformed")
	ErrBatchSize         = errorsmod.RegisterWithGRPCCode(ModuleName, 16, codes.InvalidArgument, "batch is empty or too large")
	ErrAddressMalformed  = errorsmod.RegisterWithGRPCCode(ModuleName, 17, codes.InvalidArgument, "address is malformed")
	ErrGenesisInvalid    = errorsmod.RegisterWithGRPCCode(ModuleName, 18, codes.InvalidArgument, "genesis is invalid")
	ErrPageInvalid       = errorsmod.RegisterWithGRPCCode(ModuleName, 19, codes.InvalidArgument, "page request is invalid")
	ErrRequestInvalid    = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.InvalidArgument, "request is invalid")
	ErrDependencyMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.Internal, "keeper lacks a dependency")
	ErrInvariantBroken   = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.Internal, "invariant is broken")
	ErrPersonPaid        = errorsmod.RegisterWithGRPCCode(ModuleName, 23, codes.FailedPrecondition, "a grant still owes the person")
)
