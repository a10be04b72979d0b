package casework

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// statuses say where a case stands.
var statuses = map[fmt.Stringer]string{
	types.APPLICATION_STATUS_SUBMITTED:        "handed in; the office has to say whether it takes it up",
	types.APPLICATION_STATUS_SUPPLEMENT_ASKED: "the office waits for what is missing",
	types.APPLICATION_STATUS_NOT_ACCEPTED:     "not taken up",
	types.APPLICATION_STATUS_ACCEPTED:         "taken up; the check has to begin",
	types.APPLICATION_STATUS_CHECKING:         "circumstances are being checked",
	types.APPLICATION_STATUS_REVIEWED:         "the reviewer gave an opinion; public notice has to begin",
	types.APPLICATION_STATUS_NOTICE:           "in public notice",
	types.APPLICATION_STATUS_OBJECTED:         "somebody objected; it has to be checked again",
	types.APPLICATION_STATUS_DECIDABLE:        "may be decided",
	types.APPLICATION_STATUS_APPROVED:         "approved; the decision has to be published",
	types.APPLICATION_STATUS_REFUSED:          "refused; the decision has to be published",
	types.APPLICATION_STATUS_PUBLISHED:        "decided, and the decision is published",
	types.APPLICATION_STATUS_WITHDRAWN:        "withdrawn",

	types.CHANGE_STATUS_HEARING:    "the payee is being heard",
	types.CHANGE_STATUS_DECIDABLE:  "may be decided",
	types.CHANGE_STATUS_ADJUSTED:   "decided: the grant pays something else",
	types.CHANGE_STATUS_FADE_OUT:   "decided: the grant goes down in steps",
	types.CHANGE_STATUS_ENDED:      "decided: the grant ends",
	types.CHANGE_STATUS_REFUSED:    "refused: the grant goes on as it was",
	types.CHANGE_STATUS_WITHDRAWN:  "taken back",
	types.CHANGE_STATUS_OVERTURNED: "set aside on appeal: the grant pays what it paid before",

	types.CLAWBACK_STATUS_NOTICED:     "the payee has notice and is being heard",
	types.CLAWBACK_STATUS_HEARD:       "the payee had the time to be heard; it may be ordered",
	types.CLAWBACK_STATUS_ORDERED:     "ordered; nothing came in yet",
	types.CLAWBACK_STATUS_REPAYING:    "being paid back",
	types.CLAWBACK_STATUS_RECOVERED:   "all of it came in",
	types.CLAWBACK_STATUS_WAIVED:      "the rest was waived",
	types.CLAWBACK_STATUS_WRITTEN_OFF: "the rest can't be had",
	types.CLAWBACK_STATUS_WITHDRAWN:   "taken back before it was ordered",
	types.CLAWBACK_STATUS_OVERTURNED:  "set aside on appeal: what came in is paid back",

	types.EMERGENCY_STATUS_REPORTED:         "reported; the office has to pay first, or say that it is none",
	types.EMERGENCY_STATUS_PAID_FIRST:       "paid; the paperwork has to come",
	types.EMERGENCY_STATUS_SUPPLEMENTED:     "the paperwork is there; a second officer has to confirm",
	types.EMERGENCY_STATUS_CLOSED:           "closed: the paperwork is there and a second officer confirmed",
	types.EMERGENCY_STATUS_NOT_SUPPLEMENTED: "the paperwork didn't come in time",
	types.EMERGENCY_STATUS_CONVERTED:        "it became an ordinary application",
	types.EMERGENCY_STATUS_WITHDRAWN:        "withdrawn before anything was paid",

	types.LOT_STATUS_RECEIVED:    "came in; it has to be counted and stored",
	types.LOT_STATUS_STORED:      "in store",
	types.LOT_STATUS_DISPATCHED:  "on the way to a point",
	types.LOT_STATUS_AT_POINT:    "at the point, where it is handed over",
	types.LOT_STATUS_HANDED_OVER: "all of it went out",
	types.LOT_STATUS_LOST:        "all of it is missing",
	types.LOT_STATUS_EXPIRED:     "what was left expired",
}

// Status says where a case stands.
func Status(status fmt.Stringer) string {
	if text, known := statuses[status]; known {
		return text
	}
	return Words(status)
}

// prefixes are what the names of the enums start with.
var prefixes = []string{
	"APPLICATION_STATUS_", "APPEAL_STATUS_", "ACT_KIND_", "CLOCK_", "REASON_", "HOLD_REASON_", "RUN_STATUS_", "COVERAGE_", "SUBJECT_KIND_", "ROLE_",
	"CHANGE_STATUS_", "CLAWBACK_STATUS_", "EMERGENCY_STATUS_", "LOT_STATUS_", "ITEM_KIND_", "GRANT_STANDING_", "HEARING_WAIVER_",
}

