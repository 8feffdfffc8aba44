/// Linux calls that the Glibc module does not show to Swift (they need _GNU_SOURCE).
#ifndef CLINUX_H
#define CLINUX_H

/// Flushes the file system that `fd` is on. 0, or -1 with errno. See syncfs(2).
int clinux_syncfs(int fd);

/// Reserves space for the first `bytes` of a file without changing its size. 0, or -1 with errno. See fallocate(2).
int clinux_reserve(int fd, long long bytes);

/// Writes ext4's journal out to where everything belongs, on the file system that `fd` is on. 0, or -1 with errno.
int clinux_checkpoint(int fd);

/// Gives the calling thread a mount namespace of its own, whose mounts are not seen outside. 0, or -1 with errno.
///
/// What is mounted outside later is seen inside. See unshare(2) and mount_namespaces(7).
int clinux_separate_mounts(void);

/// Mounts the directories of `layers` (joined by colons, the uppermost first) over `target`, read-only. 0, or -1 with
/// errno. See mount(2) and the kernel's Documentation/filesystems/overlayfs.rst.
int clinux_mount_layers(const char *target, const char *layers);

/// Makes a file or directory, with what is mounted below it, appear at another place. 0, or -1 with errno. See mount(2).
int clinux_bind(const char *source, const char *target);

/// Exchanges two directories in one step. 0, or -1 with errno. See renameat2(2), RENAME_EXCHANGE.
int clinux_exchange(const char *left, const char *right);

/// Renames a file, unless something has the new name already (EEXIST). 0, or -1 with errno. See renameat2(2), RENAME_NOREPLACE.
int clinux_rename_new(const char *from, const char *to);

/// A descriptor of a process, which goes on meaning that one when its pid is given to another. -1 with errno. See pidfd_open(2).
int clinux_open_process(int pid);

/// Sends a signal to the process of such a descriptor. 0, or -1 with errno. See pidfd_send_signal(2).
int clinux_signal_process(int fd, int signal);

/// When a file was made, in seconds since 1970. -1 with errno where the file system does not tell. See statx(2), STATX_BTIME.
long long clinux_birth(const char *path);

#endif
