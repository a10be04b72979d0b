package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// Every command that a document or a help text shows is one, with flags and arguments it takes.
func TestExamplesAreCommands(t *testing.T) {
	root, err := newRoot()
	require.NoError(t, err)
	for _, pattern := range []string{"../../*.md", "../../docs/*.md", "../../docs/*/*.md", "../../x/*/README.md"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			checkExamples(t, root, file, string(text))
		}
	}
	for _, path := range [][]string{
		{"init"},
		{"genesis"},
		{"dev"},
		{"import"},
		{"case"},
		{"payroll"},
		{"receipt"},
		{"verify"},
		{"audit"},
		{"upgrade"},
		{"tag-key"},
		{"tags"},
		{"rebuild-receipts"},
		{"query", "authority"},
		{"query", "beneficiary"},
		{"query", "fee"},
		{"query", "grant"},
		{"query", "pseudonym"},
		{"query", "stablecoin"},
		{"query", "validator"},
		{"tx", "authority"},
		{"tx", "beneficiary"},
		{"tx", "fee"},
		{"tx", "grant"},
		{"tx", "pseudonym"},
		{"tx", "stablecoin"},
		{"tx", "validator"},
	} {
		ours, _, err := root.Find(path)
		require.NoError(t, err)
		checkHelp(t, root, ours)
	}
}

func checkHelp(t *testing.T, root, cmd *cobra.Command) {
	t.Helper()
	checkExamples(t, root, cmd.CommandPath(), cmd.Example)
	for _, c := range cmd.Commands() {
		checkHelp(t, root, c)
	}
}

// checkExamples checks the lines of a text that start with the name of the program.
func checkExamples(t *testing.T, root *cobra.Command, where, text string) {
	t.Helper()
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		line, isCommand := strings.CutPrefix(strings.TrimSpace(line), "reliefd ")
		if !isCommand {
			continue
		}
		line, _, _ = strings.Cut(line, "&&")
		line, _, _ = strings.Cut(line, " # ")
		line, _, _ = strings.Cut(line, " > ")
		cmd, rest, err := root.Find(words(line))
		require.NoError(t, err, "%s: reliefd %s", where, line)
		require.NoError(t, cmd.ParseFlags(rest), "%s: reliefd %s", where, line)
		require.NoError(t, cmd.ValidateArgs(cmd.Flags().Args()), "%s: reliefd %s", where, line)
		require.False(t, cmd.HasSubCommands() && cmd.Flags().NArg() > 0, "%s: reliefd %s", where, line)
	}
}

// words cuts a command line at spaces outside quotes and command substitutions, and takes the quotes off.
func words(line string) []string {
	depth, quoted := 0, false
	list := strings.FieldsFunc(line, func(r rune) bool {
		switch r {
		case '\'':
			quoted = !quoted
		case '(':
			depth++
		case ')':
			depth--
		}
		return r == ' ' && !quoted && depth == 0
	})
	for i, word := range list {
		list[i] = strings.Trim(word, "'")
	}
	return list
}
