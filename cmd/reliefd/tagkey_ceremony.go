package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/tagkey"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// ceremonyPoll is the pause between two looks at a ceremony.
const ceremonyPoll = time.Second

// Refusals of "reliefd tag-key ceremony".
var (
	errNoPart = errors.New("this province has no part in the ceremony: its seat was not enrolled when it was opened; ask the provinces for a resharing")
	errFailed = errors.New("the ceremony failed: too few provinces took part correctly (\"reliefd query pseudonym ceremony\" names them); the provinces may open another")
)

func ceremonyCommand(a *app.App) *cobra.Command {
	var (
		node   officeFlags
		shares shareFlags
		once   bool
	)
	cmd := &cobra.Command{
		Use: "ceremony", Short: "Take part in a key generation or a resharing (operator)", Args: cobra.NoArgs,
		Long: `Takes part in the ceremony that the provinces opened: sends the offer, the dealing and complaints as its phases come, and stores the new
share. It may be stopped and started at any time: a seed that it keeps beside the shares makes it say the same again. With --once it does
what can be done now and says what comes next.

A province that is away all the time computes its share afterwards, as long as no other ceremony was opened.`,
		Example: "  reliefd tag-key ceremony --from operator\n  reliefd tag-key ceremony --from operator --once",
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := shares.open(cmd)
			if err != nil {
				return err
			}
			c, err := node.dial(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			p, err := newParticipant(cmd.Context(), c, node.key, store)
			if err != nil {
				return err
			}
			p.say = func(format string, args ...any) { fmt.Fprintf(cmd.OutOrStdout(), format+"\n", args...) }
			for {
				done, err := p.step(cmd.Context())
				if err != nil || done || once {
					return err
				}
				select {
				case <-cmd.Context().Done():
					return cmd.Context().Err()
				case <-time.After(ceremonyPoll):
				}
			}
		},
	}
	node.add(cmd, true)
	shares.add(cmd, "this node's shares")
	cmd.Flags().BoolVar(&once, "once", false, "do what can be done now and end")
	return cmd
}

// participant is a province in a ceremony.
type participant struct {
	client       *client.Client
	key          string
	store        tagkey.Store
	operator     string
	organisation uint32
	say          func(format string, args ...any)
	complained   bool
	told         types.CeremonyPhase
}

func newParticipant(ctx context.Context, c *client.Client, key string, store tagkey.Store) (*participant, error) {
	address, err := c.Address(key)
	if err != nil {
		return nil, err
	}
	account, err := sdk.AccAddressFromBech32(address)
	if err != nil {
		return nil, err
	}
	operator := sdk.ValAddress(account).String()
	seat, err := validatortypes.NewQueryClient(c.Conn()).Seat(ctx, &validatortypes.QuerySeatRequest{Operator: operator})
	if err != nil {
		return nil, fmt.Errorf("look the seat of %s up (--from wants the key of a seat's operator): %w", operator, err)
	}
	return &participant{client: c, key: key, store: store, operator: operator, organisation: seat.Seat.Organisation}, nil
}

// step does what the ceremony waits for and tells whether there is nothing left to do.
func (p *participant) step(ctx context.Context) (bool, error) {
	res, err := types.NewQueryClient(p.client.Conn()).Ceremony(ctx, &types.QueryCeremonyRequest{})
	if err != nil {
		return false, fmt.Errorf("ask for the ceremony (the provinces open one by vote, see \"reliefd tag-key --help\"): %w", err)
	}
	c := res.Ceremony
	if !slices.Contains(c.Members(), p.organisation) {
		return false, errNoPart
	}
	if c.Phase == types.CEREMONY_PHASE_FAILED {
		return false, errFailed
	}
	protocol, err := c.Protocol(p.client.ChainID(), res.Offers, res.Dealings)
	if err != nil {
		return false, err
	}
	member, err := p.member(protocol)
	if err != nil {
		return false, err
	}
	if p.told != c.Phase {
		p.told = c.Phase
		p.say("Ceremony %d, epoch %d: %s until height %d at the latest.", c.Number, c.Epoch, phaseName(c.Phase), c.Deadline)
	}
	switch c.Phase {
	case types.CEREMONY_PHASE_OFFERS:
		return false, p.offer(ctx, c, protocol, member)
	case types.CEREMONY_PHASE_DEALINGS:
		return false, p.deal(ctx, c, protocol, member)
	case types.CEREMONY_PHASE_COMPLAINTS:
		return false, p.complain(ctx, c, protocol, member)
	}
	return true, p.keep(c, protocol, member)
}

