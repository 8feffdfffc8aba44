# The lab: a real Xen host in QEMU. See docs/lab.md.
LAB_PACKAGES := qemu-system-x86 qemu-utils mmdebstrap debian-archive-keyring e2fsprogs openssh-client cpio xz-utils \
	ca-certificates

SUITE ?= bookworm

.PHONY: lab
lab: deps deb ## boot a Xen host with this Reeve beside it, and enter it (SUITE=trixie)
	$(SAY) "booting a $(SUITE) host"
	@$(SWIFT) build --product labctl
	@.build/debug/labctl boot $(SUITE)

.PHONY: demo
demo: deps deb ## watch Reeve take over a stock Xen host
	@$(SWIFT) build --product labctl
	@.build/debug/labctl demo $(SUITE)

.PHONY: test-lab
test-lab: ## the scenarios on real Xen, on both releases
	$(SAY) "running the scenarios on real Xen"
	@$(SWIFT) build --product labctl
	@.build/debug/labctl build
	@$(SWIFT) build --build-tests
	@# What `swift test` runs, without it: it would keep the progress back until the end.
	@REEVE_LAB=1 .build/debug/reevePackageTests.xctest --testing-library swift-testing --filter '^LabTests'
