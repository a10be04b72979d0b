package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/pseudonym/client/office"
)

var errNoNextTags = errors.New("the file has no tags of the next epoch: make them with \"reliefd tags --epoch\"")

func reissueCommand(a *app.App) *cobra.Command {
	var flags officeFlags
	cmd := &cobra.Command{
		Use: "reissue FILE", Short: "Give registered persons their tags of the next epoch (intake)", Args: cobra.ExactArgs(1),
		Annotations: map[string]string{offline: ""},
		Long: `Sends the tags of the next epoch that "reliefd tags --epoch" wrote, in batches. A tag that somebody else holds opens a match with the
holder's office; when that is over, send the file again. What was issued already is passed over, so a file can be sent as often as needed.`,
		Example: `  reliefd tags documents.jsonl --class 1 --case household:00112233445566778899aabbccddeeff --epoch 2 --out tags.jsonl --from intake
  reliefd reissue tags.jsonl --from intake`,
		RunE: func(cmd *cobra.Command, args []string) error {
			made, err := readMade(args[0])
			if err != nil {
				return err
			}
			c, err := flags.dial(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			return reissue(cmd, c, flags.key, made)
		},
	}
	flags.add(cmd, true)
	return cmd
}

func readMade(file string) ([]office.Made, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open the tags: %w", err)
	}
	defer closeQuietly(f)
	made, err := office.ReadMade(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return made, nil
}

// reissue sends what is of the next epoch.
func reissue(cmd *cobra.Command, c *client.Client, key string, made []office.Made) error {
	ctx := cmd.Context()
	res, err := beneficiarytypes.NewQueryClient(c.Conn()).TagEpochs(ctx, &beneficiarytypes.QueryTagEpochsRequest{})
	if err != nil {
		return fmt.Errorf("ask which epochs' tags the register takes: %w", err)
	}
	made = slices.DeleteFunc(made, func(m office.Made) bool { return !res.Epochs.Open() || m.Epoch != res.Epochs.Next })
	if len(made) == 0 {
		return errNoNextTags
	}
	signer, err := c.Address(key)
	if err != nil {
		return err
	}
	conflicts := 0
	for batch := range slices.Chunk(made, beneficiarytypes.MaxTagsPerMessage) {
		msg := &beneficiarytypes.MsgReissueTags{Signer: signer}
		for _, m := range batch {
			msg.Tags = append(msg.Tags, beneficiarytypes.LiveTag{Tag: beneficiarytypes.Tag{Class: m.Class, Value: m.Tag[:], Epoch: m.Epoch}, Person: m.Person[:]})
		}
		sent, err := c.Send(ctx, key, msg)
		if err != nil {
			return err
		}
		var answer beneficiarytypes.MsgReissueTagsResponse
		if err := client.Response(sent, &answer); err != nil {
			return err
		}
		for _, conflict := range answer.Conflicts {
			fmt.Fprintf(cmd.OutOrStdout(), "Somebody else holds the tag of %x in class %d: match %d. Send the file again when it is over.\n",
				batch[conflict.Item].Person, batch[conflict.Item].Class, conflict.Match)
		}
		conflicts += len(answer.Conflicts)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Sent %d tags of epoch %d, %d conflicts.\n", len(made), res.Epochs.Next, conflicts)
	return nil
}
