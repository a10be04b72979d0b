// Package county plays a county on a running network: it registers areas, appoints officers, opens the programme, its budget and
// its rolls, brings coins into the treasury and pays months. The demo and the tests on real processes share it.
package county

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"time"

	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Keys of the county's officers in the network's keyring.
const (
	Intake    = "county-intake"
	Approver  = "county-approver"
	Treasurer = "county-treasurer"
)

// areasPerMessage bounds one message of area codes.
const areasPerMessage = 500

// minorToCoin is how many millionths a fen has.
const minorToCoin = 10_000

// County is a county and what it has on the chain.
type County struct {
	// Area of the county, such as 350526; Province of the network it belongs to, such as fujian.
	Area, Province string
	// Client talks to one node; Keys is the network's keyring.
	Client *client.Client
	Keys   keyring.Keyring

	// Office and Treasury are the county's organisations.
	Office, Treasury uint32
	// Programme, BudgetNode and Rolls are numbers on the chain; rolls by area.
	Programme, BudgetNode uint32
	Rolls                 map[string]uint32
}

// send signs with a key and waits for the block.
func (c *County) send(ctx context.Context, key string, build func(signer string) sdk.Msg) (*sdk.TxResponse, error) {
	signer, err := c.Client.Address(key)
	if err != nil {
		return nil, err
	}
	msg := build(signer)
	res, err := c.Client.Send(ctx, key, msg)
	if err != nil {
		return nil, fmt.Errorf("%s as %s: %w", sdk.MsgTypeURL(msg), key, err)
	}
	return res, nil
}

// ask sends a message and reads its response.
func ask[R any, P interface {
	*R
	Unmarshal([]byte) error
}](ctx context.Context, c *County, key string, build func(signer string) sdk.Msg) (R, error) {
	var r R
	res, err := c.send(ctx, key, build)
	if err != nil {
		return r, err
	}
	return r, client.Response(res, P(&r))
}

// RegisterAreas registers administrative divisions, parents before children.
func (c *County) RegisterAreas(ctx context.Context, codes []string) error {
	for len(codes) > 0 {
		n := min(len(codes), areasPerMessage)
		batch := codes[:n]
		if _, err := c.send(ctx, c.Province+"-admin", func(signer string) sdk.Msg {
			return &authoritytypes.MsgRegisterAreas{Signer: signer, Codes: batch}
		}); err != nil {
			return err
		}
		codes = codes[n:]
	}
	return nil
}

// OpenOffices creates the county's office and treasury, gives both a fee budget, and appoints their officers.
func (c *County) OpenOffices(ctx context.Context) error {
	var err error
	if c.Office, err = c.openOffice(ctx, authoritytypes.ORGANISATION_KIND_COUNTY); err != nil {
		return err
	}
	if c.Treasury, err = c.openOffice(ctx, authoritytypes.ORGANISATION_KIND_TREASURY); err != nil {
		return err
	}
	for _, o := range []struct {
		key          string
		organisation uint32
		role         authoritytypes.Role
	}{
		{Intake, c.Office, authoritytypes.ROLE_INTAKE},
		{Approver, c.Office, authoritytypes.ROLE_APPROVER},
		{Treasurer, c.Treasury, authoritytypes.ROLE_TREASURER},
	} {
		if err := c.appoint(ctx, o.key, o.organisation, o.role); err != nil {
			return err
		}
	}
	return nil
}

func (c *County) openOffice(ctx context.Context, kind authoritytypes.OrganisationKind) (uint32, error) {
	res, err := ask[authoritytypes.MsgCreateOrganisationResponse](ctx, c, c.Province+"-admin", func(signer string) sdk.Msg {
		return &authoritytypes.MsgCreateOrganisation{Signer: signer, Kind: kind, Area: c.Area}
	})
	if err != nil {
		return 0, err
	}
	if _, err := c.send(ctx, c.Province+"-treasurer", func(signer string) sdk.Msg {
		return &feetypes.MsgSetBudget{
			Signer: signer, Organisation: res.Organisation, Denom: devnet.Denom(), TransactionCap: sdkmath.NewInt(100_000_000), BeneficiaryQuota: 20,
		}
	}); err != nil {
		return 0, err
	}
	_, err = c.send(ctx, c.Province+"-treasurer", func(signer string) sdk.Msg {
		return &feetypes.MsgFundBudget{Signer: signer, Organisation: res.Organisation, Amount: sdk.NewInt64Coin(devnet.Denom(), 500_000_000)}
	})
	return res.Organisation, err
}

func (c *County) appoint(ctx context.Context, key string, organisation uint32, role authoritytypes.Role) error {
	record, _, err := c.Keys.NewMnemonic(key, keyring.English, sdk.FullFundraiserPath, keyring.DefaultBIP39Passphrase, hd.Secp256k1)
	if err != nil {
		return fmt.Errorf("make the key %s: %w", key, err)
	}
	address, err := record.GetAddress()
	if err != nil {
		return err
	}
	credential := make([]byte, 32)
	if _, err := rand.Read(credential); err != nil {
		return err
	}
	now := time.Now()
	_, err = c.send(ctx, c.Province+"-admin", func(signer string) sdk.Msg {
		return &authoritytypes.MsgAppointOfficer{Signer: signer, Officer: authoritytypes.Officer{
			Address: address.String(), Organisation: organisation, Roles: []authoritytypes.Role{role},
			ValidFrom: now.Add(-time.Hour).Unix(), ValidUntil: now.AddDate(0, 6, 0).Unix(), Credential: credential,
		}}
	})
	return err
}

