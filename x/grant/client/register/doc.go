// Package register reads, checks and writes the register file an office hands in, and cuts it into the chunks of one import.
//
// One file loads into one roll. It is JSON Lines in UTF-8: a header, one row per household with its grant, and an end line.
//
//	{"format":"relief-register","version":1,"programme":1,"area":"350526101","currency":"cny","rows":1,"persons":1,"total":"645.00"}
//	{"household":"…32 hex","member_root":"…64 hex","area":"350526101","persons":[{"ref":"…32 hex","attr_root":"…64 hex",
//	  "holder_key":"…66 hex or empty","tags":[{"class":1,"value":"…64 hex"}]}],
//	  "schedule":[{"from":"2024-01","amount":"645.00"}],"until":"2024-02"}            (one line in the file)
//	{"end":true,"rows":1,"sha256":"…64 hex"}
//
// A tag of a later epoch than the first also holds "epoch":2; between two epochs a person has tags of both.
// The header may also hold "reconstructed":true, for rows that were worked out from published figures, and a short "label".
// Every other field must be there, none twice, and a field the format doesn't name is refused: it could carry personal data.
// Amounts are decimal strings in the major unit and whole in the minor one; months are "YYYY-MM"; the first person of a
// household is the payee; a household's area lies inside the header's; "until" is the first month that is no longer paid. The total is the sum of every instalment of every
// schedule. The checksum covers every byte before the end line.
//
// A file that breaks a rule is refused whole, with up to MaxProblems reasons. A reason names the file, the line, the rule and
// the field, never what the field holds.
//
// This is office-side code; nothing here runs in the state machine.
package register
