#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int clinux_syncfs(int fd) { return syncfs(fd); }

int clinux_reserve(int fd, long long bytes) { return fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, bytes); }

// EXT4_IOC_CHECKPOINT has no header of its own for programs: Linux Documentation/filesystems/ext4, fs/ext4/ext4.h.
int clinux_checkpoint(int fd) {
    unsigned int flags = 0;
    return ioctl(fd, _IOW('f', 43, unsigned int), &flags);
}

int clinux_separate_mounts(void) {
    if (unshare(CLONE_NEWNS) != 0) return -1;
    return mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL);
}

int clinux_mount_layers(const char *target, const char *layers) {
    char *options = NULL;
    if (asprintf(&options, "lowerdir=%s", layers) < 0) return -1;
    int result = mount("overlay", target, "overlay", MS_RDONLY, options);
    free(options);
    return result;
}

int clinux_bind(const char *source, const char *target) { return mount(source, target, NULL, MS_BIND | MS_REC, NULL); }

int clinux_exchange(const char *left, const char *right) {
    return renameat2(AT_FDCWD, left, AT_FDCWD, right, RENAME_EXCHANGE);
}

int clinux_rename_new(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int clinux_open_process(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int clinux_signal_process(int fd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0);
}

long long clinux_birth(const char *path) {
    struct statx status;
    if (statx(AT_FDCWD, path, 0, STATX_BTIME, &status) != 0) return -1;
    if (status.stx_mask & STATX_BTIME) return status.stx_btime.tv_sec;
    errno = ENOTSUP;
    return -1;
}
