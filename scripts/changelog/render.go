package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// unreleased is the folder of changes that no release holds yet.
const unreleased = "unreleased"

// sections are the allowed kinds of change, in the order they are printed.
var sections = []string{"added", "changed", "fixed", "security"}

var (
	slug    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*\.md$`)
	version = regexp.MustCompile(`^v(\d+)\.(\d+)\.(\d+)$`)
)

const header = `# Changelog

Built from the files in ` + "`.changelog/`" + `: add one there and run ` + "`make changelog`" + `.
`

// Render checks every fragment under the root and returns the whole changelog, newest release first.
func Render(root fs.FS) (string, error) {
	releases, err := releases(root)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString(header)
	for _, release := range releases {
		title := release
		if release == unreleased {
			title = "Unreleased"
		}
		fmt.Fprintf(&out, "\n## %s\n", title)
		if err := renderRelease(&out, root, release); err != nil {
			return "", err
		}
	}
	return out.String(), nil
}

func renderRelease(out *strings.Builder, root fs.FS, release string) error {
	entries, err := fs.ReadDir(root, release)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // right after a release nothing is unreleased
		return err
	}
	for _, entry := range entries {
		if !entry.IsDir() || !slices.Contains(sections, entry.Name()) {
			return fmt.Errorf("%s/%s: sections are %s", release, entry.Name(), strings.Join(sections, ", "))
		}
	}
	for _, section := range sections {
		lines, err := readSection(root, path.Join(release, section))
		if err != nil {
			return err
		}
		if len(lines) > 0 {
			fmt.Fprintf(out, "\n### %s%s\n\n- %s\n", strings.ToUpper(section[:1]), section[1:], strings.Join(lines, "\n- "))
		}
	}
	return nil
}

// readSection returns the line of each fragment by file name; a section without folder has none.
func readSection(root fs.FS, dir string) ([]string, error) {
	entries, err := fs.ReadDir(root, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		if !slug.MatchString(entry.Name()) {
			return nil, fmt.Errorf("%s: name it like-this.md", name)
		}
		raw, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, err
		}
		line := strings.TrimSuffix(string(raw), "\n")
		if line == "" || line != strings.TrimSpace(line) || strings.Contains(line, "\n") || strings.HasPrefix(line, "-") || !strings.HasSuffix(line, ".") {
			return nil, fmt.Errorf("%s: write one sentence on one line, without a bullet, ending in a full stop", name)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// releases lists the folders to print: unreleased, then versions from the newest.
func releases(root fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(root, ".")
	if err != nil {
		return nil, err
	}
	names := []string{unreleased}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case name == "README.md" || name == unreleased:
		case entry.IsDir() && version.MatchString(name):
			names = append(names, name)
		default:
			return nil, fmt.Errorf("%s: a release folder is named like v1.2.3", name)
		}
	}
	slices.SortFunc(names[1:], func(a, b string) int { return slices.Compare(numbers(b), numbers(a)) })
	return names, nil
}

// numbers splits a version that matched into major, minor and patch.
func numbers(name string) []int {
	var parts []int
	for _, digits := range version.FindStringSubmatch(name)[1:] {
		n, _ := strconv.Atoi(digits)
		parts = append(parts, n)
	}
	return parts
}
