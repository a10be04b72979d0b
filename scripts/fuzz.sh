#!/usr/bin/env bash
# Runs every native fuzz target of the repository for the time given, one after another.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-20s}

# fuzz runs one target. Go 1.26 sometimes takes the end of the time for a failure of the target (golang/go#75804): it says so and
# names no input.
fuzz() {
  local dir=$1 target=$2 log
  log=$(mktemp)
  if ! go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "./$dir" </dev/null 2>&1 | tee "$log"; then
    if grep -q 'Failing input' "$log" || ! grep -qx '    context deadline exceeded' "$log"; then
      rm "$log"
      return 1
    fi
    echo "$target: the time was up, no input failed"
  fi
  rm "$log"
}

git grep -lE '^func Fuzz' -- '*_test.go' | xargs -r -n1 dirname | sort -u | while read -r dir; do
  go test -list '^Fuzz' "./$dir" | grep '^Fuzz' | while read -r target; do
    echo "== $dir $target"
    fuzz "$dir" "$target"
  done
done
