#define _GNU_SOURCE
#include "FileFaults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_long calls;
static long failing;
static bool for_ever;
static int code;
static const char *count_path;

// By descriptor: whether it is a file for writing, or a folder.
static atomic_bool is_watched[1024];

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *span = getenv("FILE_FAULT_FOR");
  failing = number("FILE_FAULT_AT");
  for_ever = span && strcmp(span, "ever") == 0;
  code = (int)number("FILE_FAULT_CODE");
  count_path = getenv("FILE_FAULT_COUNT");
}

__attribute__((destructor)) static void end(void) {
  if (!count_path) return;
  FILE *file = fopen(count_path, "w");
  if (!file) return;
  fprintf(file, "%ld", atomic_load(&calls));
  fclose(file);
}

// Whether this call is to fail; errno says how.
static bool fails(void) {
  long call = atomic_fetch_add(&calls, 1) + 1;
  if (failing == 0 || call < failing || (call > failing && !for_ever)) return false;
  if (code == 0) raise(SIGKILL);
  errno = code;
  return true;
}

static bool watches(int file) {
  return file >= 0 && file < 1024 && atomic_load(&is_watched[file]);
}

static int opened(int file) {
  if (file >= 0 && file < 1024) atomic_store(&is_watched[file], true);
  return file;
}

#define OPENING(name, ...)                                                          \
  mode_t mode = 0;                                                                  \
  if (flags & O_CREAT) {                                                            \
    va_list arguments;                                                              \
    va_start(arguments, flags);                                                     \
    mode = va_arg(arguments, mode_t);                                               \
    va_end(arguments);                                                              \
  }                                                                                 \
  bool counts = (flags & (O_WRONLY | O_RDWR | O_CREAT)) || (flags & O_DIRECTORY);   \
  if (!counts) return REAL(name)(__VA_ARGS__, flags, mode);                         \
  return fails() ? -1 : opened(REAL(name)(__VA_ARGS__, flags, mode));

EXPORT int open(const char *path, int flags, ...) { OPENING(open, path) }
EXPORT int open64(const char *path, int flags, ...) { OPENING(open64, path) }
EXPORT int openat(int folder, const char *path, int flags, ...) { OPENING(openat, folder, path) }

// A call on a descriptor, which fails where it is watched.
#define ON_FILE(result, name, parameters, ...)                                      \
  EXPORT result name parameters {                                                   \
    if (watches(file) && fails()) return -1;                                        \
    return REAL(name)(__VA_ARGS__);                                                 \
  }

ON_FILE(ssize_t, write, (int file, const void *bytes, size_t count), file, bytes, count)
ON_FILE(ssize_t, pwrite, (int file, const void *bytes, size_t count, off_t at), file, bytes, count,
        at)
ON_FILE(ssize_t, pwrite64, (int file, const void *bytes, size_t count, off64_t at), file, bytes,
        count, at)
ON_FILE(int, ftruncate, (int file, off_t length), file, length)
ON_FILE(int, fsync, (int file), file)
ON_FILE(int, fdatasync, (int file), file)

EXPORT int close(int file) {
  bool is_failing = watches(file) && fails();
  int cause = errno;
  if (file >= 0 && file < 1024) atomic_store(&is_watched[file], false);
  int result = REAL(close)(file);
  if (!is_failing) return result;
  errno = cause;
  return -1;
}

EXPORT int rename(const char *from, const char *to) {
  return fails() ? -1 : REAL(rename)(from, to);
}

EXPORT int link(const char *from, const char *to) { return fails() ? -1 : REAL(link)(from, to); }
