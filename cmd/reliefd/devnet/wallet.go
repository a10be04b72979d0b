package devnet

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Wallet is the key of somebody without an office, who holds coins of both issuers and pays fees out of the own pocket.
const Wallet = "wallet"

// What the wallet starts with: together less than an account may hold whose owner nobody knows.
const (
	walletCoins  = 4_000 * yuan
	walletSecond = 1_000 * yuan
)

// wallet makes the wallet's key and fills it.
func (s *seeder) wallet() error {
	address, err := s.key(Wallet)
	if err != nil {
		return err
	}
	s.accounts = append(s.accounts, Account{Name: Wallet, Address: address.String(), Roles: []string{}})
	if err := s.g.AddAccount(address.String()); err != nil {
		return err
	}
	return s.give(address, sdk.NewInt64Coin(Denom(), walletCoins), sdk.NewInt64Coin(SecondDenom(), walletSecond))
}

// secondIssuer adds the organisation and the officers of the second issuer. It comes after the provinces, whose numbers it doesn't shift.
func (s *seeder) secondIssuer(nation uint32) (uint32, error) {
	organisation, err := s.office(authoritytypes.ORGANISATION_KIND_ISSUER, authoritytypes.Nation, nation)
	if err != nil {
		return 0, err
	}
	for _, o := range []struct {
		suffix string
		role   authoritytypes.Role
	}{
		{"controller", authoritytypes.ROLE_MINT_CONTROLLER},
		{"minter", authoritytypes.ROLE_MINTER},
		{"pauser", authoritytypes.ROLE_PAUSER},
	} {
		if _, err := s.officer(SecondID+"-"+o.suffix, organisation, o.role); err != nil {
			return 0, err
		}
	}
	return organisation, nil
}
