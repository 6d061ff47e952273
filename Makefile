# kam_planning: each target is a small script in bin/.
.DEFAULT_GOAL := help
.PHONY: help demo test walk doors fuzz leaks kills test-odoo lint format bench pot setup stop clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## install everything, load the demonstration and serve it at http://localhost:8069 (DEMO_SERVE=0: do not serve)
	@bin/demo

test: ## install everything and run the whole suite on all processors (KAM_JOBS=1: on one); pytest arguments: make test ARGS="-k review"
	@bin/test $(ARGS)

walk: ## open every screen as every role at four widths in a browser (KAM_WALK_ONLY="chapter|kam_plan", KAM_WALK_SHOTS=1)
	@bin/walk $(ARGS)

doors: ## call every public method as everybody who may not, and open every form and list as every role
	@bin/doors $(ARGS)

fuzz: ## compare every figure of generated trading worlds with plain Python (KAM_FUZZ_WORLDS, KAM_FUZZ_SIZE, KAM_FUZZ_SEED)
	@bin/fuzz $(ARGS)

leaks: ## try ten thousand times to see what was not shared with the customer (KAM_LEAK_TRIES, KAM_LEAK_SEED)
	@bin/leaks $(ARGS)

test-odoo: ## run Odoo's own tests of crm and sale_crm and its test_lint with the module installed (4 minutes)
	@bin/test-odoo $(ARGS)

lint: ## run the linters
	@bin/lint

format: ## write Python, XML and JavaScript as the linters want them
	@bin/format

bench: ## measure our operations beside Odoo's own; arguments of the benchmark: ARGS="..."
	@bin/bench $(ARGS)

kills: ## kill the jobs at random moments: nothing is lost, nothing done twice; more of them: ARGS="--kills 1000 --seed 7"
	@bin/kills $(ARGS)

pot: ## write the file of terms to translate
	@bin/pot

setup: ## install everything, and nothing else
	@bin/setup

stop: ## stop the private database server
	@bin/stop

clean: ## stop the private database server and remove all that the set-up made
	@bin/clean
