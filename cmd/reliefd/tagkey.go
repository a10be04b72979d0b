package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
	"github.com/reliefchain/relief/cmd/reliefd/tagkey"
	"github.com/reliefchain/relief/x/pseudonym/client/office"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

func tagKeyCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "tag-key", Short: "Make, keep, back up and check this province's share of the tag key", Annotations: map[string]string{offline: ""},
		Long: `Tags are made with a key that no province holds: each province's node has a share, and two thirds of them are needed.

Begin      reliefd tag-key new-key on every node; then a ceremony, which the provinces open by vote:
           {"@type":"/relief.pseudonym.v1.MsgOpenCeremony","kind":"CEREMONY_KIND_DKG","epoch":1}
           and every province runs reliefd tag-key ceremony. Nobody ever knows that key.
           For trials one machine may deal a key instead: reliefd tag-key deal. The chain says so for ever.
Keep       the shares are in tag-shares under the home directory, encrypted; they are in no snapshot and no other node has them.
           reliefd tag-key backup once after each ceremony, reliefd tag-key check on the backup once a quarter.
Lose one   as many shares may be lost as aren't needed. Restore it: reliefd tag-key import. Or let the provinces open a resharing that
           names this province under "lost"; it gets a new share.
Join       after a seat joined or left the provinces open a resharing ("kind":"CEREMONY_KIND_RESHARE"); the key and all tags stay.
           Then reliefd tag-key erase the old generation, in the backup too.`,
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(newShareKeyCommand(), dealCommand(a), importSharesCommand(a), backupSharesCommand(a), checkSharesCommand(a), eraseShareCommand(), ceremonyCommand(a))
	return cmd
}

// shareFlags say where shares are and what opens them.
type shareFlags struct{ prefix, dir, keyFile, passphraseFile string }

func (f *shareFlags) add(cmd *cobra.Command, whose string) {
	cmd.Flags().StringVar(&f.dir, f.prefix+"shares", "", "directory of "+whose)
	cmd.Flags().StringVar(&f.keyFile, f.prefix+"key-file", "", "file with the key that opens "+whose)
	cmd.Flags().StringVar(&f.passphraseFile, f.prefix+"passphrase-file", "", "file with the passphrase that opens "+whose+", instead of a key file")
}

// open opens the shares; without a flag those of the node in the home directory.
func (f *shareFlags) open(cmd *cobra.Command) (tagkey.Store, error) {
	home, _ := cmd.Flags().GetString(flags.FlagHome)
	defaults := nodeconfig.DefaultPseudonym().Under(home)
	dir, keyFile := f.dir, f.keyFile
	if dir == "" {
		dir = defaults.Shares
	}
	if keyFile == "" {
		keyFile = defaults.KeyFile
	}
	store, err := openShares(dir, keyFile, f.passphraseFile)
	if errors.Is(err, os.ErrNotExist) {
		return store, fmt.Errorf("%w: make a key for the shares with \"reliefd tag-key new-key\", or name it with --%skey-file", err, f.prefix)
	}
	return store, err
}

func newShareKeyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "new-key [FILE]", Short: "Make the key file that opens this node's shares", Args: cobra.MaximumNArgs(1),
		Long: `Writes 32 random bytes into a file that only its owner can read, config/tag-shares.key under the home directory unless FILE is named.
It must not be kept where the backup of the shares is: together they are the share. An existing file is never overwritten.`,
		Example: "  reliefd tag-key new-key\n  reliefd tag-key new-key /media/usb/backup.key",
		RunE: func(cmd *cobra.Command, args []string) error {
			home, _ := cmd.Flags().GetString(flags.FlagHome)
			file := nodeconfig.DefaultPseudonym().Under(home).KeyFile
			if len(args) == 1 {
				file = args[0]
			} else if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
			if err := tagkey.NewKeyFile(rand.Reader, file); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Wrote %s. Next: take part in a ceremony (reliefd tag-key ceremony), or import a share that was dealt.\n", file)
			return nil
		},
	}
}

