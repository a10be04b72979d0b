package node

import (
	cmtcfg "github.com/cometbft/cometbft/config"

	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
)

// OpenHistory opens the databases of a stopped node. The function it returns closes them.
func OpenHistory(config *cmtcfg.Config) (*signer.History, func() error, error) {
	dbs, err := openDatabases(config)
	if err != nil {
		return nil, nil, err
	}
	return signer.NewHistory(dbs.blocks, dbs.states), dbs.close, nil
}

// Inspect reads what the start guard of a stopped node would decide on; Check decides.
func Inspect(config *cmtcfg.Config) (Facts, error) {
	history, closeHistory, err := OpenHistory(config)
	if err != nil {
		return Facts{}, err
	}
	defer func() { _ = closeHistory() }()
	keys, err := signer.Load(config)
	if err != nil {
		return Facts{}, err
	}
	return gather(config, keys, history)
}
