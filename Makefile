# The commands of the house. `make` alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory --no-builtin-rules
.ONESHELL:

# The page as it is compiled into the app, and all that it is made of. What the build itself writes is left out.
PAGE := ui/dist/index.html
PAGE_SOURCES := $(shell find ui -type f \
	-not -path 'ui/node_modules/*' -not -path 'ui/dist*/*' -not -path 'ui/src/paraglide/*' -not -name '*.test.ts')

# App, command line and the tests of the real window are compiled in one go: so they share one set of features, and
# what was tested is what runs.
APP := -p friday -p friday-cli
RELEASE := cargo build --release $(APP) --bins --tests

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## install what building and testing need and this machine lacks
	@scripts/setup

.PHONY: run
run: page ## build Friday and open it (without a display: the tour)
	@if [[ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]]; then
	  $(RELEASE)
	  exec target/release/friday
	else
	  echo "There is no display here (DISPLAY and WAYLAND_DISPLAY are not set): this is the tour instead."
	  $(MAKE) tour
	fi

.PHONY: tour
tour: page ## walk the built app through search, subscribe, download, play and seek; pictures in target/tour/
	@$(RELEASE)
	FRIDAY_TOUR_SHARP=1 cargo test --release $(APP) --test e2e -- --exact tour::a_listener_searches_subscribes_downloads_and_listens --nocapture

.PHONY: pictures
pictures: setup ## take a picture of every view, in both themes and languages and three widths, into target/pictures/
	@npm --prefix ui run build:browser
	scripts/pictures

.PHONY: test
test: page ## run every test: the page, the engine, the real window
	npm --prefix ui test
	cargo test --workspace --exclude friday --exclude friday-cli
	$(RELEASE)
	cargo test --release $(APP)

.PHONY: soak
soak: page ## kill a process that downloads 200 times, at moments that SEED=… repeats
	@seed="$${SEED:-$$RANDOM}"
	$(RELEASE)
	FRIDAY_SOAK_KILLS="$${KILLS:-200}" FRIDAY_SOAK_SEED="$$seed" cargo test --release $(APP) --test soak -- --nocapture

.PHONY: bench
bench: page ## measure the window, a large library and listening beside bare ones, a refresh of a thousand feeds, downloads beside curl, jobs a second, and searching 260,000 episodes
	@$(RELEASE) --examples
	xvfb-run --auto-servernum cargo bench $(APP) --bench window --bench library --bench listening
	cargo run --release --quiet -p friday-engine --example refresh
	cargo run --release --quiet -p friday-cli --example downloads
	cargo run --release --quiet -p friday-queue --example throughput 100 10000 100000
	cargo run --release --quiet -p friday-search --example measure

.PHONY: fuzz
fuzz: ## feed strangers to the readers, SECONDS_EACH=60 for each of six targets
	@scripts/fuzz

.PHONY: lint
lint: page ## check formatting, lints and, where cargo-deny is installed, licences and sources
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	npm --prefix ui run lint
	npm --prefix ui run check
	if cargo deny --version >/dev/null 2>&1; then cargo deny --log-level error check licenses bans sources; fi

.PHONY: format
format: setup ## format Rust and the page
	cargo fmt --all
	npm --prefix ui run format

.PHONY: icons
icons: ## draw icons/ again from icons/source/
	scripts/icons

.PHONY: clean
clean: ## remove what was built (not what was installed)
	cargo clean
	rm -rf ui/dist ui/src/paraglide gen

.PHONY: page
page: $(PAGE)

$(PAGE): $(PAGE_SOURCES) | setup
	npm --prefix ui run build
	touch $@
