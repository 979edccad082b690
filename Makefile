# Everything a person types. Each target prepares what it needs; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgres test-search test-browser lint format messages lock bench clean
VENV ?= .venv
SYSTEM_PYTHON = sh tools/with_python.sh
PREPARE = $(SYSTEM_PYTHON) tools/environment.py --dev >/dev/null
# A relative VENV is the project's own; see tools/environment.py
BIN = $(VENV)/bin
export VENV

help: ## cette liste
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24
	@echo "Variables : PORT=8000 HOST=127.0.0.1 DATA_DIR=var VENV=.venv PYTHON=python3"

run: ## prépare tout, charge la démonstration et sert le portail sur http://127.0.0.1:8000
	@$(SYSTEM_PYTHON) tools/run.py

test: ## tous les tests : SQLite, PostgreSQL, moteurs de recherche, navigateur
	@$(SYSTEM_PYTHON) tools/test.py

test-sqlite: ## tests d’unités et de vues sur SQLite
	@$(SYSTEM_PYTHON) tools/test.py sqlite

test-postgres: ## les mêmes sur un serveur PostgreSQL jetable
	@$(SYSTEM_PYTHON) tools/test.py postgres

test-search: ## tests avec un serveur OpenSearch ou Elasticsearch jetable
	@$(SYSTEM_PYTHON) tools/test.py search

test-browser: ## tests dans un vrai Chromium
	@$(SYSTEM_PYTHON) tools/test.py browser

lint: ## style, réglages, migrations, catalogues de traduction
	@$(SYSTEM_PYTHON) tools/lint.py

format: ## met le code Python en forme
	@$(PREPARE)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

messages: ## met à jour les catalogues de traduction (locale/)
	@$(PREPARE)
	@$(BIN)/python tools/messages.py

lock: ## fige requirements*.txt d’après requirements*.in
	@$(PREPARE)
	@for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header $(UPGRADE) $$name.in -o $$name.txt || exit 1; done

bench: ## mesures (bench/)
	@$(PREPARE)
	@$(BIN)/python -m bench

clean: ## efface l’environnement et les fichiers construits ; les données (var/) restent
	rm -rf $(VENV) .cache artefacts staticfiles .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -exec rm -f {} +
