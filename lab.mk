# The lab: a real Xen host in QEMU.
LAB_PACKAGES :=
.PHONY: test-lab
test-lab:
