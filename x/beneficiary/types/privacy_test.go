package types_test

import (
	"bytes"
	"reflect"
	"testing"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// closedStrings are the only names a string field may have: accounts, area codes and message type URLs. Free text has no
// place in the state.
var closedStrings = map[protoreflect.Name]bool{
	"signer": true, "address": true, // accounts
	"area": true, "home_area": true, "code": true, "codes": true, "prefix": true, // digits
	"action": true, // a type URL from the policy table
}

// widths is the length of every bytes field, bytes.
var widths = map[protoreflect.FullName]int{
	"relief.authority.v1.Officer.credential":               32,
	"relief.beneficiary.v1.Person.ref":                     16,
	"relief.beneficiary.v1.Person.attr_root":               32,
	"relief.beneficiary.v1.Person.holder_key":              33,
	"relief.beneficiary.v1.Household.ref":                  16,
	"relief.beneficiary.v1.Household.member_root":          32,
	"relief.beneficiary.v1.Household.head":                 16,
	"relief.beneficiary.v1.Tag.value":                      32,
	"relief.beneficiary.v1.LiveTag.person":                 16,
	"relief.beneficiary.v1.RetiredKey.person":              16,
	"relief.beneficiary.v1.Enrolment.ref":                  16,
	"relief.beneficiary.v1.Enrolment.attr_root":            32,
	"relief.beneficiary.v1.Enrolment.holder_key":           33,
	"relief.beneficiary.v1.HouseholdEnrolment.ref":         16,
	"relief.beneficiary.v1.HouseholdEnrolment.member_root": 32,
	"relief.beneficiary.v1.MsgRotateKey.new_key":           33,
	"relief.beneficiary.v1.MsgClosePerson.ref":             16,
	"relief.beneficiary.v1.EventKeyRotated.person":         16,
	"relief.beneficiary.v1.EventPersonClosed.person":       16,
	"relief.beneficiary.v1.QueryPersonRequest.ref":         16,
	"relief.beneficiary.v1.QueryHouseholdRequest.ref":      16,
	"relief.beneficiary.v1.QueryTagRequest.value":          32,
	"relief.beneficiary.v1.QueryTagResponse.person":        16,
}

func TestNoFieldTakesFreeText(t *testing.T) {
	fields := 0
	for _, module := range []string{"authority", "beneficiary"} {
		for _, file := range []string{"events", "genesis", "query", "state", "tx"} {
			found, err := gogoproto.HybridResolver.FindFileByPath("relief/" + module + "/v1/" + file + ".proto")
			require.NoError(t, err)
			fields += checkMessages(t, found.Messages())
		}
	}
	require.Greater(t, fields, 80, "both modules are walked")
}

func checkMessages(t *testing.T, messages protoreflect.MessageDescriptors) int {
	t.Helper()
	n := 0
	for i := range messages.Len() {
		fields := messages.Get(i).Fields()
		for j := range fields.Len() {
			n++
			field := fields.Get(j)
			switch field.Kind() {
			case protoreflect.StringKind:
				require.True(t, closedStrings[field.Name()], "%s is free text", field.FullName())
			case protoreflect.BytesKind:
				require.NotZero(t, widths[field.FullName()], "%s has no fixed length", field.FullName())
			default:
			}
		}
		n += checkMessages(t, messages.Get(i).Messages())
	}
	return n
}

type basic interface{ ValidateBasic() error }

// Every bytes field of every message is lengthened and shortened by one byte in turn: ValidateBasic sees each.
func TestEveryLengthIsChecked(t *testing.T) {
	tests := []struct {
		name   string
		fields int
		build  func() basic
	}{
		{name: "enrol", fields: 6, build: func() basic {
			return &types.MsgEnrol{Signer: "s", Households: []types.HouseholdEnrolment{{
				Ref: fill(16), MemberRoot: fill(32), Area: "11", Persons: []types.Enrolment{{
					Ref: fill(16), AttrRoot: fill(32), HolderKey: fill(33), Tags: []types.Tag{{Class: 1, Value: fill(32)}},
				}},
			}}}
		}},
		{name: "rotate", fields: 1, build: func() basic { return &types.MsgRotateKey{Signer: "s", NewKey: fill(33)} }},
		{name: "close", fields: 1, build: func() basic { return &types.MsgClosePerson{Signer: "s", Ref: fill(16)} }},
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
