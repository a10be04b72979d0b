#!/usr/bin/env bash
# Keeps the commands in README.md true.
#   ```sh      every line is a make target that exists, a reliefd command that exists, or git, cd or a comment
#   ```sh ci   the block is run as well
set -euo pipefail
cd "$(dirname "$0")/.."
readme=README.md
targets=$(make -s help | awk '{ print $1 }')
fail() { echo "$readme: $1" >&2; exit 1; }

check_line() {
  read -r command argument _ <<<"$1" || true
  case $command in
    '' | '#'* | git | cd) ;;
    make) grep -qxF -- "$argument" <<<"$targets" || fail "no such target: make $argument" ;;
    build/reliefd | reliefd)
      build/reliefd "$argument" --help >/dev/null 2>&1 </dev/null || fail "no such command: reliefd $argument" ;;
    *) fail "a command that nothing checks: $1" ;;
  esac
}

[ -x build/reliefd ] || fail "build/reliefd is missing: run make build"

blocks=$(mktemp -d)
trap 'rm -rf "$blocks"' EXIT
awk -v dir="$blocks" '
  /^```/ && open { open = 0; close(file); next }
  /^```sh$/    { file = dir "/" ++n ".names"; open = 1; next }
  /^```sh ci$/ { file = dir "/" ++n ".run"; open = 1; next }
  open { print > file }
' "$readme"

checked=0
for block in "$blocks"/*; do
  [ -e "$block" ] || fail "no sh block"
  while IFS= read -r line; do check_line "$line"; checked=$((checked + 1)); done <"$block"
  case $block in *.run) bash -euxo pipefail "$block" </dev/null || fail "a block tagged ci failed" ;; esac
done
echo "$readme: $checked commands checked"
