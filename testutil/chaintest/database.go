package chaintest

import dbm "github.com/cosmos/cosmos-db"

// DB is the database of the first instance.
func (c *Chain) DB() dbm.DB { return c.instances[0].db }
