// WAV headers, as much of them as a test needs. Assumes a little-endian machine, as the formats do.
#include "card.h"
#include <unistd.h>

enum { TAG_INTEGER = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xfffe };

typedef struct __attribute__((packed)) {
  uint16_t tag, channels;
  uint32_t rate, bytes_per_second;
  uint16_t frame_bytes, bits;
} wav_format;

typedef struct __attribute__((packed)) {
  char riff[4];
  uint32_t riff_bytes;
  char wave[4], fmt[4];
  uint32_t fmt_bytes;
  wav_format format;
  char data[4];
  uint32_t data_bytes;
} wav_header;

static const struct { uint16_t tag, bits; snd_pcm_format_t format; } known_formats[] = {
  {TAG_INTEGER, 16, SND_PCM_FORMAT_S16_LE}, {TAG_INTEGER, 24, SND_PCM_FORMAT_S24_3LE},
  {TAG_INTEGER, 32, SND_PCM_FORMAT_S32_LE}, {TAG_FLOAT, 32, SND_PCM_FORMAT_FLOAT_LE},
  {TAG_FLOAT, 64, SND_PCM_FORMAT_FLOAT64_LE},
};
enum { KNOWN_FORMATS = sizeof known_formats / sizeof *known_formats };

static int read_format(int descriptor, uint32_t bytes, sound_format *format) {
  unsigned char chunk[40] = {0};
  if (bytes < sizeof(wav_format)) return -EINVAL;
  size_t wanted = bytes < sizeof chunk ? bytes : sizeof chunk;
  if (read(descriptor, chunk, wanted) != (ssize_t)wanted) return -EINVAL;
  lseek(descriptor, (off_t)(bytes - wanted + (bytes & 1)), SEEK_CUR);
  wav_format fields;
  memcpy(&fields, chunk, sizeof fields);
  // The real tag of an extensible header is the start of its sub-format.
  if (fields.tag == TAG_EXTENSIBLE) memcpy(&fields.tag, chunk + 24, sizeof fields.tag);
  for (int i = 0; i < KNOWN_FORMATS; i++) {
    if (known_formats[i].tag != fields.tag || known_formats[i].bits != fields.bits) continue;
    *format = (sound_format){known_formats[i].format, fields.rate, fields.channels};
    return 0;
  }
  return -EINVAL;
}

int wav_read_header(int descriptor, sound_format *format) {
  char start[12];
  if (read(descriptor, start, sizeof start) != sizeof start) return -EINVAL;
  if (memcmp(start, "RIFF", 4) != 0 || memcmp(start + 8, "WAVE", 4) != 0) return -EINVAL;
  bool has_format = false;
  struct { char name[4]; uint32_t bytes; } chunk;
  while (read(descriptor, &chunk, sizeof chunk) == sizeof chunk) {
    if (memcmp(chunk.name, "data", 4) == 0) return has_format ? 0 : -EINVAL;
    if (memcmp(chunk.name, "fmt ", 4) == 0) {
      if (read_format(descriptor, chunk.bytes, format) < 0) return -EINVAL;
      has_format = true;
    } else {
      lseek(descriptor, (off_t)(chunk.bytes + (chunk.bytes & 1)), SEEK_CUR);
    }
  }
  return -EINVAL;
}

int wav_write_header(int descriptor, const sound_format *format) {
  wav_header header = {
    .riff = "RIFF", .riff_bytes = WAV_HEADER_BYTES - 8, .wave = "WAVE", .fmt = "fmt ",
    .fmt_bytes = sizeof(wav_format), .data = "data", .data_bytes = 0,
  };
  _Static_assert(sizeof header == WAV_HEADER_BYTES, "a WAV header has 44 bytes");
  for (int i = 0; i < KNOWN_FORMATS; i++) {
    if (known_formats[i].format != format->format) continue;
    uint16_t frame_bytes = (uint16_t)sound_frame_bytes(format);
    header.format = (wav_format){
      known_formats[i].tag, (uint16_t)format->channels, format->rate,
      format->rate * frame_bytes, frame_bytes, known_formats[i].bits,
    };
    return write(descriptor, &header, sizeof header) == sizeof header ? 0 : -EIO;
  }
  SNDERR("virtualcard: WAV has no %s", snd_pcm_format_name(format->format));
  return -EINVAL;
}

void wav_write_sizes(int descriptor) {
  off_t end = lseek(descriptor, 0, SEEK_END);
  // Beyond 4 GiB the fields can only say "to the end", which readers take from the largest value.
  uint32_t riff_bytes = end - 8 > UINT32_MAX ? UINT32_MAX : (uint32_t)(end - 8);
  uint32_t data_bytes =
    end - WAV_HEADER_BYTES > UINT32_MAX ? UINT32_MAX : (uint32_t)(end - WAV_HEADER_BYTES);
  (void)!pwrite(descriptor, &riff_bytes, sizeof riff_bytes, offsetof(wav_header, riff_bytes));
  (void)!pwrite(descriptor, &data_bytes, sizeof data_bytes, offsetof(wav_header, data_bytes));
}
