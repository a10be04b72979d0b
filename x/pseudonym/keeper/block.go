package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// EndBlock ends the phase of a ceremony that is due, lets prepared key sets take over, draws samples of the requests of earlier
// blocks, lets samples expire and deletes quotas of past days. Its work is bounded: one ceremony of at most oprf.MaxTrustees, MaxDrawsPerBlock draws with
// MaxProbes look-ups in all, MaxExpiriesPerBlock samples, MaxQuotasPerBlock deletions.
func (k *Keeper) EndBlock(ctx context.Context) error {
	if err := k.moveCeremony(ctx); err != nil {
		return err
	}
	if err := k.activate(ctx); err != nil {
		return err
	}
	if err := k.drawSamples(ctx); err != nil {
		return err
	}
	if err := k.expireSamples(ctx); err != nil {
		return err
	}
	return k.forgetQuotas(ctx)
}

// moveCeremony ends a phase that is complete or due. A ceremony in which too few took part correctly is over.
func (k *Keeper) moveCeremony(ctx context.Context) error {
	c, err := k.LastCeremony(ctx)
	if errors.Is(err, types.ErrCeremonyUnknown) {
		return nil
	}
	if err != nil {
		return err
	}
	if !c.Ends(height(ctx)) {
		return nil
	}
	params, err := k.Params(ctx)
	if err != nil {
		return err
	}
	known := len(c.Faults)
	next, result, err := k.advance(ctx, c)
	switch {
	case err != nil:
		sdk.UnwrapSDKContext(ctx).Logger().Info("ceremony failed", "ceremony", c.Number, "reason", err)
		next = c.Fail()
	case result != nil:
		set := types.NewKeySet(*result, types.KEY_SET_STATUS_PREPARED, height(ctx)+params.ActivationBlocks)
		if err := k.prepared.Set(ctx, collections.Join(set.Epoch, set.Generation)); err != nil {
			return err
		}
		if err := k.saveKeySet(ctx, set); err != nil {
			return err
		}
	default:
		next.Deadline = height(ctx) + params.PhaseBlocks
	}
	if err := k.ceremony.Set(ctx, next); err != nil {
		return err
	}
	return emit(ctx, types.NewEventCeremonyMoved(next, known))
}

// advance gives the ceremony in its next phase and, when it is done, its result.
func (k *Keeper) advance(ctx context.Context, c types.Ceremony) (types.Ceremony, *oprf.KeySet, error) {
	var offers []types.Offer
	if c.Phase == types.CEREMONY_PHASE_COMPLAINTS { // the result is made of the commitments
		var err error
		if offers, err = k.allOffers(ctx); err != nil {
			return types.Ceremony{}, nil, err
		}
	}
	protocol, err := c.Protocol(chainID(ctx), offers, nil)
	if err != nil {
		return types.Ceremony{}, nil, err
	}
	moved, err := protocol.Advance()
	if err != nil {
		return types.Ceremony{}, nil, err
	}
	next := c.With(moved)
	if moved.Phase != oprf.PhaseDone {
		return next, nil, nil
	}
	result, err := moved.Result()
	if err != nil {
		return types.Ceremony{}, nil, err
	}
	return next, &result, nil
}

func (k *Keeper) allOffers(ctx context.Context) ([]types.Offer, error) {
	var offers []types.Offer
	err := k.offers.Walk(ctx, nil, func(_ uint32, offer types.Offer) (bool, error) {
		offers = append(offers, offer)
		return false, nil
	})
	return offers, err
}

func (k *Keeper) allDealings(ctx context.Context) ([]types.Dealing, error) {
	var dealings []types.Dealing
	err := k.dealings.Walk(ctx, nil, func(_ uint32, dealing types.Dealing) (bool, error) {
		dealings = append(dealings, dealing)
		return false, nil
	})
	return dealings, err
}

