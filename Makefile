# Two commands do everything: `make demo` and `make test`.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
RUN := $(BIN)/python
PYTEST := $(RUN) -m pytest
# uv installs the lock in seconds; pip does the same in a minute where uv finds no index.
INSTALL = $(BIN)/uv pip install --quiet --require-hashes -r $(1) || $(BIN)/pip install --quiet --require-hashes -r $(1)
# The requirements of an extra, as pyproject.toml has them.
EXTRA = $(RUN) -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['$(1)'])"
# Tests of what needs torch have an environment of their own.
TRAINING := .venv-training/bin

.PHONY: setup similarity train-env demo test test-fast test-training lint types contracts catalogues browser lock messages clean

setup: .venv/.core  ## the environment alone

.venv/.uv:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	touch $@

.venv/.core: .venv/.uv requirements.lock
	$(call INSTALL,requirements.lock)
	touch $@

.venv/.dev: .venv/.uv requirements-dev.lock
	$(call INSTALL,requirements-dev.lock)
	touch .venv/.core $@

similarity: setup  ## any sentence-transformers model instead of the bundled encoder (with pip: uv draws a torch of several GB)
	$(BIN)/pip install $$($(call EXTRA,similarity))

train-env: setup  ## what train_simcse needs, likewise with pip
	$(BIN)/pip install $$($(call EXTRA,train))

demo: setup  ## a running site with real content on http://127.0.0.1:$(PORT)/
	$(RUN) manage.py demo --port $(PORT)

.venv-training/.ready: .venv/.dev requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv-training
	$(BIN)/uv pip install --quiet --python $(TRAINING)/python --require-hashes -r requirements-dev.lock \
		|| $(TRAINING)/pip install --quiet --require-hashes -r requirements-dev.lock
	$(TRAINING)/pip install --quiet --disable-pip-version-check $$($(call EXTRA,train))
	touch $@

test: .venv/.dev browser lint types contracts  ## everything, on SQLite and on PostgreSQL
	$(PYTEST) -n 2 --dist loadfile tests
	TEST_ON=postgres $(PYTEST) -n 2 --dist loadfile -m "not own_site" tests/integration
	$(MAKE) test-training

test-training: .venv-training/.ready  ## encoders and fine-tuning, with torch
	$(TRAINING)/python -m pytest -n 0 tests/training

test-fast: .venv/.dev  ## the inner loop: no browser, SQLite only
	$(PYTEST) -n 2 --dist loadfile -q tests/unit tests/integration

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy .

contracts: .venv/.dev
	$(BIN)/lint-imports

browser: .venv/.dev
	$(RUN) -m tests.browser

lock: .venv/.uv  ## pin the newest versions that fit pyproject.toml
	$(BIN)/uv pip compile -q pyproject.toml --generate-hashes --no-header --universal --python-version 3.11 -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --group dev --generate-hashes --no-header --universal --python-version 3.11 -c requirements.lock -o requirements-dev.lock

messages: .venv/.dev  ## collect and compile the interface texts (needs gettext)
	$(RUN) manage.py makemessages -l zh_Hans --no-location --no-obsolete --ignore '.venv*' --ignore tests
	$(RUN) manage.py compilemessages -l zh_Hans --ignore '.venv*'

clean:  ## forget the environment; keep the data
	rm -rf .venv .venv-training .mypy_cache .ruff_cache .pytest_cache
