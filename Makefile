# The hub's tasks; `make help` lists them. PYTHON names the Python that makes .venv, where it is not the first that suits.
.DEFAULT_GOAL := help
.PHONY: help demo test lint alerts check bench overload faults engines services services-down lock docs assets
export PYTHON

help: ## List the targets, a sentence each.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Run the whole hub on this machine with a sample day of events; needs Python 3.11 or later and nothing else.
	@infra/venv.sh base
	@exec .venv/bin/hub demo

test: ## Run every test against real Kafka, OPA and PostgreSQL and a real browser, which it installs and starts as needed.
	@infra/venv.sh dev
	@infra/services.sh run .venv/bin/pytest --numprocesses 2 --dist loadgroup --no-loadscope-reorder $(ARGS)

lint: ## Check format, lint, types, import layers, policies, AsyncAPI and scripts.
	@infra/venv.sh dev
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/mypy
	.venv/bin/lint-imports
	infra/opa/install.sh --program
	infra/opa/check.sh
	infra/asyncapi/check.sh
	infra/check-scripts.sh

alerts: ## Check the alert rules in infra/prometheus with Prometheus's own reader of them, which Go builds.
	@infra/prometheus/check.sh

check: lint ## Everything of `make lint`, and the tests that need no service.
	.venv/bin/pytest -q tests/unit tests/properties tests/spec

bench: ## Measure this hub beside its peers and limits on the real services; ends with one line of JSON. ARGS="reading http": these alone.
	@infra/venv.sh dev
	@infra/venv.sh bench
	@infra/hapi/install.sh
	@infra/services.sh run .venv/bin/python -m benchmarks $(ARGS)

overload: ## Flood a hub with ten times what it can take for five minutes; ARGS="--seconds 30" for less (docs/load.md).
	@infra/venv.sh dev
	@infra/services.sh run .venv/bin/python -m benchmarks.overload $(ARGS)

N ?= 20
SEED ?= 1
REPORT ?= var/faults/report.jsonl
faults: ## Kill N hubs and a tenth as many brokers and PostgreSQLs, and judge what is left; SEED=, REPORT= (to go on), WRITE=FILE.
	@infra/venv.sh dev
	@infra/faketime/install.sh
	@.venv/bin/python -m faultlab $(N) --seed $(SEED) --report $(REPORT) $(if $(WRITE),--write $(WRITE))

engines: ## Ask OPA, the embedded engine and the oracle N questions, and have every spoilt policy found out; SEED=, ARGS="--mutants 20".
	@infra/venv.sh dev
	@infra/opa/install.sh
	@infra/opa/start.sh
	@eval "$$(infra/services.sh env)"; .venv/bin/python -m enginelab $(N) --seed $(SEED) $(ARGS)

services: ## Install and start the services that tests need; `eval "$(infra/services.sh env)"` then names them to your shell.
	@infra/services.sh up
	@infra/services.sh env

services-down: ## Stop the services that `make services` started.
	@infra/services.sh down

lock: ## Write the lock files anew from pyproject.toml; UPGRADE=--upgrade takes newer versions.
	@infra/lock.sh

docs: ## Write anew what is made from the schemas: docs/samples, docs/events.md and schemas/asyncapi.json, which are committed.
	@infra/venv.sh dev
	@.venv/bin/python -m demo.samples
	@.venv/bin/python -m demo.event_table
	@.venv/bin/python -m exchange.asyncapi

assets: ## Build the pages' style anew from the GOV.UK and MoJ frontends; its output is committed.
	@infra/assets/build.sh
