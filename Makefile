# Everything a person runs. `make` alone lists the targets.
PY ?= python3
PORT ?= 8000
V := .venv
RUN := $(V)/bin/python

SYNC = $(V)/bin/uv pip install -q --no-config --python $(V)/bin/python --require-hashes -r $< \
    || $(PY) -m pip --python $(V)/bin/python install -q --require-hashes -r $<
COMPILE = $(V)/bin/uv pip compile -q --no-config --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --custom-compile-command "make lock"

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/  –/'

$(V)/.boot: requirements/boot.txt
	$(PY) -m venv --without-pip $(V)
	$(PY) -m pip --python $(V)/bin/python install -q --require-hashes -r $< && touch $@

$(V)/.run: requirements/base.txt $(V)/.boot
	$(SYNC)
	@touch $@

$(V)/.dev: requirements/dev.txt $(V)/.run
	$(SYNC)
	@touch $@

run: $(V)/.run ## start the site on 127.0.0.1 (make run PORT=8123 for another port)
	$(RUN) manage.py bootstrap --port $(PORT)
	$(RUN) manage.py runserver --noreload 127.0.0.1:$(PORT)

test: $(V)/.dev ## the tests, on SQLite
	$(RUN) -m pytest

lock: $(V)/.boot ## pin every dependency by hash, from pyproject.toml
	$(COMPILE) requirements/boot.in -o requirements/boot.txt
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt

.PHONY: help run test lock
