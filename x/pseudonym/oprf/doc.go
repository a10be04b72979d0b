// Package oprf derives tags with a key that no province holds: a t-of-n threshold form of the verifiable oblivious
// pseudorandom function of RFC 9497, ciphersuite ristretto255-SHA512, mode VOPRF.
//
// Each trustee, a province's node, holds one Shamir share of the key. An office blinds inputs (Blind), every trustee
// evaluates the blinded elements with its share and proves it (Evaluate), the office checks the proofs, names the trustees
// whose proof fails, combines any t others (Combine) and removes its blinds (Secrets.Finalize). A trustee's answer is exactly
// what an RFC 9497 server gives whose key is the share, and the result is exactly what a server with the whole key gives;
// nobody ever has that key, the trustees see neither input nor tag, and t−1 of them together learn nothing about either.
//
// # Bytes
//
//	element       32 bytes, RFC 9496 encoding; another encoding of the same element and the identity are refused
//	scalar        32 bytes, little-endian, below the group order; larger values are refused, not reduced
//	proof         c ‖ s, two scalars: the batched DLEQ proof of RFC 9497 section 2.2
//	input         "relief-tag-v1" ‖ class (4 bytes, big-endian) ‖ canonical identity (1 to 64 bytes)
//	tag           the first 32 of the 64 bytes that RFC 9497 outputs
//	request hash  SHA-256("relief-oprf-request-v1" ‖ epoch (4) ‖ number of elements (4) ‖ elements)
//
// The class is part of the input, so tags of one person in two classes can't be linked, and trustees don't learn the class.
// The epoch is not: it numbers the key, and another key gives another tag. Trustees couldn't check it inside a blinded
// input anyway. Resharing keeps the key, hence every tag, and counts the generation up.
//
// # Key ceremonies
//
// Deal splits a key that the dealer saw, and the key set says so for ever (OriginDealer). Ceremony is the dealerless
// distributed key generation (Feldman commitments, proofs of possession, encrypted shares, complaints that anybody can judge)
// and the resharing to other trustees under the same key. It is a pure state machine over messages.
//
// # What is secret, and for how long a computation takes
//
// Operations on shares, blinds and nonces use the library's constant-time arithmetic. Checks of public values don't need it.
// Randomness comes from the caller's reader; the nonce of an answer's proof also depends on the share and the request, so a bad
// reader doesn't reveal the share. Proofs of possession, in Member.Offer, take their nonce from the system's source, as the
// library does. Nothing that a node runs on blocks draws randomness, and nothing here reads a clock, a file or the network.
package oprf
