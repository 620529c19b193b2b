# The commands of this repository; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The redline that `make demo` runs.
REDLINE ?= .build/debug/redline
CHAOS := ChaosTests
SOURCES := Sources Tests Plugins Package.swift

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what redline is built with and runs on, where it is missing
	@scripts/setup.sh

.PHONY: build
build: setup ## Build redline for development: .build/debug/redline
	@test -x .build/debug/redline || echo 'Building redline; the first time takes some minutes.' >&2
	@swift build --product redline

.PHONY: release
release: setup ## Build redline for use: .build/release/redline
	@test -x .build/release/redline || echo 'Building redline; the first time takes about five minutes.' >&2
	@swift build --configuration release --product redline

.PHONY: demo
demo: build ## Build redline, record sample data and show the main reports
	@$(REDLINE) demo

.PHONY: setup-tests
setup-tests: ## Install what the tests need beside that, where it is missing
	@scripts/setup.sh tests

.PHONY: test
test: setup-tests ## Build and run all tests, on a PostgreSQL of their own
	@swift build --build-tests
	@scripts/test.sh

.PHONY: docs
docs: setup ## Write the pages of docs/reports, of the reports' files and the sample data
	@swift build --build-tests
	@REDLINE_WRITE_PAGES=1 swift test --skip-build --filter 'ReportPageTests'

.PHONY: reference
reference: setup ## Write docs/reference.md, of the data and references in REDLINE_DATA_DIR
	@swift build --build-tests
	@: "$${REDLINE_DATA_DIR:?names the folder of the data}"
	@REDLINE_WRITE_REFERENCE=1 swift test --skip-build --filter 'ReferenceDocumentTests'

.PHONY: chaos
chaos: setup ## Kill, stop and hang what runs under load, and see that nothing is lost
	@swift build --build-tests
	@REDLINE_CHAOS_ROUNDS=$${REDLINE_CHAOS_ROUNDS:-40} swift test --skip-build --filter '$(CHAOS)'

.PHONY: fuzz
fuzz: setup ## Give the readers and the comparison what libFuzzer makes up; FUZZ_SECONDS (60)
	@scripts/fuzz.sh

.PHONY: fuzz-http
fuzz-http: build ## Send the service what schemathesis makes up from /openapi.json
	@scripts/fuzz-http.sh

.PHONY: lint
lint: ## Check the form of the Swift code
	@swift format lint --strict --parallel --recursive $(SOURCES)

.PHONY: format
format: ## Bring the Swift code into form
	@swift format --in-place --parallel --recursive $(SOURCES)

.PHONY: check-telemetry
check-telemetry: build ## Hold redline against OpenTelemetry for Python and instrumentations of OpenAI
	@scripts/check-telemetry.sh

# protoc-gen-swift comes of the package swift-protobuf: swift build --product protoc-gen-swift.
.PHONY: protobuf
protobuf: ## Make the Swift code of otlp.proto anew; needs protoc and protoc-gen-swift
	@cd Sources/RedlineTelemetry/Wire && \
	  protoc --swift_out=. --swift_opt=Visibility=Package otlp.proto

.PHONY: check-datasets
check-datasets: build ## Load exported datasets with Hugging Face datasets and TRL; REDLINE_DATA_DIR
	@scripts/check-datasets.sh

.PHONY: check-proxy
check-proxy: build ## Hold the proxy against the official openai client for Python
	@scripts/check-proxy.sh

.PHONY: check-workbooks
check-workbooks: ## Have LibreOffice open Excel files and write them anew, and compare every cell
	@swift build --product RenderDeliverable
	@scripts/check-workbooks.sh

.PHONY: check-pages
check-pages: build ## Do with a real browser what a person does on the pages, and look at them with axe
	@scripts/check-pages.sh

.PHONY: screenshots
screenshots: release ## Make pictures of each page, light, dark and as on a phone
	@scripts/screenshots.sh

.PHONY: bench
bench: release ## Measure how fast redline records and reports
	@scripts/bench.sh

.PHONY: bench-web
bench-web: release ## Measure how long the pages take, and how large they are, with a million workflows
	@scripts/bench-web.sh

.PHONY: bench-ingest
bench-ingest: release ## Measure the service's recording beside FastAPI, a bare INSERT and \copy
	@scripts/bench-ingest.sh

.PHONY: bench-reports
bench-reports: release ## Measure the reports beside plain SQL on raw records and DuckDB
	@scripts/bench-reports.sh

.PHONY: bench-corrections
bench-corrections: release ## Measure the export of a million corrections: rate and memory
	@scripts/bench-corrections.sh

.PHONY: bench-owner
bench-owner: release ## Measure the export of an owner with a million records, who goes on recording
	@scripts/bench-owner.sh

.PHONY: bench-export
bench-export: setup-tests ## Measure how fast deliverables are rendered, beside openpyxl and ReportLab
	@swift build --configuration release --product RenderDeliverable
	@scripts/bench-export.sh

.PHONY: bench-proxy
bench-proxy: release ## Measure what the proxy adds to a request and to a streamed piece
	@scripts/bench-proxy.sh

.PHONY: bench-otlp
bench-otlp: release ## Measure how many spans redline commits, beside Arize Phoenix
	@scripts/bench-otlp.sh

.PHONY: soak-proxy
soak-proxy: release ## Ten minutes of conversations through the proxy, with everything that goes wrong
	@scripts/soak-proxy.sh

.PHONY: clean
clean: ## Remove everything that was built
	@rm -rf .build
