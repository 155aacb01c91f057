#include "CALSA.h"
#include <errno.h>
#include <time.h>

int calsa_poll(struct pollfd *descriptors, unsigned count, int timeout_milliseconds) {
  int result = poll(descriptors, count, timeout_milliseconds);
  return result < 0 ? -errno : result;
}

int64_t calsa_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void calsa_sleep(int64_t nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  // Cut short by a signal is as good: the caller looks at the clock again.
  nanosleep(&time, NULL);
}
