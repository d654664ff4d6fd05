# Everything installs itself: `make demo` and `make test` need only Python 3.11, make and the package registries.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
# Commands of the checks need a home for their settings; the demo and an office have their own.
CHECK_HOME := $(CURDIR)/var/check
export PATH := $(CURDIR)/$(BIN):$(PATH)
APT := DEBIAN_FRONTEND=noninteractive apt-get
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(STAMPS)/install $(STAMPS)/assets ## prepare .venv with the `thidua` command and the built front-end files

$(STAMPS)/venv: requirements/dev.txt
	@test -x $(BIN)/python || python3 -m venv $(VENV)
	@mkdir -p $(STAMPS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/install: $(STAMPS)/venv pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(STAMPS)/npm: $(STAMPS)/venv package.json package-lock.json
	@npm=$$(command -v npm); "$$npm" ci --silent --ignore-scripts
	@touch $@

ASSET_SOURCES := tools/build_assets.py tools/build_demo.py src/thidua/cli/demo/structure.py $(wildcard src/thidua/cli/demo/papers/*.txt) $(shell find src/thidua -path '*/_built' -prune -o \( -path '*/static/*' -o -path '*/locale/*' -o -path '*/templates/*' \) -type f -print)

$(STAMPS)/assets: $(STAMPS)/npm $(STAMPS)/install $(ASSET_SOURCES)
	$(BIN)/python tools/build_assets.py
	@touch $@

.PHONY: browser
browser: $(STAMPS)/browser
$(STAMPS)/browser: $(STAMPS)/venv
	@command -v chromium pdfsig softhsm2-util | wc -l | grep -qx 3 || { $(SUDO) $(APT) update -qq && $(SUDO) $(APT) install -y -qq --no-install-recommends chromium fonts-liberation2 poppler-utils softhsm2 >/dev/null; }
	@touch $@

.PHONY: demo
demo: setup ## fill a believable department and serve it on 127.0.0.1:PORT (8000); Ctrl-C stops it
	$(BIN)/thidua demo --port $(PORT)

.PHONY: run
run: setup ## serve without sample content on 127.0.0.1:PORT
	$(BIN)/thidua up --port $(PORT)

.PHONY: test
test: setup browser check ## every check and every test, as CI runs them
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q --cov --cov-report=
	$(BIN)/python tools/coverage_floor.py

.PHONY: test-postgresql
test-postgresql: setup ## the capabilities' tests on a PostgreSQL cluster made for the run
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { $(SUDO) $(APT) update -qq && $(SUDO) $(APT) install -y -qq --no-install-recommends postgresql >/dev/null; }
	tools/with_postgresql.sh $(BIN)/python -m pytest -n 2 -q src/thidua/core src/thidua/apps src/thidua/office tests/matrix

.PHONY: check
check: setup ## linters, contracts, types, migrations: fast to slow
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/djlint --quiet --lint src
	THIDUA_HOME=$(CHECK_HOME) $(BIN)/lint-imports --no-logo
	THIDUA_HOME=$(CHECK_HOME) $(BIN)/python -m architecture
	THIDUA_HOME=$(CHECK_HOME) $(BIN)/mypy --strict src/thidua
	$(BIN)/python tools/messages.py
	THIDUA_HOME=$(CHECK_HOME) $(BIN)/thidua manage makemigrations --check --dry-run

.PHONY: fmt
fmt: setup ## format Python
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

.PHONY: bench
bench: bench-read bench-plan bench-write ## every measurement against its named peer

.PHONY: bench-read
bench-read: setup $(STAMPS)/bench ## reading: accuracy by field and format, speed beside peers in the same run
	$(BIN)/python -m bench.read

.PHONY: bench-plan
bench-plan: setup ## a year's plan under load: 5,000 tasks, 700 units, 8 people at once, each page beside its limit
	$(BIN)/python -m bench.plan

.PHONY: bench-write
bench-write: setup $(STAMPS)/bench ## writing: what comes back of what was written, speed beside docxtpl and LibreOffice
	$(BIN)/python -m bench.write
	$(BIN)/python -m bench.write_plans
	$(BIN)/python -m bench.write_pdf

$(STAMPS)/bench: requirements/bench.txt $(STAMPS)/venv
	@test -x build/bench-venv/bin/python || python3 -m venv build/bench-venv
	$(BIN)/uv pip install --quiet --python build/bench-venv/bin/python --require-hashes -r requirements/bench.txt
	@tesseract --list-langs 2>/dev/null | grep -qx vie && command -v gs unpaper soffice >/dev/null || { $(SUDO) $(APT) update -qq && $(SUDO) $(APT) install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-vie ghostscript unpaper libreoffice-writer-nogui >/dev/null; }
	@touch $@

.PHONY: fuzz-read
fuzz-read: setup ## 10,000 mutated files: only a document or UnreadableDocument, within time and memory
	$(BIN)/python -m bench.fuzz_read --count 10000

.PHONY: faults
faults: setup ## kills: 30 of the worker over 2,000 jobs, no mail lost; 60 of 16 clients over 8,000 numbers, no gap
	$(BIN)/python -m tests.faults.mail_kills --jobs 2000 --kills 30
	$(BIN)/python -m tests.faults.numbers --processes 16 --each 500 --kills 60

.PHONY: build
build: setup ## the wheel with the built assets in it, in dist/
	$(BIN)/python -m hatchling build -t wheel

.PHONY: lock
lock: $(STAMPS)/venv ## compile the pinned requirements from pyproject.toml
	cd requirements && $(CURDIR)/$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --extra scans --extra postgresql --custom-compile-command "make lock" ../pyproject.toml -o base.txt
	cd requirements && $(CURDIR)/$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --extra scans --extra postgresql --custom-compile-command "make lock" ../pyproject.toml dev.in -o dev.txt
	cd requirements && $(CURDIR)/$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --custom-compile-command "make lock" bench.in -c dev.txt -o bench.txt
	npm install --package-lock-only --silent

.PHONY: clean
clean: ## remove what was built and installed here
	rm -rf $(VENV) node_modules build dist src/thidua/_built
