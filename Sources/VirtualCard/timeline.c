// The time of coupled cards: CLOCK_MONOTONIC, less all the time in which one of them waited for the
// program. No card may pass a moment at which another would run dry or over, so that none of them
// is late however the threads that serve them are scheduled. Nothing here locks: the threads have
// realtime priorities.
#include "card.h"
#include <stdatomic.h>
#include <time.h>

enum { PLACES = 16 };

static struct {
  atomic_bool is_taken;
  // 0: none.
  _Atomic int64_t limit;
} places[PLACES];

static _Atomic int64_t waited;

static int64_t monotonic_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int timeline_join(void) {
  for (int place = 0; place < PLACES; place++) {
    if (!atomic_exchange(&places[place].is_taken, true)) return place;
  }
  return TIMELINE_ALONE;
}

void timeline_leave(int place) {
  if (place == TIMELINE_ALONE) return;
  timeline_clear_limit(place);
  atomic_store(&places[place].is_taken, false);
}

static int64_t earliest_limit(void) {
  int64_t earliest = INT64_MAX;
  for (int place = 0; place < PLACES; place++) {
    int64_t limit = atomic_load(&places[place].limit);
    if (limit != 0 && limit < earliest) earliest = limit;
  }
  return earliest;
}

int64_t timeline_now(int place) {
  int64_t monotonic = monotonic_now();
  if (place == TIMELINE_ALONE) return monotonic;
  int64_t until_now = atomic_load(&waited);
  int64_t limit = earliest_limit();
  if (monotonic - until_now <= limit) return monotonic - until_now;
  // Another thread that has noticed it first has waited for the same time.
  atomic_compare_exchange_strong(&waited, &until_now, monotonic - limit);
  return limit;
}

int64_t timeline_monotonic(int place, int64_t time) {
  return place == TIMELINE_ALONE ? time : time + atomic_load(&waited);
}

void timeline_set_limit(int place, int64_t time) {
  if (place == TIMELINE_ALONE) return;
  int64_t now = timeline_now(place);
  atomic_store(&places[place].limit, time < now ? now : time);
}

void timeline_clear_limit(int place) {
  if (place != TIMELINE_ALONE) atomic_store(&places[place].limit, 0);
}
