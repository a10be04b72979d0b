package doctor

import (
	"slices"
	"time"
)

// Where findings about other nodes begin.
const (
	clockFail, clockWarn   = 10 * time.Second, 2 * time.Second
	behindFail, behindWarn = 1000, 20
)

// answered are the other nodes that could be asked.
func (f Facts) answered() []Server {
	return slices.DeleteFunc(slices.Clone(f.Others), func(s Server) bool { return s.Err != nil })
}

const nameOthers = "name nodes of other provinces with --server"

func clock(f Facts, name string) []Finding {
	l, others := &list{check: name}, f.answered()
	if len(others) == 0 {
		l.add(Warn, nameOthers, "no clock to compare with")
		return l.all
	}
	slices.SortFunc(others, func(a, b Server) int { return int(a.Ahead - b.Ahead) })
	middle := others[(len(others)-1)/2]
	off, within := middle.Ahead.Abs(), middle.Within
	const do = "set the clock by NTP (chronyc makestep); blocks carry the clocks of validators"
	direction := "behind"
	if middle.Ahead < 0 {
		direction = "ahead of"
	}
	switch {
	case off-within > clockFail:
		l.add(Fail, do, "the clock is %s %s that of %s", off.Round(time.Second), direction, middle.Name)
	case off-within > clockWarn:
		l.add(Warn, do, "the clock is %s %s that of %s", off.Round(time.Second), direction, middle.Name)
	}
	return l.or("agrees with %s to %s", named(others), (off + within).Round(100*time.Millisecond))
}

func chain(f Facts, name string) []Finding {
	l, others := &list{check: name}, f.answered()
	for _, s := range f.Others {
		if s.Err != nil {
			l.add(Warn, "check its address, or ask its operator", "%s doesn't answer: %v", s.Name, s.Err)
		}
	}
	if f.Self == nil {
		return l.or("the node is stopped at height %d", f.Blocks)
	}
	if f.Self.CatchingUp {
		l.add(Warn, "wait; if the height stands still, look at peers", "the node is catching up at height %d", f.Self.Height)
	} else if age := f.Now.Sub(f.Self.Time); age > blockAge {
		l.add(Fail, "see whether other provinces make blocks; if they do, look at peers, disk and the node's log",
			"the last block, %d, is %s old", f.Self.Height, age.Round(time.Second))
	}
	for _, s := range others {
		switch behind := s.Height - f.Self.Height; {
		case s.ChainID != f.Self.ChainID:
			l.add(Fail, "name nodes of the same chain", "%s is on chain %s, this node on %s", s.Name, s.ChainID, f.Self.ChainID)
		case s.Hash != "" && f.Self.Hash != "" && s.Hash != f.Self.Hash:
			l.add(Fail, "stop this node and call the other provinces before anything else", "this node and %s have different blocks at the same height", s.Name)
		case behind > behindFail && !f.Self.CatchingUp:
			l.add(Fail, "look at peers, disk and the node's log", "the node is %d blocks behind %s", behind, s.Name)
		case behind > behindWarn:
			l.add(Warn, "wait; if the distance grows, look at peers and disk", "the node is %d blocks behind %s", behind, s.Name)
		}
	}
	return l.or("at height %d, in step with %d others", f.Self.Height, len(others))
}

func versions(f Facts, name string) []Finding {
	l, others := &list{check: name}, f.answered()
	if f.Self == nil || len(others) == 0 {
		do := nameOthers
		if f.Self == nil {
			do = "start the node, then ask again"
		}
		l.add(Warn, do, "no version to compare")
		return l.all
	}
	for _, s := range others {
		if s.Version != f.Self.Version {
			l.add(Warn, "agree on a version before the next upgrade", "%s runs %s, this node %s", s.Name, s.Version, f.Self.Version)
		}
	}
	return l.or("%s, as %s", f.Self.Version, named(others))
}

func upgrade(f Facts, name string) []Finding {
	l, u := &list{check: name}, f.Upgrade
	switch {
	case u.Name == "":
		return l.or("none is planned")
	case f.Self == nil && u.Height <= f.Blocks && !u.Known:
		l.add(Fail, "install the version that makes it and start again", "upgrade %s is due at height %d, and this version doesn't make it", u.Name, u.Height)
	case !u.Known:
		l.add(Warn, "rehearse it with the version that makes it (reliefd upgrade rehearse); install that one when the node has stopped at the height",
			"upgrade %s is planned for height %d, in %d blocks", u.Name, u.Height, u.Height-f.Blocks)
	}
	return l.or("%s is planned for height %d, and this version makes it", u.Name, u.Height)
}
