package main

import (
	"context"
	"strconv"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"
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
	info, err := devnet.ReadInfo(dir)
	ts.Check(err)
	encoding, err := app.NewEncoding()
	ts.Check(err)
	keys, err := keyring.New(app.Name, keyring.BackendTest, info.Keys, nil, encoding.Codec)
	ts.Check(err)
	c, err := client.Dial(ctx, info.Provinces[0].GRPC, encoding, keys)
	ts.Check(err)
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
	ts.Setenv("COUNTY_OFFICE", strconv.FormatUint(uint64(place.Office), 10))
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

// enrol DIR FILE registers the households of a register, without their grants, as an intake officer of the county on a network.
func enrolRegister(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: enrol DIR FILE")
	}
	ctx, cancel := context.WithTimeout(context.Background(), networkTimeout)
	defer cancel()
	info, err := devnet.ReadInfo(ts.MkAbs(args[0]))
	ts.Check(err)
	encoding, err := app.NewEncoding()
	ts.Check(err)
	keys, err := keyring.New(app.Name, keyring.BackendTest, info.Keys, nil, encoding.Codec)
	ts.Check(err)
	c, err := client.Dial(ctx, info.Provinces[0].GRPC, encoding, keys)
	ts.Check(err)
	defer closeQuietly(c)
	r, err := register.Read(ts.MkAbs(args[1]))
	ts.Check(err)
	msg := &beneficiarytypes.MsgEnrol{}
	msg.Signer, err = c.Address(county.Intake)
	ts.Check(err)
	for _, row := range r.Rows {
		msg.Households = append(msg.Households, row.Household)
	}
	_, err = c.Send(ctx, county.Intake, msg)
	ts.Check(err)
}