// Name is the short name of a value of an enum, as it is written on the command line: not-accepted.
func Name(value fmt.Stringer) string {
	name := value.String()
	for _, prefix := range prefixes {
		if rest, cut := strings.CutPrefix(name, prefix); cut {
			name = rest
			break
		}
	}
	return strings.ToLower(strings.ReplaceAll(name, "_", "-"))
}

// Words is the same with spaces, for sentences.
func Words(value fmt.Stringer) string { return strings.ReplaceAll(Name(value), "-", " ") }

// ErrName says that a word is none of those that are known.
var ErrName = errors.New("not one of")

// parse finds the value of an enum by its short name.
func parse[T ~int32](text string, prefix string, values map[string]int32) (T, error) {
	if n, known := values[prefix+strings.ToUpper(strings.ReplaceAll(text, "-", "_"))]; known && n != 0 {
		return T(n), nil
	}
	var names []string
	for name, n := range values {
		if n != 0 {
			names = append(names, strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, prefix), "_", "-")))
		}
	}
	sort.Strings(names)
	return 0, fmt.Errorf("%q is %w %s", text, ErrName, strings.Join(names, ", "))
}

// ParseStatus reads the status of an application, such as decidable.
func ParseStatus(text string) (types.ApplicationStatus, error) {
	return parse[types.ApplicationStatus](text, "APPLICATION_STATUS_", types.ApplicationStatus_value)
}

// ParseEmergencyStatus reads the status of an emergency, such as paid-first.
func ParseEmergencyStatus(text string) (types.EmergencyStatus, error) {
	return parse[types.EmergencyStatus](text, "EMERGENCY_STATUS_", types.EmergencyStatus_value)
}

// ParseLotStatus reads the status of a lot, such as at-point.
func ParseLotStatus(text string) (types.LotStatus, error) {
	return parse[types.LotStatus](text, "LOT_STATUS_", types.LotStatus_value)
}

// ParseReason reads a reason, such as income, or the number of one of the programme's own.
func ParseReason(text string) (types.Reason, error) {
	if n, err := strconv.ParseInt(text, 10, 32); err == nil {
		reason := types.Reason(n)
		return reason, reason.Validate()
	}
	return parse[types.Reason](text, "REASON_", types.Reason_value)
}

// ParseCoverage reads household or single; nothing means household.
func ParseCoverage(text string) (types.Coverage, error) {
	if text == "" {
		return types.COVERAGE_HOUSEHOLD, nil
	}
	return parse[types.Coverage](text, "COVERAGE_", types.Coverage_value)
}

// ReasonName is a reason as it is written on the command line; a programme's own is a number.
func ReasonName(reason types.Reason) string {
	if _, known := types.Reason_name[int32(reason)]; !known {
		return strconv.Itoa(int(reason))
	}
	if reason == types.REASON_UNSPECIFIED {
		return ""
	}
	return Name(reason)
}

// Refusal says which rule refused a case.
func Refusal(codespace string, code uint32) string {
	err := errorsmod.ABCIError(codespace, code, "")
	var rule *errorsmod.Error
	if errors.As(err, &rule) && rule.Error() != "unknown" {
		return fmt.Sprintf("%s (%s %d)", rule.Error(), codespace, code)
	}
	return fmt.Sprintf("rule %d of %s", code, codespace)
}

// Months writes the months that a schedule pays: from 2024-02 to 2024-12.
func Months(first, until types.Period) string {
	if until == first+1 {
		return "in " + first.String()
	}
	return "from " + first.String() + " to " + (until - 1).String()
}

// Opinion says what a reviewer proposes.
func Opinion(o *types.Opinion, money Currency) string {
	switch {
	case o == nil:
		return "nothing yet"
	case !o.Approve:
		return "refuse: " + ReasonName(o.Reason)
	case o.Schedule == nil || len(o.Schedule.Changes) == 0:
		return "approve"
	}
	return fmt.Sprintf("approve: %s, %s", Schedule(*o.Schedule, money), Persons(o.Persons))
}

// Persons counts them.
func Persons(n uint32) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d persons", n)
}

// Schedule says what is paid when.
func Schedule(s types.Schedule, money Currency) string {
	parts := make([]string, 0, len(s.Changes))
	for i, change := range s.Changes {
		until := types.Period(s.UntilPeriod)
		if i+1 < len(s.Changes) {
			until = types.Period(s.Changes[i+1].Period)
		}
		parts = append(parts, money.Say(change.Amount)+" a month "+Months(types.Period(change.Period), until))
	}
	return strings.Join(parts, ", then ")
}
