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

// statuses say where an application stands.
var statuses = map[types.ApplicationStatus]string{
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
}

// Status says where an application stands.
func Status(status types.ApplicationStatus) string {
	if text, known := statuses[status]; known {
		return text
	}
	return Name(status)
}

// prefixes are what the names of the enums start with.
var prefixes = []string{
	"APPLICATION_STATUS_", "APPEAL_STATUS_", "ACT_KIND_", "CLOCK_", "REASON_", "HOLD_REASON_", "RUN_STATUS_", "COVERAGE_", "SUBJECT_KIND_", "ROLE_",
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
