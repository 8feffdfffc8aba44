# The lab: a real Xen host in QEMU. See docs/lab.md.
LAB_PACKAGES := qemu-system-x86 qemu-utils mmdebstrap debian-archive-keyring e2fsprogs openssh-client cpio xz-utils \
	ca-certificates procps fdisk dosfstools isolinux xorriso ovmf gnupg

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

# What `swift test` runs, without it: it would keep the progress back until the end.
SCENARIOS = REEVE_LAB=1 REEVE_LAB_COMMIT=$$(git rev-parse HEAD) .build/debug/reevePackageTests.xctest \
	--testing-library swift-testing --filter '^LabTests'

.PHONY: lab-ready
lab-ready:
	@$(SWIFT) build --product labctl
	@.build/debug/labctl build
	@$(SWIFT) build --build-tests
	@mkdir -p build/lab && : >build/lab/results && : >build/lab/begun

# Long scenarios are begun for so many minutes, counted from the begin of make.
LAB_MINUTES ?= 55
LAB_UNTIL := $(shell expr $$(date +%s) + 60 \* $(LAB_MINUTES))

.PHONY: test-lab
test-lab: lab-ready ## the scenarios on real Xen, on both releases: the short ones, and long ones for 55 minutes
	$(SAY) "running the scenarios on real Xen"
	@REEVE_LAB_UNTIL=$(LAB_UNTIL) $(SCENARIOS); status=$$?; packaging/lab-summary; exit $$status

.PHONY: lab-full
lab-full: deps deb lab-ready ## every scenario in every case; writes docs/lab-results.md
	$(SAY) "running every scenario on real Xen"
	@REEVE_LAB_FULL=1 $(SCENARIOS); status=$$?; packaging/lab-results >docs/lab-results.md; \
		packaging/lab-summary; exit $$status
