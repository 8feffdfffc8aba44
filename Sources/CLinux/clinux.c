#define _GNU_SOURCE
#include "clinux.h"

#include <unistd.h>

int clinux_syncfs(int fd) { return syncfs(fd); }
