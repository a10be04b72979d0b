package types

import (
	errorsmod "cosmossdk.io/errors"
	"google.golang.org/grpc/codes"
)

// Sentinels; codes ascend, are append-only and enter block results: changing these forks the chain.
var (
	ErrProvinceUnknown   = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.PermissionDenied, "only the operator of an enrolled province's seat may do it")
	ErrVoteOption        = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.InvalidArgument, "vote yes, no or abstain")
	ErrVoteWeighted      = errorsmod.RegisterWithGRPCCode(ModuleName, 4, codes.InvalidArgument, "a province's vote is not divided")
	ErrProposalContent   = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.InvalidArgument, "a proposal holds one MsgSchedule and nothing else")
	ErrProposalExpedited = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.InvalidArgument, "no proposal is expedited")
	ErrTextRefused       = errorsmod.RegisterWithGRPCCode(ModuleName, 7, codes.InvalidArgument, "want a SHA-256 hash in 64 lower-case hexadecimal digits, no text")
	ErrDepositInvalid    = errorsmod.RegisterWithGRPCCode(ModuleName, 8, codes.InvalidArgument, "the deposit is 1seat")
	ErrTokenBound        = errorsmod.RegisterWithGRPCCode(ModuleName, 9, codes.PermissionDenied, "the seat token moves between a province and governance only")
	ErrSignerInvalid     = errorsmod.RegisterWithGRPCCode(ModuleName, 10, codes.PermissionDenied, "the one signer must be the governance account")
	ErrContentInvalid    = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.InvalidArgument, "content is invalid")
	ErrContentRefused    = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.PermissionDenied, "the provinces do not decide this message")
	ErrContentSize       = errorsmod.RegisterWithGRPCCode(ModuleName, 13, codes.InvalidArgument, "content is too large")
	ErrContentPanicked   = errorsmod.RegisterWithGRPCCode(ModuleName, 14, codes.Internal, "content stopped without an answer")
	ErrQueueFull         = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.ResourceExhausted, "too many acts wait; propose again later")
	ErrItemUnknown       = errorsmod.RegisterWithGRPCCode(ModuleName, 16, codes.NotFound, "no such act waits")
	ErrGovernanceParams  = errorsmod.RegisterWithGRPCCode(ModuleName, 17, codes.InvalidArgument, "only the voting period of x/gov may change, 10 seconds to 60 days")
	ErrMessageStopped    = errorsmod.RegisterWithGRPCCode(ModuleName, 18, codes.Unavailable, "message is stopped in an emergency; try again later")
	ErrMessageNeeded     = errorsmod.RegisterWithGRPCCode(ModuleName, 19, codes.InvalidArgument, "message can't be stopped")
	ErrMessageUnknown    = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.InvalidArgument, "no such message")
	ErrStopInvalid       = errorsmod.RegisterWithGRPCCode(ModuleName, 21, codes.InvalidArgument, "stop is invalid")
	ErrStopAlready       = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.FailedPrecondition, "message is stopped already")
	ErrStopUnknown       = errorsmod.RegisterWithGRPCCode(ModuleName, 23, codes.NotFound, "message is not stopped")
	ErrStopsExceeded     = errorsmod.RegisterWithGRPCCode(ModuleName, 24, codes.ResourceExhausted, "too many messages or requests to stop")
	ErrParamsInvalid     = errorsmod.RegisterWithGRPCCode(ModuleName, 25, codes.InvalidArgument, "params are out of range")
	ErrGenesisInvalid    = errorsmod.RegisterWithGRPCCode(ModuleName, 26, codes.InvalidArgument, "genesis is invalid")
	ErrRequestInvalid    = errorsmod.RegisterWithGRPCCode(ModuleName, 27, codes.InvalidArgument, "request is invalid")
	ErrDependencyMissing = errorsmod.RegisterWithGRPCCode(ModuleName, 28, codes.Internal, "keeper lacks a dependency")
	ErrInvariantBroken   = errorsmod.RegisterWithGRPCCode(ModuleName, 29, codes.Internal, "invariant is broken")
)
