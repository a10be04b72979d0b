// Package network runs real provinces, each on a machine of its own where privileges allow: a network namespace on a hub whose
// links can be slow, lossy or cut. Package faults breaks them.
//
// The tests in this directory use "reliefd dev" instead, four provinces on loopback, and kill, prune, lie to and interrupt them.
// They are built with the tag "system" and run by "make test-system"; RELIEFD names another binary than build/reliefd.
package network
