package chaintest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
)

// DealtKey is a key of an epoch that a dealer split among provinces, the same each time, with its shares.
func DealtKey(epoch uint32, provinces ...string) (oprf.KeySet, []oprf.Share, error) {
	trustees := make([]uint32, len(provinces))
	for i, p := range provinces {
		trustees[i] = Organisations[p]
	}
	slices.Sort(trustees)
	return oprf.Deal(rand.NewChaCha8([32]byte{byte(epoch)}), epoch, oprf.MinThreshold(len(trustees)), trustees)
}

// setKeySet takes over a dealer's key of the world's four provinces, or those of "trustees": "act=key-set epoch=1".
func setKeySet(_ *Scenario, a args) (sdk.Msg, error) {
	provinces := a.list("trustees")
	if len(provinces) == 0 {
		provinces = Provinces[:4]
	}
	set, _, err := DealtKey(a.u32("epoch"), provinces...)
	if err != nil {
		return nil, err
	}
	k := pseudonymtypes.NewKeySet(set, pseudonymtypes.KEY_SET_STATUS_ACTIVE, 0)
	return &pseudonymtypes.MsgSetKeySet{
		Authority: app.Governance(), Epoch: k.Epoch, Threshold: k.Threshold, PublicKey: k.PublicKey, Trustees: k.Trustees,
	}, nil
}

func openCeremony(_ *Scenario, a args) (sdk.Msg, error) {
	kind := pseudonymtypes.CEREMONY_KIND_DKG
	if a.has("reshare") {
		kind = pseudonymtypes.CEREMONY_KIND_RESHARE
	}
	return &pseudonymtypes.MsgOpenCeremony{Authority: app.Governance(), Kind: kind, Epoch: a.u32("epoch")}, nil
}

func retireEpoch(_ *Scenario, a args) (sdk.Msg, error) {
	return &pseudonymtypes.MsgRetireEpoch{Authority: app.Governance(), Epoch: a.u32("epoch")}, nil
}

// setTagParams sets the quota of a day, and that one in so many requests is sampled: "act=tag-params quota=10 sample=1".
func setTagParams(_ *Scenario, a args) (sdk.Msg, error) {
	p := pseudonymtypes.DefaultParams()
	p.Quota, p.SampleOneIn = a.u32("quota"), a.u32("sample")
	if a.has("phase") {
		p.PhaseBlocks = int64(a.number("phase"))
	}
	return &pseudonymtypes.MsgUpdateParams{Authority: app.Governance(), Params: p}, nil
}

var caseKinds = map[string]pseudonymtypes.CaseKind{
	"intake": pseudonymtypes.CASE_KIND_INTAKE, "household": pseudonymtypes.CASE_KIND_HOUSEHOLD, "person": pseudonymtypes.CASE_KIND_PERSON,
}

// requestTags records a request: "request-tags by=dehua-intake case=intake of=H1 elements=3". The epoch is 1 unless given.
func requestTags(_ *Scenario, a args) (sdk.Msg, error) {
	kind, ok := caseKinds[a.text("case")]
	if !ok {
		return nil, fmt.Errorf("unknown case %s", a.text("case"))
	}
	return &pseudonymtypes.MsgRequestTags{
		Signer: a.signer(), Epoch: max(a.u32("epoch"), 1), Kind: kind, Ref: Ref(a.text("of")), Hash: Hash32("request " + a.text("of")), Elements: a.u32("elements"),
	}, nil
}

func repeatRequest(_ *Scenario, a args) (sdk.Msg, error) {
	return &pseudonymtypes.MsgRepeatRequest{Signer: a.signer(), Sample: a.number("sample"), Hash: Hash32("repeated " + a.text("sample"))}, nil
}

func reportSample(_ *Scenario, a args) (sdk.Msg, error) {
	verdict := pseudonymtypes.SAMPLE_STATUS_EQUAL
	if a.has("different") {
		verdict = pseudonymtypes.SAMPLE_STATUS_DIFFERENT
	}
	return &pseudonymtypes.MsgReportSample{Signer: a.signer(), Sample: a.number("sample"), Verdict: verdict}, nil
}

// showKeySets lists the key sets: "key-sets".
func showKeySets(s *Scenario, _ args) (string, error) {
	sets, err := s.Chain.App().Pseudonym.KeySets(s.Chain.Context())
	if err != nil {
		return "", err
	}
	if len(sets) == 0 {
		return "none\n", nil
	}
	var b strings.Builder
	for _, k := range sets {
		fmt.Fprintf(&b, "epoch=%d generation=%d %s %s %d of %d\n", k.Epoch, k.Generation, strings.ToLower(strings.TrimPrefix(k.Origin.String(), "ORIGIN_")),
			strings.ToLower(strings.TrimPrefix(k.Status.String(), "KEY_SET_STATUS_")), k.Threshold, len(k.Trustees))
	}
	return b.String(), nil
}

// showSample tells how far a sample is: "sample? request=1".
func showSample(s *Scenario, a args) (string, error) {
	sample, err := s.Chain.App().Pseudonym.Sample(s.Chain.Context(), a.number("request"))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s assigned to organisation %d\n", strings.ToLower(strings.TrimPrefix(sample.Status.String(), "SAMPLE_STATUS_")), sample.Assigned), nil
}
