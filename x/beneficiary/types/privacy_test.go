package types_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

type basic interface{ ValidateBasic() error }

// Every bytes field of every message is lengthened and shortened by one byte in turn: ValidateBasic sees each.
func TestEveryLengthIsChecked(t *testing.T) {
	tests := []struct {
		name   string
		fields int
		build  func() basic
	}{
		{name: "enrol", fields: 7, build: func() basic {
			return &types.MsgEnrol{Signer: "s", Households: []types.HouseholdEnrolment{{
				Ref: fill(16), MemberRoot: fill(32), Area: "11", Persons: []types.Enrolment{{
					Ref: fill(16), AttrRoot: fill(32), HolderKey: fill(33), Tags: []types.Tag{{Class: 1, Value: fill(32)}}, Guardian: other(16),
				}},
			}}}
		}},
		{name: "rotate", fields: 2, build: func() basic { return &types.MsgRotateKey{Signer: "s", NewKey: fill(33), Ward: fill(16)} }},
		{name: "close", fields: 1, build: func() basic { return &types.MsgClosePerson{Signer: "s", Ref: fill(16)} }},
		{name: "erase", fields: 1, build: func() basic { return &types.MsgErasePerson{Signer: "s", Ref: fill(16)} }},
		{name: "verify", fields: 1, build: func() basic { return &types.MsgVerifyPerson{Signer: "s", Ref: fill(16)} }},
		{name: "lock", fields: 1, build: func() basic {
			return &types.MsgLockPerson{Signer: "s", Ref: fill(16), Reason: types.LOCK_REASON_COURT_ORDER}
		}},
		{name: "unlock", fields: 1, build: func() basic { return &types.MsgUnlockPerson{Signer: "s", Ref: fill(16)} }},
		{name: "report death", fields: 1, build: func() basic { return &types.MsgReportDeath{Signer: "s", Ref: fill(16)} }},
		{name: "withdraw death", fields: 1, build: func() basic { return &types.MsgWithdrawDeath{Signer: "s", Ref: fill(16)} }},
		{name: "propose merger", fields: 2, build: func() basic { return &types.MsgProposeMerger{Signer: "s", Ref: fill(16), Into: other(16)} }},
		{name: "confirm merger", fields: 2, build: func() basic { return &types.MsgConfirmMerger{Signer: "s", Ref: fill(16), Into: other(16)} }},
		{name: "propose guardian", fields: 2, build: func() basic {
			return &types.MsgProposeGuardian{Signer: "s", Ward: fill(16), Guardian: other(16)}
		}},
		{name: "confirm guardian", fields: 2, build: func() basic {
			return &types.MsgConfirmGuardian{Signer: "s", Ward: fill(16), Guardian: other(16)}
		}},
		{name: "end guardian", fields: 1, build: func() basic { return &types.MsgEndGuardian{Signer: "s", Ward: fill(16)} }},
		{name: "appoint agent", fields: 2, build: func() basic { return &types.MsgAppointAgent{Signer: "s", Person: fill(16), Agent: other(16)} }},
		{name: "dismiss agent", fields: 2, build: func() basic { return &types.MsgDismissAgent{Signer: "s", Person: fill(16), Agent: other(16)} }},
		{name: "open recovery", fields: 2, build: func() basic { return &types.MsgOpenRecovery{Signer: "s", Ref: fill(16), NewKey: fill(33)} }},
		{name: "approve recovery", fields: 2, build: func() basic { return &types.MsgApproveRecovery{Signer: "s", Ref: fill(16), NewKey: fill(33)} }},
		{name: "consent recovery", fields: 2, build: func() basic { return &types.MsgConsentRecovery{Signer: "s", Ref: fill(16), NewKey: fill(33)} }},
		{name: "cancel recovery", fields: 1, build: func() basic { return &types.MsgCancelRecovery{Signer: "s", Ref: fill(16)} }},
		{name: "reject recovery", fields: 1, build: func() basic { return &types.MsgRejectRecovery{Signer: "s", Ref: fill(16)} }},
		{name: "complete recovery", fields: 1, build: func() basic { return &types.MsgCompleteRecovery{Signer: "s", Ref: fill(16)} }},
		{name: "revise person", fields: 2, build: func() basic { return &types.MsgRevisePerson{Signer: "s", Ref: fill(16), AttrRoot: fill(32)} }},
		{name: "open match", fields: 1, build: func() basic { return &types.MsgOpenMatch{Signer: "s", Area: "11", Class: 1, Value: fill(32)} }},
		{name: "revise household", fields: 3, build: func() basic {
			return &types.MsgReviseHousehold{Signer: "s", Ref: fill(16), MemberRoot: fill(32), Head: fill(16)}
		}},
		{name: "appoint", fields: 1, build: func() basic {
			return &authoritytypes.MsgAppointOfficer{Signer: "s", Officer: authoritytypes.Officer{
				Address: "a", Organisation: 1, Roles: []authoritytypes.Role{authoritytypes.ROLE_INTAKE}, ValidUntil: 1, Credential: fill(32),
			}}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.NoError(t, test.build().ValidateBasic())
			require.Len(t, byteFields(reflect.ValueOf(test.build())), test.fields)
			for i := range test.fields {
				short, long := test.build(), test.build()
				field := byteFields(reflect.ValueOf(short))[i]
				field.SetBytes(field.Bytes()[1:])
				require.Error(t, short.ValidateBasic(), "field %d one byte short", i)
				field = byteFields(reflect.ValueOf(long))[i]
				field.SetBytes(append(field.Bytes(), 1))
				require.Error(t, long.ValidateBasic(), "field %d one byte long", i)
			}
		})
	}
}

func fill(n int) []byte { return bytes.Repeat([]byte{2}, n) }

// other is somebody else than fill.
func other(n int) []byte { return bytes.Repeat([]byte{3}, n) }

// byteFields collects the settable bytes fields in and under a value.
func byteFields(v reflect.Value) []reflect.Value {
	var found []reflect.Value
	switch v.Kind() {
	case reflect.Pointer:
		return byteFields(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			found = append(found, byteFields(v.Field(i))...)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return []reflect.Value{v}
		}
		for i := range v.Len() {
			found = append(found, byteFields(v.Index(i))...)
		}
	default:
	}
	return found
}
