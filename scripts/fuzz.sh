#!/usr/bin/env bash
# Runs every native fuzz target of the repository for the time given, one after another.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-20s}

git grep -lE '^func Fuzz' -- '*_test.go' | xargs -r -n1 dirname | sort -u | while read -r dir; do
  go test -list '^Fuzz' "./$dir" | grep '^Fuzz' | while read -r target; do
    echo "== $dir $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "./$dir" </dev/null
  done
done
