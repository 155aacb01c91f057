#pragma once
// Frames that tell their own number: two samples that hold a number, scrambled one to one, so that
// every bit of a format moves and one frame suffices to say where in the stream it belongs.
#include <alsa/asoundlib.h>
#include <stdint.h>

// A frame is two samples of one of two formats.
enum { CHANNELS = 2 };

typedef struct {
  snd_pcm_format_t format;
  unsigned sample_bits;  // of each sample that are used
  size_t frame_bytes;
} frame_code;

// S16_LE, or S32_LE with 24 bits in use: all that a float holds. Returns -EINVAL for other formats.
int frame_code_for(frame_code *code, const char *format_name);

// Writes the frame of a number; only number 0 is silence.
void frame_write(const frame_code *code, uint64_t number, void *frame);

// The number of a frame. Of frames that frame_write did not write all but one in 2^16 have numbers
// beyond any stream.
uint64_t frame_read(const frame_code *code, const void *frame);
