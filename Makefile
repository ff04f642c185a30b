PYTHON ?= python3
SET_UP = $(PYTHON) -m portal.runserver.environment
# Tests that ARGS names are run, slow or not.
NAMED = $(filter tests/%,$(ARGS))

.DEFAULT_GOAL := help
.PHONY: help run test test-slow test-browser browser screenshots bench lint format messages clean python

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

run: python  ## set up what is missing, then serve on 127.0.0.1:$PORT (8000); Ctrl-C stops it
	@$(SET_UP) requirements.txt --port
	@.venv/bin/python -m portal.runserver

test: python  ## run all but the slow tests on their own PostgreSQL; ARGS= goes to pytest
	@$(SET_UP) requirements-dev.txt
	@.venv/bin/python -m pytest $(if $(NAMED),,-m "not slow and not sweep") $(ARGS)
	@$(if $(NAMED),,echo "The slow tests are left to make test-slow.")

test-slow: python  ## run the slow tests: servers, many pages, everything shipped, the clock; ARGS= goes to pytest
	@$(SET_UP) requirements-dev.txt
	@.venv/bin/python -m pytest -m slow $(ARGS)

test-browser: browser  ## run all tests that need a browser, sweeps too, having installed one; ARGS= goes to pytest
	@.venv/bin/python -m pytest tests/browser $(ARGS)

browser: python  ## install Debian's Chromium unless there is one
	@$(SET_UP) requirements-dev.txt
	@.venv/bin/python -m tests.browser.chromium

screenshots: browser  ## draw every kind of page in every look into var/screenshots
	@.venv/bin/python -m tests.browser.gallery

bench: python  ## compare what pages cost with 100,000 generated projects and with 1,000; ARGS= narrows it
	@$(SET_UP) requirements-dev.txt
	@.venv/bin/python tools/bench.py $(ARGS)

lint: python  ## check style, formatting, the import contract and the translations
	@$(SET_UP) requirements-dev.txt
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/python tools/messages.py --check

format: python  ## mend style and formatting where that is safe
	@$(SET_UP) requirements-dev.txt
	.venv/bin/python -m ruff check --fix .
	.venv/bin/python -m ruff format .

messages: python  ## collect the texts to translate and compile the catalogues
	@$(SET_UP) requirements-dev.txt
	.venv/bin/python tools/messages.py

clean:  ## remove .venv, the database and everything else that was made
	@$(PYTHON) -m portal.runserver.environment --clean

# The only check that must be readable by any Python.
python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("The portal needs Python 3.11 or newer, and $(PYTHON) is %s: name another with make PYTHON=…" % sys.version.split()[0])'
