#pragma once
// Sorts what is heard into runs of consecutive numbers, silence, and the rest (fades, faults).
#include <stdint.h>

// What is shorter happened by chance or inside a fade.
enum { SHORTEST_RUN = 16 };

typedef struct {
  uint64_t heard;            // frames so far
  uint64_t exact, silent, other;
  // Frames that the capture buffer held one round ago: when the far end stops, snd-aloop leaves the
  // last tick of it as it was.
  uint64_t stale;
  uint64_t buffer_frames;    // of the capture buffer, to know them by
  int64_t last_lag;
  uint64_t run_count;
  uint64_t run_heard;        // the current run: where it was heard,
  uint64_t run_number;       // the number of its first frame,
  uint64_t run_frames;       // and its frames; 0 for none
} run_log;

void runs_note(run_log *log, uint64_t number);
// The next frame does not follow the last one in time.
void runs_break(run_log *log);
void runs_summarise(run_log *log);
