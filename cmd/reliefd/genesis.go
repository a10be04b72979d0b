package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/server"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

func genesisCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "genesis",
		Short: "Build and check the genesis of a network",
		Long: `Each command changes genesis.json in the home directory. Order: areas, the national authority, provinces, offices, officers, issuers.
When it is complete, run "reliefd genesis validate" and give every province the same file.`,
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(genesisAreasCommand(a), genesisOfficeCommand(a), genesisOfficerCommand(a), genesisProvinceCommand(a), genesisIssuerCommand(a), genesisValidateCommand(a), genesisHashCommand())
	return cmd
}

// changeGenesis reads genesis.json, changes its state and writes it back, unless the change fails.
func changeGenesis(cmd *cobra.Command, a *app.App, change func(*app.Genesis) error) error {
	file := server.GetServerContextFromCmd(cmd).Config.GenesisFile()
	doc, err := genutiltypes.AppGenesisFromFile(file)
	if err != nil {
		return fmt.Errorf("read %s (run \"reliefd init\" first): %w", file, err)
	}
	g, err := a.ReadGenesis(doc.AppState)
	if err != nil {
		return err
	}
	if err := change(g); err != nil {
		return err
	}
	if err := g.EditAuthority(func(s *authoritytypes.GenesisState) error { return s.Validate() }); err != nil {
		return err
	}
	if err := g.EditStablecoins(func(s *stablecointypes.GenesisState) error { return s.Validate() }); err != nil {
		return err
	}
	if doc.AppState, err = g.JSON(); err != nil {
		return err
	}
	return doc.SaveAs(file)
}

func genesisAreasCommand(a *app.App) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:     "add-areas [CODE...]",
		Short:   "Register administrative divisions by code, parents before children",
		Example: "  reliefd genesis add-areas 35 3505 350526\n  reliefd genesis add-areas --file codes.txt",
		RunE: func(cmd *cobra.Command, codes []string) error {
			if file != "" {
				raw, err := os.ReadFile(file)
				if err != nil {
					return fmt.Errorf("read the codes: %w", err)
				}
				codes = append(codes, strings.Fields(string(raw))...)
			}
			if len(codes) == 0 {
				return errors.New("name at least one code, or a file of codes with --file")
			}
			return changeGenesis(cmd, a, func(g *app.Genesis) error {
				if err := checkAreas(g, codes); err != nil {
					return err
				}
				return g.AddAreas(codes...)
			})
		},
	}
	cmd.Flags().StringVar(&file, "file", "", "file with codes, one per line")
	return cmd
}

// checkAreas names the first code that can't be registered.
func checkAreas(g *app.Genesis, codes []string) error {
	return g.EditAuthority(func(s *authoritytypes.GenesisState) error {
		known := map[string]bool{authoritytypes.Nation: true}
		for _, area := range s.Areas {
			known[area.Code] = true
		}
		for _, code := range codes {
			parent, err := s.Params.ParentArea(code)
			if err != nil {
				return fmt.Errorf("area %q (codes have %v digits): %w", code, s.Params.AreaWidths, err)
			}
			if !known[parent] {
				return fmt.Errorf("area %s: add %s first", code, parent)
			}
			known[code] = true
		}
		return nil
	})
}

// requireKind refuses an organisation that isn't there or isn't of a kind.
func requireKind(g *app.Genesis, id uint32, kind authoritytypes.OrganisationKind) error {
	return g.EditAuthority(func(s *authoritytypes.GenesisState) error {
		if id == 0 || int(id) > len(s.Organisations) || s.Organisations[id-1].Kind != kind {
			name := shortName(kind.String(), organisationKinds)
			return fmt.Errorf("organisation %d is no %s: add one with \"reliefd genesis add-office %s AREA\" and give its number", id, name, name)
		}
		return nil
	})
}

