# Everything a contributor or CI runs. Needs Go, gcc, git and make; proto targets also need protoc and Node,
# test-cosmjs Node 20.19.

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null | sed 's/^v//')
COMMIT  ?= $(shell git rev-parse HEAD 2>/dev/null)
FUZZTIME ?= 20s
SEED ?= 1
CHECKS ?= 100
STEPS ?= 150
NEXT ?= next

# One tag set and one set of flags for build, test, lint and vet, so that all of them share one build cache.
# libsecp256k1_sdk verifies signatures in C, three times as fast as in Go.
TAGS := libsecp256k1_sdk
export GOFLAGS := -trimpath -buildvcs=false -tags=$(TAGS)

SDK_VERSION := github.com/cosmos/cosmos-sdk/version
LDFLAGS := -s -w \
	-X $(SDK_VERSION).Name=relief \
	-X $(SDK_VERSION).AppName=reliefd \
	-X $(SDK_VERSION).Version=$(VERSION) \
	-X $(SDK_VERSION).Commit=$(COMMIT) \
	-X $(SDK_VERSION).BuildTags=$(TAGS)

TOOL := go tool -modfile=scripts/tools.mod
BUF  := scripts/node_modules/.bin/buf
# The packages whose code every node must run alike.
STATE := $(addprefix ./,$(wildcard app) x/...)

.DEFAULT_GOAL := help
.PHONY: help build build-next install proto proto-check fmt lint vet-state test test-fast test-race test-fuzz test-machine test-system test-faults \
	test-faults-short test-cosmjs demo bench bench-gate bench-net bench-nightly bench-ageing cover tools changelog changelog-check readme-check clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build build/reliefd
	go build -ldflags '$(LDFLAGS)' -o build/reliefd ./cmd/reliefd

build-next: ## build build/$(NEXT)/reliefd: the version after this one, with an upgrade for test-faults (NEXT=broken: one that fails)
	go build -overlay testutil/network/faults/testdata/$(NEXT)/overlay.json -ldflags '-s -w -X $(SDK_VERSION).Version=$(NEXT)' \
		-o build/$(NEXT)/reliefd ./cmd/reliefd

install: ## install reliefd into $GOBIN
	go install -ldflags '$(LDFLAGS)' ./cmd/reliefd

proto: $(BUF) ## format proto/ and generate the Go code
	$(BUF) format -w proto
	./scripts/proto.sh

proto-check: $(BUF) ## check format, style and generated code of proto/
	$(BUF) format --diff --exit-code proto
	./scripts/proto.sh --image build/proto.binpb
	$(BUF) lint build/proto.binpb --config proto/buf.yaml --path relief
	./scripts/proto.sh --check

fmt: ## format Go code
	$(TOOL) golangci-lint fmt

lint: ## check format, style and common mistakes
	$(TOOL) golangci-lint run
	./scripts/lint-files.sh

vet-state: ## check state code for determinism and layering
	go run ./scripts/vetstate -test=false $(STATE)

test: ## run every test: units, scenarios, command line, real network
	go test -timeout 20m ./...
	$(MAKE) test-system

test-fast: ## run the short tests only
	go test -short ./...

test-race: ## run the tests with the race detector
	go test -race -timeout 60m ./...

test-fuzz: ## run every fuzz target for FUZZTIME (20s)
	./scripts/fuzz.sh $(FUZZTIME)

test-machine: ## run the random machines of ./app, of records and of money, for CHECKS (100) worlds of about STEPS (150) blocks each
	go test -timeout 240m -v ./app -run 'TestRandomBlocksAgreeWithTheModel|TestMoneyIsConserved' -rapid.checks=$(CHECKS) -rapid.steps=$(STEPS)

test-system: build ## run the tests against real processes
	go test -tags '$(TAGS),system' -timeout 20m ./testutil/network ./testutil/network/hub

test-faults: build ## break a network in every known way and write docs/operations/faults.md
	go test -tags '$(TAGS),system' -timeout 60m -v ./testutil/network/faults -run TestFaults -args \
		-full -keep -seed $(SEED) -json $(CURDIR)/build/faults.json -page $(CURDIR)/docs/operations/faults.md

test-faults-short: build ## kill, isolate and split a network, and join it by state sync
	go test -tags '$(TAGS),system' -timeout 10m -v ./testutil/network/faults -run TestFaults -args \
		-keep -seed $(SEED) -json $(CURDIR)/build/faults-short.json

test-cosmjs: build ## pay with CosmJS on a development network (Node 20.19 or later)
	./scripts/cosmjs/run.sh

demo: build ## play a month of assistance on a local network of provinces
	go run ./scripts/demo

bench: build ## measure payments per second and their cost
	go run ./scripts/bench

bench-gate: ## fail if a payment costs more processor time than it may next to the SDK's own modules in the same run (half a minute)
	go run ./scripts/bench -quick -gate -o build/bench-gate.json

bench-net: build ## measure payrolls, transfers, emergencies and the stock peers on networks of one and four nodes (half an hour)
	go run ./scripts/bench -net -o build/bench-net.json

bench-ageing: ## load a register of HOUSEHOLDS (33,334) in random order and pay it for two years while grants end, begin and move (ten minutes)
	go run ./scripts/bench -ageing $(or $(HOUSEHOLDS),33334) -o build/bench-ageing.json

bench-nightly: build ## measure payrolls of up to ten million grants, and those of the published month in the file MONTH (half an hour, 6 GB of memory)
	go run ./scripts/bench -nightly -only payout $(if $(MONTH),-month $(MONTH)) -o build/bench-nightly.json

cover: ## measure test coverage into build/coverage.html
	@mkdir -p build
	go test -coverprofile=build/coverage.out -coverpkg=./app/...,./x/... ./...
	go tool cover -html=build/coverage.out -o build/coverage.html
	go tool cover -func=build/coverage.out | tail -1

tools: $(BUF) ## fetch and build the pinned tools
	$(TOOL) golangci-lint version

changelog: ## build CHANGELOG.md from .changelog/
	go run ./scripts/changelog build

changelog-check: ## check the fragments and CHANGELOG.md
	go run ./scripts/changelog check

readme-check: build ## check the commands in README.md
	./scripts/readme-check.sh

clean: ## remove what was built
	rm -rf build

$(BUF): scripts/package-lock.json
	npm ci --prefix scripts --ignore-scripts --no-audit --no-fund
	@touch $@
