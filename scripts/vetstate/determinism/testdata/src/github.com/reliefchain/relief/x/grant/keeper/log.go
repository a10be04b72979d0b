//relief:node-local log of this node // want `node-local files live in app, not in a module`

package keeper
