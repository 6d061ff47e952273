# kam_planning: each target is a small script in bin/.
.DEFAULT_GOAL := help
.PHONY: help demo test test-odoo lint bench pot setup clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## install everything, load the demonstration, serve it at http://localhost:8069 (DEMO_SERVE=0: load only)
	@KAM_PORT="$(or $(KAM_PORT),8069)" bin/demo

test: ## install everything and run the whole suite; ARGS go to pytest: make test ARGS="-k review"
	@bin/test $(ARGS)

test-odoo: ## run Odoo's own tests of crm, sale_crm and test_lint with the module installed
	@bin/test-odoo

lint: ## run the linters
	@bin/lint

bench: ## measure our operations beside Odoo's own; ARGS go to the benchmark
	@bin/bench $(ARGS)

pot: ## write the file of translatable terms
	@bin/pot

setup: ## install everything, and nothing else
	@bin/setup

clean: ## remove what the set-up made
	@bin/clean
