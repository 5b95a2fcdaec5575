.DEFAULT_GOAL := help
SHELL := /bin/bash
# Compiled modules are kept: a command starts in a fraction of the time.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
MEMBERS := shared $(wildcard services/*) deploy/stack
NAMES := phohien $(notdir $(wildcard services/*)) phohien-stack
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
STAMP := .venv/.installed

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

.tools/bin/uv:
	@python3 -m pip install --quiet --disable-pip-version-check --target .tools uv

$(STAMP): requirements.lock $(addsuffix /pyproject.toml,$(MEMBERS)) package-lock.json | $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	@echo "installing the locked packages …"
	@$(UV) venv --quiet --allow-existing
	@$(UV) pip sync --quiet --require-hashes requirements.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@npm ci --silent --no-audit --no-fund
	@touch $@

setup: $(STAMP) ## install everything, exactly as locked

up: $(STAMP) ## start everything with the sample dataset; Ctrl-C stops it (D=1 detaches)
	@$(BIN)/phohien up --demo $(if $(D),--detach)

down: $(STAMP) ## stop what `make up` started; the data stay
	@$(BIN)/phohien down

lock: | $(if $(findstring .tools,$(UV)),.tools/bin/uv) ## resolve again after a change to any pyproject.toml (old pins stay if they can)
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	  --python-version 3.11 --all-extras --group dev $(addprefix --no-emit-package ,$(NAMES)) \
	  pyproject.toml $(addsuffix /pyproject.toml,$(MEMBERS)) --output-file requirements.lock
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

fix: $(STAMP) ## format, and repair what ruff can repair
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

lint: $(STAMP) ## what a machine can say about style, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

# A test that hangs ends its process and says where it stood; the others go on.
HUNG := -o faulthandler_timeout=400 -o faulthandler_exit_on_timeout=true

test: $(STAMP) ## tier 1: unit, feature, contract, e2e, fault matrix; T=path narrows it
	$(BIN)/pytest -n 4 $(HUNG) $(T)

debian: ## print Debian's packages that `make proof` needs, and install them when root
	@echo $(DEBIAN)
	@if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN) >/dev/null; fi

DEBIAN := chromium clamav-daemon libimage-exiftool-perl libmagic1 nginx-light openssl unzip \
  wordpress wordpress-theme-twentytwentythree mariadb-server php php-fpm php-cli php-mysql php-gd php-xml php-mbstring

proof: $(STAMP) ## tier 2: what needs Debian's servers and tools (see `make debian`)
	$(BIN)/pytest -n 4 $(HUNG) -m proof tests/debian services

soak: $(STAMP) ## tier 3: the full figures, before a release; writes docs/proofs.md
	PHOHIEN_WRITE_PROOFS=1 $(BIN)/pytest -n 0 -m soak tests services

bench: $(STAMP) ## ratios measured side by side; writes docs/benchmarks.md (S=uploads: that section)
	PYTHONPATH=. $(BIN)/python tests/bench $(if $(S),--only $(S))

migration: $(STAMP) ## autogenerate one: make migration S=content_api M="add revision"
	$(BIN)/phohien db migration $(S) "$(M)"

.PHONY: help setup up down lock fix lint test debian proof soak bench migration
