package main

import (
	"fmt"
	"strconv"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/x/grant/types"
)

// runsOverRolls are the commands that AutoCLI makes but that panic over their list of 32-bit numbers.
func runsOverRolls(root *cobra.Command) error {
	for name, run := range map[string]func(*cobra.Command, []string) error{"open-run": openRun, "open-top-up": openTopUp} {
		cmd, _, err := root.Find([]string{"tx", "grant", name})
		if err != nil {
			return err
		}
		cmd.RunE = run
	}
	return nil
}

// openRun runs "tx grant open-run PERIOD ROLL...".
func openRun(cmd *cobra.Command, args []string) error {
	if err := cobra.MinimumNArgs(2)(cmd, args); err != nil {
		return &usageError{err, cmd.CommandPath()}
	}
	period, err := types.ParsePeriod(args[0])
	if err != nil {
		return err
	}
	rolls, err := rollNumbers(cmd, args[1:])
	if err != nil {
		return err
	}
	return sendAs(cmd, func(signer string) sdk.Msg {
		return &types.MsgOpenRun{Signer: signer, Period: uint32(period), Rolls: rolls}
	})
}

// openTopUp runs "tx grant open-top-up PERIOD PER-PERSON ROLL...".
func openTopUp(cmd *cobra.Command, args []string) error {
	if err := cobra.MinimumNArgs(3)(cmd, args); err != nil {
		return &usageError{err, cmd.CommandPath()}
	}
	period, err := types.ParsePeriod(args[0])
	if err != nil {
		return err
	}
	amount, err := strconv.ParseUint(args[1], 10, 64)
	if err != nil {
		return &usageError{fmt.Errorf("amount %q: want minor units for each person, such as 4500", args[1]), cmd.CommandPath()}
	}
	rolls, err := rollNumbers(cmd, args[2:])
	if err != nil {
		return err
	}
	return sendAs(cmd, func(signer string) sdk.Msg {
		return &types.MsgOpenTopUp{Signer: signer, Period: uint32(period), PerPerson: amount, Rolls: rolls}
	})
}

func rollNumbers(cmd *cobra.Command, args []string) ([]uint32, error) {
	rolls := make([]uint32, len(args))
	for i, arg := range args {
		roll, err := strconv.ParseUint(arg, 10, 32)
		if err != nil {
			return nil, &usageError{fmt.Errorf("roll %q: want its number", arg), cmd.CommandPath()}
		}
		rolls[i] = uint32(roll)
	}
	return rolls, nil
}

// sendAs signs and sends a message of the account behind --from.
func sendAs(cmd *cobra.Command, build func(signer string) sdk.Msg) error {
	ctx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	return tx.GenerateOrBroadcastTxCLI(ctx, cmd.Flags(), build(ctx.GetFromAddress().String()))
}
