//relief:node-local // want `node-local needs a reason`

package app
