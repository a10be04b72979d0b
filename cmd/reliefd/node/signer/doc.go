// Package signer is the private validator of a node: it holds the consensus key of today, keys to come and keys of the past, each
// with its own sign state, and lets exactly one of them answer for a height.
//
// Which one is never remembered: it is the key that stands in the validator set of the height, read from the node's own stores. So
// a node that crashes around the height where its seat's key is swapped comes back with the right one.
//
//	config/priv_validator_key.json            the first key; data/priv_validator_state.json is its sign state
//	config/priv_validator_keys/ADDRESS.json   other keys; data/priv_validator_states/ADDRESS.json are their sign states
package signer
