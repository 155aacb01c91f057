#define _GNU_SOURCE
#include "CFiles.h"

#include <errno.h>
#include <fcntl.h>

int cfl_begin_flush(int descriptor, int64_t offset, int64_t count) {
  return sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE) == 0 ? 0 : errno;
}
