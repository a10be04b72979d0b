// Package node runs a node: the application, CometBFT in the same process, the servers, and what keeps an operator's sleep.
//
//   - Before anything starts, the start guard compares keys, sign states, blocks and settings, and refuses what could make a seat
//     sign twice (Check).
//   - Consensus that ends, ends the process with ExitConsensusEnded, and so does a disk that takes no more writes: no port answers
//     with an old height.
//   - A height or time to halt at ends the process with success, in every phase.
//   - A block that needs another version of the program ends the process with ExitOtherVersion and what to install, without a
//     failure of consensus and with nothing of the block written.
//   - Peers that fell silent are dropped within seconds and persistent peers dialled again within seconds, however long a
//     partition lasted.
//   - The consensus key that signs is the one in the validator set of the height (package signer).
package node
