# make demo    set up and read the sample page; needs python3 (3.11 or newer) and make, nothing else
# make test    set up and run the tests
# make check   the other gates: ruff, mypy, import-linter
# make engines install Ray and Spark, and run their tests on local clusters; needs a Java runtime, 17 or newer
# make labels  install Label Studio's library beside the project, and run the round trip with it
# make docs    build the documentation as a site, in site/; a broken link is an error
# make browser install Chromium, if it is missing, and a driver for it, and look at the pages of HTML in it
# make speed   the benchmark: speed, start-up, memory, linearity
# make fuzz    changed inputs of every kind, MINUTES (1) for each of eleven targets
# make soak    thousands of pages in one process: does its memory grow
# make wheel-test  build the wheel twice, install it in a new environment, run it without a network
# make clean   remove what these commands made

PYTHON ?= python3
BIN := .venv/bin
CHROMIUM := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: demo test check ruff mypy imports docs engines labels browser speed fuzz soak wheel-test clean
.DELETE_ON_ERROR:

demo: .venv/demo.stamp
	$(BIN)/parkie extract docs/demo/page.txt --format table

# each process loads the pipeline, 200 MB
test: .venv/dev.stamp
	$(BIN)/python -m pytest -q --numprocesses auto --maxprocesses 4

check: ruff mypy imports

ruff: .venv/dev.stamp
	$(BIN)/ruff check .

mypy: .venv/dev.stamp
	$(BIN)/mypy

imports: .venv/dev.stamp
	$(BIN)/lint-imports

# The theme is maintained until May 2027 and says so with every build; the variable silences that alone.
docs: .venv/docs.stamp
	NO_MKDOCS_2_WARNING=1 .venv/docs/bin/mkdocs build --quiet --config-file .mkdocs.yml

engines: .venv/engines.stamp
	@java -version >/dev/null 2>&1 || { echo "Spark needs a Java runtime: apt-get install openjdk-17-jre-headless" >&2; exit 1; }
	$(BIN)/python -m pytest -q tests/engines

labels: .venv/labels.stamp
	.venv/labels/bin/python -m pytest -q tests/labels

browser: .venv/browser.stamp
	@command -v chromium >/dev/null || $(CHROMIUM) || { apt-get update -qq && $(CHROMIUM); } || \
	  { echo "the pages are looked at in Chromium: apt-get install chromium" >&2; exit 1; }
	$(BIN)/python -m pytest -q tests/browser

speed: .venv/speed.stamp
	$(BIN)/python tests/benchmarks/speed.py

MINUTES ?= 1
fuzz: .venv/fuzz.stamp
	nice $(BIN)/python -m tests.fuzz --minutes $(MINUTES)

soak: .venv/dev.stamp
	$(BIN)/python tests/benchmarks/soak.py

wheel-test:
	tests/release/wheel.sh $(PYTHON)

clean:
	rm -rf .venv site .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# A stamp is younger than pyproject.toml when what it stands for is installed. The project itself is installed
# in place, so a change in src needs no new installation.

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "parkie needs Python 3.11 or newer, found $$($(PYTHON) --version 2>&1); try make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/demo.stamp: pyproject.toml | .venv/bin/python
	$(PIP) --editable .
	@touch $@

.venv/dev.stamp: pyproject.toml | .venv/bin/python
	$(PIP) --editable '.[dev]'
	@touch $@ .venv/demo.stamp

.venv/engines.stamp: pyproject.toml | .venv/dev.stamp
	$(PIP) --editable '.[ray,spark]'
	@touch $@

# An environment of its own, without parkie: the site is made of files, and nothing is imported.
.venv/docs.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m venv .venv/docs
	.venv/docs/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["docs"], sep="\n")' > .venv/docs/asked.txt
	.venv/docs/bin/python -m pip --disable-pip-version-check install --quiet --requirement .venv/docs/asked.txt
	@touch $@

# An environment of its own: the library asks for older versions of packages that others share.
.venv/labels.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m venv .venv/labels
	.venv/labels/bin/python -m pip --disable-pip-version-check install --quiet --editable '.[labels]' pytest hypothesis
	@touch $@

.venv/browser.stamp: pyproject.toml | .venv/dev.stamp
	$(PIP) --editable '.[browser]'
	@touch $@

.venv/fuzz.stamp: pyproject.toml | .venv/dev.stamp
	$(PIP) --editable '.[fuzz]'
	@touch $@

.venv/speed.stamp: pyproject.toml | .venv/bin/python
	$(PIP) --editable . jieba
	@touch $@ .venv/demo.stamp
