#define _GNU_SOURCE
#include "clinux.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

int clinux_syncfs(int fd) { return syncfs(fd); }

int clinux_reserve(int fd, long long bytes) { return fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, bytes); }

// EXT4_IOC_CHECKPOINT has no header of its own for programs: Linux Documentation/filesystems/ext4, fs/ext4/ext4.h.
int clinux_checkpoint(int fd) {
    unsigned int flags = 0;
    return ioctl(fd, _IOW('f', 43, unsigned int), &flags);
}