func phaseName(p types.CeremonyPhase) string {
	switch p {
	case types.CEREMONY_PHASE_OFFERS:
		return "offers"
	case types.CEREMONY_PHASE_DEALINGS:
		return "dealings"
	case types.CEREMONY_PHASE_COMPLAINTS:
		return "complaints"
	}
	return "done"
}

// member gives the secret side of this province. A dealer of a resharing needs its old share.
func (p *participant) member(protocol oprf.Ceremony) (oprf.Member, error) {
	seed, err := p.store.Seed(rand.Reader, protocol.ID)
	if err != nil {
		return oprf.Member{}, err
	}
	var old *oprf.Share
	if protocol.Old != nil && slices.Contains(protocol.Dealers, p.organisation) {
		share, err := p.store.Load(tagkey.Name{Epoch: protocol.Old.Epoch, Generation: protocol.Old.Generation, Index: p.organisation})
		if err != nil {
			return oprf.Member{}, fmt.Errorf("the resharing needs this province's old share: %w; without it the provinces have to name this province under \"lost\" when they open the next one", err)
		}
		old = &share
	}
	return oprf.NewMember(seed, protocol, p.organisation, old)
}

func (p *participant) offer(ctx context.Context, c types.Ceremony, protocol oprf.Ceremony, member oprf.Member) error {
	if slices.Contains(c.Offered, p.organisation) {
		return nil
	}
	offer, err := member.Offer(rand.Reader, protocol)
	if err != nil {
		return err
	}
	msg := &types.MsgOffer{
		Operator: p.operator, Ceremony: c.Number, Encryption: offer.Encryption.Bytes(), EncryptionProof: offer.EncryptionProof[:],
		Commitments: oprf.Encode(offer.Commitments),
	}
	if len(offer.Commitments) > 0 {
		msg.KeyProof = offer.KeyProof[:]
	}
	return p.send(ctx, "Sent the offer.", msg)
}

func (p *participant) deal(ctx context.Context, c types.Ceremony, protocol oprf.Ceremony, member oprf.Member) error {
	if !slices.Contains(c.Dealers, p.organisation) || !slices.Contains(c.Offered, p.organisation) || slices.Contains(c.Dealt, p.organisation) {
		return nil
	}
	dealing, err := member.Deal(protocol)
	if err != nil {
		return err
	}
	msg := &types.MsgDeal{Operator: p.operator, Ceremony: c.Number}
	for _, sealed := range dealing.Sealed {
		msg.Sealed = append(msg.Sealed, sealed[:])
	}
	return p.send(ctx, "Sent the dealing.", msg)
}

func (p *participant) complain(ctx context.Context, c types.Ceremony, protocol oprf.Ceremony, member oprf.Member) error {
	if p.complained {
		return nil
	}
	complaints, err := member.Complaints(rand.Reader, protocol)
	if err != nil {
		return err
	}
	for _, complaint := range complaints {
		text := fmt.Sprintf("The share from organisation %d is wrong: complained.", complaint.Dealer)
		if err := p.send(ctx, text, &types.MsgComplain{
			Operator: p.operator, Ceremony: c.Number, Dealer: complaint.Dealer, Secret: complaint.Secret.Bytes(), Proof: complaint.Proof[:],
		}); err != nil {
			return err
		}
	}
	p.complained = true
	if len(complaints) == 0 {
		p.say("All shares are good.")
	}
	return nil
}

// keep stores the share of a ceremony that is done. The seed goes: the share is the better thing to back up.
func (p *participant) keep(c types.Ceremony, protocol oprf.Ceremony, member oprf.Member) error {
	if !slices.Contains(c.Receivers, p.organisation) {
		p.say("The ceremony is done. This province only dealt: it has no share any more; erase the old one when the new key set is active.")
		return p.store.EraseSeed(protocol.ID)
	}
	share, err := member.Share(protocol)
	if err != nil {
		return fmt.Errorf("compute the share: %w; the next resharing gives this province one", err)
	}
	if err := p.store.Save(rand.Reader, share); err != nil {
		return err
	}
	if err := p.store.EraseSeed(protocol.ID); err != nil {
		return err
	}
	p.say("Stored the %s. Next: reliefd tag-key backup.", tagkey.NameOf(share))
	return nil
}

// send sends a message; what arrived twice, or too late for its phase, is no failure of the province.
func (p *participant) send(ctx context.Context, text string, msg sdk.Msg) error {
	_, err := p.client.Send(ctx, p.key, msg)
	if errors.Is(err, types.ErrCeremonyPhase) || errors.Is(err, types.ErrCeremonyPart) {
		p.say("The chain didn't take it any more: %v", err)
		return nil
	}
	if err == nil {
		p.say("%s", text)
	}
	return err
}
