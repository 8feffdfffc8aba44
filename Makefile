# Reeve: build, test, package. `make help` lists the targets.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

SWIFT   ?= swift
PREFIX  ?= /usr
DESTDIR ?=
SUDO    := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
SAY     := @packaging/say

# The parser is compared with the real libxlutil in every test run.
export REEVE_ORACLE ?= 1

RELEASE_FLAGS := -c release --static-swift-stdlib \
	-Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs -Xlinker -z -Xlinker now -Xlinker -s

include lab.mk

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: deps
deps: ## install what building and testing need, from Debian's packages
	@packaging/install-needed $(BUILD_PACKAGES) $(LAB_PACKAGES)

.PHONY: build
build: ## the release program, .build/release/reeve
	$(SAY) "building the release program"
	@REEVE_ORACLE=0 $(SWIFT) build $(RELEASE_FLAGS) --product reeve

.PHONY: deb
deb: build ## the Debian package, build/reeve_VERSION_amd64.deb
	$(SAY) "packaging"
	@packaging/build-deb

.PHONY: test
test: deps lint test-unit deb test-lab ## everything, on real Xen too
	$(SAY) "make test: all that ran passed"

.PHONY: test-fast
test-fast: deps-fast lint test-unit ## everything but the lab
	$(SAY) "make test-fast: everything but the lab passed"

.PHONY: deps-fast
deps-fast:
	@packaging/install-needed $(BUILD_PACKAGES)

.PHONY: test-unit
test-unit:
	$(SAY) "building the tests"
	@$(SWIFT) build --build-tests
	$(SAY) "running the tests"
	@$(SWIFT) test --skip-build

.PHONY: xen-images
xen-images: ## get Debian's two xen.efi, for the tests that compare with objdump
	$(SAY) "getting xen.efi of Debian 12 and 13"
	@packaging/xen-images

.PHONY: golden
golden: ## write the expected output of init and plan anew; look at the difference
	@$(SWIFT) build --build-tests
	@REEVE_GOLDEN=1 $(SWIFT) test --skip-build --filter 'hosts as they are found' >/dev/null || true
	@git --no-pager diff --stat Tests/CommandTests/Hosts

.PHONY: bench
bench: build ## parse speed beside libxlutil, and check and plan with 1,000 guests
	@$(SWIFT) run $(RELEASE_FLAGS) parsebench
	@Benchmarks/thousand-guests

.PHONY: lint
lint: ## format and house rules
	$(SAY) "checking format and house rules"
	@$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks
	@Tests/lint/run

.PHONY: fmt
fmt: ## let swift format rewrite the sources
	@$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

.PHONY: install
install: build ## install below DESTDIR/PREFIX without a package
	@packaging/install-tree "$(DESTDIR)" "$(PREFIX)"

.PHONY: clean
clean: ## remove what was built here; the lab's image cache stays
	rm -rf .build build

BUILD_PACKAGES := curl cpio gpgv libxen-dev xen-utils-4.17/xen-utils-4.20 xenstore-utils systemd dpkg-dev xz-utils git man-db mandoc grub-common