// OpenProgramme takes the province's programme of the network's genesis and sets its standard per person in the county.
func (c *County) OpenProgramme(ctx context.Context, first granttypes.Period, perPerson uint64) error {
	c.Programme = devnet.Programme(c.Province)
	_, err := c.send(ctx, c.Province+"-programme", func(signer string) sdk.Msg {
		return &granttypes.MsgSetStandard{Signer: signer, Standard: granttypes.Standard{
			Programme: c.Programme, Area: c.Area, FromPeriod: uint32(first), Amount: perPerson,
		}}
	})
	return err
}

// OpenBudget gives the province and the county a ledger; the province appropriates an amount and passes it on to the county.
func (c *County) OpenBudget(ctx context.Context, province uint32, year uint32, amount uint64) error {
	treasurer := c.Province + "-treasurer"
	root, err := ask[granttypes.MsgOpenBudgetNodeResponse](ctx, c, treasurer, func(signer string) sdk.Msg {
		return &granttypes.MsgOpenBudgetNode{Signer: signer, Organisation: province, Programme: c.Programme}
	})
	if err != nil {
		return err
	}
	node, err := ask[granttypes.MsgOpenBudgetNodeResponse](ctx, c, treasurer, func(signer string) sdk.Msg {
		return &granttypes.MsgOpenBudgetNode{Signer: signer, Parent: root.Node, Organisation: c.Office, Programme: c.Programme}
	})
	if err != nil {
		return err
	}
	c.BudgetNode = node.Node
	if _, err := c.send(ctx, treasurer, func(signer string) sdk.Msg {
		return &granttypes.MsgAppropriate{Signer: signer, Node: root.Node, Year: year, Amount: amount}
	}); err != nil {
		return err
	}
	_, err = c.send(ctx, treasurer, func(signer string) sdk.Msg {
		return &granttypes.MsgAllocate{Signer: signer, FromNode: root.Node, ToNode: c.BudgetNode, Year: year, Amount: amount}
	})
	return err
}

// FundTreasury attests a reserve, has the custodian accept it, and mints an amount of minor units into the county's treasury account.
func (c *County) FundTreasury(ctx context.Context, amount uint64) error {
	coins := sdkmath.NewIntFromUint64(amount).MulRaw(minorToCoin)
	reserve, err := stablecointypes.NewQueryClient(c.Client.Conn()).Reserve(ctx, &stablecointypes.QueryReserveRequest{Id: devnet.IssuerID})
	if err != nil {
		return fmt.Errorf("look the reserve up: %w", err)
	}
	backed := reserve.Supply.Add(coins)
	covering := backed.MulRaw(102).QuoRaw(100) // more than the margin asks for
	report := sha256.Sum256([]byte("reserve report"))
	attested, err := ask[stablecointypes.MsgAttestResponse](ctx, c, "attestor", func(signer string) sdk.Msg {
		return &stablecointypes.MsgAttest{Signer: signer, Id: devnet.IssuerID, Reserve: covering, AsOf: time.Now().Add(-5 * time.Second).Unix(), ReportHash: report[:]}
	})
	if err != nil {
		return err
	}
	if _, err := c.send(ctx, "custodian", func(signer string) sdk.Msg {
		return &stablecointypes.MsgCosignAttestation{Signer: signer, Id: devnet.IssuerID, Attestation: attested.Attestation}
	}); err != nil {
		return err
	}
	if _, err := c.send(ctx, "issuer-controller", func(signer string) sdk.Msg {
		return &stablecointypes.MsgSetAllowance{Signer: signer, Id: devnet.IssuerID, Allowance: backed, PeriodAllowance: backed}
	}); err != nil {
		return err
	}
	_, err = c.send(ctx, "issuer-minter", func(signer string) sdk.Msg {
		return &stablecointypes.MsgMint{Signer: signer, Id: devnet.IssuerID, Recipient: granttypes.TreasuryAddress(c.Office).String(), Amount: coins}
	})
	return err
}

// OpenRoll opens the roll of one township.
func (c *County) OpenRoll(ctx context.Context, area string, first granttypes.Period) error {
	res, err := ask[granttypes.MsgOpenRollResponse](ctx, c, Approver, func(signer string) sdk.Msg {
		return &granttypes.MsgOpenRoll{Signer: signer, Programme: c.Programme, Area: area, BudgetNode: c.BudgetNode, FirstPeriod: uint32(first)}
	})
	if err != nil {
		return err
	}
	if c.Rolls == nil {
		c.Rolls = map[string]uint32{}
	}
	c.Rolls[area] = res.Roll
	return nil
}