func dealCommand(a *app.App) *cobra.Command {
	var (
		epoch, threshold uint32
		trustees         []uint
		out              string
	)
	cmd := &cobra.Command{
		Use: "deal", Short: "Draw a tag key and split it: whoever runs this knows the key", Args: cobra.NoArgs,
		Long: `Draws a key on this machine and splits it among provinces. THIS MACHINE KNOWS THE KEY, and the chain says so for ever (ORIGIN_DEALER):
whoever copies it can find out whose a tag is. Use it for trials, or until a ceremony made a key that nobody knows.

In --out stand a directory of shares for each trustee with a key file of its own, and key-set.json to propose. Hand each province
its directory and its key file on different ways; then wipe this machine.`,
		Example: `  reliefd tag-key deal --epoch 1 --trustees 6,7,8,9 --out ./dealt
  reliefd tx council propose ./dealt/key-set.json --title 'Trial key' --summary summary.txt --from operator`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			indexes := make([]uint32, len(trustees))
			for i, t := range trustees {
				indexes[i] = uint32(t)
			}
			slices.Sort(indexes)
			if threshold == 0 {
				threshold = oprf.MinThreshold(len(indexes))
			}
			set, shares, err := oprf.Deal(rand.Reader, epoch, threshold, indexes)
			if err != nil {
				return fmt.Errorf("%w; \"reliefd query validator seats\" lists the provinces with their organisations", err)
			}
			if err := os.Mkdir(out, 0o700); err != nil {
				return fmt.Errorf("--out wants a directory that doesn't exist yet: %w", err)
			}
			for _, share := range shares {
				if err := writeDealt(out, share); err != nil {
					return err
				}
			}
			if err := writeKeySet(a.Encoding().Codec, filepath.Join(out, keySetFile), set); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), `Dealt a key of epoch %d to %d trustees, %d of whom are needed. This machine knows the key.
Next: propose %s, hand out the shares (each province: reliefd tag-key import DIRECTORY --from-key-file FILE), wipe this machine.
`, set.Epoch, len(shares), set.Threshold, filepath.Join(out, keySetFile))
			return nil
		},
	}
	cmd.Flags().Uint32Var(&epoch, "epoch", 1, "number of the key: the one after the last")
	cmd.Flags().Uint32Var(&threshold, "threshold", 0, "trustees that are needed; 0 is two thirds")
	cmd.Flags().UintSliceVar(&trustees, "trustees", nil, "organisations of the provinces")
	cmd.Flags().StringVar(&out, "out", "", "directory to make")
	_ = cmd.MarkFlagRequired("trustees")
	_ = cmd.MarkFlagRequired("out")
	return cmd
}

const keySetFile = "key-set.json"

// writeDealt writes a share into a directory of its own, under a key file of its own.
func writeDealt(out string, share oprf.Share) error {
	name := filepath.Join(out, fmt.Sprintf("trustee-%d", share.Index))
	if err := tagkey.NewKeyFile(rand.Reader, name+".key"); err != nil {
		return err
	}
	store, err := openShares(name, name+".key", "")
	if err != nil {
		return err
	}
	return store.Save(rand.Reader, share)
}

// writeKeySet writes the message that the provinces vote on.
func writeKeySet(cdc codec.Codec, file string, set oprf.KeySet) error {
	stored := types.NewKeySet(set, types.KEY_SET_STATUS_ACTIVE, 0)
	raw, err := cdc.MarshalInterfaceJSON(&types.MsgSetKeySet{
		Authority: app.Governance(), Epoch: stored.Epoch, Threshold: stored.Threshold, PublicKey: stored.PublicKey, Trustees: stored.Trustees,
	})
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(raw, '\n'), 0o644)
}

