# Everything FTracker needs is made by make from python3 (3.11 or newer, with venv) alone:
# .tools holds uv, .venv holds FTracker, the hashes in requirements/ say what may get in.
PYTHON ?= python3
TOOLS := .tools/bin
BIN := .venv/bin
FRONTEND := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)

export UV_SYSTEM_CERTS ?= 1
export NODE_USE_SYSTEM_CA ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1
UV := VIRTUAL_ENV="$(CURDIR)/.venv" $(TOOLS)/uv
# Compiled at once: the second start then has to read, not to compile.
INSTALL := $(UV) pip install --quiet --compile-bytecode --require-hashes
COMPILE := $(TOOLS)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --python-version 3.11

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo test coverage check format formatted lint types layers templates migrations \
	migration bench lock audit browser floors secrets

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: .venv/app.ok ## Start FTracker on http://127.0.0.1:8000
	@$(BIN)/ftracker serve

demo: .venv/app.ok ## Start FTracker with a throw-away sample household
	@$(BIN)/ftracker serve --demo

test: .venv/dev.ok browser ## Run all tests
	$(BIN)/python -m pytest -n auto

coverage: .venv/dev.ok browser ## Run all tests; domain, services and queries must be covered whole
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

check: formatted lint types layers templates floors secrets migrations coverage ## Run all that CI runs, in its order

format: .venv/dev.ok ## Write all Python in the one format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

formatted: .venv/dev.ok # Say what is not in the one format, and change nothing.
	$(BIN)/ruff format --check .

lint: .venv/dev.ok ## Look for mistakes in the Python
	$(BIN)/ruff check .

types: .venv/dev.ok ## Check all types
	$(BIN)/mypy

layers: .venv/dev.ok ## Check that everything falls and nothing climbs
	$(BIN)/lint-imports

templates: .venv/dev.ok ## Look for mistakes in the templates
	$(BIN)/djlint --lint --quiet ftracker/templates

floors: .venv/dev.ok ## Check that no locked package is older than the first one without known holes
	$(BIN)/python -m tools.check_floors

secrets: .venv/dev.ok ## Look for keys and passwords in all that git keeps
	$(BIN)/python -m tools.check_secrets

migrations: .venv/dev.ok ## Check that migrations go up, down and up, and arrive at the models
	$(BIN)/python -m tools.check_migrations

migration: .venv/dev.ok ## Write the migration to what the models say: make migration says="add budgets"
	$(BIN)/python -m tools.new_migration "$(says)"

bench: .venv/dev.ok ## Print every speed promise as a ratio
	$(BIN)/python -m benchmarks

audit: .venv/dev.ok ## Look up the locked packages among known vulnerabilities
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements/app.txt

lock: .tools/ok ## Choose the newest allowed versions and write them to requirements/
	$(COMPILE) --upgrade requirements/tools.in -o requirements/tools.txt
	$(COMPILE) --upgrade requirements/build.in -o requirements/build.txt
	$(COMPILE) --upgrade pyproject.toml -o requirements/app.txt
	$(COMPILE) --upgrade --group dev -c requirements/app.txt pyproject.toml -o requirements/dev.txt

browser: .venv/dev.ok # A browser for the tests.
	@sh tools/browser.sh

.tools/ok: requirements/tools.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "FTracker needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	@echo "Preparing the tools …"
	@test -x $(TOOLS)/python || $(PYTHON) -m venv .tools
	@$(TOOLS)/python -m pip install --quiet --require-hashes -r requirements/tools.txt
	@touch $@

.venv/app.ok: .tools/ok requirements/app.txt requirements/build.txt pyproject.toml build_frontend.py $(FRONTEND)
	@echo "Preparing FTracker …"
	@test -x $(BIN)/python || $(TOOLS)/uv venv --quiet --python $(TOOLS)/python .venv
	@$(INSTALL) -r requirements/app.txt
	@$(UV) pip install --quiet --no-deps --reinstall-package ftracker \
		--build-constraints requirements/build.txt --editable .
	@$(BIN)/python -m compileall -q -j 0 ftracker
	@touch $@

.venv/dev.ok: .venv/app.ok requirements/dev.txt
	@echo "Preparing the tools of developers …"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@
