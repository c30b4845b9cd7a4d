# Everything runs in .venv, made on first use. PYTHON is the interpreter it is made from.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo

.PHONY: help setup demo test faults contract fuzz quality clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.ready: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable . --group dev --group hosts
	$(BIN)/python -m compileall -q src # pip leaves an editable package uncompiled
	@touch $@

setup: $(VENV)/.ready ## Install the tool and what its checks need

demo: $(VENV)/.ready ## Make a small project, add an endpoint to it, run its tests
	@BIN="$(abspath $(BIN))" DEMO="$(DEMO)" sh tools/demo.sh

test: $(VENV)/.ready ## Lint, types, architecture, and the whole suite
	@BIN="$(abspath $(BIN))" sh tools/test.sh

faults: $(VENV)/.ready ## Plant every mistake in every generated project, and see each caught
	FAULTS=all $(BIN)/python -m pytest tests/generated/test_faults.py -q

contract: $(VENV)/.ready ## Judge generated endpoints over HTTP, by our suite or by make contract SUITE=FOLDER [ONLY="sync mariadb"]
	PYTHONPATH=tools $(BIN)/python -m contract $(SUITE) $(if $(ONLY),--only "$(ONLY)")

fuzz: $(VENV)/.ready ## Let Schemathesis loose on ten generated applications
	$(BIN)/python -m pip install --quiet --group examiners
	PYTHONPATH=tools $(BIN)/python -m contract.fuzzing $(if $(ONLY),--only "$(ONLY)")

quality: $(VENV)/.ready ## Lint, types and coverage of the code that is generated in every configuration
	$(BIN)/python -m pip install --quiet --group examiners
	PYTHONPATH=tools $(BIN)/python -m contract.quality $(if $(ONLY),--only "$(ONLY)")

clean: ## Remove the environment, the demo and every cache
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis
