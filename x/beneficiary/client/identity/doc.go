// Package identity gives the canonical form of an identity document, the bytes that a tag is derived from.
//
// It runs at the office that holds the document, never on the chain. docs/identity.md is the specification; its version is
// the first byte of every canonical form. No error and no printed value of this package contains a number.
package identity
