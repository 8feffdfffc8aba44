/// Linux calls that the Glibc module does not show to Swift (they need _GNU_SOURCE).
#ifndef CLINUX_H
#define CLINUX_H

/// Flushes the file system that `fd` is on. 0, or -1 with errno. See syncfs(2).
int clinux_syncfs(int fd);

/// Reserves space for the first `bytes` of a file without changing its size. 0, or -1 with errno. See fallocate(2).
int clinux_reserve(int fd, long long bytes);

/// Writes ext4's journal out to where everything belongs, on the file system that `fd` is on. 0, or -1 with errno.
int clinux_checkpoint(int fd);

#endif