// keySets gives those of the chain, or the one in a file that is still to be voted on.
func keySets(cmd *cobra.Command, a *app.App, node *officeFlags, file string) ([]oprf.KeySet, error) {
	var stored []types.KeySet
	if file != "" {
		act, err := readAct(a.Encoding().Codec, file)
		if err != nil {
			return nil, err
		}
		msg, ok := act.(*types.MsgSetKeySet)
		if !ok {
			return nil, fmt.Errorf("%s holds no key set", file)
		}
		stored = append(stored, msg.KeySet())
	} else {
		c, err := node.dial(cmd, a)
		if err != nil {
			return nil, err
		}
		defer closeQuietly(c)
		if stored, err = liveKeySets(cmd, c); err != nil {
			return nil, err
		}
	}
	sets := make([]oprf.KeySet, len(stored))
	for i, k := range stored {
		var err error
		if sets[i], err = k.Parse(); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

func importSharesCommand(a *app.App) *cobra.Command {
	var (
		node   officeFlags
		from   = shareFlags{prefix: "from-"}
		to     shareFlags
		keySet string
	)
	cmd := &cobra.Command{
		Use: "import DIRECTORY", Short: "Take shares from a directory into this node's: dealt ones, or a backup", Args: cobra.ExactArgs(1),
		Long: `Copies every share of a directory into this node's, under this node's key, and compares each with the key set on the chain.
A share that was dealt before the vote is compared with --key-set. The node uses it at once.`,
		Example: "  reliefd tag-key import ./trustee-6 --from-key-file trustee-6.key --key-set key-set.json\n  reliefd tag-key import /media/backup/shares --from-passphrase-file passphrase.txt",
		RunE: func(cmd *cobra.Command, args []string) error {
			from.dir = args[0]
			return copyShares(cmd, a, &node, keySet, &from, &to, "Imported", "Next: reliefd tag-key check")
		},
	}
	node.add(cmd, false)
	from.add(cmd, "the shares to take")
	_ = cmd.Flags().MarkHidden("from-shares")
	to.add(cmd, "this node's shares")
	cmd.Flags().StringVar(&keySet, "key-set", "", "key-set.json of the dealer, while the provinces haven't decided yet")
	return cmd
}

func backupSharesCommand(a *app.App) *cobra.Command {
	var (
		node officeFlags
		from shareFlags
		to   = shareFlags{prefix: "to-"}
	)
	cmd := &cobra.Command{
		Use: "backup DIRECTORY", Short: "Copy this node's shares into a directory, under another key", Args: cobra.ExactArgs(1),
		Long: `Copies every live share of this node into a directory on other media, under another key file or a passphrase that is kept elsewhere, and
compares each with the key set on the chain. Nothing shows that a backup is good but "reliefd tag-key check --shares DIRECTORY" on a machine
that isn't the node: do that once a quarter.`,
		Example: "  reliefd tag-key backup /media/backup/shares --to-passphrase-file passphrase.txt",
		RunE: func(cmd *cobra.Command, args []string) error {
			to.dir = args[0]
			if to.keyFile == "" && to.passphraseFile == "" {
				return errors.New("name what opens the backup: --to-passphrase-file, or --to-key-file (make one with \"reliefd tag-key new-key FILE\")")
			}
			return copyShares(cmd, a, &node, "", &from, &to, "Backed up", "Next: keep the key of the backup elsewhere, and prove the backup with \"reliefd tag-key check --shares "+to.dir+"\"")
		},
	}
	node.add(cmd, false)
	from.add(cmd, "this node's shares")
	to.add(cmd, "the backup")
	_ = cmd.Flags().MarkHidden("to-shares")
	return cmd
}

func copyShares(cmd *cobra.Command, a *app.App, node *officeFlags, keySet string, from, to *shareFlags, done, next string) error {
	source, err := from.open(cmd)
	if err != nil {
		return err
	}
	target, err := to.open(cmd)
	if err != nil {
		return err
	}
	sets, err := keySets(cmd, a, node, keySet)
	if err != nil {
		return err
	}
	names, err := tagkey.Copy(rand.Reader, source, target, sets)
	for _, name := range names {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", done, name)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(cmd.OutOrStdout(), next)
	return nil
}

func checkSharesCommand(a *app.App) *cobra.Command {
	var (
		node   officeFlags
		shares shareFlags
	)
	cmd := &cobra.Command{
		Use: "check", Short: "Open every share, of this node or a backup, and compare it with the chain", Args: cobra.NoArgs,
		Long: `Opens every share and compares it with the key set on the chain: the drill that shows that a backup is good. With --shares it is a
backup's, on any machine; the key sets come from a node in sync (--grpc).`,
		Example: "  reliefd tag-key check\n  reliefd tag-key check --shares /media/backup/shares --passphrase-file passphrase.txt",
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := shares.open(cmd)
			if err != nil {
				return err
			}
			sets, err := keySets(cmd, a, &node, "")
			if err != nil {
				return err
			}
			checks, err := tagkey.Drill(store, sets)
			for _, c := range checks {
				if c.Err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "good  %s\n", c.Name)
				} else {
					fmt.Fprintf(cmd.OutOrStdout(), "BAD   %s: %v\n", c.Name, c.Err)
				}
			}
			return err
		},
	}
	node.add(cmd, false)
	shares.add(cmd, "the shares; this node's unless named")
	return cmd
}

func eraseShareCommand() *cobra.Command {
	var shares shareFlags
	cmd := &cobra.Command{
		Use: "erase EPOCH GENERATION TRUSTEE", Short: "Erase a share that a resharing replaced", Args: cobra.ExactArgs(3),
		Long: `Erases the file of one share. Do it on the node and in every backup once a resharing took effect and the new share is backed up: a
threshold of old shares together still makes the key.`,
		Example: "  reliefd tag-key erase 1 0 6\n  reliefd tag-key erase 1 0 6 --shares /media/backup/shares --passphrase-file passphrase.txt",
		RunE: func(cmd *cobra.Command, args []string) error {
			var numbers [3]uint32
			for i, arg := range args {
				n, err := strconv.ParseUint(arg, 10, 32)
				if err != nil {
					return fmt.Errorf("%q: want a number", arg)
				}
				numbers[i] = uint32(n)
			}
			store, err := shares.open(cmd)
			if err != nil {
				return err
			}
			name := tagkey.Name{Epoch: numbers[0], Generation: numbers[1], Index: numbers[2]}
			if err := store.Erase(name); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Erased the %s.\n", name)
			return nil
		},
	}
	shares.add(cmd, "the shares; this node's unless named")
	return cmd
}

// liveKeySets lists the key sets that shares may belong to.
func liveKeySets(cmd *cobra.Command, c *client.Client) ([]types.KeySet, error) {
	sets, err := office.KeySets(cmd.Context(), c.Conn())
	return slices.DeleteFunc(sets, func(k types.KeySet) bool { return !k.IsLive() }), err
}
