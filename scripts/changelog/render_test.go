package main

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestRender(t *testing.T) {
	got, err := Render(fstest.MapFS{
		"README.md":                        file("How to."),
		"unreleased/fixed/late-payment.md": file("Pay on time.\n"),
		"unreleased/added/receipt.md":      file("Show a receipt.\n"),
		"unreleased/added/audit.md":        file("Audit a node.\n"),
		"v0.9.0/security/key.md":           file("Keep the key.\n"),
		"v0.10.0/changed/price.md":         file("Lower the price.\n"),
	})
	require.NoError(t, err)
	require.Equal(t, header+`
## Unreleased

### Added

- Audit a node.
- Show a receipt.

### Fixed

- Pay on time.

## v0.10.0

### Changed

- Lower the price.

## v0.9.0

### Security

- Keep the key.
`, got)
}

func TestRenderRefuses(t *testing.T) {
	for _, tc := range []struct{ name, path, text string }{
		{name: "unknown section", path: "unreleased/removed/x.md", text: "Remove it."},
		{name: "file beside the sections", path: "unreleased/x.md", text: "Add it."},
		{name: "name with capitals", path: "unreleased/added/Receipt.md", text: "Add it."},
		{name: "name without .md", path: "unreleased/added/receipt", text: "Add it."},
		{name: "empty", path: "unreleased/added/receipt.md", text: "\n"},
		{name: "two lines", path: "unreleased/added/receipt.md", text: "Add it.\nAnd that.\n"},
		{name: "bullet", path: "unreleased/added/receipt.md", text: "- Add it.\n"},
		{name: "no full stop", path: "unreleased/added/receipt.md", text: "Add it\n"},
		{name: "release without version", path: "next/added/receipt.md", text: "Add it.\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Render(fstest.MapFS{"unreleased/added/ok.md": file("Fine."), tc.path: file(tc.text)})
			require.Error(t, err)
		})
	}
}
