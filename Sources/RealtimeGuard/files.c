// Files and logs. Reading and writing a device, a pipe or an eventfd is the business of an audio
// loop; opening one, and writing to standard output and error, is not.
#define _GNU_SOURCE
#include "guard.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/uio.h>
#include <syslog.h>
#include <unistd.h>

// The mode is there only when a file may be made.
#define GUARD_MODE(flags, last)                                                     \
  ({                                                                                \
    mode_t mode = 0;                                                                \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                          \
      va_list arguments;                                                            \
      va_start(arguments, last);                                                    \
      mode = va_arg(arguments, mode_t);                                             \
      va_end(arguments);                                                            \
    }                                                                               \
    mode;                                                                           \
  })

GUARD_EXPORT int open(const char *path, int flags, ...) {
  guard_note(GUARD_open);
  return GUARD_FORWARD(open, path, flags, GUARD_MODE(flags, flags));
}

GUARD_EXPORT int open64(const char *path, int flags, ...) {
  guard_note(GUARD_open);
  return GUARD_FORWARD(open64, path, flags, GUARD_MODE(flags, flags));
}

GUARD_EXPORT int openat(int folder, const char *path, int flags, ...) {
  guard_note(GUARD_openat);
  return GUARD_FORWARD(openat, folder, path, flags, GUARD_MODE(flags, flags));
}

GUARD_EXPORT FILE *fopen(const char *path, const char *mode) {
  guard_note(GUARD_fopen);
  return GUARD_FORWARD(fopen, path, mode);
}

GUARD_EXPORT int close(int file) {
  guard_note(GUARD_close);
  return GUARD_FORWARD(close, file);
}

GUARD_EXPORT ssize_t write(int file, const void *bytes, size_t count) {
  if (file == STDOUT_FILENO || file == STDERR_FILENO) guard_note(GUARD_write_log);
  return GUARD_FORWARD(write, file, bytes, count);
}

GUARD_EXPORT ssize_t writev(int file, const struct iovec *parts, int count) {
  if (file == STDOUT_FILENO || file == STDERR_FILENO) guard_note(GUARD_writev);
  return GUARD_FORWARD(writev, file, parts, count);
}

GUARD_EXPORT size_t fwrite(const void *items, size_t bytes, size_t count, FILE *file) {
  guard_note(GUARD_fwrite);
  return GUARD_FORWARD(fwrite, items, bytes, count, file);
}

GUARD_EXPORT int fputs(const char *text, FILE *file) {
  guard_note(GUARD_fputs);
  return GUARD_FORWARD(fputs, text, file);
}

// A variadic function cannot pass its arguments to another, so the message goes on by `vsyslog`.
GUARD_EXPORT void syslog(int priority, const char *format, ...) {
  guard_note(GUARD_syslog);
  va_list arguments;
  va_start(arguments, format);
  vsyslog(priority, format, arguments);
  va_end(arguments);
}
