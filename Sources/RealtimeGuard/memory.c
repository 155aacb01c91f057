// Allocation. Forwarded to glibc by its internal names, because dlsym itself allocates.
#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

GUARD_EXPORT void *malloc(size_t bytes) {
  guard_note(GUARD_malloc);
  return __libc_malloc(bytes);
}

GUARD_EXPORT void *calloc(size_t count, size_t bytes) {
  guard_note(GUARD_calloc);
  return __libc_calloc(count, bytes);
}

GUARD_EXPORT void *realloc(void *memory, size_t bytes) {
  guard_note(GUARD_realloc);
  return __libc_realloc(memory, bytes);
}

GUARD_EXPORT void free(void *memory) {
  // Freeing nothing does nothing.
  if (memory) guard_note(GUARD_free);
  __libc_free(memory);
}

GUARD_EXPORT int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  guard_note(GUARD_posix_memalign);
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0)
    return EINVAL;
  void *allocated = __libc_memalign(alignment, bytes);
  if (!allocated) return ENOMEM;
  *memory = allocated;
  return 0;
}

GUARD_EXPORT void *aligned_alloc(size_t alignment, size_t bytes) {
  guard_note(GUARD_aligned_alloc);
  return __libc_memalign(alignment, bytes);
}

GUARD_EXPORT void *mmap(void *at, size_t bytes, int access, int flags, int file, off_t offset) {
  guard_note(GUARD_mmap);
  return GUARD_FORWARD(mmap, at, bytes, access, flags, file, offset);
}

// What programs built for large files call on 32-bit systems, and some on 64-bit ones.
GUARD_EXPORT void *mmap64(void *at, size_t bytes, int access, int flags, int file, off64_t offset) {
  return mmap(at, bytes, access, flags, file, offset);
}

GUARD_EXPORT int munmap(void *at, size_t bytes) {
  guard_note(GUARD_munmap);
  return GUARD_FORWARD(munmap, at, bytes);
}

GUARD_EXPORT int mprotect(void *at, size_t bytes, int access) {
  guard_note(GUARD_mprotect);
  return GUARD_FORWARD(mprotect, at, bytes, access);
}

GUARD_EXPORT int madvise(void *at, size_t bytes, int advice) {
  guard_note(GUARD_madvise);
  return GUARD_FORWARD(madvise, at, bytes, advice);
}
