package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
	"github.com/cosmos/gogoproto/proto"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	counciltypes "github.com/reliefchain/relief/x/council/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Downtime is judged over this many blocks, of which a seat has to sign half; a jailed seat waits ten minutes.
const (
	signedBlocksWindow = 1_000
	downtimeJail       = 10 * time.Minute
)

// Genesis is a genesis state under construction. Add organisations before what belongs to them.
type Genesis struct {
	codec codec.Codec
	state map[string]json.RawMessage
}

// NewGenesis returns the default genesis: the policy table, the price list, no organisation.
func (a *App) NewGenesis() (*Genesis, error) {
	g := &Genesis{codec: a.encoding.Codec, state: a.basics.DefaultGenesis(a.encoding.Codec)}
	if err := g.EditSlashing(func(s *slashingtypes.GenesisState) error {
		s.Params.SignedBlocksWindow = signedBlocksWindow
		s.Params.MinSignedPerWindow = sdkmath.LegacyNewDecWithPrec(5, 1)
		s.Params.DowntimeJailDuration = downtimeJail
		s.Params.SlashFractionDoubleSign = sdkmath.LegacyZeroDec() // a seat has no stake: losing it is the penalty
		s.Params.SlashFractionDowntime = sdkmath.LegacyZeroDec()
		return nil
	}); err != nil {
		return nil, err
	}
	if err := edit(g, authoritytypes.ModuleName, &authoritytypes.GenesisState{}, func(s *authoritytypes.GenesisState) error {
		s.Rules = policy()
		return nil
	}); err != nil {
		return nil, err
	}
	return g, edit(g, feetypes.ModuleName, &feetypes.GenesisState{}, func(s *feetypes.GenesisState) error {
		s.Prices = prices()
		return nil
	})
}

// ReadGenesis continues a genesis state that was written before.
func (a *App) ReadGenesis(state json.RawMessage) (*Genesis, error) {
	g := &Genesis{codec: a.encoding.Codec}
	if err := json.Unmarshal(state, &g.state); err != nil {
		return nil, fmt.Errorf("read the genesis state: %w", err)
	}
	return g, nil
}

// policy joins the policy rows of every module.
func policy() []authoritytypes.Rule {
	var rules []authoritytypes.Rule
	for _, rows := range [][]authoritytypes.Rule{
		authoritytypes.Policy(), beneficiarytypes.Policy(), stablecointypes.Policy(), granttypes.Policy(), feetypes.Policy(),
		validatortypes.Policy(), counciltypes.Policy(), pseudonymtypes.Policy(),
	} {
		rules = append(rules, rows...)
	}
	return rules
}

// JSON returns the genesis state.
func (g *Genesis) JSON() (json.RawMessage, error) { return json.MarshalIndent(g.state, "", "  ") }

// AddAccount lets addresses sign.
func (g *Genesis) AddAccount(addresses ...string) error {
	return edit(g, authtypes.ModuleName, &authtypes.GenesisState{}, func(s *authtypes.GenesisState) error {
		accounts, err := authtypes.UnpackAccounts(s.Accounts)
		if err != nil {
			return err
		}
		for _, address := range addresses {
			addr, err := sdk.AccAddressFromBech32(address)
			if err != nil {
				return fmt.Errorf("address %q: %w", address, err)
			}
			if !accounts.Contains(addr) {
				accounts = append(accounts, authtypes.NewBaseAccountWithAddress(addr))
			}
		}
		s.Accounts, err = authtypes.PackAccounts(authtypes.SanitizeGenesisAccounts(accounts))
		return err
	})
}

// AddAreas registers area codes, parents before children.
func (g *Genesis) AddAreas(codes ...string) error {
	return edit(g, authoritytypes.ModuleName, &authoritytypes.GenesisState{}, func(s *authoritytypes.GenesisState) error {
		known := make(map[string]bool, len(s.Areas))
		for _, a := range s.Areas {
			known[a.Code] = true
		}
		for _, c := range codes {
			if !known[c] {
				s.Areas = append(s.Areas, authoritytypes.Area{Code: c})
			}
		}
		return nil
	})
}

