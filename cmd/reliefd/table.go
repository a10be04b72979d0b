package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// table is what a reading command found: rows for people, or for programs.
type table struct {
	// columns are headings; a program reads them in lower case with underscores.
	columns []string
	rows    [][]string
	// none is said to people when there are no rows.
	none string
	// text is what people read instead of the rows, if there is any.
	text string
}

// outputFlag is how a table is written.
type outputFlag string

// add gives a command the flag.
func (f *outputFlag) add(cmd *cobra.Command) {
	*f = "table"
	cmd.Flags().StringVar((*string)(f), "output", "table", "how to write it: table, json or csv")
}

// check refuses an output that isn't known.
func (f outputFlag) check() error {
	switch f {
	case "table", "json", "csv":
		return nil
	}
	return fmt.Errorf("--output %q: want table, json or csv", string(f))
}

// write writes a table.
func (f outputFlag) write(w io.Writer, t table) error {
	switch f {
	case "json":
		list := make([]json.RawMessage, 0, len(t.rows))
		for _, row := range t.rows {
			object, err := t.object(row)
			if err != nil {
				return err
			}
			list = append(list, object)
		}
		raw, err := json.MarshalIndent(list, "", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "%s\n", raw)
		return err
	case "csv":
		out := csv.NewWriter(w)
		keys := make([]string, len(t.columns))
		for i := range t.columns {
			keys[i] = t.key(i)
		}
		if err := out.Write(keys); err != nil {
			return err
		}
		if err := out.WriteAll(t.rows); err != nil {
			return err
		}
		return out.Error()
	}
	if t.text != "" {
		_, err := io.WriteString(w, t.text)
		return err
	}
	if len(t.rows) == 0 {
		_, err := fmt.Fprintln(w, t.none)
		return err
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, strings.ToUpper(strings.Join(t.columns, "\t")))
	for _, row := range t.rows {
		fmt.Fprintln(out, strings.Join(row, "\t"))
	}
	return out.Flush()
}

// object writes a row with its columns in their order.
func (t table) object(row []string) (json.RawMessage, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, value := range row {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(t.key(i))
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(text)
	}
	b.WriteByte('}')
	return json.RawMessage(b.String()), nil
}

func (t table) key(column int) string { return strings.ReplaceAll(t.columns[column], " ", "_") }
