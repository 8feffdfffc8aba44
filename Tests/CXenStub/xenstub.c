// Lets xenstored run where there is no Xen: preloaded, it answers for the hypervisor with one domain, dom0, that never
// says a word. The store itself, its socket and all of its rules are the real thing.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define HANDLE ((void *)1)

// Hypervisor calls (libxenctrl): no domain is known. getinfo_single is the name since Xen 4.18.
void *xc_interface_open(void *logger, void *dombuild_logger, unsigned flags) { return HANDLE; }
int xc_interface_close(void *xch) { return 0; }
int xc_domain_getinfo(void *xch, uint32_t first, unsigned max, void *info) { return -1; }
int xc_domain_getinfo_single(void *xch, uint32_t domid, void *info) { return -1; }

// Event channels (libxenevtchn): a pipe on which nothing ever comes.
static int silence[2] = {-1, -1};
void *xenevtchn_open(void *logger, unsigned flags) { return pipe(silence) == 0 ? HANDLE : NULL; }
void *xenevtchn_fdopen(void *logger, int fd, unsigned flags) { return xenevtchn_open(logger, flags); }
int xenevtchn_fd(void *xce) { return silence[0]; }
int xenevtchn_bind_virq(void *xce, unsigned virq) { return 1; }
int xenevtchn_bind_interdomain(void *xce, uint32_t domid, uint32_t port) { return 2; }
int xenevtchn_pending(void *xce) { return -1; }
int xenevtchn_notify(void *xce, uint32_t port) { return 0; }
int xenevtchn_unbind(void *xce, uint32_t port) { return 0; }
int xenevtchn_unmask(void *xce, uint32_t port) { return 0; }

// Grant tables (libxengnttab).
void *xengnttab_open(void *logger, unsigned flags) { return HANDLE; }
int xengnttab_close(void *xgt) { return 0; }
int xengnttab_set_max_grants(void *xgt, uint32_t count) { return 0; }
int xengnttab_unmap(void *xgt, void *start, uint32_t count) { return munmap(start, count * 4096); }
void *xengnttab_map_grant_ref(void *xgt, uint32_t domid, uint32_t ref, int protection) {
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

// oxenstored asks for as many open files as Linux allows, and ends when it may not have them.
int setrlimit(int resource, const void *limit) { return 0; }

// The two files of /proc/xen that say where dom0's own ring is.
static int imitation(const char *path) {
    int fd = -1;
    if (strcmp(path, "/proc/xen/xsd_kva") == 0) {
        fd = memfd_create("xsd_kva", 0);
        if (fd >= 0 && ftruncate(fd, 4096) != 0) return -1;
    } else if (strcmp(path, "/proc/xen/xsd_port") == 0) {
        fd = memfd_create("xsd_port", 0);
        if (fd >= 0 && pwrite(fd, "1", 1, 0) != 1) return -1;
    }
    return fd;
}

static int opened(const char *symbol, const char *path, int flags, mode_t mode) {
    int fd = imitation(path);
    if (fd >= 0) return fd;
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, symbol);
    return real(path, flags, mode);
}

static mode_t given_mode(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = given_mode(flags, rest);
    va_end(rest);
    return opened("open", path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = given_mode(flags, rest);
    va_end(rest);
    return opened("open64", path, flags, mode);
}

// oxenstored has the path of its socket built in: here it is XENSTORED_PATH, as for the C xenstored.
static const char *moved(const char *path) {
    const char *own = getenv("XENSTORED_PATH");
    size_t length = strlen(path), suffix = strlen("/xenstored/socket");
    return own && length > suffix && strcmp(path + length - suffix, "/xenstored/socket") == 0 ? own : path;
}

int bind(int fd, const struct sockaddr *address, socklen_t length) {
    int (*real)(int, const struct sockaddr *, socklen_t) = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "bind");
    if (address->sa_family != AF_UNIX) return real(fd, address, length);
    struct sockaddr_un copy = {.sun_family = AF_UNIX};
    snprintf(copy.sun_path, sizeof copy.sun_path, "%s", moved(((const struct sockaddr_un *)address)->sun_path));
    return real(fd, (const struct sockaddr *)&copy, sizeof copy);
}

int unlink(const char *path) { return ((int (*)(const char *))dlsym(RTLD_NEXT, "unlink"))(moved(path)); }

// Nor does it make the directory of the built-in path.
int mkdir(const char *path, mode_t mode) {
    if (getenv("XENSTORED_PATH") && strcmp(path, "/var/run/xenstored") == 0) return 0;
    return ((int (*)(const char *, mode_t))dlsym(RTLD_NEXT, "mkdir"))(path, mode);
}
