// The sample clock: CLOCK_MONOTONIC times the rate. Nothing counts interrupts, so that however late
// a program looks, it sees the position that hardware would have.
#include "card.h"
#include <sys/timerfd.h>
#include <unistd.h>

static double seconds_since(const struct timespec *start) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

int clock_open(sample_clock *clock) {
  clock->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  return clock->timer < 0 ? -errno : 0;
}

void clock_close(sample_clock *clock) {
  close(clock->timer);
}

void clock_start(sample_clock *clock) {
  clock_gettime(CLOCK_MONOTONIC, &clock->start);
  clock->offset = 0;
  clock->running = true;
}

void clock_stop(sample_clock *clock) {
  struct itimerspec never = {0};
  timerfd_settime(clock->timer, 0, &never, NULL);
  clock->running = false;
}

static double clock_position(const sample_clock *clock) {
  return seconds_since(&clock->start) * clock->frames_per_second + clock->offset;
}

uint64_t clock_frames(const sample_clock *clock) {
  if (!clock->running) return 0;
  double position = clock_position(clock);
  return position > 0 ? (uint64_t)position : 0;
}

void clock_set(sample_clock *clock, uint64_t frame) {
  clock->offset += (double)frame - clock_position(clock);
}

void clock_freeze(sample_clock *clock) {
  double position = clock_position(clock);
  clock->frames_per_second = 0;
  clock->offset = position;
}

void clock_wake_at(sample_clock *clock, uint64_t frame) {
  if (clock->frames_per_second <= 0) return;
  // The timer is absolute and set for each wake-up: a periodic one would drift against the frames.
  // 2 us late, because one that fires a hair early finds nothing and costs a whole period.
  double seconds = ((double)frame - clock->offset) / clock->frames_per_second + 2e-6;
  if (seconds < 0) seconds = 0;
  long nanoseconds = clock->start.tv_nsec + (long)((seconds - (double)(long)seconds) * 1e9);
  struct itimerspec at = {0};
  at.it_value.tv_sec = clock->start.tv_sec + (long)seconds + nanoseconds / 1000000000;
  at.it_value.tv_nsec = nanoseconds % 1000000000;
  timerfd_settime(clock->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

void clock_wake_now(sample_clock *clock) {
  struct itimerspec past = {.it_value = {.tv_nsec = 1}};
  timerfd_settime(clock->timer, TFD_TIMER_ABSTIME, &past, NULL);
}

void clock_acknowledge(sample_clock *clock) {
  uint64_t expirations;
  (void)!read(clock->timer, &expirations, sizeof expirations);
}
