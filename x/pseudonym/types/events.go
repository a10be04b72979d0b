package types

// NewEventKeySetChanged tells where a key set stands now.
func NewEventKeySetChanged(k KeySet) *EventKeySetChanged {
	return &EventKeySetChanged{
		Epoch: k.Epoch, Generation: k.Generation, Origin: k.Origin, Threshold: k.Threshold, Trustees: uint32(len(k.Trustees)),
		Status: k.Status, FromHeight: k.FromHeight,
	}
}

// NewEventCeremonyMoved tells the phase that a ceremony has entered, and the faults found since there were so many.
func NewEventCeremonyMoved(c Ceremony, known int) *EventCeremonyMoved {
	e := &EventCeremonyMoved{Ceremony: c.Number, Kind: c.Kind, Epoch: c.Epoch, Phase: c.Phase, Faults: c.Faults[min(known, len(c.Faults)):]}
	if c.IsOpen() {
		e.Deadline = c.Deadline
	}
	return e
}

// NewEventTagsRequested tells that a request was recorded, and what is left of the quota.
func NewEventTagsRequested(r Request, left uint32) *EventTagsRequested {
	return &EventTagsRequested{Request: r.Id, Organisation: r.Organisation, Kind: r.Kind, Elements: r.Elements, Left: left}
}

// NewEventSampleDrawn tells that a request is to be evaluated again.
func NewEventSampleDrawn(s Sample) *EventSampleDrawn {
	return &EventSampleDrawn{Request: s.Request, Organisation: s.Organisation, Assigned: s.Assigned}
}

// NewEventSampleReported tells how a second evaluation came out.
func NewEventSampleReported(s Sample) *EventSampleReported {
	return &EventSampleReported{Request: s.Request, Organisation: s.Organisation, Assigned: s.Assigned, Verdict: s.Status}
}

// NewEventOffered tells that a trustee made its offer.
func NewEventOffered(c Ceremony, organisation uint32) *EventOffered {
	return &EventOffered{Ceremony: c.Number, Organisation: organisation}
}

// NewEventDealt tells that a dealer dealt.
func NewEventDealt(c Ceremony, organisation uint32) *EventDealt {
	return &EventDealt{Ceremony: c.Number, Organisation: organisation}
}

// NewEventComplained tells who a complaint found at fault.
func NewEventComplained(c Ceremony, organisation uint32, fault Fault) *EventComplained {
	return &EventComplained{Ceremony: c.Number, Organisation: organisation, Fault: fault}
}

// NewEventParamsUpdated tells the params that hold now.
func NewEventParamsUpdated(p Params) *EventParamsUpdated { return &EventParamsUpdated{Params: p} }
