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
