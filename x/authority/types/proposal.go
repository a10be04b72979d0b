package types

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/address"
	"github.com/cosmos/gogoproto/proto"
)

// Bounds of proposals. Changing these forks the chain.
const (
	// MaxProposedMessages bounds the messages of one proposal.
	MaxProposedMessages = 8
	// MaxContentBytes bounds the type URLs and values of the messages of one proposal together.
	MaxContentBytes = 16 * 1024
	// MaxOpenProposals bounds the open proposals of one organisation.
	MaxOpenProposals = 64
	// MaxExpiredPerBlock bounds the expired proposals that one block removes.
	MaxExpiredPerBlock = 50
	// HashLength is the length of the hash of a content.
	HashLength = sha256.Size
)

// contentDomain keeps the hash of a content apart from every other hash.
const contentDomain = "relief/authority/content/v1"

// OfficeAccount is the account in whose name an organisation's officers act together. No key signs for it, and it never changes.
func OfficeAccount(organisation uint32) sdk.AccAddress {
	return address.Module(ModuleName, binary.BigEndian.AppendUint32([]byte("office"), organisation))
}

// unproposable begin the type URLs of messages that no office account sends: those of proposals themselves, of the provinces' vote, of a
// person's own key, and those that count their persons on their own.
var unproposable = []string{
	"/cosmos.gov.", "/relief.council.", "/relief.validator.v1.MsgOverrideRotation",
	"/relief.authority.v1.MsgPropose", "/relief.authority.v1.MsgApprove", "/relief.authority.v1.MsgExecute",
	"/relief.authority.v1.MsgWithdrawProposal", "/relief.authority.v1.MsgRetractApproval",
	"/relief.authority.v1.MsgOpenRotation", "/relief.authority.v1.MsgAcceptRotation",
}

// CheckProposable refuses with ErrProposalNested an action that can't be part of a proposal.
func CheckProposable(action Action) error {
	for _, prefix := range unproposable {
		if strings.HasPrefix(action, prefix) {
			return errorsmod.Wrapf(ErrProposalNested, "%s: send it directly", action)
		}
	}
	return nil
}

// CheckContent gives the messages of a proposal, decoded. Each is one that may be proposed, has the shape that it says itself, and is encoded
// in the one way that decoding and encoding gives, so that the same content has one hash.
func CheckContent(content []*codectypes.Any) ([]sdk.Msg, error) {
	if len(content) == 0 || len(content) > MaxProposedMessages {
		return nil, errorsmod.Wrapf(ErrBatchSize, "%d messages, want 1 to %d", len(content), MaxProposedMessages)
	}
	size := 0
	for i, packed := range content {
		if packed == nil || len(packed.TypeUrl) > MaxActionLength {
			return nil, errorsmod.Wrapf(ErrContentInvalid, "message %d has no type URL of at most %d characters", i, MaxActionLength)
		}
		size += len(packed.TypeUrl) + len(packed.Value)
	}
	if size > MaxContentBytes {
		return nil, errorsmod.Wrapf(ErrContentSize, "%d bytes, at most %d", size, MaxContentBytes)
	}
	msgs := make([]sdk.Msg, len(content))
	for i, packed := range content {
		msg, ok := packed.GetCachedValue().(sdk.Msg)
		if !ok {
			return nil, errorsmod.Wrapf(ErrContentInvalid, "message %d is none of this chain", i)
		}
		if err := CheckProposable(sdk.MsgTypeURL(msg)); err != nil {
			return nil, err
		}
		if m, ok := msg.(sdk.HasValidateBasic); ok {
			if err := m.ValidateBasic(); err != nil {
				return nil, errorsmod.Wrapf(err, "message %d", i)
			}
		}
		again, err := proto.Marshal(msg)
		if err != nil || !bytes.Equal(again, packed.Value) {
			return nil, errorsmod.Wrapf(ErrContentInvalid, "message %d isn't encoded as this chain does", i)
		}
		msgs[i] = msg
	}
	return msgs, nil
}