// activate lets key sets take over at their first height; the sharing before is retired.
func (k *Keeper) activate(ctx context.Context) error {
	var due []keySetKey
	err := k.prepared.Walk(ctx, nil, func(key keySetKey) (bool, error) {
		due = append(due, key)
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, key := range due {
		set, err := k.keySets.Get(ctx, key)
		if err != nil {
			return err
		}
		if set.FromHeight > height(ctx)+1 { // requests of the next block are the first
			continue
		}
		before, err := k.ActiveKeySet(ctx, set.Epoch)
		if err != nil && !errors.Is(err, types.ErrEpochInactive) {
			return err
		}
		if err == nil {
			if err := k.saveKeySet(ctx, before.Retire(height(ctx))); err != nil {
				return err
			}
		}
		if err := k.prepared.Remove(ctx, key); err != nil {
			return err
		}
		if err := k.saveKeySet(ctx, set.Activate()); err != nil {
			return err
		}
	}
	return nil
}

// drawSamples draws for requests of earlier blocks by the hash of this one, which nobody knew when they were recorded.
func (k *Keeper) drawSamples(ctx context.Context) error {
	var due []types.Request
	seen := 0
	err := k.undrawn.Walk(ctx, nil, func(id uint64) (bool, error) {
		r, err := k.requests.Get(ctx, id)
		if err != nil {
			return true, err
		}
		if r.Height >= height(ctx) {
			return true, nil // later ones are of this block too
		}
		due = append(due, r)
		seen++
		return seen == types.MaxDrawsPerBlock, nil
	})
	if err != nil || len(due) == 0 {
		return err
	}
	params, err := k.Params(ctx)
	if err != nil {
		return err
	}
	last, err := k.deps.Authority.LastOrganisation(ctx)
	if err != nil {
		return err
	}
	today, err := k.today(ctx)
	if err != nil {
		return err
	}
	probes := types.MaxProbes
	for _, r := range due {
		if err := k.undrawn.Remove(ctx, r.Id); err != nil {
			return err
		}
		start, drawn := types.Draw(params, sdk.UnwrapSDKContext(ctx).HeaderHash(), r.Id, last)
		if !drawn {
			continue
		}
		county, err := k.findCounty(ctx, start, last, r.Organisation, &probes)
		if err != nil {
			return err
		}
		if county == 0 {
			continue // nobody else can evaluate it
		}
		sample := types.Sample{
			Request: r.Id, Organisation: r.Organisation, Assigned: county, Status: types.SAMPLE_STATUS_OPEN, Height: height(ctx), Due: today + params.SampleDays,
		}
		if err := k.saveSample(ctx, sample); err != nil {
			return err
		}
		if err := emit(ctx, types.NewEventSampleDrawn(sample)); err != nil {
			return err
		}
	}
	return nil
}

// findCounty looks for a county other than the asking organisation, from a number on and round, as long as probes are left; 0 if there
// is none.
func (k *Keeper) findCounty(ctx context.Context, start, last, asking uint32, probes *int) (uint32, error) {
	for n := uint32(0); n < last && *probes > 0; n++ {
		*probes--
		candidate, err := k.deps.Authority.Organisation(ctx, (start-1+n)%last+1)
		if err != nil {
			continue // a number that was never given
		}
		if types.MayEvaluate(candidate, asking) {
			return candidate.Id, nil
		}
	}
	return 0, nil
}

// expireSamples ends samples that nobody reported about in time: the county drawn and the one that asked are seen to have let it pass.
func (k *Keeper) expireSamples(ctx context.Context) error {
	today, err := k.today(ctx)
	if err != nil {
		return err
	}
	var past []uint64
	err = k.samplesDue.Walk(ctx, nil, func(key requestKey) (bool, error) {
		if key.K1() >= today {
			return true, nil
		}
		past = append(past, key.K2())
		return len(past) == types.MaxExpiriesPerBlock, nil
	})
	if err != nil {
		return err
	}
	for _, id := range past {
		sample, err := k.Sample(ctx, id)
		if err != nil {
			return err
		}
		sample = sample.Expire()
		if err := k.saveSample(ctx, sample); err != nil {
			return err
		}
		if err := emit(ctx, types.NewEventSampleReported(sample)); err != nil {
			return err
		}
	}
	return nil
}

// forgetQuotas deletes what was used on past days.
func (k *Keeper) forgetQuotas(ctx context.Context) error {
	today, err := k.today(ctx)
	if err != nil {
		return err
	}
	var past []quotaKey
	err = k.quotas.Walk(ctx, nil, func(key quotaKey, _ uint64) (bool, error) {
		if key.K1()+types.QuotaDays > today {
			return true, nil
		}
		past = append(past, key)
		return len(past) == types.MaxQuotasPerBlock, nil
	})
	if err != nil {
		return err
	}
	for _, key := range past {
		if err := k.quotas.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}
