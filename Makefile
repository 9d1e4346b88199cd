# MRS Portal. `make help` lists the commands. Everything below works on a fresh clone.

# The first Python that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test test-all check fix locks assets clean python

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

run: python ## set up what is missing and run the portal with demonstration data (make run PORT=8123)
	@exec $(PYTHON) scripts/run_portal.py --port '$(PORT)'

test: python ## lint, types and all tests on SQLite and on PostgreSQL with Redis, in a real browser
	@exec $(PYTHON) scripts/run_tests.py

test-all: python ## the same and the long tests
	@exec $(PYTHON) scripts/run_tests.py --long

check: python ## only lint, types, import rules and Django's checks
	@exec $(PYTHON) scripts/run_tests.py --static

fix: python ## format code and templates, mend what the linters can mend
	@$(PYTHON) scripts/setup_env.py --dev
	@.venv/bin/python -m ruff check --fix --quiet . || true
	@.venv/bin/python -m ruff format .
	@.venv/bin/python -m djlint . --reformat --quiet || true

locks: python ## write the lock files anew with the newest versions (needs uv)
	@exec $(PYTHON) scripts/make_locks.py

assets: python ## fetch stylesheets and fonts into static_build
	@exec $(PYTHON) scripts/assets.py

clean: ## remove everything that set-up made; the data in var stay
	rm -rf .venv node_modules static_build var/tools var/log var/static .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@test -n '$(PYTHON)' || { echo 'MRS Portal needs Python 3.11 or newer. On Debian or Ubuntu type: sudo apt-get install python3 python3-venv'; exit 1; }
