package types_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/pseudonym/types"
)

func fill(n int) []byte { return bytes.Repeat([]byte{2}, n) }

// Every bytes field of every message is lengthened and shortened by one byte in turn: ValidateBasic sees each.
func TestEveryLengthIsChecked(t *testing.T) {
	set := dealt(t, 1)
	for _, tc := range []struct {
		name   string
		fields int
		build  func() interface{ ValidateBasic() error }
	}{
		{name: "key set", fields: 5, build: func() interface{ ValidateBasic() error } {
			m := &types.MsgSetKeySet{Authority: "a", Epoch: 1, Threshold: 3, PublicKey: bytes.Clone(set.PublicKey)}
			for _, trustee := range set.Trustees {
				m.Trustees = append(m.Trustees, types.PublicShare{Organisation: trustee.Organisation, Commitment: bytes.Clone(trustee.Commitment)})
			}
			return m
		}},
		{name: "offer", fields: 5, build: func() interface{ ValidateBasic() error } {
			return &types.MsgOffer{Operator: "o", Ceremony: 1, Encryption: fill(32), EncryptionProof: fill(64), Commitments: [][]byte{fill(32), fill(32)}, KeyProof: fill(64)}
		}},
		{name: "dealing", fields: 2, build: func() interface{ ValidateBasic() error } {
			return &types.MsgDeal{Operator: "o", Ceremony: 1, Sealed: [][]byte{fill(32), fill(32)}}
		}},
		{name: "complaint", fields: 2, build: func() interface{ ValidateBasic() error } {
			return &types.MsgComplain{Operator: "o", Ceremony: 1, Dealer: 6, Secret: fill(32), Proof: fill(64)}
		}},
		{name: "request", fields: 2, build: func() interface{ ValidateBasic() error } {
			return &types.MsgRequestTags{Signer: "s", Epoch: 1, Kind: types.CASE_KIND_INTAKE, Ref: fill(16), Hash: fill(32), Elements: 1}
		}},
		{name: "repetition", fields: 1, build: func() interface{ ValidateBasic() error } {
			return &types.MsgRepeatRequest{Signer: "s", Sample: 1, Hash: fill(32)}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.NoError(t, tc.build().ValidateBasic())
			require.Len(t, byteFields(reflect.ValueOf(tc.build())), tc.fields)
			for i := range tc.fields {
				short, long := tc.build(), tc.build()
				field := byteFields(reflect.ValueOf(short))[i]
				field.SetBytes(field.Bytes()[1:])
				require.Error(t, short.ValidateBasic(), "field %d one byte short", i)
				field = byteFields(reflect.ValueOf(long))[i]
				field.SetBytes(append(bytes.Clone(field.Bytes()), 1))
				require.Error(t, long.ValidateBasic(), "field %d one byte long", i)
			}
		})
	}
}

// byteFields collects the settable bytes fields in and under a value.
func byteFields(v reflect.Value) (found []reflect.Value) {
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

func TestShapes(t *testing.T) {
	for _, tc := range []struct {
		name string
		msg  interface{ ValidateBasic() error }
		want error
	}{
		{name: "no ceremony kind", msg: &types.MsgOpenCeremony{Authority: "a", Epoch: 1}, want: types.ErrCeremonyInvalid},
		{name: "lost shares of no key", msg: &types.MsgOpenCeremony{Authority: "a", Epoch: 1, Kind: types.CEREMONY_KIND_DKG, Lost: []uint32{1}}, want: types.ErrCeremonyInvalid},
		{name: "no epoch to retire", msg: &types.MsgRetireEpoch{Authority: "a"}, want: types.ErrEpochWrong},
		{name: "params", msg: &types.MsgUpdateParams{Authority: "a"}, want: types.ErrParamsInvalid},
		{name: "a sample as a case", msg: &types.MsgRequestTags{Signer: "s", Epoch: 1, Kind: types.CASE_KIND_SAMPLE, Ref: fill(16), Hash: fill(32), Elements: 1}, want: types.ErrRequestMalformed},
		{name: "no case", msg: &types.MsgRequestTags{Signer: "s", Epoch: 1, Kind: types.CASE_KIND_PERSON, Ref: make([]byte, 16), Hash: fill(32), Elements: 1}, want: types.ErrRequestMalformed},
		{name: "no elements", msg: &types.MsgRequestTags{Signer: "s", Epoch: 1, Kind: types.CASE_KIND_PERSON, Ref: fill(16), Hash: fill(32)}, want: types.ErrRequestSize},
		{name: "an open verdict", msg: &types.MsgReportSample{Signer: "s", Sample: 1, Verdict: types.SAMPLE_STATUS_OPEN}, want: types.ErrSampleStatus},
		{name: "no signer", msg: &types.MsgReportSample{Sample: 1, Verdict: types.SAMPLE_STATUS_EQUAL}, want: types.ErrAddressMalformed},
		{name: "a dealing of nothing", msg: &types.MsgDeal{Operator: "o", Ceremony: 1}, want: types.ErrCeremonyMessage},
		{name: "no ceremony", msg: &types.MsgDeal{Operator: "o", Sealed: [][]byte{fill(32)}}, want: types.ErrCeremonyUnknown},
	} {
		t.Run(tc.name, func(t *testing.T) { require.ErrorIs(t, tc.msg.ValidateBasic(), tc.want) })
	}
}
