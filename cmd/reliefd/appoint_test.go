package main

import (
	"context"
	"crypto/sha256"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/testutil/county"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// appoint DIR KEY ROLE [ORGANISATION] makes a key and appoints an officer on a network, of the county's office if none is named.
func appointOfficer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: appoint DIR KEY ROLE [ORGANISATION]")
	}
	ctx, cancel := context.WithTimeout(context.Background(), networkTimeout)
	defer cancel()
	c, keys, info := connect(ctx, ts, args[0])
	defer closeQuietly(c)
	record, _, err := keys.NewMnemonic(args[1], keyring.English, sdk.FullFundraiserPath, keyring.DefaultBIP39Passphrase, hd.Secp256k1)
	ts.Check(err)
	address, err := record.GetAddress()
	ts.Check(err)
	office := ts.Getenv("COUNTY_OFFICE")
	if len(args) == 4 {
		office = args[3]
	}
	organisation, err := strconv.ParseUint(office, 10, 32)
	ts.Check(err)
	credential := sha256.Sum256(address)
	admin := info.Provinces[0].Name + "-admin"
	signer, err := c.Address(admin)
	ts.Check(err)
	now := time.Now()
	_, err = c.Send(ctx, admin, &authoritytypes.MsgAppointOfficer{Signer: signer, Officer: authoritytypes.Officer{
		Address: address.String(), Organisation: uint32(organisation), Credential: credential[:],
		Roles:     []authoritytypes.Role{authoritytypes.Role(authoritytypes.Role_value["ROLE_"+strings.ToUpper(args[2])])},
		ValidFrom: now.Add(-time.Hour).Unix(), ValidUntil: now.AddDate(0, 6, 0).Unix(),
	}})
	ts.Check(err)
}

// fund DIR AMOUNT brings coins for so many minor units into the county's treasury account on a network.
func fundTreasury(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fund DIR AMOUNT")
	}
	ctx, cancel := context.WithTimeout(context.Background(), networkTimeout)
	defer cancel()
	c, keys, info := connect(ctx, ts, args[0])
	defer closeQuietly(c)
	amount, err := strconv.ParseUint(args[1], 10, 64)
	ts.Check(err)
	place := county.County{Area: countyTownship[:6], Province: info.Provinces[0].Name, Client: c, Keys: keys, Office: numberOf(ts, "COUNTY_OFFICE")}
	ts.Check(place.FundTreasury(ctx, amount))
}

// until PATTERN PROGRAM ARG... runs a program again and again until what it prints matches.
func waitUntil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until PATTERN PROGRAM ARG...")
	}
	pattern := regexp.MustCompile(args[0])
	for end := time.Now().Add(networkTimeout); ; time.Sleep(200 * time.Millisecond) {
		ts.Check(ts.Exec(args[1], args[2:]...))
		if pattern.MatchString(ts.ReadFile("stdout")) {
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("nothing like %s in time", args[0])
		}
	}
}

// connect opens a network's node and keyring.
func connect(ctx context.Context, ts *testscript.TestScript, dir string) (*client.Client, keyring.Keyring, devnet.Info) {
	info, err := devnet.ReadInfo(ts.MkAbs(dir))
	ts.Check(err)
	encoding, err := app.NewEncoding()
	ts.Check(err)
	keys, err := keyring.New(app.Name, keyring.BackendTest, info.Keys, nil, encoding.Codec)
	ts.Check(err)
	c, err := client.Dial(ctx, info.Provinces[0].GRPC, encoding, keys)
	ts.Check(err)
	return c, keys, info
}
