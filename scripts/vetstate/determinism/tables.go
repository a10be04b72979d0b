package determinism

// imports lists packages that state code never imports, with their sub-packages.
var imports = []struct{ path, reason string }{
	{"crypto/rand", "randomness differs on every node"},
	{"math/rand", "randomness differs on every node"},
	{"hash/maphash", "its seed differs in every process"},
	{"golang.org/x/text", "results depend on locale and Unicode tables"},
	{"os", "files and environment belong to one node"},
	{"syscall", "results depend on the machine"},
	{"unsafe", "memory layout depends on the machine"},
}

// names lists functions, types and constants that differ between nodes, with the reason.
var names = map[string]string{
	"time.Now":       "the clock differs on every node: use the block time",
	"time.Since":     "the clock differs on every node: use the block time",
	"time.Until":     "the clock differs on every node: use the block time",
	"time.After":     "timers depend on the machine",
	"time.AfterFunc": "timers depend on the machine",
	"time.NewTicker": "timers depend on the machine",
	"time.NewTimer":  "timers depend on the machine",
	"time.Sleep":     "timers depend on the machine",
	"time.Tick":      "timers depend on the machine",

	"time.Local":        "the time zone depends on the machine: use UTC",
	"time.LoadLocation": "the time zone files depend on the machine: use UTC",
	"time.Time.Local":   "the time zone depends on the machine: use UTC",

	"maps.All":               "a map has no order",
	"maps.DeleteFunc":        "a map has no order",
	"maps.EqualFunc":         "a map has no order",
	"sync.Map":               "a map has no order",
	"reflect.Value.MapKeys":  "a map has no order",
	"reflect.Value.MapRange": "a map has no order",
	"reflect.Value.Seq":      "a map has no order",
	"reflect.Value.Seq2":     "a map has no order",

	"reflect.Select":        "a random ready case is taken",
	"reflect.Value.Pointer": "memory addresses differ in every process",

	"runtime.GOARCH":       "results depend on the machine",
	"runtime.GOMAXPROCS":   "results depend on the machine",
	"runtime.GOOS":         "results depend on the machine",
	"runtime.NumCPU":       "results depend on the machine",
	"runtime.NumGoroutine": "results depend on the machine",
	"runtime.ReadMemStats": "results depend on the machine",
}
