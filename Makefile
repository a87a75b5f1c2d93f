# One word for each thing a developer does: make demo · test · lint · bench · docs.
# Needs only Python 3.11 or later, with its venv module, and make. PYTHON=… names the Python to use.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$name >/dev/null 2>&1 || continue; \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench docs clean

help:
	@echo 'make demo    judge the sample drafts (examples/) against a library made of corpus/'
	@echo 'make test    run the tests'
	@echo 'make lint    ruff, mypy, import contracts, generated pages'
	@echo 'make bench   run the measurements that need no outside data'
	@echo 'make docs    write the generated pages anew'
	@echo 'make clean   remove .venv and caches'

$(STAMP): pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo 'wenlint needs Python 3.11 or later; none found. Install one, or name it: make PYTHON=/path/to/python3.12'; exit 1; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'This Python lacks venv (on Debian or Ubuntu: apt-get install python3-venv).'; exit 1; }
	@[ -x $(BIN)/python ] || { echo 'Creating $(VENV) …'; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@echo 'Installing wenlint and its tools into $(VENV) …'
	@$(BIN)/python -m pip install --quiet --editable . --group dev
	@$(BIN)/python -m compileall -q src checks
	@touch $@

# A finding is what the demo is about, so its exit code 1 is not a failure of make.
demo: $(STAMP)
	@$(BIN)/wenlint corpus add corpus --corpus .wenlint/demo
	@$(BIN)/wenlint check examples/clean examples/flawed --corpus .wenlint/demo || [ $$? -eq 1 ]

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

# A measurement that needs data from outside exits with 2 (usage) when it is given none.
bench: $(STAMP)
	@for script in bench/*.py; do \
		grep -q '__main__' $$script || continue; \
		echo "== $$script"; \
		$(BIN)/python $$script 2>$(VENV)/bench.err; code=$$?; \
		if [ $$code -eq 2 ]; then echo '   needs data of its own; see the top of the file'; \
		elif [ $$code -ne 0 ]; then cat $(VENV)/bench.err; exit $$code; fi; \
	done

docs: $(STAMP)
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) .wenlint .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src checks tests bench docs examples -name __pycache__ -prune -exec rm -rf {} +
