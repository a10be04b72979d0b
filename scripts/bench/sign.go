package main

import (
	"context"
	"fmt"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
)

// signer signs for accounts and keeps count of their sequences.
type signer struct {
	config   client.TxConfig
	accounts map[string]*account
}

// account is what signing needs to know of a key.
type account struct {
	key              *secp256k1.PrivKey
	number, sequence uint64
}

func newSigner(config client.TxConfig) signer {
	return signer{config: config, accounts: map[string]*account{}}
}

// sign makes a transaction of one account and moves its sequence on.
func (s signer) sign(by string, gas uint64, fee sdk.Coins, msgs ...sdk.Msg) ([]byte, error) {
	acc, known := s.accounts[by]
	if !known {
		return nil, fmt.Errorf("no account %q", by)
	}
	b := s.config.NewTxBuilder()
	if err := b.SetMsgs(msgs...); err != nil {
		return nil, err
	}
	b.SetGasLimit(gas)
	b.SetFeeAmount(fee)
	sig := signing.SignatureV2{
		PubKey: acc.key.PubKey(), Sequence: acc.sequence,
		Data: &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT},
	}
	if err := b.SetSignatures(sig); err != nil {
		return nil, err
	}
	raw, err := authsigning.GetSignBytesAdapter(context.Background(), s.config.SignModeHandler(), signing.SignMode_SIGN_MODE_DIRECT, authsigning.SignerData{
		Address: addressOf(acc.key).String(), ChainID: chainID, AccountNumber: acc.number, Sequence: acc.sequence, PubKey: acc.key.PubKey(),
	}, b.GetTx())
	if err != nil {
		return nil, err
	}
	signature, err := acc.key.Sign(raw)
	if err != nil {
		return nil, err
	}
	sig.Data = &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT, Signature: signature}
	if err := b.SetSignatures(sig); err != nil {
		return nil, err
	}
	acc.sequence++
	return s.config.TxEncoder()(b.GetTx())
}

// learn reads number and sequence of a key's account.
func (s signer) learn(name string, key *secp256k1.PrivKey, acc sdk.AccountI) error {
	if acc == nil {
		return fmt.Errorf("%q has no account", name)
	}
	s.accounts[name] = &account{key: key, number: acc.GetAccountNumber(), sequence: acc.GetSequence()}
	return nil
}
