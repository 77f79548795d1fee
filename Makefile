# Debian's own Python where it is new enough, else the one that PATH finds; or name one: PYTHON=…
PYTHON ?= $(shell for p in /usr/bin/python3 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; \
	done || echo python3)
HERE := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
GOALS := run test demo lint format assets bench soak clean

.DEFAULT_GOAL := help
.PHONY: help $(GOALS)

help: ## say what there is
	@echo "Walks. Goals:"
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' "$(HERE)Makefile" | expand -t 18
	@echo "Settings are variables, as in: make run WALKS_PORT=8001 (all of them: docs/operator.md)"

run: ## install what is missing, start everything, load the demo if the database is empty
test: ## install what tests need besides, and run all of them
demo: ## load the demo into an empty database
lint: ## look at style, form and types
format: ## bring everything into its form
assets: ## bring packages, languages, style sheets and scripts up to date
bench: ## measure the speed of what is done most
soak: ## run the long proofs in full, and write their table into docs/
clean: ## remove what was installed and built; the data in var/ stay

$(GOALS):
	@exec $(PYTHON) "$(HERE)bin/make.py" $@
