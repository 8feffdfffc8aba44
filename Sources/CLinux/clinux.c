#define _GNU_SOURCE
#include "clinux.h"

#include <fcntl.h>
#include <unistd.h>

int clinux_syncfs(int fd) { return syncfs(fd); }

int clinux_reserve(int fd, long long bytes) { return fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, bytes); }
