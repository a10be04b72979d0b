// Package tagkey keeps a trustee's shares of the tag key on its node: one encrypted file for each share.
//
// A share is no part of the chain's state. It reaches no other node by state sync, snapshots or replay, so a node that loses
// its files has lost its share. Up to n−t trustees may lose theirs and tags go on; the next resharing gives them new ones.
//
// # At rest
//
// Each file holds one share under XChaCha20-Poly1305. The key comes from a passphrase through argon2id, or from a key file of
// 32 random bytes through HKDF-SHA256. Epoch, generation and index stand in the file's name and, authenticated, in its header,
// so a file that was renamed or swapped doesn't open. Directories must be closed to others (0700) and files too (0600).
// Files are written whole, synced and never overwritten.
//
// # Backup drill
//
// Once a quarter, and before a node is replaced:
//
// The commands are "reliefd tag-key"; docs/operations/tag-key.md is the operator's page.
//
//  1. Back up: Copy(node, backup, sets) into a directory on other media, under another passphrase that is kept elsewhere.
//  2. Prove it: open the backup on a machine that is not the node and run Drill(backup, sets) with the key sets of a node that
//     is in sync. It opens every share and compares it with the commitment on the chain; nothing else shows that a backup is good.
//  3. Restore: Copy(backup, node, sets) into the empty directory of the new node, then Drill(node, sets).
//
// A share must run on one node only. After a resharing took effect, Erase the old generation on the node and in every backup: t old
// shares together still make the key.
package tagkey
