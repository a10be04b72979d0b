package types

import "github.com/reliefchain/relief/x/internal/statemachine"

// EmergencyMachine is the life of an emergency.
var EmergencyMachine = statemachine.Table[EmergencyStatus, ActKind]{
	Name: "Emergency",
	Steps: []statemachine.Step[EmergencyStatus, ActKind]{
		{From: EMERGENCY_STATUS_UNSPECIFIED, Act: ACT_KIND_REPORT, To: EMERGENCY_STATUS_REPORTED, By: byIntake, Guard: "the programme pays first; payee registered"},
		{From: EMERGENCY_STATUS_REPORTED, Act: ACT_KIND_PAY_FIRST, To: EMERGENCY_STATUS_PAID_FIRST, By: byApprover, Guard: "within the cap, the standard and the float of an office that isn't locked; no other grant of the class in the month; tag live or due"},
		{From: EMERGENCY_STATUS_PAID_FIRST, Act: ACT_KIND_CONFIRM, To: EMERGENCY_STATUS_PAID_FIRST, By: byApprover, Guard: "once; of the office that paid, another person"},
		{From: EMERGENCY_STATUS_PAID_FIRST, Act: ACT_KIND_SUPPLEMENT, To: EMERGENCY_STATUS_SUPPLEMENTED, By: byIntake, Guard: "live tag"},
		{From: EMERGENCY_STATUS_SUPPLEMENTED, Act: ACT_KIND_CONFIRM, To: EMERGENCY_STATUS_SUPPLEMENTED, By: byApprover, Guard: "once; of the office that paid, another person"},
		{From: EMERGENCY_STATUS_SUPPLEMENTED, Act: ACT_KIND_CLOSE, To: EMERGENCY_STATUS_CLOSED, By: byChain, Guard: "confirmed"},
		{From: EMERGENCY_STATUS_PAID_FIRST, Act: ACT_KIND_LAPSE, To: EMERGENCY_STATUS_NOT_SUPPLEMENTED, By: byChain, Guard: "the time for the paperwork is over: the fast track of the office locks"},
		{From: EMERGENCY_STATUS_NOT_SUPPLEMENTED, Act: ACT_KIND_UNLOCK, To: EMERGENCY_STATUS_NOT_SUPPLEMENTED, By: "programme officer above", Guard: "once; a reason"},
		{From: EMERGENCY_STATUS_REPORTED, Act: ACT_KIND_CONVERT, To: EMERGENCY_STATUS_CONVERTED, By: byIntake, Guard: "as for every application"},
		{From: EMERGENCY_STATUS_REPORTED, Act: ACT_KIND_WITHDRAW, To: EMERGENCY_STATUS_WITHDRAWN, By: byApplicant},
	},
}
