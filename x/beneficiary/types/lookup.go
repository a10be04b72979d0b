package types

import (
	"bytes"
	"reflect"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
)

// IsTagKey tells whether a key of the module's store finds a person by a tag.
func IsTagKey(key []byte) bool {
	return bytes.HasPrefix(key, TagsKey.Bytes()) || bytes.HasPrefix(key, EpochTagsKey.Bytes())
}

// NamesTag tells whether a request or message names a tag anywhere, a class and a value, so that its answer can tell who holds it.
func NamesTag(request any) bool { return namesTag(reflect.ValueOf(request)) }

func namesTag(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return false
		}
		if packed, ok := v.Interface().(*codectypes.Any); ok {
			return namesTag(reflect.ValueOf(packed.GetCachedValue()))
		}
		return namesTag(v.Elem())
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return false
		}
		for i := range v.Len() {
			if namesTag(v.Index(i)) {
				return true
			}
		}
	case reflect.Struct:
		if v.FieldByName("Class").IsValid() && v.FieldByName("Value").IsValid() {
			return true
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && namesTag(v.Field(i)) {
				return true
			}
		}
	}
	return false
}
