#!/usr/bin/env bash
# Writes the state that the program of a tag leaves behind into app/testdata/upgrade/TAG, for the upgrade test. The stories there
# (before.txt, after.txt) are told by that program; with --rewrite it also writes its answers into them.
set -euo pipefail
cd "$(dirname "$0")/.."
tag=${1:?usage: scripts/upgradefixture.sh TAG [--rewrite]}
fixture=$PWD/app/testdata/upgrade/$tag
[ -f "$fixture/before.txt" ] && [ -f "$fixture/after.txt" ] || {
  echo "write $fixture/before.txt and after.txt first; copy those of another tag" >&2
  exit 1
}
tree=$(mktemp -d)
trap 'git worktree remove --force "$tree"' EXIT
git worktree add --quiet --detach "$tree" "$tag"
# The first tag is older than what writes fixtures.
for file in app/fixture_test.go testutil/chaintest/database.go; do
  [ -f "$tree/$file" ] || cp "$file" "$tree/$file"
done
export GOFLAGS='-trimpath -buildvcs=false -tags=libsecp256k1_sdk'
cd "$tree"
go test ./app -run TestWriteFixture ${2:+-rewrite} -args -fixture "$fixture"
