# Every target also works without make: see "Without make" in README.md.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCKED := requirements.lock pyproject.toml tools/setup.py
BOOK   := $(VENV)/.ready-book
LAB    := $(VENV)/.ready-lab
TEST   := $(VENV)/.ready-test
# Two workers take from one list; the one that is done first takes over from the other.
BY_TWO := -n 2 --dist worksteal

.PHONY: book test unit lab instructor check answers validate audit bench lock clean help
.DEFAULT_GOAL := help

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

# An environment of an older lock is made anew; what else one wants to do is added to it.
$(BOOK): $(LOCKED)
	@rm -f $(VENV)/.ready-*
	@$(PYTHON) tools/setup.py $(VENV) book

$(LAB): $(BOOK)
	@$(PYTHON) tools/setup.py $(VENV) lab

$(TEST): $(BOOK)
	@$(PYTHON) tools/setup.py $(VENV) test

book: $(BOOK) ## Set up, execute and build the book: _build/html/index.html and russia-nato.pdf
	@$(BIN)/russia-nato book

test: $(TEST) ## Set up, build the book and run every check on it
	@$(BIN)/russia-nato book
	@$(BIN)/python -m pytest $(BY_TWO)

unit: $(TEST) ## Run the quick tests, which need neither book nor browser
	@$(BIN)/python -m pytest $(BY_TWO) -m "not (book or browser or slow)"

lab: $(LAB) ## Open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

instructor: $(BOOK) ## Build the instructor edition: solutions, rubrics, lesson plans, exercise bank, coverage
	@$(BIN)/russia-nato instructor

check: $(TEST) ## Run the fast checks: lint, types, layers, data and prose
	@$(BIN)/ruff check src tests tools
	@$(BIN)/ruff format --check src tests tools
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/russia-nato validate
	@$(BIN)/python -m pytest -q tests/course/book/test_prose.py

answers: $(BOOK) ## Write data/checks/practice.json anew, after data or a practice solution changed
	@$(BIN)/python tools/answers.py

validate: $(BOOK) ## Check the data and print what they hold
	@$(BIN)/russia-nato validate

audit: $(TEST) ## Weigh the built book, follow its links, and open a page of each kind with axe in both modes
	@$(BIN)/python tools/audit.py

bench: $(TEST) ## Measure set-up, builds and notebooks beside the stock Jupyter Book template, grading beside nbgrader
	@$(BIN)/python tools/bench.py

lock: ## Write requirements.lock anew from pyproject.toml (needs uv)
	@$(PYTHON) tools/lock.py

clean: ## Remove the environment and all that was built
	rm -rf $(VENV) _build .pytest_cache .ruff_cache .mypy_cache
