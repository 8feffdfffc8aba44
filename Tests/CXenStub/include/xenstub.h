// Nothing here is called by name: the library stands in for Xen's own by LD_PRELOAD.
