#define _GNU_SOURCE  // ppoll
#include "CRealtime.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

// RealtimeSanitizer knows any write and read as a possible wait. These cannot wait, because the
// descriptor does not block, and are therefore permitted to the calling thread for their duration.
extern void __rtsan_disable(void) __attribute__((weak));
extern void __rtsan_enable(void) __attribute__((weak));

static ssize_t transfer(ssize_t (*call)(int, uint64_t *), int event, uint64_t *signals) {
  if (__rtsan_disable) __rtsan_disable();
  ssize_t bytes = call(event, signals);
  if (__rtsan_enable) __rtsan_enable();
  return bytes;
}

static ssize_t add_signals(int event, uint64_t *signals) {
  return write(event, signals, sizeof *signals);
}

static ssize_t take_signals(int event, uint64_t *signals) {
  return read(event, signals, sizeof *signals);
}

int crt_event_create(int counted) {
  int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | (counted ? EFD_SEMAPHORE : 0));
  return event >= 0 ? event : -errno;
}

int crt_event_signal(int event) {
  uint64_t one = 1;
  if (transfer(add_signals, event, &one) == sizeof one) return 0;
  // Full means that 2^64 - 2 signals are waiting: the waiter will wake, which is all we promise.
  return errno == EAGAIN ? 0 : errno;
}

int crt_event_clear(int event) {
  uint64_t signals;
  if (transfer(take_signals, event, &signals) == sizeof signals) return 1;
  return errno == EAGAIN ? 0 : -errno;
}

int crt_event_wait(int event, int64_t timeout_nanoseconds) {
  struct pollfd waiting = {.fd = event, .events = POLLIN};
  struct timespec timeout = {timeout_nanoseconds / 1000000000, timeout_nanoseconds % 1000000000};
  int ready = ppoll(&waiting, 1, timeout_nanoseconds < 0 ? NULL : &timeout, NULL);
  // An interrupted wait counts as an early timeout: the caller's loop looks at its state anyway.
  if (ready < 0) return errno == EINTR ? 0 : -errno;
  return ready == 0 ? 0 : crt_event_clear(event);
}