// AddOrganisation adds an organisation and returns its number.
func (g *Genesis) AddOrganisation(kind authoritytypes.OrganisationKind, area string, parent uint32) (uint32, error) {
	var id uint32
	return id, edit(g, authoritytypes.ModuleName, &authoritytypes.GenesisState{}, func(s *authoritytypes.GenesisState) error {
		id = uint32(len(s.Organisations)) + 1
		s.Organisations = append(s.Organisations, authoritytypes.Organisation{
			Id: id, Kind: kind, Area: area, Parent: parent, Status: authoritytypes.ORGANISATION_STATUS_ACTIVE,
		})
		return nil
	})
}

// AddOfficer appoints officers who may sign from the first block on.
func (g *Genesis) AddOfficer(officers ...authoritytypes.Officer) error {
	addresses := make([]string, len(officers))
	for n, o := range officers {
		addresses[n] = o.Address
	}
	if err := g.AddAccount(addresses...); err != nil {
		return err
	}
	return edit(g, authoritytypes.ModuleName, &authoritytypes.GenesisState{}, func(s *authoritytypes.GenesisState) error {
		s.Officers = append(s.Officers, officers...)
		return nil
	})
}

// AddSeat gives a province its seat in the validator set.
func (g *Genesis) AddSeat(organisation uint32, operator sdk.ValAddress, key cryptotypes.PubKey) error {
	ed, ok := key.(*ed25519.PubKey)
	if !ok {
		return fmt.Errorf("consensus key of type %s: want ed25519", key.Type())
	}
	seat, err := validatortypes.NewSeat(organisation, operator.String(), ed)
	if err != nil {
		return err
	}
	return g.EditSeats(func(s *validatortypes.GenesisState) error {
		s.Seats = append(s.Seats, seat)
		return nil
	})
}

// AddIssuer licenses an issuer and lets its coin pay fees at par.
func (g *Genesis) AddIssuer(i stablecointypes.Issuer) error {
	if i.Allowance.IsNil() {
		i.Allowance = sdkmath.ZeroInt()
	}
	if i.PeriodAllowance.IsNil() {
		i.PeriodAllowance = i.Allowance
	}
	i.PeriodMinted = sdkmath.ZeroInt()
	i.Minted, i.Burned, i.Status = sdkmath.ZeroInt(), sdkmath.ZeroInt(), stablecointypes.ISSUER_STATUS_ACTIVE
	if err := edit(g, stablecointypes.ModuleName, &stablecointypes.GenesisState{}, func(s *stablecointypes.GenesisState) error {
		s.Issuers = append(s.Issuers, i)
		slices.SortFunc(s.Issuers, func(a, b stablecointypes.Issuer) int { return strings.Compare(a.Id, b.Id) })
		return nil
	}); err != nil {
		return err
	}
	return edit(g, feetypes.ModuleName, &feetypes.GenesisState{}, func(s *feetypes.GenesisState) error {
		s.Rates = append(s.Rates, feetypes.Rate{Denom: i.Denom(), FromHeight: 0, Worth: 1_000_000})
		slices.SortFunc(s.Rates, func(a, b feetypes.Rate) int { return strings.Compare(a.Denom, b.Denom) })
		return nil
	})
}

// AddProgramme publishes a programme and returns its number. Later ones are published by a vote of the provinces.
func (g *Genesis) AddProgramme(p granttypes.Programme) (uint32, error) {
	err := g.EditGrants(func(s *granttypes.GenesisState) error {
		p.Id, p.Status = uint32(len(s.Programmes))+1, granttypes.PROGRAMME_STATUS_PUBLISHED
		s.Programmes = append(s.Programmes, p)
		return nil
	})
	return p.Id, err
}

// AddBalance gives an account coins; meant for tests and benchmarks, as it issues coins without a reserve.
func (g *Genesis) AddBalance(address string, coins ...sdk.Coin) error {
	return edit(g, banktypes.ModuleName, &banktypes.GenesisState{}, func(s *banktypes.GenesisState) error {
		s.Balances = append(s.Balances, banktypes.Balance{Address: address, Coins: sdk.NewCoins(coins...)})
		s.Supply = s.Supply.Add(coins...)
		return nil
	})
}

// EditGrants changes the genesis of x/grant.
func (g *Genesis) EditGrants(f func(*granttypes.GenesisState) error) error {
	return edit(g, granttypes.ModuleName, &granttypes.GenesisState{}, f)
}

