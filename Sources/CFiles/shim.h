#pragma once

// What fcntl.h declares for GNU programs only, and Glibc's module for Swift leaves out.

#include <stdint.h>

/// Has the disk begin to write these bytes of a file, or waits for it, by the flags. Returns 0, or -1
/// with errno.
int sync_file_range(int descriptor, int64_t offset, int64_t count, unsigned int flags);

/// Begin, and wait for nothing.
static const unsigned int cfl_sync_write = 2;
