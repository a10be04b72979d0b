package app_test

import (
	"slices"
	"strings"
	"testing"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// closedStrings are the only names a string field of ours may have, by what it holds. Each is checked for its form where it is read.
// Free text has no place in the state.
var closedStrings = strings.Fields(`
	signer address authority operator account payer recipient officer approver opener sealer authoriser attestor treasury pool
	area home_area code codes prefix parent successor now local from date
	id issuer denom denoms split_denom currency
	amount coins reserve allowance transaction_cap supply spent period_spent minted issued burned headroom holder take given taken
	period_allowance period_minted period_left covered shortfall total
	balance single daily yearly in_day in_year protected room_to_send room_to_receive maximum
	action message messages content set remove removed codespace actor`)

// widths is the length of every bytes field, bytes, by its name; a module's own width has the module before it.
var widths = map[string]int{
	"ref": 16, "person": 16, "payee": 16, "household": 16, "head": 16,
	"ward": 16, "wards": 16, "guardian": 16, "proposed": 16, "agent": 16, "into": 16, "applicant": 16, "persons": 16,
	"credential": 32, "credentials": 32, "approver_credentials": 32, "treasurer_credentials": 32,
	"attr_root": 32, "member_root": 32, "value": 32, "root": 32, "path": 32, "leaf": 36,
	"working": 46, "legal_basis_hash": 32, "report_hash": 32, "statement_hash": 32, "file_hash": 32, "document_hash": 32, "content_hash": 32, "hash": 32,
	"terms_hash": 32, "reference_hash": 32,
	"order_hash": 32, "tx_hash": 32,
	"holder_key": 33, "beneficiary new_key": 33,
	"consensus_key": 32, "old_key": 32, "next_key": 32, "validator new_key": 32, "signature": 64,
	"commitment": 32, "commitments": 32, "public_key": 32, "encryption": 32, "encryption_proof": 64, "key_proof": 64, "sealed": 32,
	"secret": 32, "proof": 64, "blinded": 32, "evaluated": 32,
}

// Nothing of ours on the chain can hold a name, a note or anything else in somebody's own words.
func TestNoFieldTakesFreeText(t *testing.T) {
	fields := 0
	gogoproto.HybridResolver.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if module, ours := strings.CutPrefix(string(file.Package()), "relief."); ours {
			fields += checkFields(t, strings.TrimSuffix(module, ".v1"), file.Messages())
		}
		return true
	})
	require.Greater(t, fields, 500, "every module is walked")
}

func checkFields(t *testing.T, module string, messages protoreflect.MessageDescriptors) int {
	t.Helper()
	n := 0
	for i := range messages.Len() {
		fields := messages.Get(i).Fields()
		for j := range fields.Len() {
			n++
			field := fields.Get(j)
			name := string(field.Name())
			switch field.Kind() {
			case protoreflect.StringKind:
				require.True(t, slices.Contains(closedStrings, name), "%s is free text", field.FullName())
			case protoreflect.BytesKind:
				require.True(t, widths[name] > 0 || widths[module+" "+name] > 0, "%s has no fixed length", field.FullName())
			default:
			}
		}
		n += checkFields(t, module, messages.Get(i).Messages())
	}
	return n
}
