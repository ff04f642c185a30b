PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run test lint

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

.venv/dev: requirements-dev.txt
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --require-hashes --only-binary :all: -r requirements-dev.txt
	touch .venv/dev

test: .venv/dev  ## run the whole suite; ARGS= goes to pytest
	.venv/bin/pytest $(ARGS)

lint: .venv/dev  ## check style and the import contract
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
