# Every target also works without make: see "Without make" in README.md.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: book test lab instructor check validate bench lock clean help
.DEFAULT_GOAL := help

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

$(READY): requirements.lock pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py $(VENV)

book: $(READY) ## Set up, execute and build the book: _build/html/index.html and russia-nato.pdf
	@$(BIN)/russia-nato book

test: book ## Set up and run every check
	@$(BIN)/python -m pytest

lab: $(READY) ## Open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

instructor: $(READY) ## Build the instructor edition: solutions, rubrics, lesson plans, exercise bank, coverage
	@$(BIN)/russia-nato instructor

check: $(READY) ## Run the fast checks: lint and data
	@$(BIN)/ruff check src tests tools
	@$(BIN)/ruff format --check src tests tools
	@$(BIN)/russia-nato validate

validate: $(READY) ## Check the data and print what they hold
	@$(BIN)/russia-nato validate

bench: $(READY) ## Measure set-up, builds and notebooks beside the stock template
	@$(BIN)/python tools/bench.py

lock: ## Write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --extra test \
	  --no-emit-index-url --no-annotate --no-header -q -o requirements.lock

clean: ## Remove the environment and all that was built
	rm -rf $(VENV) _build .pytest_cache .ruff_cache
