package chaintest

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func init() {
	for name, build := range map[string]verb{
		"receive-lot": receiveLot, "store-lot": storeLot, "dispatch-lot": dispatchLot, "arrive-lot": arriveLot, "lose-lot": loseLot,
		"hand-over": handOver, "sign": signHandOver, "note-loss": noteLoss,
	} {
		verbs[name] = build
	}
	questions["lot"] = showLot
}

// receiveLot takes one in: "receive-lot by=dehua-treasury-treasurer programme=2 area=350526 item=7 unit=1 quantity=2000 expires=365", the last
// as days from now.
func receiveLot(s *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgReceiveLot{
		Signer: a.signer(), Programme: a.u32("programme"), Area: a.text("area"), Item: max(a.u32("item"), 1), Unit: max(a.u32("unit"), 1),
		Quantity: a.number("quantity"), DocumentHash: Hash32("delivery note"),
	}
	if a.has("expires") {
		m.ExpiryDay = uint32(s.Chain.Now.Unix()/86_400) + a.u32("expires")
	}
	return m, nil
}

func storeLot(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgStoreLot{Signer: a.signer(), Lot: a.number("lot"), Quantity: a.number("quantity")}, nil
}

func dispatchLot(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgDispatchLot{Signer: a.signer(), Lot: a.number("lot"), Quantity: a.number("quantity"), Area: a.text("area")}, nil
}

func arriveLot(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgArriveLot{Signer: a.signer(), Lot: a.number("lot"), Quantity: a.number("quantity")}, nil
}

func loseLot(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgLoseLot{
		Signer: a.signer(), Lot: a.number("lot"), Quantity: a.number("quantity"), Reason: a.reason(), DocumentHash: Hash32("loss"),
	}, nil
}

func handOver(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgHandOver{Signer: a.signer(), Lot: a.number("lot"), Payee: Ref(a.text("payee")), Quantity: a.number("quantity")}, nil
}

func signHandOver(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgSignHandOver{Signer: a.signer(), Lot: a.number("lot"), Payee: Ref(a.text("payee"))}, nil
}

func noteLoss(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgNoteLoss{Signer: a.signer(), Lot: a.number("lot")}, nil
}

// showLot shows where a lot stands and the clocks that run.
func showLot(s *Scenario, a args) (string, error) {
	res, err := s.query().Lot(s.Chain.Context(), &granttypes.QueryLotRequest{Id: a.number("lot")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	l := res.Lot
	fmt.Fprintf(&b, "%s of %d: left=%d split=%d pending=%d handed=%d lost=%d expired=%d\n", short(l.Status.String(), "LOT_STATUS_"),
		l.Quantity, l.Left, l.Split, l.Pending, l.Handed, l.Lost, l.Expired)
	writeDeadlines(&b, res.Deadlines, false)
	return b.String(), nil
}