// EditSlashing changes the genesis of x/slashing.
func (g *Genesis) EditSlashing(f func(*slashingtypes.GenesisState) error) error {
	return edit(g, slashingtypes.ModuleName, &slashingtypes.GenesisState{}, f)
}

// EditSeats changes the genesis of x/validator.
func (g *Genesis) EditSeats(f func(*validatortypes.GenesisState) error) error {
	return edit(g, validatortypes.ModuleName, &validatortypes.GenesisState{}, f)
}

// EditStablecoins changes the genesis of x/stablecoin.
func (g *Genesis) EditStablecoins(f func(*stablecointypes.GenesisState) error) error {
	return edit(g, stablecointypes.ModuleName, &stablecointypes.GenesisState{}, f)
}

// EditFees changes the genesis of x/fee.
func (g *Genesis) EditFees(f func(*feetypes.GenesisState) error) error {
	return edit(g, feetypes.ModuleName, &feetypes.GenesisState{}, f)
}

// SetDayLength sets how many seconds a calendar day lasts from a start on, which becomes the first second of its date.
func (g *Genesis) SetDayLength(seconds int64, start time.Time) error {
	return g.EditAuthority(func(s *authoritytypes.GenesisState) error {
		s.Params.FirstDay = uint32(s.Params.DayAt(start.Unix()))
		s.Params.DaySeconds, s.Params.DayZero = seconds, start.Unix()
		return nil
	})
}

// SetWeekdays announces years in which Monday to Friday are worked, for networks to try things out on.
func (g *Genesis) SetWeekdays(years ...uint32) error {
	return g.EditAuthority(func(s *authoritytypes.GenesisState) error {
		for _, year := range years {
			calendar := authoritytypes.Weekdays(year)
			calendar.Version = 1
			s.Years = append(s.Years, calendar)
		}
		return nil
	})
}

// SetVoting sets how long a proposal is open for votes, and how long what was decided waits.
func (g *Genesis) SetVoting(period, delay time.Duration) error {
	if err := edit(g, govtypes.ModuleName, &govv1.GenesisState{}, func(s *govv1.GenesisState) error {
		params := counciltypes.GovernanceParams(period)
		s.Params = &params
		return nil
	}); err != nil {
		return err
	}
	return g.EditCouncil(func(s *counciltypes.GenesisState) error {
		s.Params.DelaySeconds = int64(delay / time.Second)
		return nil
	})
}

// SetPlan plans an upgrade from the start, for tests and rehearsals.
func (g *Genesis) SetPlan(plan upgradetypes.Plan) error {
	return edit(g, upgradetypes.ModuleName, &upgradetypes.Plan{}, func(p *upgradetypes.Plan) error {
		*p = plan
		return nil
	})
}

// EditCouncil changes the genesis of x/council.
func (g *Genesis) EditCouncil(f func(*counciltypes.GenesisState) error) error {
	return edit(g, counciltypes.ModuleName, &counciltypes.GenesisState{}, f)
}

// EditPseudonyms changes the genesis of x/pseudonym.
func (g *Genesis) EditPseudonyms(f func(*pseudonymtypes.GenesisState) error) error {
	return edit(g, pseudonymtypes.ModuleName, &pseudonymtypes.GenesisState{}, f)
}

// EditAuthority changes the genesis of x/authority.
func (g *Genesis) EditAuthority(f func(*authoritytypes.GenesisState) error) error {
	return edit(g, authoritytypes.ModuleName, &authoritytypes.GenesisState{}, f)
}

// ValidateGenesis checks the state of every module.
func (a *App) ValidateGenesis(g *Genesis) error {
	return a.basics.ValidateGenesis(a.encoding.Codec, a.encoding.Tx, g.state)
}

type protoState[T any] interface {
	*T
	proto.Message
}

func edit[T any, P protoState[T]](g *Genesis, module string, _ P, f func(P) error) error {
	var s T
	if raw, ok := g.state[module]; ok {
		if err := g.codec.UnmarshalJSON(raw, P(&s)); err != nil {
			return fmt.Errorf("read the genesis of %s: %w", module, err)
		}
	}
	if err := f(P(&s)); err != nil {
		return fmt.Errorf("change the genesis of %s: %w", module, err)
	}
	raw, err := g.codec.MarshalJSON(P(&s))
	if err != nil {
		return fmt.Errorf("write the genesis of %s: %w", module, err)
	}
	g.state[module] = raw
	return nil
}
