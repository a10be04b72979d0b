package keeper

import (
	"fmt"
	"runtime"
	"time"
)

func clock(deadline time.Time) {
	_ = time.Now()           // want `time.Now: the clock differs`
	_ = time.Since(deadline) // want `time.Since: the clock differs`
	_ = time.Until(deadline) // want `time.Until: the clock differs`
	now := time.Now          // want `time.Now: the clock differs`
	_ = now
	_ = deadline.Local()        // want `time.Time.Local: the time zone`
	_ = deadline.In(time.Local) // want `time.Local: the time zone`
	_ = time.Unix(1, 0)         // want `time.Unix is in the machine's time zone`
	_ = time.Unix(1, 0).UTC()
	_ = time.NewTimer(time.Second) // want `time.NewTimer: timers`
}

func order(a, b chan int) {
	go clock(time.Time{}) // want `goroutines end in no order`
	select {              // want `select picks a ready case at random`
	case <-a:
	case <-b:
	}
	_ = runtime.NumCPU()      // want `runtime.NumCPU: results depend on the machine`
	_ = runtime.GOMAXPROCS(0) // want `runtime.GOMAXPROCS: results depend on the machine`
}

func fail(err error) error {
	if err == nil {
		panic("no error") // want `panic halts the chain`
	}
	return fmt.Errorf("award: %w", err) // want `fmt.Errorf loses the ABCI code`
}

// mustFail panics when there is no error: the caller checked it.
func mustFail(err error) {
	if err == nil {
		panic("no error")
	}
}
