# `make` alone says what there is. The first target that needs an environment makes it: `.venv`, or `.venv-extras`.

PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
VENV := .venv
EXTRAS := .venv-extras
OLDEST := .venv-oldest
PACKAGE := setup.cfg pyproject.toml
PYTEST := -m pytest -n auto --dist worksteal
SETTINGS := $(addprefix --config ,$(wildcard data/settings.toml))

# By a plain path to this folder: type checkers follow it, and an empty folder `corpus` of a user's does not hide the package.
EDITABLE := --config-settings editable_mode=compat --editable

.DEFAULT_GOAL := help
.PHONY: help install build-corpus test test-extras test-oldest check lint types clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.installed ## Make .venv with Taiyaku in it

build-corpus: $(VENV)/.installed ## Build the dataset, the report and the review TSV from data/articles into build/
	$(VENV)/bin/taiyaku build --articles data/articles --review data/review --out build $(SETTINGS)

# A process a core, each on one thread: more threads than cores only wait for each other.
test test-oldest: export OPENBLAS_NUM_THREADS := 1
test test-oldest: export OMP_NUM_THREADS := 1
test: $(VENV)/.installed-test ## Run the tests
	$(VENV)/bin/python $(PYTEST)

test-extras: $(EXTRAS)/.installed ## Run the tests that need an optional extra (torch) or Chromium, in an environment of their own
	$(EXTRAS)/bin/python -m pytest -m extras tests/extras

test-oldest: $(OLDEST)/.installed ## Run the tests with the oldest packages that setup.cfg allows, in an environment of their own
	$(OLDEST)/bin/python $(PYTEST)

check: lint types $(VENV)/.installed-test ## Lint, types, and the quality floors on the pages with gold
	$(VENV)/bin/python scripts/evaluate_pages.py tests/cases/pages --floors tests/cases/pages/floors.json

lint: $(VENV)/.installed-test ## Look for mistakes and untidy code
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check corpus scripts tests

types: $(VENV)/.installed-test ## Check the types
	$(VENV)/bin/mypy

clean: ## Remove what was built, and the environments; data/ stays as it is
	rm -rf build dist *.egg-info $(VENV) $(EXTRAS) $(OLDEST) .mypy_cache .pytest_cache .ruff_cache .hypothesis

# A stamp is newer than the package's metadata when what it stands for is installed. The install is editable: a change
# of the code needs no new one.

$(VENV)/.installed: $(PACKAGE)
	$(call environment,$(VENV))
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(EDITABLE) .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(EDITABLE) '.[test]'
	@touch $@

$(EXTRAS)/.installed: $(PACKAGE)
	$(call environment,$(EXTRAS))
	$(EXTRAS)/bin/python -m pip install --quiet --disable-pip-version-check $(EDITABLE) '.[train,neural,notebook,test]'
	@touch $@

# The lower bound of each package under install_requires, as a constraint for pip.
$(OLDEST)/.installed: $(PACKAGE)
	$(call environment,$(OLDEST))
	awk '/^[a-z]/ { on = /^install_requires/ } on && />=/ { sub(">=", "==", $$2); sub(",.*", "", $$2); print $$1 $$2 }' \
		setup.cfg > $(OLDEST)/constraints.txt
	$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(OLDEST)/constraints.txt $(EDITABLE) '.[test]'
	@touch $@

# The first Python on the path that is new enough makes the environment $(1).
define environment
@set -e; test ! -x $(1)/bin/python || exit 0; \
for python in $(PYTHONS); do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "$$python -m venv $(1)"; exec $$python -m venv $(1); \
	fi; \
done; \
echo 'Taiyaku needs Python 3.11 or newer: there is none on the path.' >&2; exit 1
endef
