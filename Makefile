# Every target makes the checkout ready by itself (.ci/setup): a fresh Debian-like machine with Python 3.11 is enough.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

BIN := .venv/bin
WORKERS ?= 2
TESTS ?=

.PHONY: help run test checks ready ready-run check-style check-types check-imports check-words check-tests words lock wheel \
    hooks clean

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: ready-run ## Start the program (without a screen: play the practice clinic and say where to look)
	@bash .ci/start

test: ready ## Run every check, as before a change may land
	@$(MAKE) --no-print-directory --keep-going checks

checks: check-style check-types check-imports check-words check-tests

check-style: ready ## Lint and layout (ruff)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

check-types: ready ## Types (mypy, strict)
	@$(BIN)/mypy

check-imports: ready ## Floors and room order (import-linter)
	@$(BIN)/lint-imports --no-logo

check-words: ready ## Every sentence in both languages, and the compiled catalogues current
	@$(BIN)/python -m tests.words --check

check-tests: ready ## The tests; TESTS=tests/papers for some, WORKERS=4 for more at once
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(TESTS)

words: ready ## Compile the catalogues and list what is missing
	@$(BIN)/python -m tests.words

lock: ## Write the lock files anew from pyproject.toml; RAISE=--all or package names to raise versions
	@bash .ci/lock $(RAISE)

wheel: ready ## Build the wheel into dist/
	@$(BIN)/hatchling build --target wheel

hooks: ready ## Let git run the quick checks before each commit
	@$(BIN)/pre-commit install

clean: ## Remove what was made: environment, caches, builds, demo
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov build dist demo
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@bash .ci/setup test

ready-run:
	@bash .ci/setup run