func genesisOfficeCommand(a *app.App) *cobra.Command {
	var parent uint32
	cmd := &cobra.Command{
		Use:     "add-office KIND AREA",
		Short:   "Add an organisation: national, city, county, township, treasury, auditor, issuer or custodian",
		Example: "  reliefd genesis add-office national 0\n  reliefd genesis add-office county 350526 --parent 5",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, err := parseEnum[authoritytypes.OrganisationKind](organisationKinds, args[0], authoritytypes.OrganisationKind_value)
			if err != nil {
				return err
			}
			var id uint32
			if err := changeGenesis(cmd, a, func(g *app.Genesis) error {
				id, err = g.AddOrganisation(kind, args[1], parent)
				return err
			}); err != nil {
				return err
			}
			return printJSON(cmd, map[string]any{"organisation": id})
		},
	}
	cmd.Flags().Uint32Var(&parent, "parent", 0, "number of the organisation above; 0 for the national authority")
	return cmd
}

// bootstrapHeight is the last height of an administrator whom genesis makes: a month of blocks of 1.3 seconds.
const bootstrapHeight = 2_000_000

func genesisOfficerCommand(a *app.App) *cobra.Command {
	var (
		roles      []string
		until      string
		credential string
		lastHeight int64
	)
	cmd := &cobra.Command{
		Use:   "add-officer ADDRESS ORGANISATION",
		Short: "Appoint an officer",
		Long: "The credential is a random 32-byte number that stands for the person behind the account; never derive it from an identity number.\n\n" +
			"An administrator whom genesis makes acts up to a last height, about a month of blocks unless --last-height says another one: by then it has appointed\n" +
			"others, or the provinces seat an administrator by vote (tx authority seat-administrator). 0 means no last height.",
		Example: "  reliefd genesis add-officer relief1... 2 --role admin --until 2027-12-31 --credential $(openssl rand -hex 32)",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			org, err := strconv.ParseUint(args[1], 10, 32)
			if err != nil {
				return fmt.Errorf("organisation %q: want its number, as add-office printed it", args[1])
			}
			now := time.Now()
			end := now.AddDate(1, 0, 0)
			if until != "" {
				if end, err = time.Parse(time.DateOnly, until); err != nil {
					return fmt.Errorf("--until %q: want a date such as 2027-12-31", until)
				}
			}
			person, err := hex.DecodeString(credential)
			if err != nil || len(person) != authoritytypes.CredentialLength {
				return errors.New("--credential: want 64 hexadecimal digits, as \"openssl rand -hex 32\" prints them")
			}
			o := authoritytypes.Officer{Address: args[0], Organisation: uint32(org), ValidFrom: now.Unix(), ValidUntil: end.Unix(), Credential: person}
			for _, r := range roles {
				role, err := parseEnum[authoritytypes.Role](roleNames, r, authoritytypes.Role_value)
				if err != nil {
					return err
				}
				o.Roles = append(o.Roles, role)
			}
			if cmd.Flags().Changed("last-height") {
				o.LastHeight = lastHeight
			} else if o.Holds(authoritytypes.ROLE_ADMIN) {
				o.LastHeight = bootstrapHeight
			}
			slices.Sort(o.Roles)
			o.Roles = slices.Compact(o.Roles)
			return changeGenesis(cmd, a, func(g *app.Genesis) error { return g.AddOfficer(o) })
		},
	}
	cmd.Flags().StringSliceVar(&roles, "role", nil, "duties, such as admin, intake, approver, treasurer")
	cmd.Flags().StringVar(&until, "until", "", "first day without the duties, such as 2027-12-31; empty means in a year")
	cmd.Flags().Int64Var(&lastHeight, "last-height", 0, "last block in which the duties count; for an administrator 2000000 unless given, otherwise 0 for none")
	cmd.Flags().StringVar(&credential, "credential", "", "random 32-byte number of the person, in hexadecimal")
	_ = cmd.MarkFlagRequired("role")
	_ = cmd.MarkFlagRequired("credential")
	return cmd
}

