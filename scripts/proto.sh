#!/usr/bin/env bash
# Generates x/*/types/*.pb.go and *.pb.gw.go from proto/. Needs protoc; everything else is pinned in scripts/tools.mod.
#   proto.sh                 write the generated code
#   proto.sh --check         fail if the committed code is not what would be written
#   proto.sh --image FILE    write the descriptors of all files and their imports, for buf
set -euo pipefail
cd "$(dirname "$0")/.."
command -v protoc >/dev/null || { echo "protoc is missing: install the package protobuf-compiler" >&2; exit 1; }

bin=$(mktemp -d) out=$(mktemp -d)
trap 'rm -rf "$bin" "$out"' EXIT

dir() { go list -m -f '{{.Dir}}' "$1"; }
tool_dir() { go list -modfile=scripts/tools.mod -m -f '{{.Dir}}' "$1"; }
include=(-I proto
  -I "$(dir github.com/cosmos/cosmos-sdk)/proto"
  -I "$(dir github.com/cosmos/cosmos-proto)/proto"
  -I "$(dir github.com/cosmos/gogoproto)"
  -I "$(dir github.com/cosmos/gogoproto)/protobuf"
  -I "$(tool_dir github.com/grpc-ecosystem/grpc-gateway)/third_party/googleapis")

if [ "${1:-}" = --image ]; then
  mkdir -p "$(dirname "$2")"
  find proto -name '*.proto' | sort | xargs protoc "${include[@]}" --include_imports --include_source_info -o "$2"
  exit
fi

GOBIN=$bin go install -modfile=scripts/tools.mod github.com/cosmos/gogoproto/protoc-gen-gocosmos github.com/grpc-ecosystem/grpc-gateway/protoc-gen-grpc-gateway
find proto -name '*.proto' | sort | while read -r file; do
  PATH=$bin:$PATH protoc "${include[@]}" \
    --gocosmos_out=plugins=grpc,Mgoogle/protobuf/any.proto=github.com/cosmos/gogoproto/types/any:"$out" \
    --grpc-gateway_out=logtostderr=true,allow_colon_final_segments=true:"$out" "$file"
done

if [ "${1:-}" = --check ]; then
  fail=0
  (cd "$out/github.com/reliefchain/relief" && find . -name '*.go' | sort) >"$bin/list"
  while read -r file; do
    cmp -s "$out/github.com/reliefchain/relief/$file" "$file" || { echo "$file is out of date: run make proto" >&2; fail=1; }
  done <"$bin/list"
  git ls-files 'x/*.pb.go' 'x/*.pb.gw.go' | while read -r file; do
    grep -qx "./$file" "$bin/list" || { echo "$file has no source in proto/" >&2; exit 1; }
  done || fail=1
  exit $fail
fi
cp -r "$out"/github.com/reliefchain/relief/. .
