#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What Swift's Glibc module hides or Swift cannot say, each in one function.
///
/// A function marked CRT_AUDIO neither allocates nor locks, and may be called by an audio thread:
/// Swift trusts the mark when it checks a caller that is marked `@_noLocks`.
#define CRT_AUDIO __attribute__((swift_attr("@_noLocks")))

#ifdef __cplusplus
extern "C" {
#endif

// Floating point

/// Treats denormal operands and results as zero, on the calling thread only: MXCSR FTZ and DAZ on
/// x86-64, FPCR FZ on arm64. Does nothing on other processors.
CRT_AUDIO void crt_flush_to_zero_enable(void);
CRT_AUDIO void crt_flush_to_zero_disable(void);

/// Whether the calling thread treats denormals as zero.
CRT_AUDIO bool crt_flush_to_zero_is_enabled(void);

// The calling thread

/// The kernel's number of the calling thread (gettid).
CRT_AUDIO int32_t crt_thread_id(void);

/// Names the calling thread for top and gdb (pthread_setname_np); the kernel keeps 15 bytes.
/// Returns 0 or an errno.
int crt_thread_set_name(const char *name);

/// How the kernel schedules a thread.
struct crt_scheduling {
  /// SCHED_OTHER, SCHED_FIFO, SCHED_RR...
  int policy;
  /// 1 to 99 under a realtime policy, otherwise 0.
  int priority;
};

/// How the calling thread is scheduled (sched_getscheduler, sched_getparam).
struct crt_scheduling crt_thread_scheduling(void);

/// The highest priority that the process may give its threads without privilege (RLIMIT_RTPRIO).
int crt_realtime_priority_limit(void);

/// How many processors the process may run on (sched_getaffinity), at least 1.
int crt_processor_count(void);

/// Touches `bytes` of the calling thread's stack below the caller's frame, so that no page fault is
/// left for later. `bytes` must fit on the stack.
void crt_stack_prefault(size_t bytes);

// Memory

/// Keeps all present and future pages in memory (mlockall). Returns 0 or an errno.
int crt_lock_memory(void);

// Waking another thread

/// A new event counter (eventfd, close on exec, non-blocking), or minus an errno. What takes from it
/// sets it to zero, or with `counted` takes one.
int crt_event_create(int counted);

/// Adds one to the counter: one bounded system call, no wait. Returns 0 or an errno.
CRT_AUDIO int crt_event_signal(int event);

/// Takes from the counter. Returns 1 when it was above zero, 0 when not, or minus an errno.
CRT_AUDIO int crt_event_clear(int event);

/// Waits until the counter is above zero and takes from it (ppoll, read). A negative time waits
/// for ever; an interrupted wait returns early. Returns 1, 0 after the time, or minus an errno.
int crt_event_wait(int event, int64_t timeout_nanoseconds);

// Signals without handlers

/// Blocks the signals for the calling thread and all that it will start, and opens a descriptor that
/// they are read from (signalfd, close on exec, non-blocking). Returns it, or minus an errno.
int crt_signals_open(const int *signals, int count);

/// The next signal that has come in; 0 when none has.
int crt_signals_take(int descriptor);

// Time

/// Waits so long (nanosleep); an interrupted wait returns early.
void crt_sleep(int64_t nanoseconds);

/// Nanoseconds of the monotonic clock (clock_gettime, CLOCK_MONOTONIC, in the vDSO).
CRT_AUDIO int64_t crt_monotonic_nanoseconds(void);

// Proof

/// Says that the calling thread must now neither allocate, lock nor wait. Tells RealtimeSanitizer
/// or a preloaded RealtimeGuard when one is present; otherwise tests one pointer. Nests.
CRT_AUDIO void crt_realtime_enter(void);

/// Ends what `crt_realtime_enter` began.
CRT_AUDIO void crt_realtime_exit(void);

#ifdef __cplusplus
}
#endif