func genesisProvinceCommand(a *app.App) *cobra.Command {
	var (
		operator, key string
		parent        uint32
	)
	cmd := &cobra.Command{
		Use:     "add-province AREA",
		Short:   "Add a province with its seat in the validator set",
		Example: `  reliefd genesis add-province 35 --parent 1 --operator relief1... --consensus-key '{"@type":"/cosmos.crypto.ed25519.PubKey","key":"..."}'`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			address, err := sdk.AccAddressFromBech32(operator)
			if err != nil {
				return fmt.Errorf("--operator %q: want an account such as \"reliefd keys add\" prints: %w", operator, err)
			}
			var pub cryptotypes.PubKey
			if err := a.Encoding().Codec.UnmarshalInterfaceJSON(json.RawMessage(key), &pub); err != nil {
				return fmt.Errorf("--consensus-key: want what \"reliefd init\" printed as consensus_key: %w", err)
			}
			var id uint32
			if err := changeGenesis(cmd, a, func(g *app.Genesis) error {
				if err := checkAreas(g, args); err != nil {
					return err
				}
				if err := g.AddAreas(args[0]); err != nil {
					return err
				}
				if id, err = g.AddOrganisation(authoritytypes.ORGANISATION_KIND_PROVINCE, args[0], parent); err != nil {
					return err
				}
				if err := g.AddAccount(operator); err != nil {
					return err
				}
				return g.AddSeat(id, sdk.ValAddress(address), pub)
			}); err != nil {
				return err
			}
			return printJSON(cmd, map[string]any{"organisation": id, "operator": sdk.ValAddress(address).String()})
		},
	}
	cmd.Flags().StringVar(&operator, "operator", "", "account of the seat's operator")
	cmd.Flags().StringVar(&key, "consensus-key", "", "consensus key of the province's node, as JSON")
	cmd.Flags().Uint32Var(&parent, "parent", 1, "number of the national authority")
	_ = cmd.MarkFlagRequired("operator")
	_ = cmd.MarkFlagRequired("consensus-key")
	return cmd
}

func genesisIssuerCommand(a *app.App) *cobra.Command {
	var i stablecointypes.Issuer
	cmd := &cobra.Command{
		Use:     "add-issuer ID",
		Short:   "License a stablecoin issuer; it mints once its reserve is attested",
		Example: "  reliefd genesis add-issuer anxin --organisation 3 --custodian 4",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			i.Id = args[0]
			if err := changeGenesis(cmd, a, func(g *app.Genesis) error {
				if err := requireKind(g, i.Organisation, authoritytypes.ORGANISATION_KIND_ISSUER); err != nil {
					return err
				}
				if err := requireKind(g, i.Custodian, authoritytypes.ORGANISATION_KIND_CUSTODIAN); err != nil {
					return err
				}
				return g.AddIssuer(i)
			}); err != nil {
				return err
			}
			return printJSON(cmd, map[string]any{"issuer": i.Id, "denom": i.Denom()})
		},
	}
	cmd.Flags().Uint32Var(&i.Organisation, "organisation", 0, "number of the issuer's organisation")
	cmd.Flags().Uint32Var(&i.Custodian, "custodian", 0, "number of the custodian's organisation")
	cmd.Flags().StringVar(&i.Currency, "currency", "cny", "code of the currency")
	return cmd
}

func genesisValidateCommand(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use: "validate", Short: "Check a genesis, every module's part of it", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			file := server.GetServerContextFromCmd(cmd).Config.GenesisFile()
			doc, err := genutiltypes.AppGenesisFromFile(file)
			if err != nil {
				return fmt.Errorf("read %s (run \"reliefd init\" first): %w", file, err)
			}
			if err := doc.ValidateAndComplete(); err != nil {
				return err
			}
			g, err := a.ReadGenesis(doc.AppState)
			if err != nil {
				return err
			}
			if err := a.ValidateGenesis(g); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is valid\n", file)
			return err
		},
	}
}

// Names of enums as commands take them: short, in lower case, with dashes.
var (
	organisationKinds = enumNames{what: "kind", prefix: "ORGANISATION_KIND_"}
	roleNames         = enumNames{what: "role", prefix: "ROLE_"}
)

type enumNames struct{ what, prefix string }

func shortName(full string, names enumNames) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(full, names.prefix)), "_", "-")
}

// parseEnum reads an enum value by its short name.
func parseEnum[E ~int32](names enumNames, short string, values map[string]int32) (E, error) {
	for full, value := range values {
		if value != 0 && shortName(full, names) == short {
			return E(value), nil
		}
	}
	var known []string
	for full, value := range values {
		if value != 0 {
			known = append(known, shortName(full, names))
		}
	}
	slices.Sort(known)
	return 0, fmt.Errorf("unknown %s %q: want one of %s", names.what, short, strings.Join(known, ", "))
}
