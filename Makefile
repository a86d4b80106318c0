# Everything a person runs. `make` alone lists the targets.
PY ?= python3
PORT ?= 8000
# Where phones in the same room reach this machine: make run HOST=192.168.1.20
HOST ?= 127.0.0.1
V := .venv
RUN := $(V)/bin/python
CODE := training_site courses sandbox
TEMPLATES := find $(CODE) -name "*.html" -print0
# Extra arguments for pytest: make test ARGS="tests/house -x"
ARGS ?=

SYNC = $(V)/bin/uv pip install -q --no-config --python $(V)/bin/python --require-hashes -r $< \
    || $(PY) -m pip --python $(V)/bin/python install -q --require-hashes -r $<
COMPILE = $(V)/bin/uv pip compile -q --no-config --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --custom-compile-command "make lock"

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' \
	    | awk -F '\t' '{ printf "make %-17s %s\n", $$1, $$2 }'

$(V)/.boot: requirements/boot.txt
	$(PY) -m venv --without-pip $(V)
	$(PY) -m pip --python $(V)/bin/python install -q --require-hashes -r $< && touch $@

$(V)/.run: requirements/base.txt $(V)/.boot
	$(SYNC)
	@touch $@

$(V)/.dev: requirements/dev.txt $(V)/.run
	$(SYNC)
	@touch $@

run: $(V)/.run ## start the site on 127.0.0.1:8000 (PORT=8123 for another port, HOST=192.168.1.20 for phones)
	$(RUN) manage.py bootstrap --host $(HOST) --port $(PORT)
	@# Beside the site, once a minute: what has reached its day is published, what is due is sent.
	$(RUN) manage.py due --every 60 & trap "kill $$!" EXIT INT TERM; \
	    ALLOWED_HOSTS=$(HOST) $(RUN) manage.py runserver --noreload $(HOST):$(PORT)

test: $(V)/.dev ## the tests, on SQLite
	$(RUN) -m pytest -n auto $(ARGS)

test-pg: $(V)/.dev ## those tests that reach the database, on PostgreSQL
	$(RUN) -m tests.postgres $(RUN) -m pytest -n auto --database-only $(ARGS)

e2e: $(V)/.dev ## the journeys in a real Chromium, with axe
	$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m browser tests/browser $(ARGS)

check: check-format check-lint check-types check-imports check-templates check-migrations ## everything a machine can say without running the tests (make test has the house rules)
check: check-messages check-rules

check-format: $(V)/.dev ## … formatting
	$(V)/bin/ruff format --check .

check-lint: $(V)/.dev ## … lint
	$(V)/bin/ruff check .

check-types: $(V)/.dev ## … types
	$(V)/bin/mypy --no-error-summary

check-imports: $(V)/.dev ## … who may import whom
	$(V)/bin/lint-imports --cache-dir .cache/import_linter

check-templates: $(V)/.dev ## … syntax, indentation and accessibility of templates
	$(TEMPLATES) | xargs -0 -r $(V)/bin/djade --check --target-version 5.2
	$(TEMPLATES) | xargs -0 -r $(V)/bin/djhtml --check --tabwidth 2
	$(V)/bin/djlint --quiet --lint $(CODE)

check-migrations: $(V)/.dev ## … no model change without its migration
	$(RUN) manage.py makemigrations --check --dry-run

check-messages: $(V)/.dev ## … the Swedish catalogue is complete and compiled
	$(RUN) manage.py messages --check

check-rules: $(V)/.dev ## … flows, scenarios and the printed process pages agree
	$(RUN) manage.py check_process
	$(RUN) manage.py process_pages --check
	$(RUN) manage.py check_scenarios

check-house: $(V)/.dev ## … the house rules: sizes, names, maps, docs, leftovers
	$(RUN) -m pytest -q -p no:randomly tests/house

plants: $(V)/.dev ## plant one violation of each kind in a copy and see the check catch it
	$(RUN) -m tests.house.plants

maps: $(V)/.dev ## write the module maps of the READMEs anew
	$(RUN) -m tests.house.maps

bench: $(V)/.dev ## our pages beside a bare Django app (make bench ARGS="--quick")
	@$(RUN) -m bench $(ARGS)

messages: $(V)/.dev ## gather the texts, update the Swedish catalogue and compile it
	$(RUN) manage.py messages

format: $(V)/.dev ## format code and templates
	$(V)/bin/ruff format .
	$(V)/bin/ruff check --fix-only .
	$(TEMPLATES) | xargs -0 -r $(V)/bin/djade --target-version 5.2 || true
	$(TEMPLATES) | xargs -0 -r $(V)/bin/djhtml --tabwidth 2

lock: $(V)/.boot ## pin every dependency by hash, from pyproject.toml
	$(COMPILE) requirements/boot.in -o requirements/boot.txt
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt

.PHONY: help run test test-pg e2e check check-format check-lint check-types check-imports \
    check-templates check-migrations check-messages check-rules check-house plants maps bench messages format lock
