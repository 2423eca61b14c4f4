# Two commands are enough: make demo, make test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE ?= copy
# Installs a locked list with uv, or with pip where uv is not to be had.
LOCKED = if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
	else $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi

.PHONY: help install demo up test check bench lock clean
help:
	@echo "make demo     the demonstration organisation, on http://127.0.0.1:8000"
	@echo "make up       your own organisation, empty"
	@echo "make test     all tests, in a real browser and on PostgreSQL where the machine allows"
	@echo "make check    linters, types, import contracts"
	@echo "make bench    speeds beside what they are measured against"

install: $(VENV)/.installed
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 14)))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is another. Use: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check uv || echo "uv is not to be had here; pip does the work, slower."
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Groundswell needs ..."
	@$(call LOCKED,requirements.lock)
	@$(BIN)/python -c "import site, pathlib; pathlib.Path(site.getsitepackages()[0], 'groundswell.pth').write_text('$(CURDIR)\n')"
	@printf '#!%s\nfrom groundswell.config.command_line import main\nmain()\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/groundswell && chmod +x $(BIN)/groundswell
	@touch $@

demo: install
	@exec $(BIN)/groundswell demo

up: install
	@exec $(BIN)/groundswell up

$(VENV)/.prepared: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need ..."
	@$(call LOCKED,requirements-dev.lock)
	@touch $@

# Only the tests of a Spark cluster need it, and they go once, on the first Python. It comes as source: pip keeps the wheel
# that it makes of it; uv makes it anew each time and keeps 2 GB of each.
$(VENV)/.with-spark: requirements-spark.lock $(VENV)/.prepared
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@touch $@

test: $(VENV)/.with-spark
	@bash tests/run.sh $(CURDIR)/$(BIN)

check: $(VENV)/.with-spark
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run --settings groundswell.config.settings

bench: $(VENV)/.prepared
	$(BIN)/python -m benchmarks

COMPILED = $(BIN)/uv pip compile --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --no-header --quiet pyproject.toml
lock:
	$(COMPILED) -o requirements.lock
	$(COMPILED) --all-extras --no-emit-package pyspark --no-emit-package py4j -c requirements.lock -o requirements-dev.lock
	$(COMPILED) --extra spark -c requirements-dev.lock -o requirements-spark.lock

clean:
	rm -rf $(VENV) var dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
