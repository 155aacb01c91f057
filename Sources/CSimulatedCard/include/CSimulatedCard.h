#pragma once
// A PCM of libasound's external I/O plugin interface, made in the process and driven by hooks: no
// configuration, no kernel, no clock but the caller's.
#include <stdint.h>

// What the hardware of the card does. Each gets the context; results below 0 are an -errno.
struct simulated_card_hooks {
  void *context;
  int (*prepare)(void *context);
  int (*start)(void *context);
  int (*stop)(void *context);
  int (*resume)(void *context);
  // Has what is queued played to its end, and returns at once.
  int (*drain)(void *context);
  // Frames since it was prepared. A standstill that is none of an xrun is told by `standstill`.
  int64_t (*position)(void *context);
  // 0 while nothing is wrong, or the standstill that libasound has to learn as a state.
  int (*standstill)(void *context);
  // Moves so many interleaved frames of floats from or to the memory, and says how many.
  int64_t (*transfer)(void *context, float *memory, uint64_t frames);
  // The stream is closed; nothing else is called any more.
  void (*close)(void *context);
};

enum { SIMULATED_CARD_SUSPENDED = 1, SIMULATED_CARD_DISCONNECTED = 2 };

struct simulated_card_offer {
  int is_playback;
  unsigned rate;
  unsigned channels;
  unsigned least_period;
  unsigned longest_period;
  unsigned longest_buffer;
};

// Opens one, non-blocking. Returns a snd_pcm_t, or NULL with the errno in `error`, after which no hook
// is ever called.
void *simulated_card_open(
  const char *name, const struct simulated_card_offer *offer,
  const struct simulated_card_hooks *hooks, int *error);
