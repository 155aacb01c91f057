#define _GNU_SOURCE
#include "CRealtime.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int32_t crt_thread_id(void) { return (int32_t)syscall(SYS_gettid); }

int crt_processor_count(void) {
  cpu_set_t set;
  // More than 1024 processors do not fit the set: one thread then, rather than a guess.
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return CPU_COUNT(&set);
}

int crt_thread_set_name(const char *name) {
  // A longer name is refused with ERANGE, so it is cut where the kernel would have to.
  char kept[16] = {0};
  strncpy(kept, name, sizeof kept - 1);
  return pthread_setname_np(pthread_self(), kept);
}

struct crt_scheduling crt_thread_scheduling(void) {
  // The kernel is asked, not pthread_getschedparam: glibc answers from its own record.
  struct sched_param parameters = {0};
  sched_getparam(0, &parameters);
  // SCHED_RESET_ON_FORK is a flag in the same word.
  int policy = sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
  return (struct crt_scheduling){.policy = policy, .priority = parameters.sched_priority};
}

int crt_realtime_priority_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_RTPRIO, &limit) != 0) return 0;
  return limit.rlim_cur > 99 ? 99 : (int)limit.rlim_cur;
}

__attribute__((noinline)) void crt_stack_prefault(size_t bytes) {
  // Volatile, and one touch per 4 KiB, the smallest page of the supported machines.
  volatile char *below = __builtin_alloca(bytes);
  for (size_t offset = 0; offset < bytes; offset += 4096) below[bytes - 1 - offset] = 0;
}

int crt_lock_memory(void) { return mlockall(MCL_CURRENT | MCL_FUTURE) == 0 ? 0 : errno; }

void crt_sleep(int64_t nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  nanosleep(&time, NULL);
}

int64_t crt_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
