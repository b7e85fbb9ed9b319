# Two commands matter: `make run` and `make test`. Both do their own set-up.
SHELL := /bin/bash
VENV  := .venv
PY    := $(VENV)/bin/python
JOBS  ?= auto

.PHONY: help run reset test check format bench bench-search services lock setup

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / — /'

run: setup       ## start the demo market; Ctrl-C stops it
	@exec $(PY) manage.py run_market

reset: setup     ## stop and forget the demo market's data
	@$(PY) manage.py reset_market

test: setup      ## all tests, against a real PostgreSQL
	@$(PY) -m pytest -n $(JOBS) --dist loadfile $(ARGS)

check: setup     ## lint, types, layers, migrations, production settings
	@bash deploy/local/check.sh

format: setup    ## format the code
	@$(VENV)/bin/ruff check -q --fix . && $(VENV)/bin/ruff format -q .

bench: setup     ## benchmarks; prints ratios measured in one run
	@$(PY) -m tests.benchmarks $(ARGS)

bench-search: setup  ## search on both engines and plain SQL; ARGS="--sizes 10000,100000,1000000"
	@$(PY) -m tests.benchmarks search $(ARGS)

services: setup  ## start only the embedded PostgreSQL and print its address
	@$(PY) manage.py embedded_postgres start

lock: setup      ## pin every dependency again, with hashes
	@$(VENV)/bin/python -m pip install -q uv && $(VENV)/bin/uv pip compile -q --universal --generate-hashes \
	  --python-version 3.11 --no-annotate --no-header --group pyproject.toml:dev pyproject.toml -o requirements.lock

setup:
	@bash deploy/local/setup.sh $(VENV)
