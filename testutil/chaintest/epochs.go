package chaintest

import (
	"fmt"
	"strconv"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	beneficiarykeeper "github.com/reliefchain/relief/x/beneficiary/keeper"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
)

// TagOf is the tag of a name in a class of an epoch; 0 is the first.
func TagOf(name string, class, epoch uint32) beneficiarytypes.Tag {
	if epoch <= beneficiarytypes.FirstEpoch {
		return beneficiarytypes.Tag{Class: class, Value: Hash32("tag " + name)}
	}
	return beneficiarytypes.Tag{Class: class, Value: Hash32(fmt.Sprintf("tag %s in epoch %d", name, epoch)), Epoch: epoch}
}

// epochs reads "epochs=(1,2)"; the first unless given.
func (a args) epochs() ([]uint32, error) {
	if !a.has("epochs") {
		return []uint32{beneficiarytypes.FirstEpoch}, nil
	}
	var epochs []uint32
	for _, text := range a.list("epochs") {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return nil, err
		}
		epochs = append(epochs, uint32(n))
	}
	return epochs, nil
}

// openEpoch names a dealer's key of the world's four provinces, or that of epoch "key": "act=open-epoch epoch=2".
func openEpoch(_ *Scenario, a args) (sdk.Msg, error) {
	key := a.u32("epoch")
	if a.has("key") {
		key = a.u32("key")
	}
	set, _, err := DealtKey(key, Provinces[:4]...)
	return &beneficiarytypes.MsgOpenEpoch{Signer: app.Governance(), Epoch: a.u32("epoch"), PublicKey: set.PublicKey.Bytes()}, err
}

func endEpoch(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgEndEpoch{Signer: app.Governance(), Epoch: a.u32("epoch")}, nil
}

// reissueTags: "reissue by=dehua-intake persons=(A,B) epoch=2"; "tags" are other names than the persons'.
func reissueTags(_ *Scenario, a args) (sdk.Msg, error) {
	msg, tags := &beneficiarytypes.MsgReissueTags{Signer: a.signer()}, a.list("tags")
	for n, name := range a.list("persons") {
		tag := name
		if n < len(tags) {
			tag = tags[n]
		}
		msg.Tags = append(msg.Tags, beneficiarytypes.LiveTag{Tag: TagOf(tag, max(a.u32("class"), 1), a.u32("epoch")), Person: Ref(name)})
	}
	return msg, nil
}

// supplyTags: "supply-tags by=dehua-intake person=A"; "tag" is another name than the person's.
func supplyTags(_ *Scenario, a args) (sdk.Msg, error) {
	name := a.text("person")
	if a.has("tag") {
		name = a.text("tag")
	}
	msg := &beneficiarytypes.MsgSupplyTags{Signer: a.signer(), Ref: Ref(a.text("person"))}
	epochs, err := a.epochs()
	for _, epoch := range epochs {
		msg.Tags = append(msg.Tags, TagOf(name, max(a.u32("class"), 1), epoch))
	}
	return msg, err
}

// showDueTags lists what an organisation owes: "due-tags of=dehua".
func showDueTags(s *Scenario, a args) (string, error) {
	res, err := beneficiarykeeper.NewQueryServer(s.Chain.App().Beneficiary).DueTags(s.Chain.Context(), &beneficiarytypes.QueryDueTagsRequest{Organisation: a.organisation("of")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, t := range res.Tags {
		fmt.Fprintf(&b, "class=%d until %s overdue=%t\n", t.Due.Class, t.Date, t.Overdue)
	}
	if b.Len() == 0 {
		return "none\n", nil
	}
	return b.String(), nil
}

func withdrawTag(_ *Scenario, a args) (sdk.Msg, error) {
	return &beneficiarytypes.MsgWithdrawTag{Signer: a.signer(), Match: a.number("match")}, nil
}

// showTagEpochs says which epochs' tags count: "tag-epochs".
func showTagEpochs(s *Scenario, _ args) (string, error) {
	e, err := s.Chain.App().Beneficiary.TagEpochs(s.Chain.Context())
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "current=%d", e.Current)
	if e.Open() {
		fmt.Fprintf(&b, " next=%d left=%d counted=%t", e.Next, e.Left, e.Counted)
	}
	if e.Ended != 0 {
		fmt.Fprintf(&b, " ended=%d", e.Ended)
	}
	return b.String() + "\n", nil
}
