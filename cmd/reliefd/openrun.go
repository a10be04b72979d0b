package main

import (
	"fmt"
	"strconv"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/x/grant/types"
)

// openRun runs "tx grant open-run PERIOD ROLL...". AutoCLI makes the command but panics over a list of 32-bit numbers.
func openRun(cmd *cobra.Command, args []string) error {
	period, err := types.ParsePeriod(args[0])
	if err != nil {
		return err
	}
	msg := &types.MsgOpenRun{Period: uint32(period)}
	for _, arg := range args[1:] {
		roll, err := strconv.ParseUint(arg, 10, 32)
		if err != nil {
			return &usageError{fmt.Errorf("roll %q: want its number", arg), cmd.CommandPath()}
		}
		msg.Rolls = append(msg.Rolls, uint32(roll))
	}
	ctx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	msg.Signer = ctx.GetFromAddress().String()
	return tx.GenerateOrBroadcastTxCLI(ctx, cmd.Flags(), msg)
}
