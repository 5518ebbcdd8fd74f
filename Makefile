# Everything a newcomer types. `make demo` and `make test` do all their own set-up.
SHELL := /bin/bash
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
PY := .venv/bin/python
WORKERS ?= 2
MESSAGES := $(patsubst %.po,%.mo,$(wildcard spotter/locale/*/LC_MESSAGES/*.po))
# uv trusts the machine's own certificates too (a company's proxy, a mirror); the second name is for older releases of it.
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1
APT := DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: install demo test lint types messages lock bench score-report clean tools

demo: install $(MESSAGES)
	@$(PY) manage.py demo

test: install tools lint types $(MESSAGES)
	$(PY) -m pytest -n $(WORKERS) -m "not bench"

lint: install
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: install
	$(PY) -m mypy

bench: install
	$(PY) -m pytest -m bench -s tests/bench

# The quality of the score on the project's own test set, by language.
score-report: install
	$(PY) -m tests.reports.scoring.report | tee docs/scoring.md

# The words of the pages, out of the source into spotter/locale/*/LC_MESSAGES/django.po, for a translator to fill in.
messages: install
	$(PY) manage.py messages

# Newer releases within the bounds of pyproject.toml, exact and with their hashes.
lock: | $(filter .uv/bin/uv,$(UV))
	$(UV) pip compile pyproject.toml --quiet --upgrade --group dev --universal --generate-hashes --no-header --no-emit-index-url \
	  --output-file requirements.lock

# What can be made again. var/ stays: it holds the demo's database and files.
clean:
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis $(MESSAGES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.uv/bin/uv:
	@echo "uv is not on PATH: installing it into .uv/"
	@python3 -m venv .uv 2>/dev/null || /usr/bin/python3 -m venv .uv 2>/dev/null || { [ "$$(id -u)" = 0 ] && rm -rf .uv && apt-get update -qq && $(APT) install -y -qq python3-venv && /usr/bin/python3 -m venv .uv; } \
	  || { rm -rf .uv; echo "python3 has no venv module: install the package python3-venv, then run make again"; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.installed: requirements.lock .python-version | $(filter .uv/bin/uv,$(UV))
	@[ -x $(PY) ] && $(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null || { \
	  for python in python3.13 python3 $${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.13.*/bin/python3.13 /usr/local/bin/python3.13 /opt/python*/bin/python3.13 3.13; do \
	    [ $$python = 3.13 ] || $$python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null && break; \
	  done; \
	  $(UV) venv --quiet --clear --python $$python .venv \
	    || { echo "Python 3.13 is neither on this machine nor to be had by uv: install it (python3.13 on PATH), then run make again"; exit 1; }; }
	@$(UV) pip sync --quiet --require-hashes --python $(PY) requirements.lock
	@touch $@

install: .venv/.installed

# Debian's Chromium for the browser tests, and fonts for the scripts that listings are written in.
tools:
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing chromium and fonts"; \
	  apt-get update -qq && $(APT) install -y -qq --no-install-recommends chromium fonts-noto-core fonts-noto-cjk >/dev/null; \
	else \
	  echo "No chromium on PATH: the browser tests are skipped (install the package chromium)"; \
	fi

%.mo: %.po | install
	@$(PY) manage.py messages --compile-only
