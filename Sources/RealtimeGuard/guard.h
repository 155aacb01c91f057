#pragma once

#include <stdbool.h>

// The functions that are watched, in the order of the report. X(name)
#define GUARD_FUNCTIONS(X)                                                          \
  /* memory */                                                                      \
  X(malloc) X(calloc) X(realloc) X(free) X(posix_memalign) X(aligned_alloc)         \
  X(mmap) X(munmap) X(mprotect) X(madvise)                                          \
  /* locks */                                                                       \
  X(pthread_mutex_lock) X(pthread_mutex_trylock) X(pthread_rwlock_rdlock)           \
  X(pthread_rwlock_wrlock) X(flockfile) X(futex)                                    \
  /* waits */                                                                       \
  X(pthread_cond_wait) X(pthread_cond_timedwait) X(sem_wait) X(nanosleep)           \
  X(clock_nanosleep) X(usleep) X(sleep) X(poll) X(ppoll) X(select) X(epoll_wait)    \
  /* files and logs */                                                              \
  X(open) X(openat) X(fopen) X(close) X(write_log) X(writev) X(fwrite) X(fputs)     \
  X(syslog)                                                                         \
  /* threads */                                                                     \
  X(pthread_create)                                                                 \
  /* the Swift runtime */                                                           \
  X(swift_retain) X(swift_release) X(swift_retain_n) X(swift_release_n)             \
  X(swift_bridgeObjectRetain) X(swift_bridgeObjectRelease) X(swift_allocObject)     \
  X(swift_once) X(swift_beginAccess) X(swift_dynamicCast)

enum guard_function {
#define GUARD_CASE(name) GUARD_##name,
  GUARD_FUNCTIONS(GUARD_CASE)
#undef GUARD_CASE
  GUARD_function_count
};

// Counts a call of the function when the calling thread is in a watched bracket.
void guard_note(enum guard_function function);

// The next definition of a function after ours. Ends the process when there is none.
void *guard_next(const char *name);

// Calls the next definition of `name`, found once, as a function of this type.
#define GUARD_FORWARD_AS(type, name, ...)                                           \
  ({                                                                                \
    static __typeof__(type) *next;                                                  \
    if (!next) next = (__typeof__(type) *)guard_next(#name);                        \
    next(__VA_ARGS__);                                                              \
  })

// Calls the next definition of `name`, found once.
#define GUARD_FORWARD(name, ...) GUARD_FORWARD_AS(name, name, __VA_ARGS__)

#define GUARD_EXPORT __attribute__((visibility("default")))
