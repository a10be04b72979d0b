#!/usr/bin/env bash
# Plays send.mjs against a development network of its own, on free ports and in a directory that goes with it.
# Needs build/reliefd and Node 20.19 or later, which the packages ask for; --check only looks at Node.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=build/reliefd
limit=60 # seconds, until the network is ready

node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  { echo "Node $(node --version) is too old: CosmJS asks for 20.19" >&2; exit 1; }
[ "${1:-}" != --check ] || exit 0
[ -x "$program" ] || { echo "$program is missing: run make build" >&2; exit 1; }

npm ci --prefix scripts/cosmjs --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null

dir=$(mktemp -d)
network=
stop() {
  if [ -n "$network" ]; then
    kill "$network" 2>/dev/null || true
    wait "$network" || true
  fi
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$program" dev --provinces 1 --block-time 300ms --persist "$dir/network" >"$dir/log" 2>&1 &
network=$!
SECONDS=0
until "$program" dev status --dir "$dir/network" >/dev/null 2>&1; do
  if ! kill -0 "$network" 2>/dev/null || [ "$SECONDS" -ge "$limit" ]; then
    echo "the network isn't ready after $SECONDS s:" >&2
    cat "$dir/log" >&2
    exit 1
  fi
  sleep 0.2
done

"$program" keys export wallet --unsafe --unarmored-hex --yes --keyring-backend test --keyring-dir "$dir/network/keys" |
  timeout 60 node scripts/cosmjs/send.mjs "$dir/network/dev.json"
