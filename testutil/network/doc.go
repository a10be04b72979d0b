// Package network holds the tests on real processes: "reliefd dev" runs four provinces on loopback, and the tests kill, prune,
// lie to and interrupt them. They are built with the tag "system" and run by "make test-system"; RELIEFD names another binary
// than build/reliefd.
package network
