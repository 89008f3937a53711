# Every verb that SecDoc's developers and operators need; `make` alone prints them.
# It needs python3 with venv, git and make. No target but `test`, `check` and `machine` asks for root.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
SERVICES ?= 1000
REQUESTS ?= 30

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest
POSTGRES := $(BIN)/python -m tests.servers postgres --

export PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Trying out, developing and measuring happen in demo mode unless the environment says otherwise.
demo demo-data run bench: export SECDOC_DEMO ?= 1
# Mails lead to where it is served; the address of all interfaces is none to click on.
demo demo-data run: export BASE_URL ?= http://$(if $(filter 0.0.0.0,$(HOST)),localhost,$(HOST)):$(PORT)

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##
## Try and run

.PHONY: setup-ldap
setup-ldap: setup .venv/ready-ldap ## Add what signing in against an LDAP directory needs (python-ldap compiles)

.PHONY: setup
setup: .venv/ready translations ## Create .venv with everything that SecDoc runs on

.PHONY: demo-data
demo-data: setup ## Migrate the database and load the demo into it (may be repeated)
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) load_demo --accounts

.PHONY: run
run: setup ## Serve on http://HOST:PORT (127.0.0.1:8000)
	$(MANAGE) runserver $(HOST):$(PORT)

.PHONY: demo
demo: demo-data run ## Everything: set up, load the demo, serve

##
## Test and measure

.PHONY: test
test: .venv/ready-dev .venv/ready-ldap translations ## Run all tests: on SQLite with journeys in Chromium, then on PostgreSQL
	$(PYTEST) -n $(WORKERS) -m "not journey and not postgres"
	$(PYTEST) -n $(WORKERS) -m journey
	$(POSTGRES) $(PYTEST) -n $(WORKERS) -m "(database or postgres) and not journey and not once"

.PHONY: test-fast
test-fast: .venv/ready-dev translations ## Run the tests that need neither browser nor PostgreSQL nor LDAP
	$(PYTEST) -n $(WORKERS) -m "not journey and not postgres and not directory"

.PHONY: pictures
pictures: .venv/ready-dev translations ## Run the journeys and renew the pictures of the handbook
	SECDOC_PICTURES=1 $(PYTEST) -m journey

.PHONY: bench
bench: .venv/ready-dev translations ## Measure 1,000 services (SERVICES=…) on DATABASE_URL, or on a fresh SQLite and PostgreSQL
	$(BIN)/python -m tests.bench --services $(SERVICES) --requests $(REQUESTS)

.PHONY: coverage
coverage: .venv/ready-dev translations ## Show which lines the fast tests do not reach
	$(BIN)/coverage run -m pytest -m "not journey and not postgres" && $(BIN)/coverage report

##
## Check and change

.PHONY: check
check: lint types layers migrations deploy-check test ## Do exactly what continuous integration does

.PHONY: lint
lint: .venv/ready-dev ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: format
format: .venv/ready-dev ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: types
types: .venv/ready-dev ## Check types
	$(BIN)/mypy

.PHONY: layers
layers: .venv/ready-dev ## Check that imports only point down
	$(BIN)/lint-imports --no-cache

.PHONY: migrations
migrations: .venv/ready ## Check that no migration is missing
	$(MANAGE) makemigrations --check --dry-run

.PHONY: deploy-check
deploy-check: .venv/ready ## Let Django check the settings of production
	env -u SECDOC_DEMO -u DEBUG SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  ALLOWED_HOSTS=secdoc.example.org BASE_URL=https://secdoc.example.org \
	  $(MANAGE) check --deploy --fail-level WARNING

.PHONY: messages
messages: .venv/ready-dev machine ## Collect the texts of the user interface into locale/
	$(MANAGE) makemessages --locale de --no-obsolete --add-location file --no-wrap --ignore .venv --ignore tests

.PHONY: messages-check
messages-check: .venv/ready-dev machine ## Check that every text is collected and translated
	$(PYTEST) -q tests/test_catalogue.py

.PHONY: docs
docs: .venv/ready-dev ## Renew the parts of docs/reference that are made from the code
	$(BIN)/python -m tests.reference_pages

.PHONY: translations
translations: .venv/ready ## Compile locale/ (needs no gettext)
	@if compgen -G "locale/*/LC_MESSAGES/*.po" > /dev/null; then $(BIN)/pybabel --quiet compile --directory locale --domain django; fi

.PHONY: requirements
requirements: .venv/ready ## Pin the newest allowed versions in requirements*.txt
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade $(PINS) pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade $(PINS) pyproject.toml --extra ldap --constraint requirements.txt --output-file requirements-ldap.txt
	$(BIN)/uv pip compile --quiet --upgrade $(PINS) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
PINS := --universal --python-version 3.11 --no-emit-find-links --no-emit-index-url --custom-compile-command "make requirements"

.PHONY: machine
machine: # Install what a fresh Debian machine lacks for the tests
	@.ci/packages

.PHONY: clean
clean: ## Remove .venv, caches and the demo's database
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete 2> /dev/null || true

# A stamp says that .venv holds what the file beside it asks for.
.venv/ready: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt .venv/ready
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@

# python-ldap compiles against headers that `machine` installs where root runs it.
.venv/ready-ldap: requirements-ldap.txt .venv/ready | machine
	$(BIN)/python -m pip install --quiet --requirement requirements-ldap.txt
	@touch $@
