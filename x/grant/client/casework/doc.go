// Package casework is what a caseworker's commands say and read: where a case stands and what may come next, in plain words and from the tables
// that the chain runs on; amounts and reasons as people write them; and the plain files of cases.
//
// An applications file is csv in UTF-8 with a header line. Each line asks for assistance for one payee:
//
//	payee,household,coverage,file_hash,programme,amount
//	0a…,0b…,household,5e…,1,645.00
//
// "payee" and "household" are references of 32 hexadecimal digits; a household may be empty. "coverage" is household or single; empty means
// household. "file_hash" is the SHA-256 of the salted file that the office keeps, 64 hexadecimal digits. "programme" and "amount", what was
// asked for per month, are for the office and may be left out; nothing else may stand in the file, since it could be personal data.
//
// A file of acts has the column "application" and any of the columns of its command, one case a line.
//
// A file that breaks a rule is refused whole, and every problem is named with its line and rule, never with what stands there.
//
// This is office-side code; nothing here runs in the state machine.
package casework
