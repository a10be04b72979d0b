package main

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/testutil/county"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	"github.com/reliefchain/relief/x/grant/types"
)

// What the county of the scripts has: a programme from January 2024 on, with money for the year and a roll in one township.
const (
	countyFirst    = 2024 * 12
	countyStandard = 64_500
	countyBudget   = 10_000_000_000
	countyTownship = "110101001"
)

// networkTimeout bounds the wait for a network.
const networkTimeout = 3 * time.Minute

// county DIR waits for the development network in a directory and opens a county on it.
func openCounty(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: county DIR")
	}
	ctx, cancel := context.WithTimeout(context.Background(), networkTimeout)
	defer cancel()
	dir := ts.MkAbs(args[0])
	for ready := false; !ready; {
		states, err := devnet.Status(ctx, dir)
		ready = err == nil && states[0].Height > 1
		select {
		case <-ctx.Done():
			ts.Fatalf("the network isn't ready: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
	c, keys, info := connect(ctx, ts, args[0])
	defer closeQuietly(c)
	var province uint32
	for _, a := range info.Accounts {
		if a.Name == info.Provinces[0].Name+"-treasurer" {
			province = a.Organisation
		}
	}
	place := county.County{Area: countyTownship[:6], Province: info.Provinces[0].Name, Client: c, Keys: keys}
	ts.Check(place.RegisterAreas(ctx, []string{countyTownship[:4], countyTownship[:6], countyTownship}))
	ts.Check(place.OpenOffices(ctx))
	ts.Check(place.OpenProgramme(ctx, countyFirst, countyStandard))
	ts.Check(place.OpenBudget(ctx, province, countyFirst/12, countyBudget))
	ts.Check(place.OpenRoll(ctx, countyTownship, countyFirst))
	setNumber(ts, "COUNTY_OFFICE", place.Office)
	setNumber(ts, "PROVINCE_OFFICE", province)
	ts.Setenv("COUNTY_GRPC", info.Provinces[0].GRPC)
	ts.Setenv("RELIEFD_NODE", "tcp://"+info.Provinces[0].RPC)
	ts.Setenv("RELIEFD_CHAIN_ID", info.ChainID)
	ts.Setenv("RELIEFD_KEYRING_BACKEND", keyring.BackendTest)
	ts.Setenv("RELIEFD_KEYRING_DIR", info.Keys)
}

// loaded IMPORT CHUNKS waits until the network of "county" has loaded at least that many chunks of an import, at once after it did.
func waitLoaded(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: loaded IMPORT CHUNKS")
	}
	id, err := strconv.ParseUint(args[0], 10, 64)
	ts.Check(err)
	chunks, err := strconv.ParseUint(args[1], 10, 32)
	ts.Check(err)
	encoding, err := app.NewEncoding()
	ts.Check(err)
	ctx, cancel := context.WithTimeout(context.Background(), networkTimeout)
	defer cancel()
	c, err := client.Dial(ctx, ts.Getenv("COUNTY_GRPC"), encoding, keyring.NewInMemory(encoding.Codec))
	ts.Check(err)
	defer closeQuietly(c)
	for {
		res, err := types.NewQueryClient(c.Conn()).Import(ctx, &types.QueryImportRequest{Id: id})
		ts.Check(err)
		if uint64(res.Import.NextChunk) >= chunks {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// help DIR opens what a county pays emergencies from on a network: a budget of this year and a roll of its province's urgent programme.
func openHelp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: help DIR")
	}
	ctx, cancel := context.WithTimeout(context.Background(), networkTimeout)
	defer cancel()
	c, keys, info := connect(ctx, ts, args[0])
	defer closeQuietly(c)
	province, provinces := info.Provinces[0].Name, len(info.Provinces)
	now := time.Now().UTC()
	place := county.County{
		Area: countyTownship[:6], Province: province, Client: c, Keys: keys, Programme: devnet.Urgent(province, provinces), Office: numberOf(ts, "COUNTY_OFFICE"),
	}
	ts.Check(place.OpenBudget(ctx, numberOf(ts, "PROVINCE_OFFICE"), uint32(now.Year()), countyBudget))
	ts.Check(place.OpenRoll(ctx, countyTownship, types.Period(now.Year()*12+int(now.Month())-1)))
	setNumber(ts, "URGENT", place.Programme)
	setNumber(ts, "GOODS", devnet.Goods(province, provinces))
	setNumber(ts, "URGENT_NODE", place.BudgetNode)
	setNumber(ts, "URGENT_ROLL", place.Rolls[countyTownship])
}

func setNumber(ts *testscript.TestScript, name string, n uint32) {
	ts.Setenv(name, strconv.FormatUint(uint64(n), 10))
}

func numberOf(ts *testscript.TestScript, name string) uint32 {
	n, err := strconv.ParseUint(ts.Getenv(name), 10, 32)
	ts.Check(err)
	return uint32(n)
}

// enrol DIR FILE [KEY] registers the households of a register, without their grants, as an intake officer of the county on a network. With a
// key, which is made, the first person holds it.
func enrolRegister(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: enrol DIR FILE [KEY]")
	}
	ctx, cancel := context.WithTimeout(context.Background(), networkTimeout)
	defer cancel()
	c, keys, _ := connect(ctx, ts, args[0])
	defer closeQuietly(c)
	r, err := register.Read(ts.MkAbs(args[1]))
	ts.Check(err)
	if len(args) == 3 {
		record, _, err := keys.NewMnemonic(args[2], keyring.English, sdk.FullFundraiserPath, keyring.DefaultBIP39Passphrase, hd.Secp256k1)
		ts.Check(err)
		key, err := record.GetPubKey()
		ts.Check(err)
		r.Rows[0].Household.Persons[0].HolderKey = key.Bytes()
	}
	signer, err := c.Address(county.Intake)
	ts.Check(err)
	for rows := range slices.Chunk(r.Rows, 25) {
		msg := &beneficiarytypes.MsgEnrol{Signer: signer}
		for _, row := range rows {
			msg.Households = append(msg.Households, row.Household)
		}
		_, err = c.Send(ctx, county.Intake, msg)
		ts.Check(err)
	}
}
