# What an analyst and a developer call. Each target sets up what it needs on a machine that has only Python and make.
PYTHON ?= python3
WORKSPACE ?= sample_data
BIN := .venv/bin
GAOJI := $(BIN)/gaoji -C "$(WORKSPACE)"
READY := .venv/.ready
WINDOWS_LIKE := PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -p tests.windows_like.plugin
WINDOWS_TESTS := tests/workspace tests/ledger tests/commands tests/outputs tests/intake/test_workers.py tests/evidence/test_kept.py
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

QUICK := tests/values tests/law tests/forms tests/docs tests/workspace tests/settlement tests/rules/test_codes.py \
    tests/rules/test_identity.py tests/ledger/test_verify.py tests/cli/test_money.py tests/cli/test_examples.py

.PHONY: setup validate reconcile statistics test quick engines test-engines test-windows-like test-every-rule wine torture fuzz mutants lint measures bench form sample docs lock locale bundle clean

setup: $(READY)

# A .venv that came with the folder from another place, or whose Python is gone, is made anew; so is one that was never finished.
MADE_FOR := $(shell cat $(READY) 2> /dev/null)
ifneq ($(or $(MADE_FOR),$(CURDIR)),$(CURDIR))
FOREIGN := yes
else ifneq ($(shell test -x $(BIN)/python && echo yes),yes)
FOREIGN := yes
endif
ifdef FOREIGN
.PHONY: $(READY)
endif

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || { echo '需要Python 3.11以上（$(PYTHON)不是）：写明所在，如 make $(or $(MAKECMDGOALS),setup) PYTHON=python3.11' >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo '缺少venv：Debian、Ubuntu、UOS上先执行 apt-get install python3-venv' >&2; exit 2; }
	@test -z "$(FOREIGN)" -a -f $(READY) && $(BIN)/python -c 'import pip' 2> /dev/null || $(PYTHON) -m venv --clear .venv
	@$(INSTALL) --require-hashes -r requirements/dev.txt || { echo '程序包没有装上，原因见上面。不能上网的，请用离线安装包（在能上网的电脑上执行 make bundle，见docs/bundle.md）' >&2; exit 2; }
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@echo '$(CURDIR)' > $(READY)

validate: $(READY)
	@$(GAOJI) validate --exit-zero

reconcile: $(READY)
	@test -n "$(QUARTER)" || { echo '请写明季度，如 make reconcile QUARTER=2026Q3' >&2; exit 2; }
	@$(GAOJI) reconcile --quarter $(QUARTER) --exit-zero

statistics: $(READY)
	@test -n "$(YEAR)" || { echo '请写明年份，如 make statistics YEAR=2026' >&2; exit 2; }
	@$(GAOJI) statistics --year $(YEAR) --exit-zero

test: $(READY) lint
	@$(BIN)/python -m tests.needs
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m 'not torture and not engines'
	@$(WINDOWS_LIKE) -n 2 --dist worksteal -m windows -k 'not postgresql' $(WINDOWS_TESTS)

# What most changes break, in under a minute: values, the law, forms, records, a project from validate to the money.
quick: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(QUICK)

test-engines: $(READY) requirements/engines.txt
	@$(INSTALL) --require-hashes -r requirements/engines.txt
	@$(BIN)/python -m pytest -m engines

# What Windows refuses, refused on Linux: the tests of money, workspace, ledger, outputs and caches (make test runs the few marked `windows`).
test-windows-like: $(READY)
	@$(WINDOWS_LIKE) -n 2 --dist worksteal -m 'not torture and not engines and not posix' $(WINDOWS_TESTS)

# The Windows bundle under Wine, command by command beside this system: WINE names what starts Wine 10 (docs/bundle.md). PARTS=: some of tests.wine.__main__.PARTS alone.
wine: $(READY)
	@test -n "$(BUNDLE)" || { echo '请写明离线安装包，如 make wine BUNDLE=dist/gaoji-0.1.0-win_amd64.zip' >&2; exit 2; }
	@$(BIN)/python -m tests.wine "$(BUNDLE)" build/wine $(PARTS)

# Tests of commands run the rules that speak in their worlds (SPEAKING); here all of them.
test-every-rule: $(READY)
	@EVERY_RULE=1 $(BIN)/python -m pytest -n 2 --dist worksteal -m 'not torture and not engines' tests/commands tests/cli

torture: $(READY)
	@$(BIN)/python -m pytest -rP -n 2 --dist worksteal -m torture

fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz

# Small faults put into the rules: what no case notices is named. COUNT=: how many random ones.
mutants: $(READY)
	@$(BIN)/python -m tests.mutants --count $(or $(COUNT),400)

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache

bench: $(READY) requirements/bench.txt
	@$(INSTALL) --require-hashes -r requirements/bench.txt
	@$(BIN)/python -m tests.bench $(if $(FULL),--full)

# Sizes and habits of the code: rooms, arrows, long lines, words.
measures: $(READY)
	@$(BIN)/python -m tests.measures

form: $(READY)
	@$(GAOJI) form all

docs: $(READY)
	@$(BIN)/python -m tests.make_rules_doc
	@$(BIN)/python -m tests.make_forms_doc
	@$(BIN)/python -m tests.make_editor_schemas

sample: $(READY)
	@$(BIN)/python -m tests.sample
	@$(BIN)/python -m tests.sample.numbers

lock:
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group dev pyproject.toml -o requirements/dev.txt
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 -c requirements/dev.txt pyproject.toml -o requirements/runtime.txt
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 -c requirements/dev.txt --all-extras pyproject.toml -o requirements/engines.txt
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 -c requirements/dev.txt --group bench pyproject.toml -o requirements/bench.txt

locale: $(READY)
	@$(BIN)/pybabel -q compile -d gaoji_batch/locale

bundle: $(READY)
	@$(BIN)/python -m tests.bundle $(PLATFORM) $(PYTHONS)

clean:
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