// ContentHash is the SHA-256 hash over a domain name, then for each message its type URL and its value, each after its length as u32,
// big-endian.
func ContentHash(content []*codectypes.Any) []byte {
	hash := sha256.New()
	hash.Write([]byte(contentDomain))
	for _, packed := range content {
		hash.Write(binary.BigEndian.AppendUint32(nil, uint32(len(packed.TypeUrl))))
		hash.Write([]byte(packed.TypeUrl))
		hash.Write(binary.BigEndian.AppendUint32(nil, uint32(len(packed.Value))))
		hash.Write(packed.Value)
	}
	return hash.Sum(nil)
}

// NewProposal freezes the rules of the messages: it is open for the shortest time of them. There is one rule for each action; an action
// that the provinces alone decide, or that the kind of organisation may not do, is refused.
func NewProposal(id uint64, own Organisation, proposer Officer, content []*codectypes.Any, rules []Rule, height, now int64) (Proposal, error) {
	p := Proposal{
		Id: id, Organisation: own.Id, Officer: proposer.Address, Credential: proposer.Credential,
		Messages: content, ContentHash: ContentHash(content), Height: height, ProposedAt: now,
	}
	expiry := int64(MaxExpirySeconds)
	for _, rule := range rules {
		if rule.Role == ROLE_PROVINCES {
			return Proposal{}, errorsmod.Wrapf(ErrRoleReserved, "%s", rule.Action)
		}
		if !rule.AllowsKind(own.Kind) { // nor what is delegated: a delegation is used directly
			return Proposal{}, errorsmod.Wrapf(ErrKindNotAllowed, "%s by %s", rule.Action, own.Kind)
		}
		expiry = min(expiry, rule.Expiry())
		if _, known := p.Rule(rule.Action); !known {
			p.Rules = append(p.Rules, rule)
		}
	}
	slices.SortFunc(p.Rules, func(a, b Rule) int { return cmp.Compare(a.Action, b.Action) })
	p.ExpiresAt = now + expiry
	if p.Delay() >= expiry {
		return Proposal{}, errorsmod.Wrapf(ErrProposalNotDue, "it would have to wait %d seconds and expire in %d: propose its messages apart", p.Delay(), expiry)
	}
	return p, nil
}

// Rule gives the frozen rule of an action.
func (p Proposal) Rule(action Action) (Rule, bool) {
	i := slices.IndexFunc(p.Rules, func(r Rule) bool { return r.Action == action })
	if i < 0 {
		return Rule{}, false
	}
	return p.Rules[i], true
}

// Delay is how long the proposal waits once it is approved: the longest of its rules, seconds.
func (p Proposal) Delay() int64 {
	var delay int64
	for _, rule := range p.Rules {
		delay = max(delay, rule.DelaySeconds)
	}
	return delay
}

// CheckOpen refuses a proposal that is over, or whose content is another one than the signer has read.
func (p Proposal) CheckOpen(contentHash []byte, now int64) error {
	if now >= p.ExpiresAt {
		return errorsmod.Wrapf(ErrProposalExpired, "proposal %d", p.Id)
	}
	if !bytes.Equal(contentHash, p.ContentHash) {
		return errorsmod.Wrapf(ErrContentDiffers, "proposal %d has %X", p.Id, p.ContentHash)
	}
	return nil
}

// CheckDue refuses a proposal that is carried out too early: in its own block, or before its delay since the approvals were there is over.
func (p Proposal) CheckDue(approvedAt, height, now int64) error {
	if height <= p.Height {
		return errorsmod.Wrapf(ErrProposalNotDue, "proposal %d is of this block: try again in the next one", p.Id)
	}
	if due := approvedAt + p.Delay(); now < due {
		return errorsmod.Wrapf(ErrProposalNotDue, "proposal %d in %d seconds", p.Id, due-now)
	}
	return nil
}

