#pragma once

// Calls on files that Glibc's module for Swift leaves out.

#include <stdint.h>

/// Has the disk begin to write these bytes of a file, and waits for none of them (sync_file_range).
/// Returns 0 or an errno. What the disk fails to write is told by a later fsync.
int cfl_begin_flush(int descriptor, int64_t offset, int64_t count);
