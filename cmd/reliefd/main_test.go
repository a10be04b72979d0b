package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update-scripts", false, "write what the commands print into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"reliefd": main, "signer": remoteSigner})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "user")
			env.Setenv("HOME", home)
			return os.Mkdir(home, 0o755)
		},
		Condition: func(condition string) (bool, error) {
			if condition == "slow" {
				return !testing.Short(), nil
			}
			return false, errors.New("unknown condition")
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"capture":  capture,
			"county":   openCounty,
			"exitcode": exitCodeOf,
			"register": writeRegister,
			"edit":     editRegister,
			"enrol":    enrolRegister,
			"help":     openHelp,
			"loaded":   waitLoaded,
			"appoint":  appointOfficer,
			"fund":     fundTreasury,
			"until":    waitUntil,
		},
	})
}

// capture NAME PATTERN sets a variable to what the pattern's group matches in the last output.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: capture NAME PATTERN")
	}
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("nothing in the output matches %s with one group", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// exitcode CODE[|CODE]... PROGRAM ARG... runs a program that has to end with one of the codes.
func exitCodeOf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode CODE[|CODE]... PROGRAM ARG...")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if !slices.Contains(strings.Split(args[0], "|"), strconv.Itoa(got)) {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}
