#!/usr/bin/env bash
# Checks what no Go linter sees: the length of files, and text that belongs to somebody's machine.
set -euo pipefail
cd "$(dirname "$0")/.."
limit=450
fail=0

while read -r file; do
  lines=$(wc -l <"$file")
  if [ "$lines" -gt "$limit" ]; then
    echo "$file has $lines lines, more than $limit: split it" >&2
    fail=1
  fi
done < <(git ls-files --cached --others --exclude-standard '*.go' ':!*.pb.go' ':!*.pb.gw.go')

# Paths of somebody's home. The brackets keep this line from finding itself.
if git grep -nIE '(^|[^[:alnum:]._/-])/(roo[t]|hom[e]|User[s]|wor[k])/[[:alnum:]]'; then
  echo "the lines above name paths of one machine" >&2
  fail=1
fi
exit $fail
