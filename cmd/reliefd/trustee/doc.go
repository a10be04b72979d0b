// Package trustee is what a node serves to make tags: evaluations with its own share (Trustee), and for the offices of its province a
// relay that asks all trustees at once (Relay).
//
// A trustee answers a request only when its own committed state has it recorded, for an epoch that is live, not too long ago, with the
// hash of exactly these elements. It checks that before it multiplies, and multiplies so many elements a second and no more. It logs
// requests by number alone. It learns neither whom a request is about nor the tag.
//
// The relay checks the same, asks its own share and the peers named in app.toml in parallel, and returns what came: enough correct
// answers and, for a moment longer, whatever else. The office checks every answer itself (package x/pseudonym/client/office); a relay
// that lies can only withhold.
package trustee
