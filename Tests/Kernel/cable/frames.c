#include "frames.h"

#include <errno.h>

// Odd, so that multiplying by them can be undone.
static const uint64_t first_factor = 0x9E3779B97F4A7C15, second_factor = 0xD1B54A32D192ED03;

static uint64_t inverse(uint64_t factor) {
  uint64_t result = factor;
  // Newton's iteration: right in 3 bits at first, in twice as many after each round.
  for (int round = 0; round < 5; round++) result *= 2 - factor * result;
  return result;
}

static uint64_t mask(const frame_code *code) { return ((uint64_t)1 << 2 * code->sample_bits) - 1; }

static uint64_t scramble(const frame_code *code, uint64_t number) {
  uint64_t word = number * first_factor & mask(code);
  word ^= word >> code->sample_bits;
  return word * second_factor & mask(code);
}

static uint64_t unscramble(const frame_code *code, uint64_t word) {
  word = word * inverse(second_factor) & mask(code);
  word ^= word >> code->sample_bits;
  return word * inverse(first_factor) & mask(code);
}

int frame_code_for(frame_code *code, const char *format_name) {
  code->format = snd_pcm_format_value(format_name);
  switch (code->format) {
    case SND_PCM_FORMAT_S16_LE: code->sample_bits = 16; break;
    case SND_PCM_FORMAT_S32_LE: code->sample_bits = 24; break;
    default: return -EINVAL;
  }
  code->frame_bytes = CHANNELS * (size_t)snd_pcm_format_physical_width(code->format) / 8;
  return 0;
}

void frame_write(const frame_code *code, uint64_t number, void *frame) {
  uint64_t word = scramble(code, number);
  uint32_t left = (uint32_t)(word >> code->sample_bits);
  uint32_t right = (uint32_t)(word & (((uint64_t)1 << code->sample_bits) - 1));
  if (code->format == SND_PCM_FORMAT_S16_LE) {
    ((uint16_t *)frame)[0] = (uint16_t)left;
    ((uint16_t *)frame)[1] = (uint16_t)right;
  } else {
    ((uint32_t *)frame)[0] = left << 8;
    ((uint32_t *)frame)[1] = right << 8;
  }
}

uint64_t frame_read(const frame_code *code, const void *frame) {
  if (code->format == SND_PCM_FORMAT_S16_LE) {
    const uint16_t *samples = frame;
    return unscramble(code, (uint64_t)samples[0] << 16 | samples[1]);
  }
  const uint32_t *samples = frame;
  // A bit in the lowest eight is a changed sample, and must not be overlooked.
  if ((samples[0] | samples[1]) & 0xFF) return UINT64_MAX;
  return unscramble(code, (uint64_t)(samples[0] >> 8) << 24 | samples[1] >> 8);
}
