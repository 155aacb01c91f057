#include "runs.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

static void end_run(run_log *log, int64_t lag) {
  printf(
    "run heard %" PRIu64 " number %" PRIu64 " frames %" PRIu64 " lag %" PRId64 "\n",
    log->run_heard, log->run_number, log->run_frames, lag);
  log->exact += log->run_frames;
  log->run_count++;
  log->last_lag = lag;
}

void runs_break(run_log *log) {
  int64_t lag = (int64_t)(log->run_heard - log->run_number);
  bool is_stale = log->run_count > 0 && lag == log->last_lag + (int64_t)log->buffer_frames;
  if (is_stale) log->stale += log->run_frames;
  else if (log->run_frames >= SHORTEST_RUN) end_run(log, lag);
  else log->other += log->run_frames;
  log->run_frames = 0;
}

void runs_note(run_log *log, uint64_t number) {
  if (log->run_frames == 0 || number != log->run_number + log->run_frames) {
    runs_break(log);
    log->run_heard = log->heard;
    log->run_number = number;
  }
  log->heard++;
  if (number == 0) log->silent++;
  else log->run_frames++;
}

void runs_summarise(run_log *log) {
  runs_break(log);
  printf(
    "heard %" PRIu64 " exact %" PRIu64 " silent %" PRIu64 " stale %" PRIu64 " other %" PRIu64
    " runs %" PRIu64 "\n",
    log->heard, log->exact, log->silent, log->stale, log->other, log->run_count);
}