// Acting lists the credentials of everybody who has had a hand in the proposal, each once, ascending: who proposed and who approved it,
// whether or not the approval counts any more.
func (p Proposal) Acting(approvals []Approval) [][]byte {
	persons := [][]byte{p.Credential}
	for _, a := range approvals {
		persons = append(persons, a.Credential)
	}
	slices.SortFunc(persons, bytes.Compare)
	return slices.CompactFunc(persons, bytes.Equal)
}

// CheckApprover refuses with ErrApproverForeign an officer who stands elsewhere: an approver's organisation lies in the same line of areas
// as the proposal's, so that nobody from anywhere fills up the approvals.
func CheckApprover(of, own Organisation) error {
	if !Contains(of.Area, own.Area) && !Contains(own.Area, of.Area) {
		return errorsmod.Wrapf(ErrApproverForeign, "organisation %d for organisation %d", of.Id, own.Id)
	}
	return nil
}

// CheckApproval refuses a person who has approved already, and more approvals than MaxApprovals.
func CheckApproval(approvals []Approval, officer Officer) error {
	if slices.ContainsFunc(approvals, func(a Approval) bool { return bytes.Equal(a.Credential, officer.Credential) }) {
		return ErrApprovedAlready
	}
	if len(approvals) >= MaxApprovals {
		return errorsmod.Wrapf(ErrApprovalsExceeded, "%d", len(approvals))
	}
	return nil
}

// CheckWithdrawal refuses whoever may not take a proposal back: only who proposed it may, and an administrator of its organisation or of
// one that manages it.
func (p Proposal) CheckWithdrawal(own Organisation, officer Officer, of Organisation) error {
	mine := bytes.Equal(officer.Credential, p.Credential)
	if of.Id == own.Id && (mine || officer.Holds(ROLE_ADMIN)) || of.Manages(own) && officer.Holds(ROLE_ADMIN) {
		return nil
	}
	return errorsmod.Wrapf(ErrProposalForeign, "proposal %d of organisation %d", p.Id, own.Id)
}

// Validate checks the shape of a proposal as it is kept.
func (p Proposal) Validate() error {
	if p.Id == 0 || p.Organisation == 0 || p.Height < 0 || p.ProposedAt < 0 {
		return errorsmod.Wrap(ErrContentInvalid, "a proposal has a number, an organisation, a height and a time")
	}
	if err := validateAddress(p.Officer); err != nil {
		return err
	}
	if len(p.Credential) != CredentialLength {
		return errorsmod.Wrapf(ErrContentInvalid, "proposal %d has no credential", p.Id)
	}
	if p.ExpiresAt <= p.ProposedAt || p.ExpiresAt-p.ProposedAt > MaxExpirySeconds {
		return errorsmod.Wrapf(ErrContentInvalid, "proposal %d is open for more than %d seconds", p.Id, MaxExpirySeconds)
	}
	msgs, err := CheckContent(p.Messages)
	if err != nil {
		return err
	}
	if !bytes.Equal(p.ContentHash, ContentHash(p.Messages)) {
		return errorsmod.Wrapf(ErrContentDiffers, "proposal %d", p.Id)
	}
	for i, rule := range p.Rules {
		if err := rule.Validate(); err != nil {
			return err
		}
		if i > 0 && rule.Action <= p.Rules[i-1].Action {
			return errorsmod.Wrapf(ErrContentInvalid, "rules of proposal %d do not ascend", p.Id)
		}
		if !slices.ContainsFunc(msgs, func(m sdk.Msg) bool { return sdk.MsgTypeURL(m) == rule.Action }) {
			return errorsmod.Wrapf(ErrContentInvalid, "proposal %d has a rule for %s and no message", p.Id, rule.Action)
		}
	}
	for _, msg := range msgs {
		if _, known := p.Rule(sdk.MsgTypeURL(msg)); !known {
			return errorsmod.Wrapf(ErrContentInvalid, "proposal %d has no rule for %s", p.Id, sdk.MsgTypeURL(msg))
		}
	}
	return nil
}
