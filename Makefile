# Everything a newcomer types. `make demo` and `make test` do all their own set-up.
SHELL := /bin/bash
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
PY := .venv/bin/python

.PHONY: install demo test lint types messages lock bench clean

.uv/bin/uv:
	@echo "uv is not on PATH: installing it into .uv/"
	@python3 -m venv .uv 2>/dev/null || { [ "$$(id -u)" = 0 ] && rm -rf .uv && apt-get update -qq && apt-get install -y -qq python3-venv && python3 -m venv .uv; } \
	  || { rm -rf .uv; echo "python3 has no venv module: install the package python3-venv, then run make again"; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.installed: requirements.lock .python-version | $(filter .uv/bin/uv,$(UV))
	@[ -x $(PY) ] && $(PY) -c '' 2>/dev/null || $(UV) venv --quiet --clear .venv
	@$(UV) pip sync --quiet --require-hashes --python $(PY) requirements.lock
	@touch $@

install: .venv/.installed
