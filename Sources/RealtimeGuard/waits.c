// Locks, waits and threads.
#define _GNU_SOURCE
#include "guard.h"

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// A function whose arguments pass through unchanged.
#define GUARD_PASS(result, name, parameters, ...)                                   \
  GUARD_EXPORT result name parameters {                                             \
    guard_note(GUARD_##name);                                                       \
    return GUARD_FORWARD(name, __VA_ARGS__);                                        \
  }

GUARD_PASS(int, pthread_mutex_lock, (pthread_mutex_t * mutex), mutex)
GUARD_PASS(int, pthread_mutex_trylock, (pthread_mutex_t * mutex), mutex)
GUARD_PASS(int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock), lock)
GUARD_PASS(int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock), lock)
GUARD_PASS(void, flockfile, (FILE * file), file)

GUARD_PASS(int, pthread_cond_wait, (pthread_cond_t * condition, pthread_mutex_t *mutex), condition,
           mutex)
GUARD_PASS(int, pthread_cond_timedwait,
           (pthread_cond_t * condition, pthread_mutex_t *mutex, const struct timespec *until),
           condition, mutex, until)
GUARD_PASS(int, sem_wait, (sem_t * semaphore), semaphore)

GUARD_PASS(int, nanosleep, (const struct timespec *time, struct timespec *left), time, left)
GUARD_PASS(int, clock_nanosleep,
           (clockid_t clock, int flags, const struct timespec *time, struct timespec *left), clock,
           flags, time, left)
GUARD_PASS(int, usleep, (useconds_t time), time)
GUARD_PASS(unsigned, sleep, (unsigned seconds), seconds)

GUARD_PASS(int, poll, (struct pollfd * files, nfds_t count, int timeout), files, count, timeout)
GUARD_PASS(int, ppoll,
           (struct pollfd * files, nfds_t count, const struct timespec *timeout,
            const sigset_t *signals),
           files, count, timeout, signals)
GUARD_PASS(int, select,
           (int count, fd_set *reads, fd_set *writes, fd_set *faults, struct timeval *timeout),
           count, reads, writes, faults, timeout)
GUARD_PASS(int, epoll_wait, (int set, struct epoll_event *events, int capacity, int timeout), set,
           events, capacity, timeout)

GUARD_PASS(int, pthread_create,
           (pthread_t * thread, const pthread_attr_t *attributes, void *(*body)(void *),
            void *argument),
           thread, attributes, body, argument)

// A contended Swift Mutex comes here. Declared variadic, it takes at most six words.
GUARD_EXPORT long syscall(long number, ...) {
  long words[6];
  __builtin_va_list arguments;
  __builtin_va_start(arguments, number);
  for (int word = 0; word < 6; word++) words[word] = __builtin_va_arg(arguments, long);
  __builtin_va_end(arguments);
  if (number == SYS_futex) guard_note(GUARD_futex);
  return GUARD_FORWARD(syscall, number, words[0], words[1], words[2], words[3], words[4],
                       words[5]);
}
