package doctor

import "strings"

// nowhereElse is what an operator has to know about a share.
const nowhereElse = "it is in no state sync, snapshot or copy of the state: only its backup replaces it"

// tagShare judges what the node keeps of the tag key. A province without its share isn't in danger, but others are as soon as more
// than n−t are: so nothing here is a failure.
func tagShare(f Facts, name string) []Finding {
	l, t := &list{check: name}, f.Tags
	if t.Err != nil {
		l.add(Warn, "restore the key file under [pseudonym] of app.toml, or the shares from the backup: reliefd tag-key import", "the shares of the tag key can't be opened: %v", t.Err)
	}
	for _, missing := range t.Missing {
		l.add(Warn, "restore it from the backup: reliefd tag-key import; without one the provinces name this one under \"lost\" in a resharing",
			"the chain lists the %s, and it isn't here; state sync doesn't bring it", missing)
	}
	var good []string
	for _, share := range t.Shares {
		switch {
		case share.Stray:
			l.add(Warn, "erase it, in the backup too, once the resharing that replaced it is active: reliefd tag-key erase", "the %s belongs to no live key set", share.Name)
		case share.Err != nil:
			l.add(Warn, "restore it from the backup: reliefd tag-key erase, then reliefd tag-key import", "the %s is no good: %v", share.Name, share.Err)
		default:
			good = append(good, share.Name)
		}
	}
	switch {
	case len(good) == 0:
		return l.or("this node keeps no share of the tag key")
	case !t.Asked:
		return l.or("%s; not compared, as the node doesn't answer; %s", strings.Join(good, ", "), nowhereElse)
	}
	return l.or("%s; %s", strings.Join(good, ", "), nowhereElse)
}
