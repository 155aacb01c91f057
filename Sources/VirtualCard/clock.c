// The sample clock: the time times the rate. Nothing counts interrupts, so that however late
// a program looks, it sees the position that hardware would have.
#include "card.h"
#include <sys/timerfd.h>
#include <unistd.h>

int clock_open(sample_clock *clock) {
  clock->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  return clock->timer < 0 ? -errno : 0;
}

void clock_close(sample_clock *clock) {
  timeline_leave(clock->place);
  close(clock->timer);
}

void clock_start(sample_clock *clock) {
  clock->start = timeline_now(clock->place);
  clock->offset = 0;
  clock->running = true;
}

void clock_stop(sample_clock *clock) {
  struct itimerspec never = {0};
  timerfd_settime(clock->timer, 0, &never, NULL);
  clock_lift_limit(clock);
  clock->running = false;
}

static double clock_position(const sample_clock *clock) {
  int64_t passed = timeline_now(clock->place) - clock->start;
  return (double)passed * 1e-9 * clock->frames_per_second + clock->offset;
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
  clock_lift_limit(clock);
}

// Nanoseconds on the timeline.
static int64_t clock_time_of(const sample_clock *clock, uint64_t frame) {
  double seconds = ((double)frame - clock->offset) / clock->frames_per_second;
  return clock->start + (int64_t)(seconds * 1e9);
}

void clock_limit(sample_clock *clock, uint64_t frame) {
  if (clock->frames_per_second <= 0) return;
  // 2 us late, so that the clock has reached the frame when it waits there.
  timeline_set_limit(clock->place, clock_time_of(clock, frame) + 2000);
}

void clock_lift_limit(sample_clock *clock) {
  timeline_clear_limit(clock->place);
}

void clock_wake_at(sample_clock *clock, uint64_t frame) {
  if (clock->frames_per_second <= 0) return;
  // The timer is absolute and set for each wake-up: a periodic one would drift against the frames.
  // 2 us late, because one that fires a hair early finds nothing and costs a whole period.
  int64_t at_ns = timeline_monotonic(clock->place, clock_time_of(clock, frame) + 2000);
  if (at_ns < 1) at_ns = 1;
  struct itimerspec at = {0};
  at.it_value.tv_sec = at_ns / 1000000000;
  at.it_value.tv_nsec = at_ns % 1000000000;
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
